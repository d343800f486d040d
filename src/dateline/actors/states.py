"""The bodies that every state has, made by rule, with special names where they have them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dateline.actors.fields import first_day, last_day
from dateline.actors.kinds import DATA, load_kinds
from dateline.actors.periods import read_periods
from dateline.actors.records import Actor, Period, Tie, TieKind
from dateline.actors.sources import wrong_source
from dateline.errors import DataError
from dateline.places.countries import load_countries
from dateline.places.tables import read_table, split_list

_STATE_COLUMNS = ("code", "iso3", "name", "demonyms", "capital", "start", "end", "source")
BODY_COLUMNS = ("body", "name", "kind", "part_of", "source")
_NAME_COLUMNS = ("id", "name", "aliases", "note", "source")
STATE = "state"


@dataclass(frozen=True, slots=True)
class State:
    """A state of today or of the past; ``iso3`` in lower case is the first part of the ids of its bodies."""

    code: str
    iso3: str
    name: str
    demonyms: tuple[str, ...]
    capital: str
    other_names: tuple[str, ...]
    start: date | None
    end: date | None

    def body_id(self, body: str) -> str:
        """Name the id of one of its bodies ("army" gives "syr.army"); the state itself has no dot."""
        return self.iso3 if body == STATE else f"{self.iso3}.{body}"


@cache
def load_states() -> dict[str, State]:
    """Load the states by two-letter code.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    path = DATA / "states.csv"
    today = {c.code: c for c in load_countries()}
    states: dict[str, State] = {}
    faults = []
    for n, row in read_table(path, _STATE_COLUMNS):
        country = today.get(row["code"])
        faults += [f"{path.name}:{n}: {wrong}" for wrong in wrong_source(row)]
        if country is None and not row["name"]:
            faults.append(f"{path.name}:{n}: {row['code']!r} is not in the table of places and has no name")
            continue
        try:
            start, end = first_day(row["start"]), last_day(row["end"])
        except ValueError as error:
            faults.append(f"{path.name}:{n}: {error}")
            continue
        states[row["code"]] = State(
            code=row["code"],
            iso3=row["iso3"].lower(),
            name=country.name if country else row["name"],
            demonyms=country.demonyms if country else split_list(row["demonyms"]),
            capital=country.capital if country else row["capital"],
            other_names=country.other_names if country else (),
            start=start,
            end=end,
        )
    if faults:
        raise DataError(faults)
    return states


def state_actors() -> tuple[list[Actor], list[Tie]]:
    """Make the actors of all states and the ties that make each body part of its state.

    Raises:
        DataError: tables that are wrong, all faults with file and line.
    """
    bodies = read_table(DATA / "bodies.csv", BODY_COLUMNS)
    if faults := [f"bodies.csv:{n}: {wrong}" for n, row in bodies for wrong in wrong_source(row)]:
        raise DataError(faults)
    actors, ties = [], []
    for state in load_states().values():
        for line, body in bodies:
            actors.append(_body(state, body, line))
            if body["part_of"]:
                one, other = state.body_id(body["body"]), state.body_id(body["part_of"])
                origin = f"bodies.csv:{line}"
                ties.append(Tie(one, TieKind.PART_OF, other, None, None, "", origin, body["source"]))
    return _with_periods(_with_special_names(actors)), ties


def _body(state: State, body: dict[str, str], line: int) -> Actor:
    kind = load_kinds()[body["kind"]]
    adjective = state.demonyms[0] if state.demonyms else state.name
    return Actor(
        id=state.body_id(body["body"]),
        name=body["name"].format(c=state.name, d=adjective),
        aliases=state.other_names if body["body"] == STATE else (),
        kind=kind.name,
        countries=(state.code,),
        start=state.start,
        end=state.end,
        acled_inter=kind.acled_inter,
        ucdp_side=kind.ucdp_side,
        plover=kind.plover,
        note="",
        origin=f"bodies.csv:{line}",
        source=body["source"],
    )


def _with_special_names(actors: list[Actor]) -> list[Actor]:
    """Give bodies the names of ``state_names.csv``; the name made by rule becomes an alias."""
    path = DATA / "state_names.csv"
    by_id = {actor.id: actor for actor in actors}
    faults = []
    for n, row in read_table(path, _NAME_COLUMNS):
        actor = by_id.get(row["id"])
        faults += [f"{path.name}:{n}: {wrong}" for wrong in wrong_source(row)]
        if actor is None:
            faults.append(f"{path.name}:{n}: {row['id']!r} is no body of a state")
            continue
        aliases = (*actor.aliases, *split_list(row["aliases"]))
        if row["name"]:
            aliases = (*aliases, actor.name)
        by_id[actor.id] = replace(
            actor,
            name=row["name"] or actor.name,
            aliases=aliases,
            note=row["note"],
            origin=f"{path.name}:{n}",
            source=row["source"],
        )
    if faults:
        raise DataError(faults)
    return list(by_id.values())


def _with_periods(actors: list[Actor]) -> list[Actor]:
    """Give bodies their periods; the name of a period is an alias too."""
    periods = read_periods({actor.id for actor in actors})
    return [_of_periods(actor, periods[actor.id]) if actor.id in periods else actor for actor in actors]


def _of_periods(actor: Actor, periods: tuple[Period, ...]) -> Actor:
    names = (period.name.partition(" (")[0] for period in periods)
    aliases = dict.fromkeys((*actor.aliases, *(name for name in names if name != actor.name)))
    return replace(actor, aliases=tuple(aliases), periods=periods)
