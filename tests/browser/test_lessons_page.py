"""The Lessons page as a trainer uses it, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer
from tests.browser.lab_pages import overflow, part, settle, tab, visible_text

HAN = re.compile("[一-鿿]")


def press(page: Page, key: str) -> None:
    """Press a button of the page and wait until it is drawn anew."""
    part(page, key).get_by_role("button").click()
    settle(page)


def test_a_trainer_runs_a_lesson_from_guess_to_debrief_sheet(
    chromium: Browser, lab_server: LabServer, tmp_path: Path
) -> None:
    with tab(chromium, locale="zh-CN") as page:
        page.goto(f"{lab_server.url}/lessons")
        expect(page.get_by_role("heading", level=1)).to_have_text("群为什么会冷？")
        settle(page)
        press(page, "open-advertising")
        expect(page.get_by_role("heading", level=1)).to_have_text("硬广透支的是信任")
        expect(part(page, "commit").get_by_role("button")).to_be_disabled()
        assert page.locator(".ql-dots").count() == 0
        slider = page.get_by_role("slider").first
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        settle(page)
        page.get_by_text("每天五条", exact=True).click()
        expect(part(page, "commit").get_by_role("button")).to_be_enabled()
        press(page, "commit")
        page.wait_for_url(re.compile("step=reveal"))
        expect(page.locator(".ql-field")).to_have_count(5)
        expect(page.get_by_text("你猜 100 个里 45 个")).to_be_visible()
        assert overflow(page) == []
        page.reload()
        expect(page.locator(".ql-field")).to_have_count(5)
        settle(page)
        press(page, "to-why")
        expect(page.get_by_text("跑出来的结果")).to_be_visible()
        press(page, "to-knob")
        ads = page.get_by_role("slider").first
        before = page.locator(".ql-count").inner_text()
        ads.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".ql-count")).not_to_have_text(before)
        settle(page)
        assert HAN.search(visible_text(page))
        with page.expect_download() as caught:
            part(page, "sheet-zh").get_by_role("button").click()
        sheet = tmp_path / "sheet.html"
        caught.value.save_as(sheet)
    with tab(chromium) as printed:
        printed.set_content(sheet.read_text(encoding="utf-8"))
        expect(printed.get_by_role("heading", level=1).first).to_have_text("复盘单：群为什么会冷")
        expect(printed.get_by_text("100 个里 45 个")).to_be_visible()
        pages = re.findall(rb"/Type\s*/Page\b", printed.pdf(prefer_css_page_size=True))
        assert len(pages) == 2


def test_a_decision_on_a_phone(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium, 390, color_scheme="dark") as page:
        page.goto(f"{lab_server.url}/lessons?lesson=opening&guess=red_packets&launch=12&step=reveal")
        expect(page.locator(".ql-dots i.own")).to_have_count(1)
        settle(page)
        expect(part(page, "verdict")).to_contain_text("A poor decision")
        assert overflow(page) == []
        assert not HAN.search(visible_text(page).replace("中文", ""))
        press(page, "to-why")
        page.get_by_text("Open and print here").click()
        expect(page.frame_locator("iframe").get_by_role("heading", level=1).first).to_be_visible()
        assert overflow(page) == []
