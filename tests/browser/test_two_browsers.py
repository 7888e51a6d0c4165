"""Two people at one lab: one's long job stops nobody, and nobody meets or ends what is another's."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from app.pages import PAGES
from app.view import View
from experiments import jobs
from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import SECONDS, part, settle, tab
from tests.fabricated import keep_answer

LONG = "?strategies=light_care.trust_playbook&launches=290&days={days}"
PLAN = "worlds: [strangers_60]\n# mine"


@pytest.fixture
def lab(lab_server: LabServer, monkeypatch: pytest.MonkeyPatch) -> LabServer:
    """The lab after set-up, whose jobs can be asked about from here."""
    monkeypatch.setenv("QUNLAB_HOME", str(lab_server.home))
    keep_answer(View())
    return lab_server


def start(page: Page, lab: LabServer, days: int) -> str:
    """Open a comparison that takes minutes; its job's id."""
    page.goto(f"{lab.url}/{LONG.format(days=days)}")
    part(page, "progress").wait_for()
    found = re.search(r"job=(\w+)", page.url)
    assert found is not None
    return found[1]


def state(job: str) -> str:
    """How a job stands."""
    found = jobs.status(job)
    assert found is not None
    return found.state


def work(job: str) -> int:
    """How many runs of a job are done."""
    found = jobs.status(job)
    assert found is not None
    return found.done


def cancel(page: Page) -> None:
    """Cancel the job that the page watches, and wait until the page says that it has ended."""
    part(page, "cancel").get_by_role("button").click()
    part(page, "ended").wait_for()


def test_pages_open_and_answer_while_anothers_job_runs(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as first, tab(chromium, locale="zh-CN") as second:
        job = start(first, lab, 177)
        part(first, "settings-0").locator("summary").click()
        launches = part(first, "launches-en").get_by_role("spinbutton")
        launches.fill("37")
        launches.press("Tab")
        for entry in PAGES:
            second.goto(f"{lab.url}/{entry.code}")
            expect(second.get_by_role("heading", level=1)).to_be_visible()
            # Leaving while files are still on their way is told in the console.
            second.wait_for_load_state("networkidle")
        second.get_by_role("link", name=text("compare.nav", "zh")).click()
        part(second, "verdict").wait_for()
        settle(second)
        assert "job=" not in second.url
        part(second, "day-zh").get_by_text(re.compile(r"\b30\b")).click()
        second.wait_for_url(re.compile("day=30"))
        settle(second)
        part(second, "settings-0").locator("summary").click()
        expect(part(second, "launches-zh").get_by_role("spinbutton")).to_have_value(str(View().launches))
        assert state(job) in ("queued", "running")
        expect(launches).to_have_value("37")
        cancel(first)
        assert state(job) == "cancelled"


def test_each_cancels_only_their_own(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as first, tab(chromium) as second:
        mine, theirs = start(first, lab, 178), start(second, lab, 179)
        assert mine != theirs
        cancel(first)
        assert state(mine) == "cancelled"
        before = work(theirs)
        deadline = time.monotonic() + SECONDS
        while work(theirs) == before and time.monotonic() < deadline:
            second.wait_for_timeout(200)
        assert work(theirs) > before
        assert state(theirs) == "running"
        expect(part(second, "cancel").get_by_role("button")).to_be_enabled()
        cancel(second)
        assert state(theirs) == "cancelled"


def test_a_plan_that_one_types_is_not_there_for_another(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as first, tab(chromium) as second:
        for page in (first, second):
            page.goto(f"{lab.url}/experiments")
            part(page, "ex_text").wait_for()
            settle(page)
        part(first, "ex_text").locator("textarea").fill(PLAN)
        part(first, "ex_check").get_by_role("button").click()
        part(first, "ex-mistakes").wait_for()
        part(second, "ex_tab-en").get_by_text(text("ex.tab.stores", "en"), exact=True).click()
        settle(second)
        part(second, "ex_tab-en").get_by_text(text("ex.tab.sweep", "en"), exact=True).click()
        expect(part(second, "ex_text").locator("textarea")).not_to_have_value(PLAN)
        expect(part(second, "ex-mistakes")).to_have_count(0)
        expect(part(first, "ex_text").locator("textarea")).to_have_value(PLAN)
