"""The library as a strategist uses it: a copy, a slip in its YAML, mended, kept, and found again."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import part, settle, tab


def open_library(page: Page, lab: LabServer, link: str = "") -> None:
    page.goto(f"{lab.url}/library{link}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)


def test_a_copy_is_broken_mended_kept_and_found_again(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        open_library(page, lab_server)
        page.get_by_role("button", name="Five hard ads a day").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Five hard ads a day")
        page.get_by_role("button", name="Copy and edit").click()
        name = page.get_by_role("textbox", name="Name")
        name.fill("Loud week")
        name.press("Tab")
        settle(page)
        page.get_by_role("button", name="YAML", exact=True).or_(
            page.get_by_role("radio", name="YAML")
        ).click()
        field = page.get_by_role("textbox", name="YAML")
        expect(field).to_have_value(re.compile("move: hard_ads"))
        good = field.input_value()
        field.fill(good.replace("move: hard_ads", "move: hard_adz"))
        field.press("Control+Enter")
        said = part(page, "library-said")
        line = next(number for number, row in enumerate(good.splitlines(), 1) if "move: hard_ads" in row)
        expect(said).to_contain_text(f"line {line}")
        expect(said).to_contain_text("column")
        expect(said).to_contain_text("hard_ads")
        expect(page.get_by_role("button", name="Keep as my own")).to_be_disabled()
        field.fill(good.replace("Loud week", "Louder week"))
        field.press("Control+Enter")
        expect(said).to_contain_text("Right")
        page.get_by_role("button", name="Keep as my own").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Louder week")
        settle(page)
        link = page.url
        assert "entry=own_louder_week" in link
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Louder week")
        settle(page)
    with tab(chromium, locale="zh-CN") as page:
        open_library(page, lab_server)
        search = page.get_by_role("textbox", name=text("library.search", "zh"))
        search.fill("louder")
        expect(page.get_by_role("button", name="Louder week")).to_be_visible()
        expect(page.get_by_role("button", name=text("strategy.neglect", "zh"), exact=True)).to_have_count(0)
        page.get_by_role("button", name="Louder week").click()
        settle(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name=text("library.download", "zh")).click()
        assert waiting.value.suggested_filename == "own_louder_week.yaml"
        assert "Louder week" in waiting.value.path().read_text(encoding="utf-8")


def test_compare_opens_with_the_strategy(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        open_library(page, lab_server, "?shelf=strategies&entry=hard_ads")
        target = page.get_by_role("link", name="Compare this").get_attribute("href")
        assert target is not None
        assert page.evaluate("link => new URL(link, location.href).pathname", target) == "/"
        assert "strategies=hard_ads.neglect" in target
