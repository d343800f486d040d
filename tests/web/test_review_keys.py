"""The review in a real browser: what each key does is drawn at once and stands in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web import everything
from tests.web.conftest import comes, patient, serving, watch

from dateline.store import Decision, DecisionKind, Review, Store, Subject

ITEM = "[data-item]"
Opener = Callable[[str], Page]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return everything.calm(tmp_path / "a.db")


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = Store.open(database)
    yield opened
    opened.close()


@pytest.fixture
def visit(database: Path, browser: Browser) -> Iterator[Opener]:
    """Opens pages of a database of its own; fails at the end for any error."""
    context = browser.new_context(reduced_motion="reduce")
    wrong: list[str] = []
    with serving(database) as address:

        def opened(path: str) -> Page:
            page = patient(context.new_page())
            watch(page, address, wrong)
            page.goto(address + path)
            return page

        yield opened
        context.close()
    # one test cuts the line, and says so itself
    assert [one for one in wrong if "ERR_INTERNET_DISCONNECTED" not in one] == []


@pytest.fixture
def page(visit: Opener) -> Page:
    """The review, with a reviewer's name given."""
    page = visit("/review")
    page.get_by_label("Who is reviewing?").fill("Ámal")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".coder")).to_have_text("as Ámal")
    page.wait_for_load_state()
    return page


def current(page: Page) -> str:
    return page.locator(ITEM).get_attribute("data-item") or ""


def press(page: Page, key: str) -> str:
    """Press a key that leads to another event; return which."""
    before = current(page)
    page.keyboard.press(key)
    expect(page.locator(ITEM)).not_to_have_attribute("data-item", before)
    return current(page)


def state(store: Store, event: str) -> tuple[Review, bool]:
    listed = store.listed(event)
    assert listed is not None
    return listed.review, listed.flagged


def until(holds: Callable[[], bool]) -> None:
    """Wait for what is saved behind the page."""
    comes(holds, True)


def test_accept_reject_and_take_back(page: Page, store: Store) -> None:
    first = current(page)
    second = press(page, "a")
    third = press(page, "x")
    until(lambda: state(store, second)[0] is Review.REJECTED)
    assert state(store, first) == (Review.ACCEPTED, False)
    assert len({first, second, third}) == 3

    page.keyboard.press("u")
    expect(page.locator(ITEM)).to_have_attribute("data-item", second)
    until(lambda: state(store, second)[0] is Review.CANDIDATE)
    assert state(store, first)[0] is Review.ACCEPTED
    assert [one.by for one in store.decisions()] == ["Ámal"] * 3


def test_skip_and_back_and_forth(page: Page, store: Store) -> None:
    first = current(page)
    second = press(page, " ")
    assert press(page, "k") == first
    assert press(page, "j") == second
    assert list(store.decisions()) == []


def test_flag_with_a_note(page: Page, store: Store) -> None:
    first = current(page)
    page.keyboard.press("f")
    page.keyboard.type("who says so?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(ITEM)).not_to_have_attribute("data-item", first)
    until(lambda: state(store, first)[1])
    assert [one.reason for one in store.decisions()] == ["who says so?"]


@pytest.mark.parametrize(("key", "status"), [("2", "planned"), ("3", "possible"), ("4", "negated")])
def test_a_status_by_its_number(page: Page, store: Store, key: str, status: str) -> None:
    first = current(page)
    page.keyboard.press(key)
    until(lambda: getattr(store.event(first), "status", None) == status)
    expect(page.locator(f"{ITEM} .item-head .status").first).to_have_text(status)
    assert current(page) == first


def test_edit_a_field(page: Page, store: Store) -> None:
    first = current(page)
    page.keyboard.press("e")
    form = page.locator("[data-open=e] form")
    expect(form).to_be_visible()
    form.locator("select[name=event_type]").select_option("protest")
    form.locator("button[type=submit], button:not([type])").last.click()
    until(lambda: getattr(store.event(first), "event_type", None) == "protest")
    assert state(store, first)[0] is Review.EDITED


def test_help_opens_and_keys_rest_while_typing(page: Page, store: Store) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert list(store.decisions()) == []


def test_what_cannot_be_saved_comes_back(page: Page, store: Store) -> None:
    first = current(page)
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("[data-trouble]")).to_contain_text("Not saved")
    expect(page.locator(ITEM)).to_have_attribute("data-item", first)
    assert state(store, first)[0] is Review.CANDIDATE


def test_an_incident_is_split_by_click(visit: Opener, page: Page, store: Store) -> None:
    from dateline.store.incident_queries import list_incidents

    before = next(one for one in list_incidents(store, limit=20) if len(one.members) > 1)
    split = visit(f"/incidents/{before.id}")
    leaving = before.members[-1].event_id
    split.locator(f"input[name=leaving][value={leaving}]").check()
    split.get_by_role("button", name="Split off").click()
    expect(split.locator(f"#m-{leaving}")).to_have_count(0)
    homes = {m.event_id: one.id for one in list_incidents(store, limit=20) for m in one.members}
    assert homes[leaving] != homes[before.members[0].event_id]


def test_a_second_coding_is_blind(page: Page, store: Store) -> None:
    first = current(page)
    on = (Subject(kind="event", id=first),)
    store.decide(Decision(kind=DecisionKind.EDIT, by="Badr", on=on, field="event_type", new="abduction"))
    read = page.locator("#item-head").text_content() or ""
    page.goto(page.url.partition("?")[0] + "?second=true")
    expect(page.locator(ITEM)).to_have_attribute("data-item", first)
    expect(page.locator("#item-head")).to_have_text(read)
    expect(page.locator(f"{ITEM} .state")).to_have_count(0)
    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_be_visible()
    until(lambda: len(store.decisions(by="Ámal")) == 1)
    page.keyboard.press("u")
    expect(page.locator("#item-head")).to_have_text(read)
    expect(page.locator("[data-told]")).to_have_text("Taken back.")
    expect(page.locator("#item-head")).to_have_text(read)
    assert store.concord("Badr", "Ámal").events == 0
