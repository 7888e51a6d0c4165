"""The lab by keyboard alone: no mouse, nothing focused from outside, and what has the focus is seen to have it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.pages import PAGES
from app.view import View
from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.finished_work import REPLAY, finish
from tests.browser.lab_pages import part, settle, tab
from tests.fabricated import keep_answer

VIEW = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
LINK = "?strategies=hard_ads.trust_playbook&launches=24&days=40"
MOST_STOPS = 400
# What has the focus, through the roots of components; whether it has had it before this key; and whether one sees
# that: by an outline of it or, where it is hidden or without a frame, of what stands around it.
STOP = """
selector => {
    let one = document.activeElement
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
    const ringed = box => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(box)
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/[,/] *0\\)$/.test(outlineColor)
    }
    let ring = false
    for (let box = one, up = 0; box && up < 4; box = box.parentElement, up++) ring ||= ringed(box)
    const stop = {
        there: Boolean(selector) && one.closest(selector) !== null,
        out: one === document.body,
        stuck: window.lastStop === one,
        ring,
        told: one.outerHTML.slice(0, 200),
    }
    window.lastStop = one
    return stop
}
"""


@pytest.fixture(scope="module")
def links(lab_server: LabServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of a view → its link, in a lab where all of it is answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        for launches in (24, 8):
            keep_answer(View(strategies=VIEW.strategies, launches=launches, days=VIEW.days))
        return finish(tmp_path_factory.mktemp("finished"))


def step(page: Page, selector: str = "", key: str = "Tab") -> dict[str, Any]:
    """Press Tab; what it led to must be another thing than before, and be seen to have the focus."""
    page.keyboard.press(key)
    stop: dict[str, Any] = page.evaluate(STOP, selector)
    assert not stop["stuck"], f"Tab does not leave {stop['told']}"
    assert stop["ring"] or stop["out"], f"nothing shows the focus on {stop['told']}"
    return stop


def go_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is on what a selector names; past the end of the page it begins anew, once."""
    ends = 0
    for _ in range(MOST_STOPS):
        stop = step(page, selector, key)
        if stop["there"]:
            return
        ends += stop["out"]
        assert ends < 2, f"Tab passed the whole page and never came to {selector}"
    pytest.fail(f"Tab never came to {selector}")


def open_view(page: Page, lab: LabServer, link: str = "") -> None:
    """Open a view and wait until it stands."""
    page.goto(f"{lab.url}/{link}")
    page.get_by_test_id("stMain").locator("h1").wait_for()
    settle(page)


def test_a_strategist_asks_for_fewer_launches_and_takes_the_answer_along(
    chromium: Browser, lab_server: LabServer, links: dict[str, str]
) -> None:
    with tab(chromium) as page:
        open_view(page, lab_server, LINK)
        expect(part(page, "verdict")).to_contain_text("Of 24 launches")
        go_to(page, ".st-key-settings-0 summary")
        page.keyboard.press("Enter")
        part(page, "launches-en").wait_for()
        settle(page)
        go_to(page, ".st-key-launches-en input")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("8")
        go_to(page, ".st-key-run button")
        settle(page)
        page.keyboard.press("Enter")
        expect(part(page, "verdict")).to_contain_text("Of 8 launches")
        settle(page)
        # The way goes on from where the panel stood, not from the top of the page.
        go_to(page, ".st-key-form-field-en button")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(part(page, "card-field").get_by_role("table")).to_be_visible()
        settle(page)
        for selector, ending in ((".st-key-data-field button", ".csv"), (".st-key-report button", ".html")):
            go_to(page, selector)
            with page.expect_download() as waiting:
                page.keyboard.press("Enter")
            assert waiting.value.suggested_filename.endswith(ending)


def test_a_trainer_guesses_and_reveals(
    chromium: Browser, lab_server: LabServer, links: dict[str, str]
) -> None:
    with tab(chromium, locale="zh-CN", color_scheme="dark") as page:
        open_view(page, lab_server, "lessons")
        go_to(page, ".st-key-open-advertising button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("lesson=advertising"))
        part(page, "commit").wait_for()
        settle(page)
        # The button that opened the lesson is gone; who reads the screen is told where they are.
        expect(page.get_by_test_id("stMain").locator("h1")).to_be_focused()
        go_to(page, ".st-key-guess-advertising-0 input")
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        settle(page)
        go_to(page, ".st-key-guess-advertising-2-zh input")
        page.keyboard.press("Space")
        expect(part(page, "commit").get_by_role("button")).to_be_enabled()
        settle(page)
        go_to(page, ".st-key-commit button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("step=reveal"))
        expect(page.get_by_text("你猜 100 个里 45 个")).to_be_visible()
        settle(page)
        go_to(page, ".st-key-to-why button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("step=why"))


def test_a_viewer_plays_pauses_and_scrubs(
    chromium: Browser, lab_server: LabServer, links: dict[str, str]
) -> None:
    with tab(chromium) as page:
        open_view(page, lab_server, REPLAY)
        slider = page.locator(".timeline input")
        page.locator(".world .feed > *").first.wait_for()
        go_to(page, "button.play")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.wait_for_function("slider => Number(slider.value) > 6", arg=slider.element_handle(), polling=100)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Play")).to_be_visible()
        go_to(page, ".timeline input")
        day = int(slider.input_value())
        page.keyboard.press("ArrowRight")
        expect(slider).to_have_value(str(day + 1))
        page.keyboard.press("End")
        expect(slider).to_have_value("29")
        page.wait_for_url(re.compile("day=30"))
        settle(page)
        go_to(page, ".feed")
        page.keyboard.press("ArrowLeft")
        expect(slider).to_have_value("28")
        go_to(page, "button.back", "Shift+Tab")
        page.keyboard.press("Space")
        expect(slider).to_have_value("27")


def test_pages_change_from_the_navigation(
    chromium: Browser, lab_server: LabServer, links: dict[str, str]
) -> None:
    with tab(chromium) as page:
        open_view(page, lab_server, LINK)
        # Replay and Autopsy, opened bare, would start to compute.
        for entry in PAGES[3:]:
            name = text(f"{entry.code}.nav", "en")
            went = page.get_by_role("link", name=name, exact=True)
            went.wait_for()
            go_to(page, f"a[href$='/{entry.code}']")
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(f"/{entry.code}"))
            expect(went).to_have_attribute("aria-current", "page")
            settle(page)


@pytest.mark.parametrize("view", ["lessons: reveal", "experiments: explore", "library: edit"])
def test_tab_passes_the_whole_page(
    chromium: Browser, lab_server: LabServer, links: dict[str, str], view: str
) -> None:
    with tab(chromium) as page:
        open_view(page, lab_server, links[view])
        assert any(step(page)["out"] for _ in range(MOST_STOPS))
