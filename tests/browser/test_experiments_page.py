"""The Experiments page as a researcher uses it, in a real browser and with real jobs."""

from __future__ import annotations

import pyarrow.parquet
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer
from tests.browser.lab_pages import part, settle, tab

PLAN = """\
worlds: [strangers_60]
strategies: [hard_ads, light_care]
days: 20
seeds: {first: 0, count: 5}
factors:
  - {parameter: ad_fatigue, values: [0.03, 0.12]}
"""


def write(page: Page, key: str, text: str) -> None:
    """Type into a text box."""
    part(page, key).locator("textarea").fill(text)


def press(page: Page, key: str) -> None:
    """Press a button."""
    part(page, key).locator("button").click()


def test_a_sweep_survives_the_browser_and_answers_sql(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(f"{lab_server.url}/experiments")
        settle(page)
        write(page, "ex_text", PLAN.replace("hard_ads", "hard_adds"))
        press(page, "ex_check")
        expect(part(page, "ex-mistakes")).to_contain_text("did you mean “hard_ads”")
        write(page, "ex_text", PLAN)
        press(page, "ex_check")
        part(page, "ex_start").wait_for()
        expect(part(page, "ex-panel")).to_contain_text("20 runs")
        expect(part(page, "ex-panel")).to_contain_text("Time: about")
        press(page, "ex_start")
        part(page, "ex_cancel").wait_for()
        link = page.url
        assert "sweep=" in link
    # Another browser, which has nothing but the link.
    with tab(chromium) as page:
        page.goto(link)
        expect(part(page, "ex-panel")).to_contain_text("Done: 20 runs are kept")
        press(page, "ex_explore")
        page.locator(".js-plotly-plot").first.wait_for()
        settle(page)
        assert "tab=explore" in page.url
        write(page, "ex_sql", "SELECT strategy, count(*) AS runs FROM runs GROUP BY ALL ORDER BY ALL")
        press(page, "ex_ask")
        expect(page.get_by_test_id("stDataFrame")).to_be_visible()
        with page.expect_download() as found:
            press(page, "ex_answer_parquet")
        table = pyarrow.parquet.read_table(found.value.path())
        assert table.to_pydict() == {"strategy": ["hard_ads", "light_care"], "runs": [10, 10]}


def test_a_race_is_watched_and_answered(chromium: Browser, lab_server: LabServer) -> None:
    with tab(chromium) as page:
        link = "tab=judge&study=race&world=strangers_60&strategies=hard_ads.light_care&measure=lively_days"
        page.goto(f"{lab_server.url}/experiments?{link}&numbers=30.3.400")
        press(page, "ex_judge")
        part(page, "ex-answer").wait_for()
        expect(part(page, "ex-answer")).to_contain_text("Winner")
        expect(part(page, "ex-answer")).to_contain_text("Of 100 races")
        settle(page)
        with page.expect_download() as found:
            press(page, "ex_study_report")
        assert found.value.suggested_filename == "qunlab-race.html"
        assert b"qunlab-seal" in found.value.path().read_bytes()
