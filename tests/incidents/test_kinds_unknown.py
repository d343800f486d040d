"""Types that the codebook lacks."""

from __future__ import annotations

from dateline.incidents import kinds


def test_a_type_of_a_users_own_is_a_group_of_its_own_and_asks_most_of_a_link() -> None:
    known = kinds.load()

    assert known.group_for("meeting_of_elders") == "meeting_of_elders"
    assert known.class_for("meeting_of_elders") == kinds.UNKNOWN
    assert kinds.UNKNOWN in set(known.class_of.values())
    assert known.group_for("shelling") == known.group["shelling"]
