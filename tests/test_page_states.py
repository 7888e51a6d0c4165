"""What pages show when there is no answer (yet, any more, or at all): one sentence, and a way on.

Page by page: first use, running, cancelled, failed, died, gone, too many jobs, folder not writable and disk full are
here for the three pages that show studies and for Compare's comparison, as far as `test_app_pages` (Compare),
`test_page_autopsy` and `test_page_experiments` (sweeps) do not have them. Replay computes while one waits and About,
Lessons and Library show what ships: their states are in `test_page_replay`, `_about`, `_lessons` and `_library`.
Addresses that name nothing are in `test_page_links`.
"""

from __future__ import annotations

import errno
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.asking import question_of
from app.autopsy.case import Case
from app.my_group.state import MyGroupState
from app.research.questions import Question
from app.view import View
from app.wording import Words
from experiments import home, jobs
from experiments.job_status import Status, write_status
from experiments.my_group.asking import command_of
from experiments.my_group.description import Description
from experiments.studies import asked
from experiments.sweeps import shelf
from experiments.sweeps.checking import checked
from experiments.why_failed import why_failed
from tests.fabricated import fabricated, keep_answer, keep_job
from tests.test_page_links import address, page_of, texts_of

SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=4, days=14)
HAN = re.compile("[一-鿿]")
GROUP = Description(members=80)
RACE = Question("race", "strangers_60", ("hard_ads", "light_care"), "lively_days", (60, 5, 100))
STUDIES: dict[str, tuple[str, tuple[str, ...], dict[str, Any], str]] = {
    "my_group": (
        "compare",
        command_of(GROUP),
        {**SMALL.params(), "group": MyGroupState(GROUP, opened=True).in_link()},
        "-my_group",
    ),
    "autopsy": ("autopsy", Case().command(), dict(Case().params()), ""),
    "judge": ("experiments", RACE.command, {"tab": "judge", **RACE.params()}, ""),
}
"""Panel → its page, the command of its study, the link, and what its keys end with."""
PRESSED = {"my_group": "my_group_fit", "judge": "ex_judge"}
"""Buttons that start what a link only names; an autopsy as small as this starts by itself."""
SECRET = "/home/somebody/lab/own/worlds/own_mine.yaml"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was to be started; nothing runs."""
    noted: list[str] = []

    def start(name: str, content: dict[str, Any], *_: Any) -> jobs.Job:
        noted.append(name)
        return put_job(f"fake{len(noted)}", name, content, state="queued", message="job.message.queued")

    monkeypatch.setattr(jobs, "_start", start)
    return noted


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_: Any) -> jobs.Job:
        raise error

    monkeypatch.setattr(jobs, "_start", refuse)


def put_job(job_id: str, name: str, content: dict[str, Any], **status: Any) -> jobs.Job:
    job = jobs.Job(job_id)
    job.folder.mkdir(parents=True)
    home.write_json(job.folder / name, content)
    usual = {"state": "running", "heartbeat": home.clock(), "created": time.time()}
    write_status(job.folder, Status(**{**usual, **status}))
    return job


def study_page(panel: str, language: str, job: str = "") -> AppTest:
    """The page of a study, with a job that is at it if one is named."""
    code, command, link, _ = STUDIES[panel]
    if panel == "my_group":
        keep_answer(SMALL)
    page = page_of(code, {**link, "lang": language})
    if job:
        page.session_state["session"].study_jobs[asked.folder_of(command).name] = job
        page.run()
    assert not page.exception, page.exception
    return page


def keep_study_job(command: Sequence[str], **status: Any) -> None:
    words = [*command, "--save", str(asked.folder_of(command))]
    put_job("atwork", "command.json", {"words": words, "folder": ".", "language": "en"}, **status)


def right_words(page: AppTest, language: str) -> str:
    said = texts_of(page)
    assert "{" not in said
    assert SECRET not in said
    assert not re.search(r"\b(Traceback|None|nan)\b|\b[A-Z]\w+(Error|Exception)\b", said)
    assert bool(HAN.search(said.replace("中文", ""))) == (language == "zh")
    return said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("panel", STUDIES)
def test_a_study_that_ended_otherwise_than_well(panel: str, language: str) -> None:
    words, keys = Words(language), STUDIES[panel][3]
    ends: dict[str, tuple[dict[str, Any], Callable[[], str]]] = {
        "cancelled": ({}, lambda: words("ended.cancelled.study")),
        "crashed": ({"message": "job.message.crashed"}, lambda: words("job.message.crashed")),
        "done": ({}, lambda: words("ended.gone")),
        "failed": (
            {"message": "job.message.failed", "values": {"error": f"KeyError: {SECRET}"}},
            lambda: words("job.message.failed", error=words("failed.unexpected")),
        ),
    }
    keep_study_job(STUDIES[panel][1])
    page = study_page(panel, language, "atwork")
    assert page.button(key=f"cancel{keys}").label == words("progress.cancel")
    for state, (more, says) in ends.items():
        write_status(jobs.job_folder("atwork"), Status(state, created=time.time(), **more))
        page.run()
        assert not page.exception, page.exception
        assert says() in right_words(page, language).replace("\\", ""), state
        assert page.button(key=f"again{keys}").label == words("ended.again")
    page.button(key=f"again{keys}").click().run()
    assert not page.exception
    assert page.button(key=f"cancel{keys}")


@pytest.mark.parametrize("panel", STUDIES)
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device", SECRET), "notice.disk_full"),
        (PermissionError(errno.EACCES, "Permission denied", SECRET), "notice.cannot_write"),
        (jobs.TooManyJobsError(), "job.message.too_many"),
        (jobs.TooManyJobsError(jobs.TOO_MANY_OF_ONE, unfinished=4, most=4), ""),
    ],
)
def test_a_study_that_could_not_be_started(
    panel: str, error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, error)
    page = study_page(panel, "en")
    if panel in PRESSED:
        page.button(key=PRESSED[panel]).click().run()
    assert not page.exception, page.exception
    said = right_words(page, "en")
    assert page.warning
    if code:
        assert Words("en")(code, most=jobs.MOST_WAITING) in said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("MemoryError: no room", "memory"),
        (f"OSError: [Errno 28] No space left on device: '{SECRET}'", "disk_full"),
        (f"PermissionError: [Errno 13] Permission denied: '{SECRET}'", "cannot_write"),
        ("PopulationTooLargeError: 9000 people", "too_many_people"),
        ("ValueError: odd", "unexpected"),
        ("", "unexpected"),
    ],
)
def test_why_a_comparison_failed(error: str, kind: str, language: str) -> None:
    assert why_failed(error, language) == Words(language)(f"failed.{kind}")
    if kind in ("disk_full", "unexpected"):
        values = {"error": error}
        keep_job(SMALL, "abc", state="failed", message="job.message.failed", values=values)
        page = page_of("compare", {**SMALL.params(), "job": "abc", "lang": language})
        said = right_words(page, language)
        assert Words(language)(f"failed.{kind}").rstrip(".。") in said.replace("\\", "")
        assert ("qunlab jobs abc" in said) == (kind == "unexpected")


def test_what_a_command_said_is_passed_on_without_folders() -> None:
    said = f"{SECRET}, line 3, column 5: there is no move hard_adz; did you mean hard_ads?"
    assert why_failed(said, "en") == said.replace(SECRET, "own_mine.yaml")


def test_a_comparison_and_ones_own_group_at_work_at_once() -> None:
    keep_study_job(command_of(GROUP))
    keep_job(SMALL, "abc", fabricated(SMALL, launches=2), message="job.message.running")
    page = page_of("compare", {**STUDIES["my_group"][2], "job": "abc", "lang": "en"})
    page.session_state["session"].study_jobs[asked.folder_of(command_of(GROUP)).name] = "atwork"
    page.run()
    assert not page.exception, page.exception
    assert len(page.progress) == 2
    for one in ("abc", "atwork"):
        write_status(jobs.job_folder(one), Status("crashed", message="job.message.crashed"))
    page.run()
    assert not page.exception, page.exception
    assert len(page.error) == 2


def test_an_answer_cleared_away_is_computed_again_once(started: list[str]) -> None:
    name = question_of(SMALL).name
    folder = keep_job(SMALL, "abc", state="done", message="job.message.done", answer=name)
    page = page_of("compare", {**SMALL.params(), "job": "abc", "lang": "en"})
    assert started == ["question.json"]
    assert page.progress
    # The new one cannot be read either.
    answer = home.answers_folder() / name
    answer.mkdir(parents=True)
    (answer / "comparison.json").write_text(json.dumps({"format": 1}), encoding="utf-8")
    write_status(folder.with_name("fake1"), Status("done", message="job.message.done", answer=name))
    page.run()
    page.run()
    assert not page.exception
    assert started == ["question.json"]
    assert Words("en")("ended.gone") in texts_of(page)
    page.button(key="again").click().run()
    assert len(started) == 2


def test_an_answer_that_goes_while_it_is_looked_at_stays_on_the_page(started: list[str]) -> None:
    import shutil

    keep_answer(SMALL)
    page = page_of("compare", {**SMALL.params(), "lang": "en"})
    shutil.rmtree(home.answers_folder())
    page.selectbox(key="death@en").set_value("cold").run()
    assert not page.exception
    assert page.get("plotly_chart")
    assert started == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "\0"])
def test_answers_of_another_version_are_as_if_they_were_not_there(content: str, started: list[str]) -> None:
    keep_answer(SMALL)
    (home.answers_folder() / question_of(SMALL).name / "comparison.json").write_text(content, "utf-8")
    folder = asked.folder_of(Case().command())
    folder.mkdir(parents=True)
    (folder / "study.json").write_text(content, "utf-8")
    for code, link in (("compare", SMALL.params()), ("autopsy", Case().params())):
        page = page_of(code, {**link, "lang": "en"})
        assert page.progress
    assert len(started) == 2


def test_a_job_of_another_version_is_none(started: list[str]) -> None:
    put_job("abc", "question.json", {"threads": 1, "what": "else"})
    page = page_of("compare", {**SMALL.params(), "job": "abc", "lang": "en"})
    assert address(page)["job"] == "fake1"
    assert len(started) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sweeps_without_runs_and_runs_that_cannot_be_read(language: str) -> None:
    words, plan = (
        Words(language),
        "worlds: [strangers_60]\nstrategies: [hard_ads]\ndays: 14\nseeds: {count: 2}\n",
    )
    found = checked(plan, "plan")
    name = shelf.keep_plan(plan, found.plan, found.runs)
    page = page_of("experiments", {"tab": "explore", "sweep": name, "lang": language})
    said = right_words(page, language)
    assert words("ex.explore.not_there") in said
    assert words("ex.explore.none") in said
    page.button(key="ex_first").click().run()
    assert not page.exception
    assert address(page).get("tab", "") == ""


def test_the_form_of_a_group_says_that_a_link_filled_it(started: list[str]) -> None:
    page = study_page("my_group", "en")
    assert page.number_input(key="my_group:members@en").value == 80
    assert Words("en")("my_group.panel.from_link") in texts_of(page)
    assert started == []
    page.button(key="my_group_fit").click().run()
    assert started == ["command.json"]
