from __future__ import annotations

from tests.web.samples import events

from dateline.web.missing import missing


def test_names_that_resolve_to_nothing_and_empty_fields_are_listed_once_with_their_events() -> None:
    found = {(one.words, one.why): one.events for one in missing(events())}
    assert found["rebels", "no actor of the tables"] == ("eshelling", "ebattle", "earmed_attack")
    assert "erelief" in found["", "no day"]
    assert "eshelling" not in found["", "no place"]
    assert "ebattle" in found["", "no place"]
    assert not any(words == "Tafas" for words, _ in found)
