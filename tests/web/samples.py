"""Reports coded by hand, for the pages: no model is needed to show them."""

from __future__ import annotations

from pathlib import Path

from tests.fake_coder import event

from dateline.records import (
    Agreement,
    Answer,
    Coded,
    Effect,
    Event,
    Party,
    Place,
    Report,
    Source,
    Span,
    Status,
    Term,
    When,
)
from dateline.store import Store
from dateline.store.releases import begin, recording

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


def happenings() -> tuple[Coded, ...]:
    """Four reports of two happenings: one is told by three, of which one is a copy."""
    text = "Shells hit the market of Qaryat on Tuesday. Seven people died, a nurse of the clinic said."
    other = (
        "Mortar fire fell on the market. The council of Qaryat counted nine dead, and more were in hospital."
    )
    made = (
        ("a1", "h1", "Agency", text, "2016-05-04", "Shells hit", "Qaryat", 7, "2016-05-03"),
        ("b1", "h2", "Daily", text, "2016-05-04", "Shells hit", "Qaryat", 7, "2016-05-03"),
        ("c1", "h3", "Radio", other, "2016-05-05", "Mortar fire", "Qaryat", 9, "2016-05-03"),
        ("d1", "h4", "Agency", "Shells hit a farm near Mandal. Two died.", "2016-05-06", "Shells hit",
         "Mandal", 2, "2016-05-05"),
    )  # fmt: skip
    return tuple(_happening(one) for one in made)


def _happening(row: tuple[str, str, str, str, str, str, str, int, str]) -> Coded:
    name, report_id, outlet, text, told, trigger, where, dead, day = row
    report = Report(report_id=report_id, published=told, text=text, outlet=outlet)
    start = text.index(trigger)
    known = {"Qaryat": (33.5, 44.2, "Anbar"), "Mandal": (36.1, 42.9, "Ninawa")}[where]
    place = Place(name=where, **span(where, text), lat=known[0], lon=known[1], country="IQ", admin1=known[2],
                  precision="exact")  # fmt: skip
    word = {7: "Seven", 9: "nine", 2: "Two"}[dead]
    made = event(report, start, start + len(trigger), event_type="shelling", family="armed_violence")
    fields = {
        "id": name,
        "places": (place,),
        "time": When(start=day, end=day, precision="day"),
        "effects": (Effect(kind="killed", low=dead, best=dead, high=dead, who="people", **span(word, text)),),
        "targets": (Party(name="market", **span("market" if "market" in text else "farm", text)),),
    }
    return Coded(report=report, events=(Event.model_validate(made.model_dump() | fields),))


def deals() -> tuple[Coded, ...]:
    """Two reports with a deal each: one with an answer to come, one that follows it and is rejected."""
    coder = events()[0].coder
    first = (
        "Envoys offered a plan under which the town would open a road and free its prisoners. "
        "The army accepted it. The northern front has until Tuesday to answer."
    )
    second = "A militia turned down a new deal, after the plan."
    told = Report(report_id="g1", published="2019-09-01", text=first, title="A plan", outlet="Wire")
    later = Report(report_id="g2", published="2019-09-09", text=second)
    road = event(told, *_at("open a road", first), event_type="access", family="humanitarian")

    def party(name: str, text: str) -> Party:
        return Party(name=name.lower(), **span(name, text))

    answers = (
        Answer(party=party("army", first), answer="accepted", **span("accepted it", first)),
        Answer(party=party("northern front", first), answer="pending", due="2019-09-03", due_text="Tuesday",
               **span("has until Tuesday", first)),
    )  # fmt: skip
    terms = (Term(event=road.id, **span("open a road", first)), Term(**span("free its prisoners", first)))
    one = Agreement(
        id="deal1", report_id="g1", published="2019-09-01", name="plan", kind="offer", stage="pending",
        proposers=(party("Envoys", first),), answers=answers, terms=terms, events=(road.id,), coder=coder,
    )  # fmt: skip
    no = Answer(party=party("militia", second), answer="rejected", **span("turned down", second))
    two = Agreement(
        id="deal2", report_id="g2", published="2019-09-09", name="new deal", kind="deal", stage="rejected",
        answers=(no,), predecessor=Span(**span("the plan", second)), predecessor_id="deal1", coder=coder,
    )  # fmt: skip
    return (
        Coded(report=told, events=(road,), agreements=(one,)),
        Coded(report=later, events=(), agreements=(two,)),
    )


def _at(phrase: str, text: str) -> tuple[int, int]:
    return text.index(phrase), text.index(phrase) + len(phrase)


def released(store: Store) -> None:
    """Make two releases in a database, the second with an event less."""
    every = tuple(store.events())
    for name, held in (("syria-0.9", every), ("syria-1.0", every[1:])):
        with recording(store, begin(store, name), held):
            pass
