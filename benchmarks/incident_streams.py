"""Merging at scale: synthetic streams of events with known truth.

    python benchmarks/incident_streams.py 10000 100000    precision, recall, processor seconds and memory
    python benchmarks/incident_streams.py 10000 --check   fail where precision or recall is under its floor

A stream is a world of countries, places with several spellings and parties with several names. Each
happening is told by one report or several, and each telling blurs it: another spelling, only the province,
a day off, a week, no day at all, another toll, no party named, other words. A tenth of the reports are
copies. A quarter of the happenings are look-alikes of another: the same act and toll in another place, or
in the same place some days later, or another act on the same day.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dateline.codebook.load import load as load_codebook
from dateline.incidents.acts import Act, Toll, WhereKey, WhoKey
from dateline.incidents.merge import merge
from dateline.places.fold import fold

FLOORS = {"precision": 0.97, "recall": 0.90}
FIRST_DAY = date(2015, 1, 1).toordinal()
DAYS_PER_MILLION = 365 * 8
COUNTRIES, PLACES, PARTIES, WORDS = 40, 80, 14, 4000
TYPES = (
    *(
        "shelling",
        "battle",
        "armed_attack",
        "air_strike",
        "explosion",
        "violence_against_civilians",
        "abduction",
    ),
    *("arrest", "protest", "displacement", "aid_delivery", "release", "withdrawal", "territory_gain"),
)
LETTERS = (
    "ba",
    "ka",
    "ra",
    "di",
    "mo",
    "zu",
    "te",
    "shi",
    "lo",
    "gan",
    "fer",
    "hal",
    "nur",
    "sim",
    "tor",
    "vel",
    "qas",
)


@dataclass(frozen=True)
class Land:
    """A country: spellings of its places, names of its parties."""

    code: str
    places: tuple[tuple[WhereKey, ...], ...]
    provinces: tuple[WhereKey, ...]
    parties: tuple[tuple[WhoKey, ...], ...]


@dataclass(frozen=True)
class Happening:
    """What really happened."""

    number: int
    land: int
    place: int
    day: int
    kind: str
    actor: int
    target: int
    killed: int
    words: tuple[str, ...]


def stream(size: int, seed: int = 7) -> tuple[list[Act], dict[str, int], dict[str, str]]:
    """Make a stream.

    Args:
        size: how many events.
        seed: another seed gives another stream; the same the same.

    Returns:
        The events, the happening of each, and copies of reports with their originals.
    """
    rng = random.Random(seed)
    lands = [_land(k, rng) for k in range(COUNTRIES)]
    families = {name: kind.family for name, kind in load_codebook().types.items()}
    days = max(60, DAYS_PER_MILLION * size // 1_000_000)
    acts: list[Act] = []
    truth: dict[str, int] = {}
    original: dict[str, str] = {}
    open_reports: dict[tuple[int, int], str] = {}
    for happening in _happenings(lands, days, rng):
        told = min(12, 1 + int(rng.expovariate(0.7)))
        for _ in range(told):
            published = happening.day + 1 + int(rng.expovariate(0.5))
            outlet = rng.randrange(6)
            key = (happening.land * 8 + outlet, published)
            report = open_reports.setdefault(key, f"r{len(open_reports)}")
            told_as = _tell(happening, lands[happening.land], rng)
            family = families[happening.kind]
            act = replace(told_as, id=f"e{len(acts)}", report_id=report, published=published, family=family)
            if not _holds(report, happening.number, truth, acts):
                acts.append(act)
                truth[act.id] = happening.number
        if len(acts) >= size:
            break
    _copy(acts, truth, original, size, rng)
    return acts[:size], truth, original


def _holds(report: str, number: int, truth: dict[str, int], acts: list[Act]) -> bool:
    """Whether a report tells of a happening already; tellings of one stand close together."""
    return any(a.report_id == report and truth[a.id] == number for a in acts[-12:])


def _copy(
    acts: list[Act], truth: dict[str, int], original: dict[str, str], size: int, rng: random.Random
) -> None:
    """Put copies of reports in place of the last tenth of the stream."""
    kept = acts[: int(size * 0.9)]
    by_report: dict[str, list[Act]] = {}
    for act in kept:
        by_report.setdefault(act.report_id, []).append(act)
    del acts[len(kept) :]
    for number, name in enumerate(rng.sample(sorted(by_report), len(by_report))):
        for act in by_report[name]:
            made = replace(act, id=f"c{len(acts)}", report_id=f"k{number}", published=act.published + 1)
            acts.append(made)
            truth[made.id] = truth[act.id]
        original[f"k{number}"] = name
        if len(acts) >= size:
            return


def _happenings(lands: list[Land], days: int, rng: random.Random) -> Iterator[Happening]:
    recent: list[Happening] = []
    number = 0
    while True:
        number += 1
        if recent and rng.random() < 0.25:
            made = _look_alike(rng.choice(recent), number, rng)
        else:
            land = rng.randrange(len(lands))
            made = Happening(
                number=number,
                land=land,
                place=rng.randrange(PLACES),
                day=FIRST_DAY + rng.randrange(days),
                kind=rng.choice(TYPES),
                actor=rng.randrange(PARTIES),
                target=rng.randrange(PARTIES),
                killed=int(rng.expovariate(0.25)),
                words=tuple(f"w{rng.randrange(WORDS)}" for _ in range(7)),
            )
        recent = [*recent[-50:], made]
        yield made


def _look_alike(other: Happening, number: int, rng: random.Random) -> Happening:
    words = (*other.words[:3], *(f"w{rng.randrange(WORDS)}" for _ in range(4)))
    made = replace(other, number=number, words=words)
    turn = rng.randrange(3)
    if turn == 0:
        return replace(made, place=(other.place + 1 + rng.randrange(PLACES - 1)) % PLACES)
    if turn == 1:
        return replace(made, day=other.day + 5 + rng.randrange(20))
    return replace(
        made, kind=rng.choice([t for t in TYPES if t != other.kind]), target=rng.randrange(PARTIES)
    )


def _tell(it: Happening, land: Land, rng: random.Random) -> Act:
    """One telling of a happening; its id, report, day of report and family are filled in after."""
    start, end = _days(it.day, rng)
    words = (*rng.sample(it.words, 4), *(f"w{rng.randrange(WORDS)}" for _ in range(3)))
    return Act(
        id="",
        report_id="",
        published=0,
        event_type=it.kind,
        family="",
        status="actual",
        start=start,
        end=end,
        country=land.code,
        actors=_party(land, it.actor, 0.2, rng),
        targets=_party(land, it.target, 0.3, rng),
        places=_place(land, it.place, rng),
        tolls=_toll(it.killed, rng),
        words=words,
        trigger=words[:2],
    )


def _days(day: int, rng: random.Random) -> tuple[int | None, int | None]:
    turn = rng.random()
    if turn < 0.75:
        return day, day
    if turn < 0.85:
        off = rng.choice((-1, 1))
        return day + off, day + off
    if turn < 0.96:
        first = day - rng.randrange(4)
        return first, first + 4
    return None, None


def _place(land: Land, number: int, rng: random.Random) -> tuple[WhereKey, ...]:
    turn = rng.random()
    if turn < 0.85:
        return (rng.choice(land.places[number]),)
    return (land.provinces[number % len(land.provinces)],) if turn < 0.95 else ()


def _party(land: Land, number: int, missing: float, rng: random.Random) -> tuple[WhoKey, ...]:
    return () if rng.random() < missing else (rng.choice(land.parties[number]),)


def _toll(killed: int, rng: random.Random) -> tuple[Toll, ...]:
    turn = rng.random()
    if killed == 0 or turn < 0.15:
        return ()
    told = killed if turn < 0.7 else max(1, killed + rng.choice((-2, -1, 1, 2)))
    return (Toll("killed", told, told, told),)


def _land(number: int, rng: random.Random) -> Land:
    code = f"{chr(65 + number // 26)}{chr(65 + number % 26)}"
    lat, lon = rng.uniform(-30, 50), rng.uniform(-100, 120)
    provinces = tuple(
        WhereKey(_name(rng), 900_000 + number * 100 + k, lat + k, lon, code, f"{code}{k}", "admin1")
        for k in range(8)
    )
    places = []
    for k in range(PLACES):
        # eight columns of provinces a degree apart, places within them a fifth of a degree and more apart
        at = lat + k % 8 + rng.uniform(-0.3, 0.3), lon + (k // 8) * 0.5 + rng.uniform(-0.1, 0.1)
        name = _name(rng)
        spellings = dict.fromkeys((name, name.replace("k", "q", 1), "al " + name, name + " district"))
        known = number * 1000 + k + 1
        places.append(
            tuple(
                WhereKey(
                    s,
                    known if j < 3 else None,
                    *(at if j < 3 else (None, None)),
                    code,
                    f"{code}{k % 8}",
                    "exact",
                )
                for j, s in enumerate(spellings)
            )
        )
    return Land(code, tuple(places), provinces, tuple(_aliases(code, k, rng) for k in range(PARTIES)))


def _aliases(code: str, number: int, rng: random.Random) -> tuple[WhoKey, ...]:
    """A party under its id, under its name without one, and as one of its kind."""
    kind = ("military", "rebel", "militia", "police")[number % 4]
    loose = {
        "military": ("troops", "soldiers"),
        "rebel": ("rebels", "rebels"),
        "militia": ("gunmen", "militants"),
    }
    noun, described = loose.get(kind, ("officers", "police"))
    name = f"{_name(rng)} {_name(rng)} front"
    actor_id = f"{code.lower()}.{number}"
    return (
        WhoKey(name, actor_id, (code.lower(),), kind, code),
        WhoKey(name.split(maxsplit=1)[0] + " front", actor_id, (code.lower(),), kind, code),
        WhoKey(
            f"{name.split(maxsplit=1)[0]} {noun}",
            None,
            (),
            described if described in ("soldiers", "rebels") else None,
            code,
        ),
    )


def _name(rng: random.Random) -> str:
    return fold("".join(rng.choice(LETTERS) for _ in range(rng.choice((3, 4)))))


def quality(
    groups: Iterator[tuple[str, ...]] | list[tuple[str, ...]], truth: dict[str, int]
) -> tuple[float, float]:
    """Pairwise precision and recall."""
    right = given = 0
    for group in groups:
        given += len(group) * (len(group) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(truth[e] for e in group).values())
    counts = Counter(truth.values())
    true = sum(n * (n - 1) // 2 for n in counts.values())
    return right / max(1, given), right / max(1, true)


def measure(size: int) -> dict[str, float]:
    """Merge a stream of one size."""
    acts, truth, original = stream(size)
    kept = {a.id: truth[a.id] for a in acts}
    # seconds of the processor: those of the clock depend on what else the machine does
    began = time.process_time()
    merged = merge(acts, original=original)
    seconds = time.process_time() - began
    precision, recall = quality([g.events for g in merged.groups], kept)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"size": size, "precision": precision, "recall": recall, "seconds": seconds, "gb": peak}


def main() -> int:
    """Measure, print, and compare with the floors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    found = [measure(size) for size in sorted(args.sizes)]
    for row in found:
        print(
            f"{row['size']:>9,.0f} events: P {row['precision']:.3f} R {row['recall']:.3f} "
            f"{row['seconds']:.1f} s {row['gb']:.2f} GB"
        )
    low = [r for r in found if any(r[name] < floor for name, floor in FLOORS.items())]
    return 1 if args.check and low else 0


if __name__ == "__main__":
    sys.exit(main())
