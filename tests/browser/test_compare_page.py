"""The Compare page as a strategist meets it, in a real browser."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from app.view import View
from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import choose, open_lab, part, settle, tab, visible_text
from tests.fabricated import keep_answer

SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
SMALL_LINK = "?strategies=hard_ads.trust_playbook&launches=24&days=40"
OTHER = View(world="strangers_60", strategies=("neglect", "shills"), launches=21, days=30)
OTHER_LINK = "?world=strangers_60&strategies=neglect.shills&launches=21&days=30"
HAN = re.compile("[一-鿿]")


@pytest.fixture(scope="module")
def lab(lab_server: LabServer) -> LabServer:
    """The lab after set-up: the answers these tests open with are there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        for view in (View(), SMALL, OTHER):
            keep_answer(view)
    return lab_server


def test_opens_with_a_verdict_within_seconds(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(lab.url)
        part(page, "verdict").wait_for()
        began = time.monotonic()
        page.reload()
        part(page, "verdict").wait_for()
        assert time.monotonic() - began < 20
        settle(page)
        expect(part(page, "verdict")).to_contain_text("Of 100 launches")
        assert page.locator(".ql-dots i").count() == 100 * len(View().strategies)
        expect(page.locator(".js-plotly-plot")).to_have_count(10 + len(View().strategies))
        assert not part(page, "progress").count()


def test_nothing_is_left_unfilled(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium, locale="zh-CN") as page:
        open_lab(page, lab.url)
        shown = visible_text(page)
    assert not re.search(r"\{\w+\}|\bNaN\b|\bnan\b|undefined|(compare|card|kpi|column)\.\w+", shown)


def test_a_small_comparison_runs_with_progress_and_a_result(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        open_lab(page, lab.url, SMALL_LINK)
        part(page, "settings-0").locator("summary").click()
        for name, value in (("Launches of each strategy", "8"), ("Days", "30")):
            field = page.get_by_role("spinbutton", name=name, exact=True)
            field.fill(value)
            field.press("Tab")
        part(page, "run").get_by_role("button").click()
        part(page, "progress").wait_for()
        assert "job=" in page.url
        page.reload()
        expect(part(page, "verdict")).to_contain_text("Of 8 launches", timeout=180_000)
        settle(page)
        part(page, "progress").wait_for(state="detached")
        expect(page.get_by_text("8 launches of each strategy · 30 days")).to_be_visible()
        assert "job=" not in page.url
        assert "launches=8" in page.url


def test_cancel(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(f"{lab.url}/?strategies=light_care.trust_playbook&launches=290&days=180")
        part(page, "progress").wait_for()
        part(page, "cancel").get_by_role("button").click()
        part(page, "ended").wait_for()
        expect(part(page, "ended")).to_contain_text("Cancelled")
        expect(part(page, "again").get_by_role("button")).to_be_visible()
        settle(page)


def test_two_browsers_do_not_disturb_each_other(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as first, tab(chromium, locale="zh-CN") as second:
        open_lab(first, lab.url, SMALL_LINK)
        open_lab(second, lab.url, OTHER_LINK)
        choose(first, "death-en", "Cold")
        settle(first)
        part(second, "form-field-zh").get_by_text("表").click()
        settle(second)
        expect(part(second, "card-field").get_by_role("table")).to_be_visible()
        expect(part(first, "card-field").get_by_role("table")).to_have_count(0)
        expect(part(first, "verdict")).to_contain_text("Of 24 launches")
        expect(part(second, "verdict")).to_contain_text("21 次开群")
        assert "death=cold" in first.url
        assert "death" not in second.url
        assert not HAN.search(first.get_by_role("heading", level=1).inner_text())


def test_a_link_restores_the_view(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        open_lab(page, lab.url, SMALL_LINK)
        choose(page, "death-en", "Wall of ads")
        settle(page)
        choose(page, "baseline-en", "Trust playbook")
        settle(page)
        part(page, "day-en").get_by_text("30", exact=True).click()
        expect(part(page, "verdict")).to_contain_text("day 30")
        settle(page)
        link, said = page.url, part(page, "verdict").inner_text()
    assert not HAN.search(link)
    with tab(chromium) as page:
        page.goto(link)
        part(page, "verdict").wait_for()
        settle(page)
        assert part(page, "verdict").inner_text() == said
        expect(part(page, "death-en").get_by_role("combobox")).to_have_value("Wall of ads")
        expect(part(page, "baseline-en").get_by_role("combobox")).to_have_value("Trust playbook")
        assert page.url == link


def test_keyboard_reaches_what_can_be_changed(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        open_lab(page, lab.url, SMALL_LINK)
        reached: set[str] = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate(
                    "(() => { const one = document.activeElement.closest('[class*=st-key-]');"
                    " return one ? [...one.classList].find(name => name.startsWith('st-key-')) : ''; })()"
                )
            )
        for key in (
            "language",
            "settings-0",
            "death-en",
            "day-en",
            "baseline-en",
            "form-field-en",
            "data-field",
        ):
            assert f"st-key-{key}" in reached, (key, sorted(reached))


def test_data_comes_as_a_file_with_codes(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium, locale="zh-CN") as page:
        open_lab(page, lab.url, SMALL_LINK)
        with page.expect_download() as waiting:
            part(page, "data-life").get_by_role("button").click()
        file = waiting.value.path().read_text(encoding="utf-8-sig")
        assert waiting.value.suggested_filename == "qunlab-life.csv"
    lines = file.splitlines()
    assert lines[0].startswith("day,hard_ads.lively_share")
    assert len(lines) == 42


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_wear_the_ink_of_the_theme(chromium: Browser, lab: LabServer, scheme: str) -> None:
    with tab(chromium, color_scheme=scheme) as page:
        open_lab(page, lab.url, SMALL_LINK)
        page.wait_for_selector(".js-plotly-plot .xtitle")
        brightness = page.evaluate(
            """() => [getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
                      getComputedStyle(document.querySelector('.js-plotly-plot .xtitle')).fill]
                .map(one => one.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3)"""
        )
    background, ink = brightness
    assert abs(background - ink) > 120
    assert (background > ink) == (scheme == "light")


def test_about_is_in_the_readers_language(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium, locale="zh-CN") as page:
        open_lab(page, lab.url, SMALL_LINK)
        page.get_by_role("link", name=text("about.nav", "zh")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(text("about.title", "zh"))
        page.get_by_role("link", name=text("compare.nav", "zh")).click()
        part(page, "verdict").wait_for()
        expect(part(page, "verdict")).to_contain_text("24 次开群")


def test_the_pages_name_is_an_address_too(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(f"{lab.url}/compare{SMALL_LINK}&lang=zh&tables=life")
        expect(part(page, "verdict")).to_contain_text("24 次开群")
        settle(page)
        assert page.get_by_role("dialog").count() == 0
        assert page.url == f"{lab.url}/{SMALL_LINK}&lang=zh&tables=life"
        expect(part(page, "card-life").get_by_role("table")).to_be_visible()
        assert page.get_by_role("link", name=text("compare.nav", "zh"), exact=False).count() == 1


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_phone_wastes_no_room(chromium: Browser, lab: LabServer, locale: str) -> None:
    with tab(chromium, width=390, locale=locale) as page:
        open_lab(page, lab.url, SMALL_LINK)
        name, switch = (
            page.evaluate(
                f"document.querySelector('.st-key-top > :{which}-child').getBoundingClientRect().top"
            )
            for which in ("first", "last")
        )
        assert abs(name - switch) < 25
        assert page.get_by_role("heading", level=1).bounding_box()["height"] < 80  # type: ignore[index]
        moved, left = page.evaluate(
            """() => {
                const table = document.querySelector('.st-key-card-figures [data-testid=stTable]');
                const box = [...table.querySelectorAll('*')].find(
                    one => one.scrollWidth > one.clientWidth + 5 && getComputedStyle(one).overflowX === 'auto');
                box.scrollLeft = 120;
                return [box.scrollLeft, Math.max(...['th', 'td'].map(kind => Math.abs(
                    table.querySelector(kind).getBoundingClientRect().left - box.getBoundingClientRect().left)))];
            }"""
        )
        assert moved > 20
        assert left < 2
