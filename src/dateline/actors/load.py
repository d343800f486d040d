"""Actors and ties from their tables, checked: every fault is named with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from dateline.actors.fields import is_id, read_days, slug
from dateline.actors.kinds import DATA, SIDES, load_kinds
from dateline.actors.records import Actor, Tie, TieKind
from dateline.actors.sources import wrong_source
from dateline.actors.states import load_states, state_actors
from dateline.errors import DataError
from dateline.places.tables import read_table, split_list

ACTOR_COLUMNS = (
    *("id", "name", "aliases", "kind", "country", "start", "end"),
    *("acled_inter", "ucdp_side", "plover", "note", "source"),
)
TIE_COLUMNS = ("one", "tie", "other", "start", "end", "note", "source")
PERSON_COLUMNS = ("name", "aliases", "of", "role", "start", "end", "source")
Row = tuple[str, dict[str, str]]


@cache
def load() -> tuple[tuple[Actor, ...], tuple[Tie, ...]]:
    """Load the actors and ties that come with the package; about a tenth of a second, once a process.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    return lay_over(())


def lay_over(folders: Sequence[Path]) -> tuple[tuple[Actor, ...], tuple[Tie, ...]]:
    """Load the package's tables with a user's own laid over them.

    A row of ``actors.csv`` in a later folder replaces the actor of the same id; rows of ``persons.csv`` and
    ``ties.csv`` are added.

    Args:
        folders: folders of the user, each with any of ``actors.csv``, ``persons.csv``, ``ties.csv``.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    faults: list[str] = []
    actors, ties = state_actors()
    by_id = {actor.id: actor for actor in actors}
    for where, row in _rows(sorted((DATA / "actors").glob("*.csv")), ACTOR_COLUMNS, faults):
        _add_new(by_id, where, row, faults)
    for where, row in _rows(_own(folders, "actors.csv"), ACTOR_COLUMNS, faults):
        found = _actor(where, row, faults)
        if found:
            by_id[found.id] = found
    people = [*sorted((DATA / "persons").glob("*.csv")), *_own(folders, "persons.csv")]
    ties += _persons(_rows(people, PERSON_COLUMNS, faults), by_id, faults)
    tables = [DATA / "ties.csv", *_own(folders, "ties.csv")]
    ties += [t for where, row in _rows(tables, TIE_COLUMNS, faults) if (t := _tie(where, row, by_id, faults))]
    if faults:
        raise DataError(faults)
    return tuple(by_id.values()), tuple(ties)


def _own(folders: Sequence[Path], name: str) -> list[Path]:
    return [folder / name for folder in folders if (folder / name).exists()]


def _rows(paths: Iterable[Path], columns: Sequence[str], faults: list[str]) -> list[Row]:
    """Read tables; a table that cannot be read adds its faults and gives no rows.

    Rows of the package must have a source of ``sources.csv``; a user may write any words, or none.
    """
    rows: list[Row] = []
    for path in paths:
        try:
            found = [(f"{path.parent.name}/{path.name}:{n}", row) for n, row in read_table(path, columns)]
        except DataError as error:
            faults += error.faults
            continue
        rows += found
        if path.is_relative_to(DATA):
            faults += [f"{where}: {wrong}" for where, row in found for wrong in wrong_source(row)]
    return rows


def _add_new(by_id: dict[str, Actor], where: str, row: dict[str, str], faults: list[str]) -> None:
    found = _actor(where, row, faults)
    if found is None:
        return
    if found.id in by_id:
        faults.append(f"{where}: id {found.id} stands already in {by_id[found.id].origin}")
    by_id[found.id] = found


def _actor(where: str, row: dict[str, str], faults: list[str]) -> Actor | None:
    wrong = _wrong_actor(row)
    start, end = read_days(row, wrong)
    if wrong:
        faults += [f"{where}: {w}" for w in wrong]
        return None
    kind = load_kinds()[row["kind"]]
    return Actor(
        id=row["id"],
        name=row["name"],
        aliases=split_list(row["aliases"]),
        kind=kind.name,
        countries=split_list(row["country"]),
        start=start,
        end=end,
        acled_inter=int(row["acled_inter"]) if row["acled_inter"] else kind.acled_inter,
        ucdp_side=row["ucdp_side"] or kind.ucdp_side,
        plover=row["plover"] or kind.plover,
        note=row["note"],
        origin=where,
        source=row["source"],
    )


def _wrong_actor(row: dict[str, str]) -> list[str]:
    wrong = []
    if not is_id(row["id"]):
        wrong.append(f"{row['id']!r} is not an id (lower-case letters, digits, dots, hyphens)")
    if not row["name"]:
        wrong.append("the name is missing")
    if row["kind"] not in load_kinds():
        wrong.append(f"{row['kind']!r} is not a kind of kinds.csv")
    wrong += [f"{c!r} is not a country code" for c in split_list(row["country"]) if c not in load_states()]
    if row["acled_inter"] not in {"", *"12345678"}:
        wrong.append(f"acled_inter {row['acled_inter']!r} is not 1 to 8 or empty")
    if row["ucdp_side"] and row["ucdp_side"] not in SIDES:
        wrong.append(f"ucdp_side {row['ucdp_side']!r} is not one of {', '.join(sorted(SIDES))}")
    return wrong


def _persons(rows: Iterable[Row], by_id: dict[str, Actor], faults: list[str]) -> list[Tie]:
    """Add each person once and give a tie for each office."""
    ties = []
    for where, row in rows:
        other = by_id.get(row["of"])
        wrong = [] if row["name"] else ["the name is missing"]
        wrong += [f"{row['of']!r} is no actor"] if row["of"] and other is None else []
        start, end = read_days(row, wrong)
        if wrong:
            faults += [f"{where}: {w}" for w in wrong]
            continue
        person = f"person.{slug(row['name'])}"
        by_id[person] = _person(where, row, person, other, by_id.get(person))
        if other:
            ties.append(Tie(person, TieKind.LEADS, other.id, start, end, row["role"], where, row["source"]))
    return ties


def _person(where: str, row: dict[str, str], id_: str, other: Actor | None, before: Actor | None) -> Actor:
    kind = load_kinds()["person"]
    countries = list(other.countries[:1]) if other else []
    aliases = list(split_list(row["aliases"]))
    if before:
        countries, aliases = [*before.countries, *countries], [*before.aliases, *aliases]
    return Actor(
        id=id_,
        name=row["name"],
        aliases=tuple(dict.fromkeys(aliases)),
        kind=kind.name,
        countries=tuple(dict.fromkeys(countries)),
        start=None,
        end=None,
        acled_inter=other.acled_inter if other else None,
        ucdp_side=other.ucdp_side if other else kind.ucdp_side,
        plover=other.plover if other else kind.plover,
        note=before.note if before else row["role"],
        origin=before.origin if before else where,
        source=before.source if before else row["source"],
    )


def _tie(where: str, row: dict[str, str], by_id: dict[str, Actor], faults: list[str]) -> Tie | None:
    wrong = [f"{row[side]!r} is no actor" for side in ("one", "other") if row[side] not in by_id]
    if row["tie"] not in set(TieKind):
        wrong.append(f"{row['tie']!r} is not one of {', '.join(TieKind)}")
    start, end = read_days(row, wrong)
    if wrong:
        faults += [f"{where}: {w}" for w in wrong]
        return None
    return Tie(row["one"], TieKind(row["tie"]), row["other"], start, end, row["note"], where, row["source"])
