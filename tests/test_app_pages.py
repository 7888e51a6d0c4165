"""The lab's pages in every state they can be in, without a browser."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.view import View
from experiments import home, jobs
from experiments.definitions import DEFAULT
from experiments.launches import Failure
from experiments.question import Question
from scenarios.library import FIRST_PAGE
from tests.fabricated import fabricated, keep_answer, keep_job

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
HAN = re.compile("[一-鿿]")


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Jobs are noted, not run."""
    asked: list[Question] = []

    def start(question: Question, threads: int = 0, owner: str = "") -> jobs.Job:
        asked.append(question)
        job = jobs.Job(f"fake{len(asked)}")
        job.folder.mkdir(parents=True)
        from experiments.job_status import Status, write_status

        home.write_json(job.folder / "question.json", {"threads": 0, **question.as_dict()})
        now = time.time()
        write_status(
            job.folder, Status("queued", message="job.message.queued", heartbeat=home.clock(), created=now)
        )
        return job

    monkeypatch.setattr(jobs, "start", start)
    return asked


def open_page(view: View = SMALL, language: str = "en", **params: str) -> AppTest:
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**view.params(), "lang": language, **params}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def words_of(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.header, page.markdown, page.caption) for one in kind]
    said += [one.value for kind in (page.error, page.warning, page.info) for one in kind]
    said += [
        one.label
        for kind in (page.button, page.selectbox, page.multiselect, page.number_input)
        for one in kind
    ]
    return "\n".join(str(one) for one in said)


def button(page: AppTest, key: str):
    return page.button(key=key)


def test_opens_with_the_first_comparison(started: list[Question]) -> None:
    keep_answer(View())
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    page.context = {"locale": "en-GB"}
    page.run()
    assert not page.exception
    assert not started
    assert "Of 100 launches" in words_of(page)
    assert len(page.get("plotly_chart")) >= 10
    assert "not ranked" in words_of(page) or "not ranked" in page.html[0].value + page.html[-1].value


@pytest.mark.parametrize(
    ("locale", "chinese"), [("zh-CN", True), ("zh-Hant-TW", True), ("en-US", False), ("fr", False)]
)
def test_language_comes_from_the_browser(locale: str, chinese: bool) -> None:
    keep_answer(View())
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    page.context = {"locale": locale}
    page.run()
    assert bool(HAN.search(page.title[0].value)) == chinese


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_finished_comparison(language: str) -> None:
    keep_answer(SMALL)
    page = open_page(language=language)
    said = words_of(page)
    assert bool(HAN.search(said.replace("中文", ""))) == (language == "zh")
    assert "{" not in said
    assert not re.search(r"\bnan\b", said)
    charts = page.get("plotly_chart")
    # Life and difference, a fan a strategy, money, what nobody sees, the four senses.
    assert len(charts) == 2 + 2 + 1 + 3 + 4
    assert all(chart.proto.alt for chart in charts)


def test_first_visit_starts_the_job_and_shows_progress(started: list[Question]) -> None:
    page = open_page(View())
    assert [one.launches for one in started] == [100]
    assert page.query_params["job"] == "fake1"
    assert len(page.progress) == 1
    assert button(page, "cancel").label
    page.run()
    assert len(started) == 1


def test_a_running_job_shows_what_there_is() -> None:
    partial = fabricated(SMALL, launches=9)
    keep_job(SMALL, "abc", partial, done=18, eta_seconds=42.0, message="job.message.running")
    page = open_page(job="abc")
    said = words_of(page)
    assert "9 of 24 launches so far" in said
    assert page.progress[0].value == 37
    assert "18 of 48" in page.progress[0].text
    assert "40 seconds" in page.progress[0].text
    assert page.get("plotly_chart")


def test_cancel_cancels_that_job(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(jobs, "cancel", asked.append)
    keep_job(SMALL, "abc", message="job.message.running")
    page = open_page(job="abc")
    button(page, "cancel").click().run()
    assert asked == ["abc"]
    assert button(page, "cancel").disabled


@pytest.mark.parametrize(
    ("state", "message", "values", "says"),
    [
        ("failed", "job.message.failed", {"error": "MemoryError: no room"}, "memory was not enough"),
        ("crashed", "job.message.crashed", {}, "unexpectedly"),
        ("cancelled", "job.message.cancelled", {}, "Cancelled"),
    ],
)
def test_ends_that_are_no_result(
    state: str, message: str, values: dict[str, str], says: str, started: list[Question]
) -> None:
    keep_job(SMALL, "abc", state=state, message=message, values=values)
    page = open_page(job="abc")
    assert says in words_of(page)
    assert not page.get("plotly_chart")
    assert not started
    button(page, "again").click().run()
    assert not page.exception
    assert len(started) == 1
    assert page.query_params["job"] == "fake1"


def test_a_stale_heartbeat_is_a_crash() -> None:
    keep_job(SMALL, "abc", heartbeat=home.clock() - 3600, message="job.message.running")
    page = open_page(job="abc")
    assert "unexpectedly" in words_of(page)


def test_a_cancelled_job_keeps_what_it_had() -> None:
    keep_job(SMALL, "abc", fabricated(SMALL, launches=7), state="cancelled", message="job.message.cancelled")
    page = open_page(job="abc")
    assert "shown below" in words_of(page)
    assert page.get("plotly_chart")


def test_a_finished_job_leaves_the_link() -> None:
    keep_answer(SMALL)
    folder = keep_job(SMALL, "abc")
    folder.joinpath("status.json").unlink()
    from app.asking import question_of
    from experiments.job_status import Status, write_status

    write_status(folder, Status("done", 48, 48, message="job.message.done", answer=question_of(SMALL).name))
    page = open_page(job="abc")
    assert "job" not in page.query_params
    assert page.get("plotly_chart")


@pytest.mark.parametrize("job", ["unknown", "../../etc", "%00", "a" * 100])
def test_a_job_that_is_not_here_does_no_harm(job: str) -> None:
    keep_answer(SMALL)
    page = open_page(job=job)
    assert "job" not in page.query_params
    assert page.get("plotly_chart")


def test_a_job_of_another_question_is_not_shown() -> None:
    keep_answer(SMALL)
    keep_job(replace(SMALL, launches=25), "abc", message="job.message.running")
    page = open_page(job="abc")
    assert not page.progress


def test_a_great_question_in_a_link_waits(started: list[Question]) -> None:
    page = open_page(View(launches=2000, days=365))
    assert not started
    assert f"{2000 * len(FIRST_PAGE):,} runs" in words_of(page)
    button(page, "run_link").click().run()
    assert len(started) == 1
    assert page.progress


def test_a_bad_link_says_so() -> None:
    keep_answer(SMALL)
    page = open_page(world="nowhere", seed="x")
    assert "(2)" in page.warning[0].value
    page.run()
    assert not page.warning


def test_levers_of_a_link_that_cannot_be_are_dropped() -> None:
    keep_answer(SMALL)
    page = open_page(edit="hard_ads.moves.0.when.per_day:900")
    assert "as they ship" in page.warning[0].value
    assert "edit" not in page.query_params


def test_too_many_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(question: Question, threads: int = 0, owner: str = "") -> jobs.Job:
        raise jobs.TooManyJobsError("job.message.too_many")

    monkeypatch.setattr(jobs, "start", refuse)
    page = open_page()
    assert "Too many" in page.warning[0].value
    assert button(page, "run_link").label


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(question: Question, threads: int = 0, owner: str = "") -> jobs.Job:
        raise PermissionError("no")

    monkeypatch.setattr(jobs, "start", refuse)
    assert "cannot write" in open_page().warning[0].value


def test_failed_runs_are_named() -> None:
    whole = fabricated(SMALL)
    failed = replace(
        whole, ensemble=replace(whole.ensemble, failures=[Failure(3, 3, "hard_ads", "ValueError: odd")])
    )
    keep_job(SMALL, "abc", failed, state="cancelled", message="job.message.cancelled")
    page = open_page(job="abc")
    assert "launch number 3" in words_of(page)


def test_settings_wait_for_run(started: list[Question]) -> None:
    keep_answer(SMALL)
    page = open_page()
    page.number_input(key="launches@en").set_value(30)
    page.selectbox(key="world@en").set_value("strangers_60")
    page.run()
    assert not started
    assert "have changed" in words_of(page)
    button(page, "run").click().run()
    assert not page.exception
    assert [(one.launches, one.world_id) for one in started] == [(30, "strangers_60")]
    assert page.query_params["launches"] == "30"
    assert page.query_params["world"] == "strangers_60"


def test_a_lever_is_part_of_the_question(started: list[Question]) -> None:
    keep_answer(SMALL)
    page = open_page()
    page.number_input(key="lever:hard_ads:moves.0.when.per_day@en").set_value(1)
    button(page, "run").click().run()
    assert started[0].strategies["hard_ads"]["moves"][0]["when"]["per_day"] == 1
    assert page.query_params["edit"] == "hard_ads.moves.0.when.per_day:1"
    assert page.number_input(key="lever:hard_ads:moves.0.when.per_day@en").value == 1


def test_all_levers_are_there_when_asked_for() -> None:
    keep_answer(SMALL)
    page = open_page()
    few = len(page.number_input)
    page.toggle(key="all_levers").set_value(True).run()
    assert not page.exception
    assert len(page.number_input) > few + 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_settings_that_cannot_be_are_refused_in_words(language: str, started: list[Question]) -> None:
    keep_answer(SMALL)
    page = open_page(language=language)
    page.multiselect(key=f"strategies@{language}").set_value(["hard_ads"])
    button(page, "run").click().run()
    assert page.error
    page.multiselect(key=f"strategies@{language}").set_value(["hard_ads", "shills"])
    page.toggle(key="all_levers").set_value(True).run()
    page.number_input(key=f"lever:hard_ads:moves.0.when.from_hour@{language}").set_value(23.5)
    button(page, "run").click().run()
    assert page.error
    assert bool(HAN.search(page.error[0].value)) == (language == "zh")
    assert not started


def test_language_changes_in_the_middle_of_an_edit() -> None:
    keep_answer(SMALL)
    page = open_page()
    page.number_input(key="launches@en").set_value(31)
    page.selectbox(key="world@en").set_value("giveaway_300")
    page.multiselect(key="strategies@en").set_value(["neglect", "light_care", "shills"])
    page.button_group(key="language").set_value("zh").run()
    assert not page.exception
    assert page.query_params["lang"] == "zh"
    assert page.number_input(key="launches@zh").value == 31
    assert page.selectbox(key="world@zh").value == "giveaway_300"
    assert page.multiselect(key="strategies@zh").value == ["neglect", "light_care", "shills"]


def test_reset_goes_back_to_the_first_page() -> None:
    keep_answer(SMALL)
    page = open_page()
    page.number_input(key="launches@en").set_value(31)
    button(page, "reset").click().run()
    assert not page.exception
    assert page.number_input(key="launches@en").value == 100
    assert len(page.multiselect(key="strategies@en").value) == len(FIRST_PAGE)


def test_judging_needs_no_new_run(started: list[Question]) -> None:
    keep_answer(SMALL)
    page = open_page()
    page.selectbox(key="death@en").set_value("cold").run()
    page.selectbox(key="baseline@en").set_value("trust_playbook").run()
    page.selectbox(key="measure@en").set_value("profit").run()
    assert not page.exception
    assert not started
    assert page.query_params["death"] == "cold"
    assert page.query_params["baseline"] == "trust_playbook"
    again = open_page(replace(SMALL, death="cold", baseline="trust_playbook", measure="profit"))
    assert again.selectbox(key="measure@en").value == "profit"
    assert again.selectbox(key="death@en").value == "cold"


def test_every_card_turns_into_its_table() -> None:
    keep_answer(SMALL)
    page = open_page()
    for name, tables in {
        "field": 1,
        "life": 1,
        "difference": 1,
        "activity": 2,
        "cash": 1,
        "hidden": 1,
    }.items():
        before = len(page.table)
        page.button_group(key=f"form-{name}@en").set_value("table").run()
        assert not page.exception
        assert len(page.table) == before + tables


def test_two_tabs_keep_apart(started: list[Question]) -> None:
    other = View(strategies=("neglect", "shills"), launches=21, days=30)
    keep_answer(SMALL)
    keep_answer(other)
    first, second = open_page(), open_page(other, "zh")
    first.selectbox(key="death@en").set_value("cold").run()
    second.run()
    assert second.selectbox(key="death@zh").value == DEFAULT.code
    assert "24" in words_of(first)
    assert second.query_params["strategies"] == "neglect.shills"
    assert not started


def test_one_strategy_that_may_be_ranked_is_no_ranking() -> None:
    view = replace(SMALL, strategies=("shills", "neglect"))
    keep_answer(view)
    page = open_page(view)
    assert "Fewer than two" in words_of(page)
