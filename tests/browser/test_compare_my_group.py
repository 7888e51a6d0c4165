"""The own group on Compare, in a real browser: described, fitted, and compared in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from app.view import View
from experiments.commands.my_group import made
from experiments.my_group import fit as fitting
from experiments.my_group.asking import command_of
from experiments.my_group.description import Description
from experiments.studies import asked
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import open_lab, overflow, part, settle, tab
from tests.fabricated import keep_answer

SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=8, days=30)
SMALL_LINK = "?strategies=hard_ads.trust_playbook&launches=8&days=30"


@pytest.fixture(scope="module")
def lab(lab_server: LabServer) -> LabServer:
    """A lab that has compared before, and has fitted the usual description by a search of a few runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        for name, value in {"TRIES": 4, "ROUNDS": 1, "PROPOSALS": 2, "LAUNCHES_EACH": 2, "FRESH": 4}.items():
            patch.setattr(fitting, name, value)
        keep_answer(SMALL)
        command = command_of(Description())
        made(Description(), "", 0, 1, None, command, "en")[1].save(asked.folder_of(command))
    return lab_server


@pytest.mark.parametrize(("width", "locale"), [(1280, "en-US"), (390, "zh-CN")])
def test_from_figures_to_a_comparison(chromium: Browser, lab: LabServer, width: int, locale: str) -> None:
    with tab(chromium, width=width, locale=locale) as page:
        open_lab(page, lab.url, SMALL_LINK)
        part(page, "my_group-0").locator("summary").first.click()
        settle(page)
        part(page, "my_group_fit").get_by_role("button").click()
        part(page, "my_group_compare").wait_for()
        settle(page)
        assert overflow(page) == []
        expect(part(page, "my_group-0").get_by_role("table")).to_be_visible()
        part(page, "my_group_name").get_by_role("textbox").fill("Tea <b>friends</b>")
        part(page, "my_group_compare").get_by_role("button").click()
        expect(page.get_by_text("Tea <b>friends</b>").first).to_be_visible()
        part(page, "verdict").wait_for()
        part(page, "progress").wait_for(state="detached")
        settle(page)
        assert not part(page, "my_group_fit").is_visible()
        assert "world=own_tea_b_friends_b" in page.url
        link = page.url
        page.goto(link)
        part(page, "verdict").wait_for()
        expect(page.get_by_text("Tea <b>friends</b>").first).to_be_visible()


def test_the_report_comes_as_one_file(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        open_lab(page, lab.url, SMALL_LINK)
        with page.expect_download() as waiting:
            part(page, "report").get_by_role("button").click()
        content = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "qunlab-report.html"
    assert "trust_playbook" in content
