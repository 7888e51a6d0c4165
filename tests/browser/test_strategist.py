"""A strategist's way through Compare from the first look to what is taken along, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.view import View
from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import choose, open_lab, part, settle, tab
from tests.fabricated import keep_answer

ASKED = ("hard_ads", "light_care")
LAUNCHES, DAYS = 400, 40
"""Enough that results come in while it runs, and not more."""


@pytest.fixture(scope="module")
def lab(lab_server: LabServer) -> LabServer:
    """The lab after set-up: the first page's comparison is there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        keep_answer(View())
    return lab_server


def fill(page: Page, key: str, value: str) -> None:
    """Type a number."""
    field = part(page, key).get_by_role("spinbutton")
    field.fill(value)
    field.press("Tab")


def ask_for_two(page: Page, language: str, ads: int) -> None:
    """Two other strategies than those of the first page, one with another lever, and Run."""
    part(page, "settings-0").locator("summary").click()
    settle(page)
    chosen = part(page, f"strategies-{language}")
    there = chosen.locator(".react-aria-ComboBox [data-tag]")
    for left in reversed(range(len(View().strategies))):
        chosen.get_by_role("combobox").press("Backspace")
        expect(there).to_have_count(left)
        settle(page)
    for number, name in enumerate(ASKED, 1):
        choose(page, f"strategies-{language}", text(f"strategy.{name}", language))
        expect(there).to_have_count(number)
        settle(page)
    page.keyboard.press("Escape")
    fill(page, f"launches-{language}", str(LAUNCHES))
    fill(page, f"days-{language}", str(DAYS))
    fill(page, f"lever-hard_ads-moves-0-when-per_day-{language}", str(ads))
    settle(page)
    part(page, "run").get_by_role("button").click()


def downloaded(page: Page, key: str) -> tuple[str, str]:
    """The name and the text of the file behind a button."""
    with page.expect_download() as waiting:
        part(page, key).get_by_role("button").click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("locale", "ads"), [("en-US", 2), ("zh-CN", 3)])
def test_from_the_first_look_to_a_verdict_that_others_see(
    chromium: Browser, lab: LabServer, locale: str, ads: int
) -> None:
    language = locale[:2]
    light_care = text("strategy.light_care", language)
    with tab(chromium, locale=locale) as page:
        open_lab(page, lab.url)
        first = part(page, "verdict").get_by_role("heading").inner_text()
        assert text("strategy.trust_playbook", language) in first
        assert page.locator(".ql-dots i").count() == 100 * len(View().strategies)

        ask_for_two(page, language, ads)
        part(page, "progress").wait_for()
        so_far = re.escape(
            text("compare.subtitle.partial", language, world="", launches="#", requested=LAUNCHES, days=DAYS)
        )
        expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(so_far.replace(r"\#", r"\d+")))
        expect(part(page, "verdict")).to_contain_text(light_care)
        part(page, "progress").wait_for(state="detached", timeout=180_000)
        settle(page)
        assert page.locator(".ql-dots i").count() == 100 * len(ASKED)
        assert f"edit=hard_ads.moves.0.when.per_day%3A{ads}" in page.url

        asked = page.url
        choose(page, f"death-{language}", text("death.cold.name", language, window=7))
        page.wait_for_url(re.compile("death=cold"))
        settle(page)
        choose(page, f"baseline-{language}", light_care)
        page.wait_for_url(re.compile("baseline=light_care"))
        settle(page)
        part(page, f"day-{language}").get_by_text(re.compile(r"\b30\b")).click()
        expect(part(page, "verdict").get_by_role("heading")).to_contain_text("30")
        settle(page)
        # Judging otherwise is no new question: no job, no progress, the same runs.
        assert part(page, "progress").count() == 0
        assert page.url.startswith(asked)
        assert all(f"{name}=" in page.url for name in ("death", "day", "baseline"))

        name, rows = downloaded(page, "data-life")
        assert name == "qunlab-life.csv"
        assert rows.startswith("day,hard_ads.lively_share")
        name, report = downloaded(page, "report")
        assert name.endswith(".html")
        assert light_care in report
        link, said = page.url, part(page, "verdict").get_by_role("heading").inner_text()
    with tab(chromium, locale=locale) as other:
        open_lab(other, lab.url, link.removeprefix(f"{lab.url}/"))
        assert part(other, "verdict").get_by_role("heading").inner_text() == said
