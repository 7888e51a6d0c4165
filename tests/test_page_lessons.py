"""The Lessons page in every state it can be in, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.lessons.state import LessonsState, read_guesses, steps_of, written
from app.wording import Words
from experiments.lessons import answers as shipped_answers
from experiments.lessons.answers import answers_of
from scenarios.lesson_files import DECISIONS, LESSONS, load_lesson
from scenarios.texts import LANGUAGES

PAGE = """
from app.lessons.page import show_lessons
from app.session import current
from app.wording import Words

session = current()
show_lessons(session, Words(session.language))
"""
HAN = re.compile("[一-鿿]")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
RIGHT = {"lesson": "attention", "guess": "40~sharing"}
"""A link with guesses that fit."""


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def open_page(language: str = "en", **params: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in {**params, "lang": language}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def link(page: AppTest) -> dict[str, str]:
    found = {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}
    return {name: value for name, value in found.items() if name != "lang"}


def words_of(page: AppTest) -> str:
    kinds = (page.title, page.header, page.markdown, page.caption, page.error, page.warning)
    said = [one.value for kind in kinds for one in kind]
    said += [one.label for kind in (page.button, page.slider, page.select_slider, page.radio) for one in kind]
    said += [one.proto.body for one in page.get("html")]
    return STYLE.sub("", "\n".join(str(one) for one in said))


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def guesses_for(name: str) -> str:
    """A guess for each question that is as good as any."""
    answers = answers_of(name)
    return written([answers.among(ask)[0] if ask.form == "best" else 0.0 for ask in answers.lesson.asks])


def test_it_is_a_page_of_the_lab() -> None:
    from app.pages import PAGES

    (entry,) = [one for one in PAGES if one.code == "lessons"]
    assert (entry.icon, entry.place) == (":material/school:", "app.lessons.page:show_lessons")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_lesson(language: str) -> None:
    page = open_page(language)
    said = words_of(page)
    assert [name for name in LESSONS if Words(language)(f"lesson.{name}") not in said] == []
    assert bool(HAN.search(said)) == (language == "zh")
    assert "{" not in said
    assert link(page) == {}
    assert not page.get("download_button")


def test_nothing_is_shown_before_a_guess_is_locked() -> None:
    page = press(open_page(), "begin")
    assert link(page) == {"lesson": "attention"}
    assert page.button(key="commit").disabled, "a choice is missing"
    assert not page.get("plotly_chart")
    assert "ql-dots" not in words_of(page)
    page.radio[0].set_value("morning_report").run()
    page.slider[0].set_value(20.0).run()
    assert not page.button(key="commit").disabled
    press(page, "commit")
    assert link(page) == {"lesson": "attention", "step": "reveal", "guess": "20~morning_report"}
    assert len(page.get("plotly_chart")) == 1
    assert words_of(page).count('class="ql-field"') == 4
    assert "You guessed **20 of 100**" in words_of(page)


def test_a_guess_stays_locked() -> None:
    page = open_page(**RIGHT)
    assert link(page) == RIGHT
    assert not page.slider
    assert not page.radio
    assert "Locked: 40 of 100" in words_of(page)
    state = LessonsState("attention", guesses={"attention": (40.0, "sharing")}, launch={"attention": 3})
    state.commit("attention", (90.0, "left_alone"))
    assert (state.guesses["attention"], state.launch["attention"]) == ((40.0, "sharing"), 3)


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_lesson(name: str, language: str) -> None:
    page = open_page(language, lesson=name, guess=guesses_for(name), launch="7" if name in DECISIONS else "")
    for step in steps_of(load_lesson(name))[1:]:
        press(page, f"to-{step}")
        said = words_of(page)
        assert link(page)["step"] == step
        assert bool(HAN.search(said)) == (language == "zh")
        assert "{" not in said
        assert not re.search(r"\bnan\b|None", said)
        assert all(chart.proto.alt for chart in page.get("plotly_chart"))
    if name != LESSONS[-1]:
        press(page, "to-lesson")
        assert link(page)["lesson"] == LESSONS[LESSONS.index(name) + 1]
    else:
        press(page, "to-list")
        assert "lesson" not in link(page)
    launch = "7" if name in DECISIONS else link(page)["done"].split("~")[1]
    assert link(page)["done"] == f"{name}~{launch}~{guesses_for(name)}"


def test_the_knob_shows_its_values_from_the_shipped_answers() -> None:
    page = open_page(**RIGHT, step="knob")
    answers = answers_of("attention")
    shown = []
    for place in range(len(answers.lesson.knob.values)):
        page.select_slider[0].set_value(place).run()
        (count,) = re.findall(r'ql-count">(\d+)<', words_of(page))
        shown.append(int(count))
    assert shown == [round(answers.turned_to(place).mean) for place in range(len(shown))]
    assert len(set(shown)) == len(shown)


def test_a_decision_is_scored_apart_from_the_own_launch() -> None:
    answers = answers_of("after_ads")
    days = answers.values["topics"]["lively_days"]
    scores = set()
    for launch in (int(days.argmin()), int(days.argmax())):
        page = open_page(lesson="after_ads", guess="topics", launch=str(launch + 1), step="reveal")
        score, luck = (one.value for one in page.metric)
        scores.add((score, int(luck) >= 50))
    assert scores == {("100", False), ("100", True)}


def test_the_debrief_sheet_is_there_once_something_was_guessed() -> None:
    page = open_page(**RIGHT)
    press(page, "back")
    assert len(page.get("download_button")) == 2
    (frame,) = page.get("iframe")
    assert Words("en")("lesson.attention") in frame.proto.srcdoc


@pytest.mark.parametrize(
    "params",
    [
        {"lesson": "none"},
        {"lesson": "attention", "step": "end"},
        {"lesson": "attention", "guess": "40"},
        {"lesson": "attention", "guess": "400~sharing"},
        {"lesson": "attention", "guess": "nan~sharing"},
        {"lesson": "attention", "guess": "40~unfading"},
        {"lesson": "attention", "guess": "<b>~sharing"},
    ],
)
def test_bad_links_are_said(params: dict[str, str]) -> None:
    page = open_page(**params)
    assert [one.value for one in page.warning] == [Words("en")("lessons.bad_link")]
    assert "<b>~" not in words_of(page)
    page.run()
    assert not page.warning


def test_a_link_cannot_skip_the_guess() -> None:
    page = open_page(lesson="attention", step="reveal")
    assert link(page) == {"lesson": "attention"}
    assert len(page.slider) == 1


def test_answers_to_another_lesson_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    old = {**shipped_answers.shipped(), "format": 0}
    monkeypatch.setattr(shipped_answers, "shipped", lambda: old)
    answers_of.cache_clear()
    try:
        page = open_page(**RIGHT)
    finally:
        answers_of.cache_clear()
    assert [one.value for one in page.error] == [Words("en")("lessons.no_answers")]
    assert page.button(key="begin").label


def test_guesses_survive_the_address() -> None:
    lesson = load_lesson("E4")
    given = (63.0, -12.0)
    assert read_guesses(lesson, written(given)) == given
