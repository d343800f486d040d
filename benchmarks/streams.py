"""Makes streams of coded reports that look like real ones, for measuring the store: seeded, of any length.

What real data has and uniform noise lacks: a few countries, actors, types and outlets have most of the
events; events come in bursts; actors belong to others; places cluster; some events have no
day, place or party.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateline import codebook
from dateline.codebook import EventType
from dateline.records import Coded, Coder, Event, Report, event_id

COUNTRIES = ("SY", "UA", "NG", "YE", "SD", "CD", "AF", "IQ", "ML", "MM", "SO", "ET", "LY", "CO")
FIRST, DAYS = date(2014, 1, 1), 3650
CODER = Coder(engine="both", version="0.1.0", model="student", codebook="1.0", gazetteer="1")
PRECISIONS = ("exact", "near", "admin2", "admin1", "country")
WHERE_PREC = dict(zip(PRECISIONS, (1, 2, 3, 4, 6), strict=True))
DATE_PREC = {0: 1, 2: 2, 20: 4, 200: 5}  # by the days that an event lasts
UNKNOWN = {"actor": ("gunmen", "rebels"), "target": ("residents", "civilians")}


@dataclass(frozen=True)
class Country:
    """One conflict: its places, and its actors each with what it belongs to."""

    code: str
    places: tuple[dict[str, Any], ...]
    actors: tuple[tuple[str, tuple[str, ...]], ...]
    bursts: tuple[int, ...]


def reports(number: int, *, seed: int = 1) -> Iterator[Coded]:
    """Make coded reports, about three events each, in order of publication."""
    pick = random.Random(seed)
    kinds = [(kind.name, kind) for kind in codebook.load().types.values()]
    pick.shuffle(kinds)
    countries = [country(code, pick) for code in COUNTRIES]
    words = [f"{pick.choice('bdfgklmnprst')}{pick.choice('aeiou')}{n:x}" for n in range(20_000)]
    words[300:306] = ["shelling", "ceasefire", "troops", "aid", "checkpoint", "drone"]
    for position in range(number):
        where = skewed(countries, pick)
        day = FIRST + timedelta(days=position * DAYS // number)
        if pick.random() < 0.3:
            near = pick.choice(where.bursts)
            day = FIRST + timedelta(days=min(DAYS, max(0, near + pick.randint(-10, 10))))
        text = " ".join(skewed(words, pick) for _ in range(90))
        report = Report(
            report_id=f"r{position:07}",
            published=day,
            text=text,
            title=text[:60],
            outlet=f"outlet {int(25 * pick.random() ** 2)}",
        )
        count = min(6, 1 + int(pick.expovariate(0.5)))
        events = tuple(event(report, 7 * n, where, skewed(kinds, pick), pick) for n in range(count))
        yield Coded(report=report, events=events)


def skewed(items: list[Any] | tuple[Any, ...], pick: random.Random) -> Any:
    """Pick one; the first ones far more often."""
    return items[int(len(items) * pick.random() ** 2.5)]


def country(code: str, pick: random.Random) -> Country:
    """Make a conflict: 300 places around 12 towns, 40 actors in trees of three levels."""
    middle = (pick.uniform(-30, 50), pick.uniform(-20, 90))
    towns = [(middle[0] + pick.gauss(0, 2), middle[1] + pick.gauss(0, 2)) for _ in range(12)]
    places = []
    for number in range(300):
        lat, lon = skewed(towns, pick)
        precision = pick.choices(PRECISIONS, (40, 25, 10, 15, 10))[0]
        places.append(
            {
                "name": f"{code} place {number}",
                "lat": round(lat + pick.gauss(0, 0.3), 4),
                "lon": round(lon + pick.gauss(0, 0.3), 4),
                "country": code,
                "admin1": f"{code} province {number % 20}",
                "precision": precision,
                "where_prec": WHERE_PREC[precision],
            }
        )
    state = code.lower()
    actors = [(state, ()), (f"{state}.army", (state,))]
    actors += [(f"{state}.army.{n}", (f"{state}.army", state)) for n in range(12)]
    for group in range(6):
        name = f"{state}.group{group}"
        actors += [(name, ()), *((f"{name}.{n}", (name,)) for n in range(4))]
    return Country(code, tuple(places), tuple(actors), tuple(pick.randrange(DAYS) for _ in range(40)))


def event(
    report: Report, start: int, where: Country, kind: tuple[str, EventType], pick: random.Random
) -> Event:
    """Make one event of a report."""
    span = {"text": report.text[start : start + 6], "start": start, "end": start + 6}
    actors = [party("actor", span, where, pick) for _ in range(pick.choices((0, 1, 2), (15, 75, 10))[0])]
    targets = [party("target", span, where, pick) for _ in range(pick.choices((0, 1, 2), (35, 60, 5))[0])]
    killed = pick.randint(1, 12) if pick.random() < 0.25 else None
    day = report.published - timedelta(days=int(pick.expovariate(0.5)))
    length = pick.choices((0, 2, 20, 200), (85, 8, 5, 2))[0]
    return Event.model_validate(
        {
            "id": event_id(report.report_id, kind[0], start, start + 6),
            "report_id": report.report_id,
            "published": report.published,
            "event_type": kind[0],
            "family": kind[1].family,
            "codes": kind[1].codes,
            "status": pick.choices(("actual", "planned", "possible", "negated"), (82, 9, 5, 4))[0],
            "background": pick.random() < 0.1,
            "trigger": span,
            "evidence": [span],
            "actors": actors,
            "targets": targets,
            "places": [{**span, **skewed(where.places, pick)}] if pick.random() < 0.85 else [],
            "time": _when(day, length) if pick.random() < 0.92 else None,
            "effects": [{**span, "kind": "killed", "low": killed, "best": killed, "high": killed}]
            if killed
            else [],
            "sources": [{**span, "name": f"source {int(60 * pick.random() ** 3)}"}]
            if pick.random() < 0.7
            else [],
            "confidence": round(pick.uniform(0.5, 1), 3),
            "coder": CODER,
        }
    )


def _when(day: date, length: int) -> dict[str, Any]:
    end = day + timedelta(days=length)
    return {"start": day, "end": end, "precision": "day", "date_prec": DATE_PREC[length]}


def party(role: str, span: dict[str, Any], where: Country, pick: random.Random) -> dict[str, Any]:
    """Make one party of an event; one in five is not known."""
    if pick.random() < 0.2:
        name, kind = UNKNOWN[role]
        return {**span, "name": name, "kind": kind, "country": where.code}
    actor, within = skewed(where.actors, pick)
    return {
        **span,
        "name": actor,
        "actor_id": actor,
        "within": within,
        "kind": kind_of(actor),
        "country": where.code,
    }


def kind_of(actor: str) -> str:
    """What sort of actor bears an id of ``country``."""
    _, _, rest = actor.partition(".")
    if not rest:
        return "state"
    if rest.startswith("group"):
        return "rebel"
    return "military" if rest == "army" else "unit"
