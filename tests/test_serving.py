"""Several people on one lab: whose a job is, what a refusal says, and that the documented limits are those in force."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from app import compare_page, login, view
from app.autopsy import case
from app.research import sweep_tab
from app.view import View
from experiments import home, jobs
from experiments.job_status import Status, write_status
from experiments.job_turns import MOST_OF_ONE, digest_of, unfinished
from experiments.sweeps import apart, checking
from scenarios import own, reading
from sim import population
from tests.fabricated import keep_job

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / "app" / "main.py"
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
TAB = "a tab"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def keep_unfinished(count: int) -> None:
    """Jobs of the tab: one comparison, one of a command, the rest comparisons that wait."""
    mine = digest_of(f"tab {TAB}")
    for number in range(count - 1):
        keep_job(View(first_seed=number + 1), f"mine{number}", state="queued", owner=mine)
    folder = home.jobs_folder() / "command"
    folder.mkdir(parents=True)
    home.write_json(folder / "command.json", {"words": ["autopsy", "strangers_60", "hard_ads"]})
    running = Status("running", done=1, total=4, heartbeat=home.clock(), created=time.time(), owner=mine)
    write_status(folder, running)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "You have 4 unfinished computations"), ("zh", "您有 4 项计算还没完成")]
)
def test_a_person_at_the_limit_sees_their_jobs_and_can_cancel_one(language: str, says: str) -> None:
    keep_unfinished(MOST_OF_ONE)
    keep_job(View(), "others", state="queued", owner=digest_of("somebody else"))
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    page.session_state["tab"] = TAB
    for name, value in {**SMALL.params(), "lang": language}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    assert says in page.warning[0].value
    cancels = [one.key for one in page.button if str(one.key).startswith("cancel-")]
    assert cancels == ["cancel-command", *(f"cancel-mine{number}" for number in range(MOST_OF_ONE - 1))]
    lines = [one.value for one in page.markdown if " · " in one.value]
    assert any("`qunlab autopsy strangers_60 hard_ads`" in line and "25" in line for line in lines)
    page.button(key="cancel-mine1").click().run()
    assert (home.jobs_folder() / "mine1" / "CANCEL").exists()


def test_everybody_together_is_capped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 2)
    for number, owner in enumerate(("ann", "bob")):
        keep_job(View(first_seed=number), f"job{number}", state="queued", owner=digest_of(owner))
    with pytest.raises(jobs.TooManyJobsError) as refused:
        jobs.refuse_too_many("carl")
    assert (refused.value.code, refused.value.values) == (jobs.TOO_MANY, {"unfinished": 2, "most": 2})
    assert list(unfinished(jobs.all_jobs(), "ann")) == ["job0"]
    assert unfinished(jobs.all_jobs(), "") == {}


def test_a_person_is_whom_the_login_names_else_the_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(user: dict[str, object], tab: dict[str, str]) -> str:
        monkeypatch.setattr(login, "st", SimpleNamespace(user=user, session_state=tab))
        return login.person()

    ann = {"is_logged_in": True, "iss": "https://login.example.org", "sub": "7", "email": "ann@example.org"}
    assert seen(ann, {}) == seen(ann, {"tab": "x"})
    assert seen(ann, {}) != seen({**ann, "sub": "8"}, {})
    first, second = {}, {}
    assert seen({}, first) == seen({}, first) != seen({}, second)


def test_the_limits_are_documented_as_they_are() -> None:
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("| ")]
    settings = tomllib.loads((ROOT / "app" / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    said = [
        f"{MOST_OF_ONE} unfinished jobs a person",
        f"{jobs.MOST_WAITING} unfinished jobs in all",
        "{} to {:,} launches".format(*view.LAUNCHES),
        "{} to {} days (autopsies from {})".format(*view.DAYS, case.DAYS[0]),
        f"{view.FEWEST_STRATEGIES} to {view.MOST_STRATEGIES} strategies",
        f"{compare_page.UNASKED_WORK:,} simulated days",
        f"(autopsies {case.UNASKED_WORK:,})",
        f"{checking.MOST_RUNS:,} runs of a plan",
        f"{own.MOST_BYTES // 1000} kB of an uploaded",
        f"{settings['server']['maxUploadSize']} MB of any upload",
        f"{own.MOST_FILES} worlds and {own.MOST_FILES} strategies",
        f"{apart.MOST_ROWS:,} rows of an answer in SQL, {apart.SECONDS:g} seconds",
        f"{view.MOST_EDITS} changed levers",
        f"{population.MOST_PEOPLE:,} people",
        f"files of {reading.MOST_BYTES // 1_000_000} MB and {reading.MOST_NODES:,} values",
    ]
    for one in said:
        assert any(one in line for line in table), one
    assert f"{sweep_tab.MOST_LETTERS:,} characters" in text
    assert sweep_tab.MOST_LETTERS == own.MOST_BYTES


def test_levers_beyond_the_most_are_counted_as_left_out() -> None:
    given = [f"hard_ads.moves.0.when.per_day:{number}" for number in range(view.MOST_EDITS + 3)]
    edits, left_out = view.edits_of(given, ("hard_ads",))
    assert left_out == 3
    assert [edit.value for edit in edits] == [view.MOST_EDITS - 1]
