"""Which days have a head of state or government, and which not."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.actors.coverage import headless
from dateline.actors.knowledge import Knowledge

UNTIL = date(2025, 12, 31)
ACCOUNTED = 44  # of 207 states and territories; docs/how-to/look-up-parties.md says which and why


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def test_a_gap_is_found_to_the_day(knowledge: Knowledge) -> None:
    """Between the fall of Saddam Hussein and the interim government of 2004 Iraq had no head of its own."""
    (gap,) = headless(knowledge, until=UNTIL)["irq"]

    assert (gap.first, gap.last) == (date(2003, 4, 10), date(2004, 6, 27))
    assert gap.days == 445


def test_a_state_with_all_its_heads_is_not_listed(knowledge: Knowledge) -> None:
    assert not {"usa", "fra", "ken", "fji", "ury"} & set(headless(knowledge, until=UNTIL))


def test_a_state_is_looked_at_only_while_it_lasted(knowledge: Knowledge) -> None:
    assert "ddr" not in headless(knowledge, until=UNTIL)


def test_short_gaps_count_where_they_are_asked_for(knowledge: Knowledge) -> None:
    assert len(headless(knowledge, until=UNTIL, at_least=1)) > len(headless(knowledge, until=UNTIL))


def test_heads_are_known_of_all_states_but_those_that_the_docs_name(knowledge: Knowledge) -> None:
    assert len(headless(knowledge, until=UNTIL)) <= ACCOUNTED
