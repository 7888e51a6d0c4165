"""The Replay page as a trainer uses it, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer
from tests.browser.lab_pages import overflow, part, settle, tab, visible_text

LINK = "replay?world=strangers_60&strategy=hard_ads&seed=2&days=30"
HAN = re.compile("[一-鿿]")


def open_replay(page: Page, lab: LabServer, more: str = "") -> None:
    """Open the page and wait for the player."""
    page.goto(f"{lab.url}/{LINK}{more}")
    page.locator(".world .feed > *").first.wait_for()
    settle(page)


def day(page: Page) -> int:
    """The day on the player's slider, from 1."""
    return int(page.locator(".timeline input").input_value()) + 1


def drawn(page: Page, canvas: str) -> int:
    """How many pixels of a canvas are not empty."""
    found: int = page.locator(canvas).first.evaluate(
        """one => { const all = one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
                    let n = 0; for (let i = 3; i < all.length; i += 4) n += all[i] > 0; return n; }"""
    )
    return found


def test_play_pause_scrub_and_keyboard(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        open_replay(page, lab_server, "&day=3")
        assert day(page) == 3
        expect(page.locator(".said")).to_contain_text(re.compile(r"\d+ of \d+ members wrote"))
        expect(page.locator("canvas.net")).to_have_attribute("aria-label", re.compile(r"members wrote"))
        assert drawn(page, "canvas.net") > 500
        assert drawn(page, "canvas.life") > 500
        page.locator(".pace select").select_option("2")
        page.get_by_role("button", name="Play").click()
        page.wait_for_function("() => true")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.wait_for_timeout(1600)
        page.get_by_role("button", name="Pause").click()
        rested = day(page)
        assert rested > 3
        page.wait_for_url(re.compile(rf"day={rested}(&|$)"))
        page.locator(".timeline input").focus()
        page.keyboard.press("ArrowRight")
        assert day(page) == rested + 1
        page.keyboard.press("Home")
        assert day(page) == 1
        expect(page.get_by_role("button", name="Previous day")).to_be_disabled()
        page.locator("canvas.life").click(position={"x": 400, "y": 40})
        assert 5 < day(page) < 20
        page.locator(".feed").focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press(" ")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.keyboard.press(" ")
        resting = day(page)
        page.wait_for_url(re.compile(rf"day={resting}(&|$)"))
        page.reload()
        page.locator(".world .feed > *").first.wait_for()
        assert day(page) == resting


def test_another_way_beside_the_first(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium, 390) as page:
        open_replay(page, lab_server, "&day=6")
        assert page.locator(".world").count() == 1
        part(page, "replay-turn-go").get_by_role("button").click()
        expect(page.locator(".world")).to_have_count(2)
        page.wait_for_url(re.compile(r"fork=6\.trust_playbook"))
        settle(page)
        assert day(page) == 6
        assert overflow(page) == []
        expect(part(page, "replay-parting")).to_contain_text("Where they part")
        expect(page.locator(".jumps button")).to_have_text("The turn on day 6")
        page.get_by_role("button", name="Previous day").click()
        before = page.locator(".said").all_inner_texts()
        assert before[0] == before[1]
        page.locator(".jumps button").click()
        assert day(page) == 6


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_one_language_and_nothing_unfilled(chromium: Browser, lab_server: LabServer, locale: str) -> None:
    with tab(chromium, locale=locale, reduced_motion="reduce") as page:
        open_replay(page, lab_server, "&day=2&beside=trust_playbook")
        shown = visible_text(page) + "\n" + page.locator(".replay").inner_text()
        labels = page.locator(".replay [aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert not re.search(
            r"\{\w+\}|\bNaN\b|undefined|(player|replay|line)\.\w+", "\n".join([shown, *labels])
        )
        han = [line for line in [*shown.splitlines(), *labels] if HAN.search(line) and line.strip() != "中文"]
        assert bool(han) == (locale == "zh-CN")
        page.locator(".pace select").select_option("3")
        page.locator("button.play").click()
        page.wait_for_timeout(700)
        page.locator("button.play").click()
        assert day(page) > 2
