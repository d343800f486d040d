"""Reports coded by hand, for the pages: no model is needed to show them."""

from __future__ import annotations

from pathlib import Path

from tests.fake_coder import event

from dateline.records import Coded, Effect, Event, Party, Place, Report, Source, Span, Status, When
from dateline.store import Store

TEXT = (
    "date 2021-09-01\n\n"
    "AMMAN - Rebels shelled army checkpoints near Tafas on Monday, killing at least three soldiers, "
    "state media said. The army and the rebels traded fire.\n\n"
    "The army denied that it had bombed the town. Talks may resume next week and troops will enter Nawa. "
    "A truce collapsed in 2018.\n" + "\nNothing more was known at night. " * 60 + "\nA convoy arrived.\n"
)
BODY = TEXT.index("Rebels")
REPORT = Report(
    report_id="r1",
    published="2021-09-01",
    text=TEXT,
    title="Shells near Tafas",
    outlet="The Agency",
    body=BODY,
)
HOSTILE = (
    "<script>alert('text')</script> & <svg onload=alert(1)><img src=http://evil.example/x onerror=alert(2)> "
    "{{ 7 * 7 }} {% raw %} javascript:alert(3) </a></div></body> \u202eevil\u202c \u05e9\u05dc\u05d5\u05dd "
    '"><style>*{display:none}</style> <base href=//evil.example/> shelled.\n'
)
HOSTILE_ID = "a/b?c#d\"><script>alert('id')</script>"


def span(phrase: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(phrase)
    return {"text": phrase, "start": start, "end": start + len(phrase)}


def found(trigger: str, kind: str, family: str, **fields: object) -> Event:
    at = span(trigger)
    made = event(REPORT, int(str(at["start"])), int(str(at["end"])), event_type=kind, family=family)
    return Event.model_validate(made.model_dump() | {"id": f"e{kind}"} | fields)


def events() -> tuple[Event, ...]:
    army, rebels = Party(name="army", **span("The army")), Party(name="rebels", **span("the rebels"))
    shelling = found(
        "shelled",
        "shelling",
        "armed_violence",
        actors=(Party(name="rebels", **span("Rebels")),),
        targets=(Party(name="army checkpoints", **span("army checkpoints near Tafas")),),
        places=(Place(name="Tafas", **span("Tafas"), lat=32.7, lon=36.1, country="SY", precision="near"),),
        time=When(
            start="2021-08-30",
            end="2021-08-30",
            precision="day",
            text="Monday",
            text_start=TEXT.index("Monday"),
            text_end=TEXT.index("Monday") + 6,
        ),
        effects=(
            Effect(
                kind="killed", low=3, best=3, high=None, who="soldiers", **span("at least three soldiers")
            ),
        ),
        sources=(Source(name="state media", **span("state media")),),
        evidence=(Span(**span("Rebels shelled army checkpoints near Tafas on Monday")),),
        reasons=({"field": "event_type", "rule": "triggers:1", "detail": "<b>shelled</b>"},),
    )
    return (
        shelling,
        found("traded fire", "battle", "armed_violence", actors=(army,), targets=(rebels,)),
        found("traded fire", "armed_attack", "armed_violence", actors=(rebels,), targets=(army,)),
        found("bombed", "air_strike", "armed_violence", status=Status.NEGATED),
        found("Talks", "meeting", "negotiation", status=Status.POSSIBLE),
        found("enter", "advance", "forces_and_territory", status=Status.PLANNED, part_of="eshelling"),
        found("collapsed", "breach", "negotiation", background=True),
        found("arrived", "relief", "humanitarian"),
    )


def hostile() -> Coded:
    report = Report(
        report_id=HOSTILE_ID,
        published="2021-08-01",
        text=HOSTILE,
        title=HOSTILE,
        outlet="<script>alert(4)</script>",
    )
    start = HOSTILE.index("shelled")
    bad = {"text": HOSTILE[:30], "start": 0, "end": 30, "name": "<img src=x onerror=alert(5)>"}
    made = event(report, start, start + 7)
    changes = {"id": "ehostile", "actors": (Party(**bad),), "sources": (Source(**bad),)}
    return Coded(report=report, events=(Event.model_validate(made.model_dump() | changes),))


def database(path: Path, *, more: int = 0) -> Path:
    """Make a database of the sample report, the hostile one, and ``more`` plain ones."""
    store = Store.open(path)
    store.save(Coded(report=REPORT, events=events()), coder_key="k")
    store.save(hostile(), coder_key="k")
    for number in range(more):
        plain = Report(report_id=f"p{number:03}", published="2021-07-01", text=f"Quiet day {number}.")
        store.save(Coded(report=plain, events=()), coder_key="k")
    store.close()
    return path
