"""Asking a server: good, malformed, slow, busy, broken, cut off, hallucinating."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.errors import DatelineError
from dateline.llm.budget import Ledger, Limits, Pace
from dateline.llm.client import Server, connect
from dateline.llm.exchange import BudgetSpentError, NoAnswerError, ServerError
from dateline.llm.prompt import Prompt
from dateline.llm.review import doubts
from dateline.llm.session import Source, open_model
from dateline.records import Coded, Report
from dateline.workers import Failure, Halt
from tests.llm.conftest import RIGHT, TEXT, Run, dump
from tests.llm.server import Reply, answer, event, serving, told
from tests.support import report

PROMPT = Prompt("r1", (("system", "Code."), ("user", "Text.")), {"type": "object"})


def ask(
    script: Callable[..., Reply], *, waits: list[float] | None = None, ledger: Ledger | None = None, **options
):
    """Ask one question of a scripted server; pauses are noted, not waited for."""
    seen = waits if waits is not None else []
    with (
        serving(script) as server,
        connect(Server(server.url, "m", **options), ledger or Ledger(), sleep=seen.append) as asked,
    ):
        return asked(PROMPT), server


def in_turn(*replies: Reply) -> Callable[[object], Reply]:
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_an_answer_comes_with_what_it_cost() -> None:
    ledger = Ledger(Limits(price_in=2.0, price_out=10.0))

    exchange, server = ask(lambda _: Reply("{}"), ledger=ledger)

    assert (exchange.answer, exchange.tokens_in, exchange.tokens_out, exchange.paid) == ("{}", 100, 50, True)
    assert ledger.cost == pytest.approx((100 * 2 + 50 * 10) / 1e6)
    request = server.requests[0]
    assert request["messages"] == [
        {"role": "system", "content": "Code."},
        {"role": "user", "content": "Text."},
    ]
    assert request["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert request["temperature"] == 0


def test_the_key_goes_to_the_server_and_is_not_shown() -> None:
    _, server = ask(lambda _: Reply("{}"), key="s3cret")

    assert server.headers[0]["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(Server("http://localhost/v1", "m", key="s3cret"))


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    waits: list[float] = []
    busy = Reply(status=429, body="{}", headers=(("Retry-After", "7"),))

    exchange, server = ask(in_turn(busy, Reply(status=500, body="oops"), Reply("{}")), waits=waits)

    assert exchange.answer == "{}"
    assert len(server.requests) == 3
    assert waits[0] == 7
    assert 1.5 <= waits[1] <= 2.5


def test_a_server_that_stays_broken_is_given_up() -> None:
    waits: list[float] = []

    with pytest.raises(NoAnswerError, match=r"5 tries .*HTTP 503"):
        ask(lambda _: Reply(status=503, body="down"), waits=waits)

    assert len(waits) == 4
    assert waits == sorted(waits)


def test_a_slow_server_is_given_up() -> None:
    with pytest.raises(NoAnswerError, match="no answer in time"):
        ask(lambda _: Reply("{}", delay=1.0), timeout=0.05, tries=2)


def test_what_is_no_answer_of_the_api_is_asked_for_again() -> None:
    exchange, _ = ask(in_turn(Reply(body="<html>"), Reply(body='{"choices": []}'), Reply("{}")))

    assert exchange.answer == "{}"


def test_no_server_at_all_is_said() -> None:
    server = Server("http://127.0.0.1:9/v1", "m", tries=2)
    with (
        connect(server, Ledger(), sleep=lambda _: None) as asked,
        pytest.raises(NoAnswerError, match="no connection"),
    ):
        asked(PROMPT)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_stops_the_run(status: int) -> None:
    with pytest.raises(ServerError, match=f"HTTP {status}"):
        ask(lambda _: Reply(status=status, body="no"))


def test_a_redirect_is_not_followed() -> None:
    with pytest.raises(ServerError, match="sends elsewhere"):
        ask(lambda _: Reply(status=302, body="", headers=(("Location", "http://127.0.0.1:9/"),)))


def test_five_questions_without_an_answer_stop_the_run() -> None:
    with (
        serving(lambda _: Reply(status=500, body="")) as server,
        connect(Server(server.url, "m", tries=1), Ledger(), sleep=lambda _: None) as asked,
    ):
        for _ in range(4):
            with pytest.raises(NoAnswerError):
                asked(PROMPT)
        with pytest.raises(ServerError, match="5 questions in a row"):
            asked(PROMPT)


def test_options_that_a_server_does_not_know_are_left_out() -> None:
    def old(request: dict[str, object]) -> Reply:
        for name in ("response_format", "max_tokens", "temperature"):
            if name in request:
                body = json.dumps({"error": {"message": f"Unsupported parameter: '{name}'"}})
                return Reply(status=400, body=body)
        return Reply("{}")

    with serving(old) as server, connect(Server(server.url, "m"), Ledger()) as asked:
        assert asked(PROMPT).answer == "{}"
        asked(PROMPT)

    assert len(server.requests) == 5  # learnt with the first question
    assert server.requests[-1]["max_completion_tokens"] == 4096


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    exchange, _ = ask(lambda _: Reply("{}" * 30, usage=None))

    assert exchange.tokens_out == 20
    assert exchange.tokens_in == 3


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://host/v1", "no web address"),
        ("localhost:11434", "no web address"),
        ("http://example.org/v1", "unencrypted"),
        ("https://me:word@example.org/v1", "password"),
    ],
)
def test_addresses_that_would_give_the_key_away_are_refused(url: str, said: str) -> None:
    with pytest.raises(ServerError, match=said):
        Server(url, "m", key="k").check()


def test_this_machine_needs_no_encryption() -> None:
    Server("http://127.0.0.1:8080/v1", "m", key="k").check()
    assert Server("http://localhost/v1", "m").local
    assert not Server("https://localhost.example.org/v1", "m").local


def ask_often(asked: Callable[[Prompt], object]) -> None:
    for _ in range(100):
        asked(PROMPT)


def test_the_budget_is_never_passed() -> None:
    ledger = Ledger(Limits(max_tokens=4000))
    with (
        serving(lambda _: Reply("{}")) as server,
        connect(Server(server.url, "m", answer=1000), ledger) as asked,
        pytest.raises(BudgetSpentError, match="4000 tokens"),
    ):
        ask_often(asked)

    assert 0 < ledger.tokens <= 4000


def test_money_is_set_aside_before_it_is_spent() -> None:
    ledger = Ledger(Limits(max_cost=0.01, price_in=1.0, price_out=10.0))
    settle = ledger.hold(300, 600)
    with pytest.raises(BudgetSpentError, match="higher --max-cost"):
        ledger.hold(300, 600)

    settle(None)

    ledger.hold(300, 600)


def test_questions_are_spread_over_a_minute() -> None:
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(30, clock=lambda: now[0], sleep=sleep)
    for _ in range(4):
        pace.wait()

    assert waits == [2.0, 2.0, 2.0]


# ---- whole runs ----


def test_a_good_answer_becomes_events(run: Run, news: Report) -> None:
    (coded,), ledger, requests = run(lambda _: Reply(RIGHT), [news])

    assert isinstance(coded, Coded)
    ambush, strike = coded.events
    assert (ambush.event_type, strike.event_type) == ("armed_attack", "air_strike")
    assert [p.name for p in ambush.actors] == ["Omar Brigade"]
    assert [(e.kind, e.low, e.high) for e in ambush.effects] == [("killed", 4, None)]
    assert {(s.name, str(s.stance)) for s in ambush.sources} == {("residents", "asserts"), ("army", "denies")}
    assert str(ambush.time.start) == "2021-08-31"
    assert [p.name for p in strike.places] == ["Nawa"]
    assert ambush.coder.engine == "llm"
    assert ambush.coder.model.startswith("scripted (prompts ")
    assert len(requests) == 1
    assert (ledger.made, sum(ledger.dropped.values())) == (16, 0)


def test_every_quotation_of_a_record_stands_in_the_report(run: Run, news: Report) -> None:
    (coded,), _, _ = run(lambda _: Reply(RIGHT), [news])

    for found in coded.events:
        fields = (found.evidence, found.actors, found.targets, found.places, found.effects, found.sources)
        for span in (found.trigger, *(s for spans in fields for s in spans), *found.weapons):
            assert news.text[span.start : span.end] == span.text


def test_what_the_report_does_not_say_is_dropped_and_counted(run: Run, news: Report) -> None:
    dream = answer(
        event("air_strike", "razed the palace"),
        event("moon_landing", "ambushed"),
        event(
            "armed_attack",
            "ambushed",
            status="certain",
            actors=["Omar Brigade", "NATO"],
            places=["Tafas", "Paris"],
            time="on 5 May 1999",
            effects=[
                {"kind": "killed", "quote": "500 soldiers"},
                {"kind": "eaten", "quote": "four soldiers"},
            ],
            sources=[{"name": "Reuters", "stance": "asserts"}, {"name": "residents", "stance": "sings"}],
            weapons=["lasers"],
        ),
    )

    (coded,), ledger, _ = run(lambda _: Reply(dream), [news])

    (found,) = coded.events
    assert [p.name for p in found.actors] == ["Omar Brigade"]
    assert [p.name for p in found.places] == ["Tafas"]
    assert (found.effects, found.sources, found.weapons, str(found.status)) == ((), (), (), "actual")
    assert str(found.time.start) == "2021-08-31"  # read by our own grammar
    assert dict(ledger.dropped) == {
        "event": 4,
        "trigger": 1,
        "event_type": 1,
        "status": 1,
        "actors": 1,
        "places": 1,
        "time": 1,
        "effects": 2,
        "sources": 2,
        "weapons": 1,
    }
    dropped = [r for r in found.reasons if r.rule == "llm.dropped"]
    assert any("NATO" in r.detail for r in dropped)


def test_an_effect_that_the_report_says_of_others_is_dropped(run: Run, news: Report) -> None:
    wrong = answer(event("air_strike", "bombed", effects=[{"kind": "killed", "quote": "Six civilians"}]))

    (coded,), ledger, _ = run(lambda _: Reply(wrong), [news])

    assert coded.events[0].effects == ()
    assert ledger.dropped == {"effects": 1}
    assert any("the report says injured" in r.detail for r in coded.events[0].reasons)


def test_a_status_that_the_grammar_does_not_bear_out_is_marked_for_review(run: Run) -> None:
    text = report("The army denied shelling the town of Tafas on Monday.")

    (coded,), ledger, _ = run(lambda _: Reply(answer(event("shelling", "shelling"))), [text])

    assert any("the model says actual" in doubt for doubt in doubts(coded.events[0]))
    assert ledger.flagged == 1


def test_a_malformed_answer_is_asked_for_once_more(run: Run, news: Report) -> None:
    (coded,), ledger, requests = run(in_turn(Reply("I cannot help with that."), Reply(RIGHT)), [news])

    assert len(coded.events) == 2
    assert ledger.repaired == 1
    assert requests[1]["messages"][-2]["content"] == "I cannot help with that."
    assert "cannot be read" in requests[1]["messages"][-1]["content"]


def test_a_report_without_a_readable_answer_is_refused_and_the_rest_goes_on(run: Run, news: Report) -> None:
    bad = report("The rebels shelled Nawa.", report_id="bad")

    def script(request: dict[str, object]) -> Reply:
        whole = str(request["messages"])
        return Reply("no idea" if "The rebels shelled Nawa." in whole else RIGHT)

    first, second = run(script, [bad, news])[0]

    assert isinstance(first, Failure)
    assert "nor its second one" in first.what
    assert isinstance(second, Coded)


def test_an_answer_that_was_of_no_use_is_not_kept(run: Run, news: Report) -> None:
    unused = lambda _: Reply(status=500)  # noqa: E731
    with serving(in_turn(Reply("no idea"), Reply("none"), Reply(RIGHT))) as server:
        (first,), _, _ = run(unused, [news], url=server.url)
        (second,), _, _ = run(unused, [news], url=server.url)

    assert isinstance(first, Failure)
    assert isinstance(second, Coded)


LONG = "\n\n".join(f"On Monday rebels shelled the village of Tafas for hour {n}." for n in range(12))


def test_a_cut_off_answer_is_asked_for_in_halves(run: Run) -> None:
    def script(request: dict[str, object]) -> Reply:
        shown = told(request)
        events = [event("shelling", "shelled", time="On Monday")] * shown.count("shelled")
        if len(events) > 4:
            return Reply(answer(*events)[:150], finish="length")
        return Reply(answer(*events[:1]))

    (coded,), _, requests = run(script, [report(LONG)])

    assert len(requests) > 3
    assert isinstance(coded, Coded)
    assert coded.events


def test_a_long_report_is_asked_about_in_parts_and_joined(run: Run) -> None:
    def script(request: dict[str, object]) -> Reply:
        shown = told(request)
        found = [n for n in range(12) if f"hour {n}." in shown]
        return Reply(
            answer(*(event("shelling", "shelled", actors=["rebels"], weapons=[f"hour {n}"]) for n in found))
        )

    whole, _, one = run(script, [report(LONG)], size=6000)
    parts, _, several = run(script, [report(LONG)], size=250)

    assert len(one) == 1
    assert len(several) > 2
    assert "This is part 2 of" in told(several[1]) or "This is part 2 of" in "".join(map(told, several))
    assert [e.trigger for e in whole[0].events] == [e.trigger for e in parts[0].events]


def test_nothing_is_paid_twice(run: Run, news: Report) -> None:
    twice = [news, news.model_copy(update={"report_id": "r2"})]
    unused = lambda _: Reply(status=500)  # noqa: E731
    with serving(in_turn(Reply(RIGHT), Reply(status=500, body=""))) as server:
        first, paid, _ = run(unused, twice, url=server.url)
        second, free, _ = run(unused, [news], url=server.url)

    assert len(server.requests) == 1
    assert (paid.requests, paid.reused) == (1, 1)
    assert (free.requests, free.reused, free.tokens) == (0, 1, 0)
    assert dump(second) == dump(first[:1])


def test_questions_are_asked_at_once_and_come_out_in_order(run: Run) -> None:
    reports = [report(f"On day {n} rebels shelled Tafas.", report_id=f"r{n}") for n in range(8)]

    answers, _, _ = run(
        lambda _: Reply(answer(event("shelling", "shelled")), delay=0.05), reports, parallel=4
    )

    assert [a.report.report_id for a in answers] == [r.report_id for r in reports]


def test_a_spent_budget_stops_the_run_and_keeps_what_came_before(run: Run) -> None:
    reports = [report(f"On day {n} rebels shelled Tafas.", report_id=f"r{n}") for n in range(8)]
    script = lambda _: Reply(answer(event("shelling", "shelled")), usage=None)  # noqa: E731

    answers, ledger, _ = run(script, reports, limits=Limits(max_tokens=40_000), parallel=1)

    assert isinstance(answers[-1], Halt)
    assert "--max-tokens" in answers[-1].what
    assert all(isinstance(a, Coded) for a in answers[:-1])
    assert len(answers) > 1
    assert ledger.tokens <= 40_000


def test_a_model_that_sees_nothing_does_not_hide_what_our_own_coder_is_sure_of(
    run: Run, news: Report
) -> None:
    (coded,), ledger, _ = run(lambda _: Reply(answer()), [news])

    assert {e.event_type for e in coded.events} >= {"armed_attack"}
    assert all("the model found no event" in doubts(e)[0] for e in coded.events)
    assert ledger.flagged == len(coded.events)


def test_nothing_is_asked_without_an_address() -> None:
    for source in (Source(), Source(model="m")):
        with (
            pytest.raises(DatelineError, match="nothing is sent anywhere"),
            open_model(source, Ledger(), print),
        ):
            pass


def test_the_user_is_told_what_is_sent_where(tmp_path: Path) -> None:
    said: list[str] = []
    source = Source(url="https://api.example.org/v1", model="m", key="s3cret", cache=tmp_path / "c")
    for _ in range(2):
        with open_model(source, Ledger(), said.append):
            pass

    assert len([line for line in said if line.startswith("what is sent to api.example.org")]) == 1
    assert "s3cret" not in "".join(said)
    assert TEXT not in "".join(said)
