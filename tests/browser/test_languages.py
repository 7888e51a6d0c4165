"""The language switched in the middle, on every page: nothing entered or reached is lost, and one language is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Locator, Page, expect

from app.autopsy.case import Case
from app.view import View
from scenarios.texts import catalogue_files, text
from tests.browser.conftest import LabServer
from tests.browser.lab_pages import choose, open_lab, part, settle, tab, visible_text
from tests.fabricated import keep_answer
from tests.made_autopsies import keep_autopsy

HAN = re.compile("[一-鿿]")
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z’']{2,}){2,}")
# What Streamlit itself says to readers of the screen cannot be translated.
STREAMLITS_OWN = ("Skip to main content", "Copy to clipboard", "Help for ")
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
SMALL_LINK = "?strategies=hard_ads.trust_playbook&launches=24&days=40"
LONG_LINK = "?strategies=light_care.trust_playbook&launches=290&days=176"
DEATH = Case("strangers_60", "hard_ads", 4, 90)


@pytest.fixture(scope="module")
def lab(lab_server: LabServer) -> LabServer:
    """The lab with what these tests look at made before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        keep_answer(SMALL)
        keep_autopsy(DEATH)
    return lab_server


def opened(page: Page, lab: LabServer, link: str) -> None:
    """Open a page of the lab."""
    page.goto(f"{lab.url}/{link}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)


def switch(page: Page, language: str, code: str, typed: Sequence[str] = ()) -> None:
    """Choose a language in the middle of whatever there is; only that one is left on the page.

    Args:
        page: the tab.
        language: "en" or "zh".
        code: of the heading's text, "" where the heading is what somebody typed.
        typed: what somebody typed, in whatever language.
    """
    part(page, "language").get_by_text(text(f"language.{language}", language), exact=True).click()
    page.wait_for_url(re.compile(f"lang={language}"))
    if code:
        expect(page.get_by_role("heading", level=1)).to_have_text(text(code, language))
    settle(page)
    assert left_over(page, language, typed) == []


def left_over(page: Page, language: str, typed: Sequence[str] = ()) -> list[str]:
    """Lines in the other language, but for commands, what somebody typed and the switch itself."""
    code = "\n".join(page.locator("pre, code, textarea").all_inner_texts())
    lines = [line.strip() for line in visible_text(page).splitlines()]
    own = (*typed, *STREAMLITS_OWN, text("language.zh", "zh"))
    lines = [line for line in lines if line not in code and not any(one in line for one in own)]
    if language == "en":
        return [line for line in lines if HAN.search(line)]
    ours = our_english()
    return [line for line in lines if ENGLISH.search(line) or line in ours]


@cache
def our_english() -> frozenset[str]:
    """Everything of more than one word that the lab says in English."""
    found = set()
    for path in catalogue_files("en"):
        with path.open("rb") as file:
            found |= {str(one.string) for one in read_po(file) if one.id and " " in str(one.string)}
    return frozenset(found)


def number(page: Page, key: str) -> Locator:
    """A number field."""
    return part(page, key).get_by_role("spinbutton")


def fill(field: Locator, value: str) -> None:
    """Type into a field and leave it."""
    field.fill(value)
    field.press("Tab")


def test_compare_while_a_job_runs_and_settings_are_edited(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        page.goto(f"{lab.url}/{LONG_LINK}")
        part(page, "progress").wait_for()
        part(page, "settings-0").locator("summary").click()
        fill(number(page, "launches-en"), "37")
        fill(number(page, "lever-light_care-moves-0-mentions-en"), "9")
        job = re.search(r"job=(\w+)", page.url)
        assert job is not None
        for language in ("zh", "en"):
            part(page, "language").get_by_text(text(f"language.{language}", language), exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(text("compare.title", language))
            expect(part(page, "cancel")).to_contain_text(text("progress.cancel", language))
            expect(number(page, f"launches-{language}")).to_have_value("37")
            expect(number(page, f"lever-light_care-moves-0-mentions-{language}")).to_have_value("9")
            assert job[0] in page.url
        part(page, "cancel").get_by_role("button").click()
        part(page, "ended").wait_for()
        expect(number(page, "launches-en")).to_have_value("37")


def test_compare_with_a_table_and_another_day(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium, locale="zh-CN") as page:
        open_lab(page, lab.url, f"{SMALL_LINK}&lang=en")
        part(page, "settings-0").locator("summary").click()
        settle(page)
        part(page, "day-en").get_by_text("30", exact=True).click()
        settle(page)
        part(page, "form-life-en").get_by_text(text("card.form.table", "en")).click()
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "compare.title")
            assert "day=30" in page.url
            expect(part(page, "card-life").get_by_role("table")).to_be_visible()
        page.reload()
        part(page, "verdict").wait_for()
        expect(page.get_by_role("heading", level=1)).to_have_text(text("compare.title", "en"))


def test_replay_in_the_middle_of_its_days(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(
            page, lab, "replay?world=strangers_60&strategy=hard_ads&seed=2&days=30&day=7&fork=5.light_care"
        )
        slider = page.locator(".timeline input")
        expect(slider).to_have_value("6")
        page.locator(".pace select").select_option("2")
        choose(page, "replay-turn", text("strategy.red_packets", "en"))
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "replay.title")
            expect(slider).to_have_value("6")
            expect(page.locator(".pace select")).to_have_value("2")
            expect(page.locator(".world")).to_have_count(2)
            turn = part(page, "replay-turn").get_by_role("combobox")
            expect(turn).to_have_value(text("strategy.red_packets", language))
        page.locator("button.play").click()
        expect(slider).not_to_have_value("6")
        part(page, "language").get_by_text(text("language.zh", "zh"), exact=True).click()
        expect(page.locator("button.play")).to_have_text(text("player.play", "zh"))
        settle(page)
        assert int(slider.input_value()) > 6


def test_autopsy_with_a_case_half_described(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(page, lab, "autopsy?" + "&".join(f"{name}={value}" for name, value in DEATH.params().items()))
        page.locator("[class*=st-key-autopsy-0] summary").click()
        settle(page)
        fill(number(page, "autopsy_days-en"), "61")
        fill(number(page, "autopsy_seed-en"), "17")
        part(page, "autopsy_depth-en").get_by_text(text("autopsy.depth.closer", "en"), exact=True).click()
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "autopsy.title")
            expect(number(page, f"autopsy_days-{language}")).to_have_value("61")
            expect(number(page, f"autopsy_seed-{language}")).to_have_value("17")
            expect(page.get_by_text(text("settings.stale", language))).to_be_visible()
            assert "seed=4" in page.url


def test_a_lesson_before_and_after_the_guess(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(page, lab, "lessons?lesson=advertising")
        slider = page.get_by_role("slider").first
        options = page.locator("[class*=st-key-guess-advertising]").get_by_role("radio")
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        settle(page)
        options.nth(1).locator("xpath=ancestor::label").click()
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "lesson.advertising")
            expect(slider).to_have_value("45")
            expect(options.nth(1)).to_be_checked()
        part(page, "commit").get_by_role("button").click()
        page.wait_for_url(re.compile("step=reveal"))
        settle(page)
        kept = re.search(r"guess=[^&]+", page.url)
        assert kept is not None
        switch(page, "zh", "lesson.advertising")
        expect(page.locator(".ql-field")).to_have_count(5)
        assert kept[0] in page.url
        part(page, "to-why").get_by_role("button").click()
        part(page, "to-knob").get_by_role("button").click()
        knob = page.locator("[class*=st-key-knob-advertising]").get_by_role("slider")
        knob.wait_for()
        settle(page)
        knob.focus()
        page.keyboard.press("ArrowRight")
        settle(page)
        place = knob.input_value()
        switch(page, "en", "lesson.advertising")
        expect(knob).to_have_value(place)


def test_experiments_with_a_plan_and_a_question_typed(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(page, lab, "experiments")
        plan = part(page, "ex_text").locator("textarea")
        plan.fill("worlds: [strangers_60]\n# half of a pl")
        part(page, "ex-form").locator("summary").click()
        settle(page)
        fill(number(page, "ex_form_days-en"), "77")
        for language in ("zh", "en"):
            switch(page, language, "ex.title")
            expect(plan).to_have_value("worlds: [strangers_60]\n# half of a pl")
            expect(number(page, f"ex_form_days-{language}")).to_have_value("77")
        part(page, "ex_tab-en").get_by_text(text("ex.tab.judge", "en"), exact=True).click()
        settle(page)
        part(page, "ex_kind-en").get_by_text(text("ex.kind.robust", "en"), exact=True).click()
        settle(page)
        fill(number(page, "ex_robust_days-en"), "88")
        for language in ("zh", "en"):
            switch(page, language, "ex.title")
            assert "study=robust" in page.url
            expect(number(page, f"ex_robust_days-{language}")).to_have_value("88")


def test_library_with_a_draft_half_edited(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(page, lab, "library?shelf=strategies&entry=hard_ads&edit=copy")
        fill(part(page, "draft-0-title-en").get_by_role("textbox"), "Loud week")
        settle(page)
        per_day = number(page, "draft-0-moves-0-when-per_day-en")
        fill(per_day, "4")
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "library.edit.new.strategy")
            expect(part(page, f"draft-0-title-{language}").get_by_role("textbox")).to_have_value("Loud week")
            expect(number(page, f"draft-0-moves-0-when-per_day-{language}")).to_have_value("4")
        part(page, "library-bar").get_by_text(text("library.mode.yaml", "en"), exact=True).click()
        field = page.get_by_role("textbox", name=text("library.yaml_field", "en"))
        expect(field).to_have_value(re.compile("per_day: 4"))
        field.fill(field.input_value().replace("move: hard_ads", "move: hard_adz"))
        field.press("Control+Enter")
        expect(part(page, "library-said")).to_contain_text("hard_ads")
        for language in ("zh", "en"):
            switch(page, language, "library.edit.new.strategy")
            expect(page.get_by_role("textbox", name=text("library.yaml_field", language))).to_have_value(
                re.compile(r"move: hard_adz[\s\S]*per_day: 4")
            )
            expect(part(page, "library-said")).to_contain_text("hard_ads")


def test_library_with_a_name_in_each_language(chromium: Browser, lab: LabServer) -> None:
    names = {"en": "Loud week", "zh": "吵闹的一周"}
    with tab(chromium) as page:
        opened(page, lab, "library?shelf=strategies&entry=neglect&edit=copy")
        part(page, "library-bar").get_by_text(text("library.mode.yaml", "en"), exact=True).click()
        field = page.get_by_role("textbox", name=text("library.yaml_field", "en"))
        field.fill(f"title: {{en: {names['en']}, zh: {names['zh']}}}\nmoves: []\n")
        field.press("Control+Enter")
        expect(part(page, "library-said")).to_contain_text(text("library.valid", "en"))
        settle(page)
        part(page, "library-bar").get_by_text(text("library.mode.form", "en"), exact=True).click()
        for language in ("zh", "en"):
            switch(page, language, "library.edit.new.strategy")
            title = page.locator(f"[class*=-title-{language}]").get_by_role("textbox")
            expect(title).to_have_value(names[language])


def test_about_in_the_middle_of_a_part(chromium: Browser, lab: LabServer) -> None:
    with tab(chromium) as page:
        opened(page, lab, "about")
        part(page, "about-part-en").get_by_text(text("about.part.patterns", "en"), exact=True).click()
        settle(page)
        for language in ("zh", "en"):
            switch(page, language, "about.title")
            assert "part=patterns" in page.url
