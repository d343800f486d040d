"""Reports with known parties, for the tests of networks: an army and its division, rebels, a crowd."""

from __future__ import annotations

from pathlib import Path

from tests.fake_coder import event

from dateline.records import Coded, Event, Party, Report
from dateline.store import Store

ARMY = {
    "actor_id": "syr.army",
    "canonical": "Syrian Arab Army",
    "within": ("syr.security", "syr"),
    "kind": "military",
}
DIVISION = {
    "actor_id": "syr.4div",
    "canonical": "Fourth Division",
    "within": ("syr.army", "syr.security", "syr"),
    "kind": "unit",
}
REBELS = {"actor_id": "syr.rebels", "canonical": "Syrian rebel groups", "kind": "rebels"}
RUSSIA = {"actor_id": "rus", "canonical": "Russia", "kind": "state"}
CROWD: dict[str, object] = {"kind": "civilians"}
TURKEY = {"actor_id": "tur", "canonical": "Turkey", "kind": "state"}

TEXT = "Units struck Daraa. Then more came.\n"
REPORT = Report(report_id="n1", published="2018-07-01", text=TEXT)


def party(name: str, known: dict[str, object]) -> Party:
    return Party(name=name, text="Units", start=0, end=5, **known)  # type: ignore[arg-type]


def deed(number: int, who: tuple[Party, ...], whom: tuple[Party, ...], kind: str = "shelling") -> Event:
    family = {"shelling": "armed_violence", "meeting": "negotiation"}[kind]
    start = TEXT.index("struck")
    made = event(REPORT, start, start + 6, event_type=kind, family=family)
    return made.model_copy(update={"id": f"n{number}", "actors": who, "targets": whom})


def deeds() -> tuple[Event, ...]:
    army, division, rebels = party("army", ARMY), party("division", DIVISION), party("rebels", REBELS)
    crowd, russia, turkey = party("Crowd", CROWD), party("Russia", RUSSIA), party("Turkey", TURKEY)
    return (
        deed(1, (army,), (rebels,)),
        deed(2, (army,), (rebels,), "meeting"),
        deed(3, (division,), (rebels,)),
        deed(4, (rebels,), (army,)),
        deed(5, (army,), (crowd,)),
        deed(6, (army,), ()),
        deed(7, (russia,), (rebels,)),
        deed(8, (turkey,), (russia,), "meeting"),
    )


def database(path: Path) -> Path:
    """Make a database of the deeds."""
    store = Store.open(path)
    store.save(Coded(report=REPORT, events=deeds()), coder_key="k")
    store.close()
    return path
