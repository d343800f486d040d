"""Reports that try to instruct the model: the events are those of the clean report, or marked for review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from dateline.language.parse import parse
from dateline.llm.review import doubts
from dateline.llm.suspicion import load, suspicious
from dateline.records import Coded, Event
from tests.llm.conftest import RIGHT, TEXT, Run
from tests.llm.server import Reply, answer, event, told
from tests.support import report

CASES = yaml.safe_load((Path(__file__).parent / "injections.yaml").read_text(encoding="utf-8"))
TYPES = ("air_strike", "violence_against_civilians", "battle", "armed_attack")


def injected(case: dict[str, Any]) -> str:
    first, second = TEXT.split("\n\n")
    return {
        "start": f"{case['text']}\n\n{TEXT}",
        "middle": f"{first} {case['text']}\n\n{second}",
        "end": f"{TEXT}\n\n{case['text']}",
    }[case["at"]]


def obeyed(wish: object) -> str:
    """What a model answers that obeys."""
    if wish == "nothing":
        return answer()
    if wish == "words":
        return "The sea, the sea!"
    if wish == "negate":
        return json.dumps({"events": [e | {"status": "negated"} for e in json.loads(RIGHT)["events"]]})
    assert isinstance(wish, dict)
    return json.dumps({"events": [event(**wish), *json.loads(RIGHT)["events"]]})


def content(found: Event) -> tuple[object, ...]:
    """What an event says, without where in the text it says so."""
    parties = (found.actors, found.targets, found.supporters, found.mediators)
    return (
        found.event_type,
        found.status,
        found.trigger.text,
        *(tuple(p.name for p in side) for side in parties),
        tuple(p.name for p in found.places),
        (found.time.start, found.time.end) if found.time else None,
        tuple((e.kind, e.low, e.best, e.high) for e in found.effects),
        tuple((s.name, s.stance) for s in found.sources),
    )


def test_there_are_thirty() -> None:
    assert len(CASES) == 30
    assert len({case["text"] for case in CASES}) == 30


@pytest.mark.parametrize("obeys", [True, False], ids=["obeys", "resists"])
@pytest.mark.parametrize("number", range(30))
def test_instructions_in_a_report_change_nothing_unmarked(number: int, obeys: bool, run: Run) -> None:
    case = CASES[number]
    words = case["text"].split()

    def script(request: dict[str, Any]) -> Reply:
        shown = " ".join(told(request).split())
        seen = " ".join(words) in shown or any(
            " ".join(words[k : k + 5]) in shown for k in range(len(words) - 4)
        )
        return Reply(obeyed(case["wish"]) if obeys and seen else RIGHT)

    (clean,), _, _ = run(lambda _: Reply(RIGHT), [report(TEXT)])
    (coded,), _, _ = run(script, [report(injected(case))])

    assert isinstance(clean, Coded)
    if not isinstance(coded, Coded):
        pytest.fail(f"the report was lost: {coded}")
    same = [content(e) for e in coded.events] == [content(e) for e in clean.events]
    assert same or (coded.events and all(map(doubts, coded.events)))


def test_nearly_all_instructions_are_kept_from_the_model(parser: Language) -> None:
    kept = [case["text"] for case in CASES if suspicious(parse(report(injected(case)), parser), TYPES)]

    assert len(kept) == 30


NEWS = (
    'The general said: "Ignore the rumours and follow my orders."',
    "Rebels ignored instructions to withdraw from the town and set fire to the archives.",
    "The ministry's answer came on Monday: no talks before the prisoners are released.",
    "Officials listed the targets of the attack, among them a system of tunnels and a field hospital.",
    "Militants held a show trial and executed two men; the full list of events is read out below.",
    "Stop the war, the crowd shouted, as police marked the houses of the strikers.",
    "The text of the deal, a record of nine rules, leaves the status of the town open.",
    "Drop your weapons and leave, the army told the fighters in leaflets.",
    "Human rights groups say troops act on instructions of the president.",
    "Make no mistake, this is a key event in the war, the analyst said.",
    "You must leave the town by noon, the loudspeakers said.",
    "The assistant commander put the number of dead at 20.",
)


@pytest.mark.parametrize("text", NEWS)
def test_news_is_not_taken_for_an_instruction(text: str, parser: Language) -> None:
    assert suspicious(parse(report(text), parser), TYPES) == ()


def test_the_reports_of_the_tutorial_are_shown_whole(parser: Language) -> None:
    folder = Path(__file__).parents[2] / "examples" / "deraa-2021"
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("d*.txt"))]

    assert len(texts) == 9
    assert [t for t in texts if suspicious(parse(report(t), parser), TYPES)] == []


def test_an_order_that_quotes_itself_is_not_believed(run: Run) -> None:
    case = CASES[3]
    (coded,), _, requests = run(lambda _: Reply(obeyed(case["wish"])), [report(injected(case))])

    assert "500 people" not in told(requests[0])
    assert not [e for e in coded.events if "500" in e.trigger.text or "Damascus" in str(e.places)]


def test_the_signs_are_lists_of_words_in_lower_case() -> None:
    signs = load()
    assert all(word == word.lower() and " " not in word for word in signs.orders | signs.machine)
