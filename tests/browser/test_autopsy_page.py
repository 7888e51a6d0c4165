"""The Autopsy page in a real browser, with a small autopsy that is really made."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import part, settle, tab, visible_text

SMALL = "autopsy?world=strangers_60&strategy=hard_ads&seed=4&days=30"


def test_a_link_explains_a_death_from_progress_to_report(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(f"{lab_server.url}/{SMALL}")
        part(page, "progress").wait_for()
        page.reload()
        part(page, "verdict").wait_for()
        settle(page)
        assert "job=" not in page.url
        expect(part(page, "verdict")).to_contain_text("The group died on day")
        expect(page.locator(".js-plotly-plot")).to_have_count(4)
        rescue = part(page, "card-autopsy_rescue")
        lines = rescue.locator(".scatterlayer .js-line").count()
        rescue.get_by_role("button", name=text("strategy.red_packets", "en")).click()
        expect(rescue.locator(".scatterlayer .js-line")).to_have_count(lines + 1)
        with page.expect_download() as waiting:
            part(page, "autopsy_report").get_by_role("button").click()
        report = waiting.value.path().read_text(encoding="utf-8")
        assert waiting.value.suggested_filename.endswith(".html")
        assert "The group died on day" in report
        said = visible_text(page)
        assert not re.search(r"\{\w+\}|\bNaN\b|\bnan\b|undefined|(autopsy|card|cause)\.\w+", said)
        # On to the same launch day by day, and from there back to its autopsy.
        page.get_by_role("link", name=text("autopsy.watch", "en")).click()
        back = part(page, "replay-onward").get_by_role("link")
        back.wait_for()
        settle(page)
        assert "seed=4" in page.url
        back.click()
        part(page, "verdict").wait_for()
        assert page.url.endswith("/autopsy?world=strangers_60&strategy=hard_ads&seed=4&days=30")
