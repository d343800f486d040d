from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import Opener, comes
from tests.web.samples import HOSTILE, HOSTILE_ID, TEXT

pytestmark = pytest.mark.browser


def lit(page: Page) -> dict[str, str]:
    """The words that are marked, by what they say of their event."""
    found: dict[str, str] = {}
    for role, words in page.eval_on_selector_all(
        "[data-lit]", "found => found.map(piece => [piece.dataset.lit, piece.textContent])"
    ):
        found[role] = found.get(role, "") + words
    return found


def style(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate(f"element => getComputedStyle(element)['{name}']"))


def in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def comes_into_view(page: Page, selector: str) -> None:
    comes(lambda: in_view(page, selector), True)


SHELLING = {
    "trigger": "shelled",
    "who": "Rebels",
    "whom": "army checkpoints near Tafas",
    "when": "Monday",
    "effect": "at least three soldiers",
    "source": "state media",
}


def lit_shelling(page: Page) -> None:
    """Assert that the words of the shelling are marked: nested ones show their own role."""
    marked = SHELLING | {"whom": "army checkpoints near ", "where": "Tafas", "quote": "on"}
    comes(
        lambda: {role: words.strip() if role == "quote" else words for role, words in lit(page).items()},
        marked,
    )


def test_the_text_is_drawn_as_it_is(visit: Opener) -> None:
    page = visit("/r/r1")
    assert (
        page.locator(".words").evaluate_all("parts => parts.map(part => part.textContent).join('')") == TEXT
    )
    drawn = page.locator("a.mark").all_text_contents()
    assert {"Rebels", "shelled", "Tafas", "Monday", "bombed", "collapsed"} <= set(drawn)
    assert page.locator(".card").count() == 8


def test_status_is_told_by_line_style(visit: Opener) -> None:
    page = visit("/r/r1")
    lines = {
        name: style(page, f"#t-{name} .mark", "textDecorationStyle")
        for name in ("eshelling", "eadvance", "emeeting")
    }
    assert lines == {"eshelling": "solid", "eadvance": "dashed", "emeeting": "dotted"}
    assert style(page, "#t-eair_strike .mark", "textDecorationLine") == "line-through"
    background = style(page, "#t-ebreach .mark", "backgroundColor")
    assert background != style(page, "#t-eshelling .mark", "backgroundColor")


def test_hovering_a_card_marks_its_words_and_only_while_it_is_hovered(visit: Opener) -> None:
    page = visit("/r/r1")
    page.hover("#e-eshelling")
    lit_shelling(page)
    page.hover("h1")
    comes(lambda: lit(page), {})


def test_hovering_words_lights_their_card(visit: Opener) -> None:
    page = visit("/r/r1")
    page.locator("a.mark", has_text="state media").hover()
    expect(page.locator(".card.lit")).to_have_id("e-eshelling")
    lit_shelling(page)


def test_clicking_words_goes_to_their_card(visit: Opener) -> None:
    page = visit("/r/r1")
    assert not in_view(page, "#e-ebreach h3")
    page.locator("a.mark", has_text="collapsed").click()
    expect(page.locator(".card.lit.pinned")).to_have_id("e-ebreach")
    expect(page).to_have_url(re.compile("#e-ebreach$"))
    comes_into_view(page, "#e-ebreach h3")
    page.mouse.move(2, 2)
    comes(lambda: lit(page), {"trigger": "collapsed"})


def test_words_of_two_events_lead_to_each_in_turn(visit: Opener) -> None:
    page = visit("/r/r1")
    for expected in ("#e-ebattle", "#e-earmed_attack", "#e-ebattle"):
        page.locator("a.mark", has_text="traded fire").click()
        page.wait_for_function("hash => location.hash === hash", arg=expected)
        expect(page.locator(".pinned")).to_have_id(expected[1:])


def test_clicking_a_card_shows_its_words(visit: Opener) -> None:
    page = visit("/r/r1")
    assert not in_view(page, "#t-erelief")
    page.locator("#e-erelief blockquote").click()
    expect(page.locator(".pinned")).to_have_id("e-erelief")
    comes_into_view(page, "#t-erelief")
    page.keyboard.press("Escape")
    page.mouse.move(2, 2)
    expect(page.locator(".pinned")).to_have_count(0)
    expect(page).to_have_url(re.compile("^[^#]+$"))


def test_with_the_keyboard_alone(visit: Opener) -> None:
    page = visit("/r/r1")
    page.locator("#t-eshelling a.mark").focus()
    lit_shelling(page)
    page.keyboard.press("Tab")  # triggers only are stops: the next is the fight
    expect(page.locator("a.mark:focus")).to_have_text("traded fire")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#t-eshelling a.mark")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#e-eshelling")).to_be_focused()
    expect(page.locator(".pinned")).to_have_id("e-eshelling")  # told after the focus: a task of its own
    page.keyboard.press("Tab")
    expect(page.locator("#e-eshelling h3 a")).to_be_focused()
    comes(lambda: style(page, "#e-eshelling h3 a", "outlineStyle"), "solid")
    page.locator("#e-erelief h3 a").focus()
    comes(lambda: lit(page), {"trigger": "arrived"})
    page.keyboard.press("Enter")
    expect(page.locator(".pinned")).to_have_id("e-erelief")
    comes_into_view(page, "#t-erelief")


def test_the_reasons_open(visit: Opener) -> None:
    page = visit("/r/r1")
    reason = page.locator("#e-eshelling .reasons dd").first
    expect(reason).to_be_hidden()
    page.locator("#e-eshelling summary").focus()
    page.keyboard.press("Enter")
    expect(reason).to_have_text("<b>shelled</b> triggers:1")
    expect(reason).to_be_visible()


def test_a_deep_link_scrolls_to_the_card_and_the_words(visit: Opener) -> None:
    page = visit("/e/erelief")
    expect(page).to_have_url(re.compile("/r/r1#e-erelief$"))
    expect(page.locator(".pinned")).to_have_id("e-erelief")
    comes_into_view(page, "#e-erelief h3")
    comes_into_view(page, "#t-erelief")
    comes(lambda: lit(page), {"trigger": "arrived"})


def test_without_scripts_the_links_work_and_outline_where_they_lead(visit: Opener) -> None:
    page = visit("/r/r1", java_script_enabled=False)
    page.locator("a.mark", has_text="arrived").click()
    comes_into_view(page, "#e-erelief h3")
    page.locator("#e-ebreach h3 a").click()
    expect(page).to_have_url(re.compile("#t-ebreach$"))
    comes_into_view(page, "#t-ebreach")


def test_statuses_can_be_left_out(visit: Opener) -> None:
    page = visit("/r/r1")
    page.get_by_label("planned").uncheck()
    expect(page.locator("#e-eadvance")).to_be_hidden()
    expect(page.locator("#e-eshelling")).to_be_visible()
    comes(lambda: style(page, "#t-eadvance .mark", "textDecorationLine"), "none")
    page.get_by_label("background").uncheck()
    expect(page.locator("#e-ebreach")).to_be_hidden()


def test_a_hostile_report_is_only_text(visit: Opener) -> None:
    page = visit("/reports")
    page.get_by_role("link", name="alert('text')").click()
    page.wait_for_url(f"**/r/{quote(HOSTILE_ID, safe='')}")
    assert page.locator(".story").text_content() == HOSTILE
    assert page.locator("h1").text_content() == HOSTILE
    assert page.locator("script:not([src^='/static/']), .reader svg[onload], .reader img, base").count() == 0
    expect(page.locator("#e-ehostile dd b").first).to_have_text("<img src=x onerror=alert(5)>")
    assert page.locator("a[href^='javascript']").count() == 0
    page.hover("#e-ehostile")
    page.locator("a.mark", has_text="shelled").click()
    visit("/reports?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.title().endswith(" · Dateline")


def test_dark_mode_has_its_own_colours(visit: Opener) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = visit("/r/r1", color_scheme=scheme)
        colours[scheme] = (style(page, "html", "backgroundColor"), style(page, ".story", "color"))
    assert colours["light"] == ("rgb(250, 248, 244)", "rgb(31, 30, 27)")
    assert colours["dark"] == ("rgb(20, 21, 23)", "rgb(232, 229, 222)")


@pytest.mark.parametrize("path", ["/reports", "/r/r1", "/nothing", f"/r/{quote(HOSTILE_ID, safe='')}"])
def test_a_telephone_needs_no_sideways_scrolling(
    visit: Opener, path: str, request: pytest.FixtureRequest
) -> None:
    options = {"viewport": {"width": 360, "height": 740}}
    if path == "/nothing":
        page = visit("/reports", **options)
        page.set_content(page.request.get(page.url.replace("reports", "nothing")).text())
    else:
        page = visit(path, **options)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert page.locator("h1").bounding_box()["width"] <= 360


def test_the_list_leads_to_the_reader_and_searches(visit: Opener) -> None:
    page = visit("/reports")
    assert page.locator(".reports > li").count() == 2
    assert (
        page.locator(".reports > li").first.locator(".families").inner_text().split("\n")[0]
        == "4 Armed violence"
    )
    page.get_by_role("searchbox").fill("checkpoints taf")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 report with “checkpoints taf”")
    page.get_by_role("link", name="Shells near Tafas").click()
    expect(page.locator("h1")).to_have_text("Shells near Tafas")


def test_a_card_shows_where_and_what_is_not_coded_leads_to_its_cards(visit: Opener) -> None:
    page = visit("/r/r1")
    drawing = page.locator("#e-eshelling .locator")
    expect(drawing).to_have_attribute("aria-label", "Tafas, within the ring")
    assert page.locator("symbol .off").count() == 1
    page.locator(".missing li", has_text="No day").get_by_role("link").first.click()
    expect(page.locator(".card.pinned")).to_have_count(1)
    page.get_by_role("checkbox", name="only what is not reviewed").check()
    assert page.locator(".card:visible").count() == 8
