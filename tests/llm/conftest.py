"""A kit of a few countries, a report of our own, and the right answer to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from dateline.kit import Kit
from dateline.llm.budget import Ledger, Limits
from dateline.llm.engine import Asking, LlmEngine, report_coder
from dateline.llm.session import Source, open_model
from dateline.places.index import PlaceIndex
from dateline.records import Report
from dateline.workers import Answer
from tests.llm.server import Script, answer, event, serving
from tests.support import report

TEXT = (
    "Rebels of the Omar Brigade ambushed an army convoy near Tafas on Tuesday, killing at least four "
    "soldiers, residents said. The army denied that it had lost any men.\n\n"
    "Helicopters later bombed the town of Nawa. Six civilians were wounded there."
)
RIGHT = answer(
    event(
        "armed_attack",
        "ambushed",
        actors=["Omar Brigade"],
        targets=["army convoy"],
        places=["Tafas"],
        time="on Tuesday",
        effects=[{"kind": "killed", "quote": "at least four soldiers"}],
        sources=[{"name": "residents", "stance": "asserts"}, {"name": "The army", "stance": "denies"}],
    ),
    event(
        "air_strike",
        "bombed",
        places=["Nawa"],
        effects=[{"kind": "injured", "quote": "Six civilians"}],
        weapons=["Helicopters"],
    ),
)


@pytest.fixture(scope="session")
def kit(place_index: PlaceIndex) -> Kit:
    """Our own coder as it stands beside a model: lexicon and grammar, no tagger."""
    return Kit.load(engine="rules", places=Path(place_index.path))


@pytest.fixture(scope="session")
def both_kit(place_index: PlaceIndex) -> Kit:
    """Our own coder with the tagger."""
    return Kit.load(places=Path(place_index.path))


@pytest.fixture
def news() -> Report:
    """A report of our own."""
    return report(TEXT)


NO_LIMITS = Limits()
Run = Callable[..., tuple[list[Answer], Ledger, list[dict[str, object]]]]


@pytest.fixture
def run(kit: Kit, tmp_path: Path) -> Run:
    """Code reports with a scripted server: what came out, the account, and what the server was asked."""

    def go(
        script: Script,
        reports: Sequence[Report],
        *,
        engine: str = "llm",
        with_kit: Kit | None = None,
        limits: Limits = NO_LIMITS,
        size: int = 6000,
        parallel: int = 4,
        **source: object,
    ) -> tuple[list[Answer], Ledger, list[dict[str, object]]]:
        ledger = Ledger(limits)
        with ExitStack() as stack:
            server = stack.enter_context(serving(script))
            options = {"url": server.url, "model": "scripted", "cache": tmp_path / "cache.sqlite"} | source
            model = stack.enter_context(open_model(Source(**options), ledger, lambda _: None))
            coder = report_coder(LlmEngine(engine), with_kit or kit, Asking(model, ledger, parallel, size))
            return list(coder.code(reports)), ledger, server.requests

    return go


def dump(answers: Sequence[Answer]) -> str:
    """The events that came out, as text to compare."""
    return json.dumps([[e.model_dump(mode="json") for e in a.events] for a in answers])
