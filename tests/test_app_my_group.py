"""Compare's panel for the own group, own worlds and strategies on the page, and what is taken along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.asking import question_of
from app.naming import without_marks
from app.view import View, view_of, without_own
from experiments import jobs
from experiments.calibration.ensemble import plausible_worlds
from experiments.commands.my_group import made
from experiments.my_group import fit as fitting
from experiments.my_group.asking import command_of
from experiments.my_group.description import Description
from experiments.own_scenarios import choices, folder
from experiments.studies import asked
from scenarios import load_world, own
from scenarios.writing import world_to_yaml
from tests.fabricated import fabricated, keep_answer

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Comparisons that were asked for, by their world; nothing runs."""
    found: list[str] = []

    def start(question, threads: int = 0, owner: str = ""):
        found.append(question.world_id)
        raise jobs.TooManyJobsError

    monkeypatch.setattr(jobs, "start", start)
    return found


@pytest.fixture(scope="module")
def study():
    """The study of the usual description, from a search of a few runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"TRIES": 4, "ROUNDS": 1, "PROPOSALS": 2, "LAUNCHES_EACH": 2, "FRESH": 4}.items():
            patch.setattr(fitting, name, value)
        assert plausible_worlds()
        return made(Description(), "", 0, 1, None, command_of(Description()), "en")[1]


def open_page(view: View = SMALL, language: str = "en") -> AppTest:
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**view.params(), "lang": language}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def said(page: AppTest) -> str:
    kinds = (page.title, page.header, page.markdown, page.caption, page.error, page.warning, page.info)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def keep_world(name: str, world: str = "strangers_60") -> str:
    return own.save(folder(), "world", own.titled(world_to_yaml(load_world(world)), name)).id


def test_describing_a_group_asks_for_a_study(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = []

    def start(words, language, owner):
        commands.append(tuple(words))
        raise jobs.TooManyJobsError

    monkeypatch.setattr(asked, "start", start)
    keep_answer(SMALL)
    page = open_page()
    page.number_input(key="my_group:members@en").set_value(80)
    page.button(key="my_group_fit").click().run()
    assert not page.exception
    assert commands[0] == command_of(Description(members=80))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fields_that_do_not_go_together_are_said(language: str) -> None:
    keep_answer(SMALL)
    page = open_page(language=language)
    page.number_input(key=f"my_group:speakers@{language}").set_value(300)
    page.button(key="my_group_fit").click().run()
    assert len(page.error) == 1
    assert "{" not in page.error[0].value


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_fit_is_shown_and_leads_to_a_comparison(study, started: list[str], language: str) -> None:
    study.save(asked.folder_of(command_of(Description())))
    keep_answer(SMALL)
    page = open_page(language=language)
    page.button(key="my_group_fit").click().run()
    assert not page.exception, page.exception
    text = said(page)
    assert {"en": "What was assumed", "zh": "做了哪些假设"}[language] in text
    assert "{" not in text
    page.text_input(key="my_group_name").set_value("[link](javascript:alert(1)) <b>x</b>").run()
    page.button(key="my_group_compare").click().run()
    assert not page.exception, page.exception
    kept = [one for one in choices("world") if one.kept is not None]
    assert [one.name(language) for one in kept] == ["[link](javascript:alert(1)) <b>x</b>"]
    assert started[0] == kept[0].id
    assert page.selectbox(key=f"world@{language}").value == kept[0].id
    assert page.query_params["world"] in (kept[0].id, [kept[0].id])


def test_own_worlds_can_be_compared_in() -> None:
    view = View(world=keep_world("Mine"), strategies=SMALL.strategies, launches=24, days=40)
    assert view_of({name: [str(value)] for name, value in view.params().items()}) == (view, 0)
    keep_answer(view)
    page = open_page(view)
    assert "Mine" in said(page)
    assert "Mine" in page.selectbox(key="world@en").options


def test_what_somebody_typed_is_no_markup() -> None:
    view = View(world=keep_world("*a* [b](c)"), strategies=SMALL.strategies, launches=24, days=40)
    comparison = fabricated(view)
    assert without_marks("*a* [b](c)", comparison) == r"\*a\* \[b\]\(c\)"
    assert without_marks("*a*", fabricated(SMALL)) == "*a*"


def test_a_link_to_what_is_gone_falls_back_with_a_notice(started: list[str]) -> None:
    id_ = keep_world("Mine")
    view = View(world=id_, strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
    keep_answer(view)
    keep_answer(SMALL)
    page = open_page(view)
    assert not page.warning
    own.delete(folder(), "world", id_)
    page.run()
    assert not page.exception, page.exception
    assert "ready-made" in page.warning[0].value
    assert page.selectbox(key="world@en").value == "community_150"
    fresh = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**view.params(), "lang": "en"}.items():
        fresh.query_params[name] = value
    fresh.run()
    assert not fresh.exception
    assert len(fresh.warning) == 1


def test_a_view_without_its_own_can_always_be_asked() -> None:
    view = View(world="own_gone", strategies=("own_a", "neglect"), baseline="own_a")
    assert without_own(view) == View()
    kept = View(strategies=("own_a", "neglect", "shills"), baseline="own_a")
    assert without_own(kept) == View(strategies=("neglect", "shills"))
    with pytest.raises(own.OwnError):
        question_of(view)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_symptoms_senses_report_and_command(language: str) -> None:
    keep_answer(SMALL)
    page = open_page(language=language)
    shown = "\n".join(str(one.value) for one in page.get("html"))
    assert shown.count("ql-row") >= 14
    assert page.get("download_button")
    assert any(
        "qunlab compare community_150 hard_ads trust_playbook --launches 24 --days 40" in one.value
        for one in page.code
    )


def test_the_report_is_of_this_comparison() -> None:
    from experiments import compare
    from experiments.reports.html import record_in
    from experiments.reports.report import report_of_comparison
    from tests.test_signs import DAYS, STRATEGIES, WORLD

    made_report = report_of_comparison(compare.run(WORLD, STRATEGIES, 2, DAYS, world_id="own_mine"))
    assert json.dumps(record_in(made_report)).count("own_mine") >= 1
