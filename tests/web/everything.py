"""A database with something on every screen, and the same things in a hostile reporter's words."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fake_coder import event
from tests.web.samples import REPORT, deals, events, happenings

from dateline.records import Agreement, Answer, Coded, Event, Party, Report, Span
from dateline.store import Store
from dateline.store.incident_build import build

CORPUS = Path(__file__).parent / "hostile" / "corpus.jsonl"
SCREENS = (
    "/",
    "/reports",
    "/events",
    "/map",
    "/timeline",
    "/timeline?lanes=place",
    "/actors",
    "/agreements",
    "/agreements/histories",
    "/incidents",
    "/review",
    "/review/agreement",
    "/filter/actor",
    "/filter/source",
)


def calm(path: Path) -> Path:
    """Make a database of the samples: reports, deals, incidents."""
    return _made(path, (Coded(report=REPORT, events=events()), *happenings(), *deals()))


def hostile(path: Path) -> Path:
    """Make a database in which every word that somebody else wrote is an attack."""
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return _made(path, tuple(_attack(number, row["text"]) for number, row in enumerate(rows)))


def details(path: Path) -> list[str]:
    """The addresses of pages on single things."""
    from urllib.parse import quote

    from dateline.store.incident_queries import list_incidents

    store = Store.open(path)
    found = ["/r/" + quote(one.report_id, safe="") for one in store.summaries(limit=40)]
    found += [f"/incidents/{one.id}" for one in list_incidents(store, limit=3)]
    store.close()
    return found


def _made(path: Path, coded: tuple[Coded, ...]) -> Path:
    store = Store.open(path)
    for one in coded:
        store.save(one, coder_key="k")
    build(store)
    store.close()
    return path


def _attack(number: int, words: str) -> Coded:
    text = f"{words} shelled {words}."
    report = Report(
        report_id=f"{number}{''.join(filter(str.isprintable, words))[:60]}",
        published="2021-08-01",
        text=text,
        title=words,
        outlet=words,
    )
    start = text.index("shelled", len(words))
    at = {"text": text[: len(words)], "start": 0, "end": len(words)}
    party = {**at, "name": words}
    place = {**at, "name": words, "lat": 33.0 + number / 10, "lon": 36.0, "country": "SY", "admin1": words}
    made = event(report, start, start + 7)
    fields = {
        "id": f"h{number}",
        "actors": [party],
        "targets": [party],
        "places": [place | {"precision": "near"}],
        "time": {**{f"text_{k}" if k != "text" else k: v for k, v in at.items()},
                 "start": "2021-07-31", "end": "2021-07-31", "precision": "day"},
        "effects": [{**at, "kind": "killed", "low": 1, "best": 2, "high": None, "who": words}],
        "sources": [party],
        "weapons": [at],
        "reasons": [{"field": "event_type", "rule": words, "detail": words}],
    }  # fmt: skip
    side = Party(**party)
    deal = Agreement(
        id=f"d{number}",
        report_id=report.report_id,
        published=report.published,
        name=words,
        kind="truce",
        stage="pending",
        proposers=(side,),
        mediators=(side,),
        answers=(Answer(**at, party=side, answer="pending", due="2021-07-01", due_text=words),),
        evidence=(Span(**at),),
        predecessor=Span(**at),
        events=(f"h{number}",),
        coder=made.coder,
    )
    coded = Event.model_validate(made.model_dump() | fields)
    return Coded(report=report, events=(coded,), agreements=(deal,))
