"""The model as judge of what our own coder is unsure of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.kit import Kit
from dateline.language.parse import parse
from dateline.llm import trust
from dateline.llm.budget import Limits
from dateline.llm.judge import apply, unsure
from dateline.llm.review import doubts
from dateline.pipeline import code_report, find_drafts
from dateline.records import Coded, Report
from dateline.store import DecisionKind, Store
from tests.llm.conftest import Run, dump
from tests.llm.server import Reply, told
from tests.support import report

TEXTS = (
    "The minister called on the rebels to leave Tafas, and aid groups warned of hunger.",
    "Troops took the hill near Nawa after fighters hit a checkpoint on Monday.",
    "Residents fled Tafas while the army moved tanks to the town.",
)


def verdict(choose: Callable[[int], str]) -> Callable[[dict[str, object]], Reply]:
    """A judge that gives each number a type."""

    def script(request: dict[str, object]) -> Reply:
        numbers = [int(n) for n in re.findall(r"^(\d+)\. ", told(request), re.M)]
        rows = [{"number": n, "event_type": choose(n)} for n in numbers]
        return Reply(json.dumps({"judgements": rows}))

    return script


@pytest.fixture(scope="module")
def doubtful(both_kit: Kit) -> list[Report]:
    """Reports of which our own coder is unsure in some words."""
    reports = [report(text, report_id=f"r{n}") for n, text in enumerate(TEXTS)]
    return [r for r in reports if unsure(drafts_of(r, both_kit))]


def drafts_of(news: Report, kit: Kit):
    parsed = parse(news, kit.parser)
    return find_drafts(parsed, kit.tagger.tag(parsed.doc), kit)


def test_only_what_is_unsure_is_asked_about(both_kit: Kit, doubtful: list[Report], run: Run) -> None:
    sure = report("Rebels shelled the town of Tafas, killing four soldiers.", report_id="sure")
    assert doubtful

    answers, ledger, requests = run(
        verdict(lambda _: "none"), [sure, *doubtful], engine="both+llm", with_kit=both_kit, parallel=1
    )

    chances = trust.load()
    if not unsure(drafts_of(sure, both_kit)):
        assert len(requests) == len(doubtful)
        assert dump(answers[:1]) == dump([code_report(sure, both_kit)])
    assert ledger.reports == len(requests)
    for news, request in zip(doubtful, requests[-len(doubtful) :], strict=True):
        drafts = drafts_of(news, both_kit)
        asked = re.findall(r"^\d+\. .*?\[(.+?)\]", told(request), re.M)
        assert sorted(asked) == sorted(
            d.token.text for d in drafts if chances.unsure_from <= d.trigger.score < chances.sure
        )


def test_agreement_raises_confidence_and_doubt_lowers_it(both_kit: Kit, doubtful: list[Report]) -> None:
    for news in doubtful:
        drafts = drafts_of(news, both_kit)
        own = {d.token.i: d for d in unsure(drafts)}
        agreed = apply(drafts, {i: d.trigger.event_type for i, d in own.items()}, both_kit)
        denied = apply(drafts, dict.fromkeys(own, "none"), both_kit)
        for before, yes, no in zip(drafts, agreed, denied, strict=True):
            if before.token.i in own:
                assert yes.trigger.score > before.trigger.score >= no.trigger.score
                assert not [r for r in yes.reasons if r.field == "review"]
                kept = before.trigger.score >= both_kit.min_confidence
                assert bool([r for r in no.reasons if r.field == "review"]) == kept
                assert (no.trigger.score >= both_kit.min_confidence) == kept
            else:
                assert yes == no == before


def test_another_type_is_kept_from_our_own_coder_and_marked(both_kit: Kit, doubtful: list[Report]) -> None:
    for news in doubtful:
        drafts = drafts_of(news, both_kit)
        asked = unsure(drafts)
        others = {d.token.i: "sanction" if d.trigger.event_type != "sanction" else "siege" for d in asked}
        for before, after in zip(drafts, apply(drafts, others, both_kit), strict=True):
            if before.token.i not in others:
                continue
            assert [r for r in after.reasons if r.field == "review"]
            if before.trigger.score >= both_kit.min_confidence:
                assert after.trigger.event_type == before.trigger.event_type
            else:
                assert after.trigger.event_type == others[before.token.i]


def test_the_budget_of_reports_holds_and_the_rest_is_coded_without(
    both_kit: Kit, doubtful: list[Report], run: Run
) -> None:
    copies = [
        r.model_copy(update={"report_id": f"{r.report_id}-{n}", "text": f"{r.text} Part {n}."})
        for n in range(3)
        for r in doubtful
    ]

    answers, ledger, requests = run(
        verdict(lambda _: "none"), copies, engine="both+llm", with_kit=both_kit, limits=Limits(max_reports=1)
    )

    assert len(requests) == 1
    assert ledger.unasked == len(copies) - 1
    assert all(isinstance(a, Coded) for a in answers)
    assert {e.coder.engine for a in answers[1:] for e in a.events} <= {"both"}


def test_a_spent_budget_or_a_broken_model_leaves_our_own_coder(
    both_kit: Kit, doubtful: list[Report], run: Run
) -> None:
    own = dump([code_report(r, both_kit) for r in doubtful])

    spent, ledger, asked = run(
        verdict(lambda _: "none"),
        doubtful,
        engine="both+llm",
        with_kit=both_kit,
        limits=Limits(max_tokens=10),
    )
    broken, _, _ = run(lambda _: Reply("no"), doubtful, engine="both+llm", with_kit=both_kit)

    assert asked == []
    assert ledger.unasked == len(doubtful)
    assert dump(spent) == dump(broken) == own


def test_judgements_on_nothing_are_dropped_and_counted(
    both_kit: Kit, doubtful: list[Report], run: Run
) -> None:
    rows = [{"number": 99, "event_type": "siege"}, {"number": 1, "event_type": "moon_landing"}]

    _, ledger, _ = run(
        lambda _: Reply(json.dumps({"judgements": rows})), doubtful[:1], engine="both+llm", with_kit=both_kit
    )

    assert ledger.made == 2
    assert ledger.dropped == {"event_type": 2}


def test_disagreement_is_flagged_in_the_store_once(
    both_kit: Kit, doubtful: list[Report], run: Run, tmp_path: Path
) -> None:
    from dateline.llm.review import flag_doubts

    other = lambda _: "sanction"  # noqa: E731
    (coded,), _, _ = run(verdict(other), doubtful[:1], engine="both+llm", with_kit=both_kit)
    store = Store.open(tmp_path / "x.db")
    for _ in range(2):
        store.save(coded, coder_key="k")
        flag_doubts(coded, store)

    flags = store.decisions(kinds=[DecisionKind.FLAG])
    doubted = [e for e in coded.events if doubts(e)]
    assert doubted
    assert sorted(f.on[0].id for f in flags) == sorted(
        e.id for e in doubted for _ in dict.fromkeys(doubts(e))
    )
    assert flags[0].by == "dateline both+llm"
    store.close()
