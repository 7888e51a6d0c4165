"""The Experiments page in its states, without a browser; jobs are noted, not run."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.progress_panel import progress_text
from app.research.questions import HOW_MANY, KINDS, NUMBERS, Question, ids
from app.research.state import CODE
from app.wording import Words
from experiments import home, jobs, own_scenarios
from experiments.job_status import Status, write_status
from experiments.plans.expansion import Expansion
from experiments.plans.kept import store_for
from experiments.racing.live_standings import FILE as STANDINGS
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.studies import asked
from experiments.studies.study import Study
from experiments.sweeps import shelf
from experiments.sweeps.checking import checked
from scenarios import own
from tests.saved_studies import saved

PAGE = """
from app.research.page import show_experiments
from app.session import current
from app.wording import Words

session = current()
show_experiments(session, Words(session.language))
"""
HAN = re.compile("[一-鿿]")
PLAN = """\
title: {en: "Ads *tire* [people](http://x)", zh: "广告*疲劳*"}
worlds: [strangers_60]
strategies: [hard_ads, light_care]
days: 14
seeds: {first: 0, count: 4}
factors:
  - {parameter: ad_fatigue, values: [0.03, 0.12]}
"""
RACE = Question("race", "strangers_60", ("hard_ads", "light_care"), "lively_days", (60, 5, 100))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab's folder with one finished sweep of sixteen runs."""
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(folder))
        name = kept_plan()
        expansion = Expansion(checked(PLAN, "plan").plan)
        with closing(store_for(shelf.store_folder(name), expansion, name)) as store:
            conduct(store, expansion, Threads(1))
    return folder


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.fixture
def sweep(made: Path) -> str:
    """The name of the finished sweep, in this test's own lab."""
    shutil.copytree(made, home.home())
    return kept_plan()


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of the jobs that were started."""
    noted: list[list[str]] = []

    def start(words: Sequence[str], _folder: Path, _language: str, _owner: str = "") -> jobs.Job:
        noted.append(list(words))
        return keep_job(f"fake{len(noted)}", words, state="queued", message="job.message.queued")

    monkeypatch.setattr(jobs, "start_command", start)
    return noted


def keep_job(job_id: str, words: Sequence[str], output: str = "", **status: object) -> jobs.Job:
    job = jobs.Job(job_id)
    job.folder.mkdir(parents=True)
    home.write_json(job.folder / "command.json", {"words": list(words), "folder": ".", "language": "en"})
    (job.folder / "output.txt").write_text(output, encoding="utf-8")
    usual = {"state": "running", "heartbeat": home.clock(), "created": time.time()}
    write_status(job.folder, Status(**{**usual, **status}))  # type: ignore[arg-type]
    return job


def kept_plan() -> str:
    found = checked(PLAN, "plan")
    return shelf.keep_plan(PLAN, found.plan, found.runs)


def open_page(language: str = "en", **params: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in {"lang": language, **params}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def words_of(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.header, page.markdown, page.caption) for one in kind]
    said += [
        one.value for kind in (page.error, page.warning, page.info, page.success, page.text) for one in kind
    ]
    said += [
        one.label for kind in (page.button, page.selectbox, page.multiselect, page.expander) for one in kind
    ]
    return "\n".join(str(one) for one in said)


def given(page: AppTest, name: str) -> str:
    """What the address says of something."""
    values = page.query_params[name]
    return values if isinstance(values, str) else values[0]


def asks(question: Question) -> dict[str, str]:
    return {"tab": "judge", **question.params()}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tab", ["sweep", "stores", "explore", "judge"])
def test_first_use(tab: str, language: str, started: list[list[str]]) -> None:
    page = open_page(language, tab=tab)
    said = words_of(page)
    assert bool(HAN.search(said)) == (language == "zh")
    assert not re.search(r"\{\w+\}|\bex\.\w", said)
    assert started == []


def test_a_plan_is_checked_priced_and_only_then_started(started: list[list[str]]) -> None:
    page = open_page()
    page.text_area(key="ex_text").set_value(PLAN)
    press(page, "ex_check")
    name = given(page, "sweep")
    assert started == [["sweep", f"{name}.yaml", "--cost", "--json"]]
    assert shelf.plan_text(name) == PLAN
    assert "Ads \\*tire\\* \\[people\\]" in words_of(page)
    assert not [one for one in page.button if one.key == "ex_start"]
    interval = '{"low": 1, "likely": 2, "high": 300}'
    (jobs.job_folder("fake1") / "output.txt").write_text(
        '{"runs": 16, "worlds": 1, "strategies": 2, "points": 2, "launches": 4, "days": 14, "threads": 2,'
        f' "tried": 8, "seconds": {interval}, "bytes": {interval}, "errors": []}}',
        encoding="utf-8",
    )
    write_status(jobs.job_folder("fake1"), Status("done"))
    page.run()
    assert "about **2 s** (between 1 s and 5 min)" in words_of(page)
    press(page, "ex_start")
    assert started[1] == ["sweep", f"{name}.yaml", str(shelf.store_folder(name))]
    # Somebody else who opens the link sees it wait, and starts nothing.
    other = open_page(sweep=name)
    assert other.button(key="ex_cancel").label == "Cancel"
    assert len(started) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAN.replace("ad_fatigue", "ad_fatige"), r"line 7, column 6.*did you mean .ad_fatigue"),
        (PLAN.replace("[hard_ads", "[hard_adds"), r"did you mean .hard_ads"),
        ("worlds: [strangers_60", r"line 1"),
        (PLAN.replace("[strangers_60]", "[/etc/passwd]"), r"passwd"),
    ],
)
def test_mistakes_are_named_with_their_place(text: str, said: str, started: list[list[str]]) -> None:
    page = open_page()
    page.text_area(key="ex_text").set_value(text)
    press(page, "ex_check")
    assert re.search(said, words_of(page))
    assert started == []
    assert not list(home.home().glob("plans/*.yaml"))


@pytest.mark.parametrize(
    "more",
    [
        PLAN.replace("count: 4", "count: 900000"),
        PLAN.replace("values: [0.03, 0.12]", "low: 0.03, high: 0.12")
        + "design: {kind: sobol, points: 1048576}\n",
    ],
)
def test_too_large_a_plan_is_sent_to_the_command_line_at_once(more: str, started: list[list[str]]) -> None:
    page = open_page()
    page.text_area(key="ex_text").set_value(more)
    began = time.monotonic()
    press(page, "ex_check")
    assert time.monotonic() - began < 5
    assert "at most 200,000" in words_of(page)
    assert any("qunlab sweep plan.yaml" in one.value for one in page.code)
    assert started == []


def test_the_form_writes_a_plan_that_is_right() -> None:
    page = open_page()
    page.selectbox(key="ex_factor_0@en").set_value("world.psychology.ad_fatigue").run()
    press(page, "ex_form_write")
    text = page.text_area(key="ex_text").value or ""
    assert "parameter: ad_fatigue" in text
    assert checked(text, "plan").runs == 2 * 3 * 20


@pytest.mark.parametrize(
    ("state", "says"),
    [("cancelled", "Stopped"), ("failed", "ended with an error"), ("crashed", "ended unexpectedly")],
)
def test_an_unfinished_sweep_can_go_on(sweep: str, state: str, says: str, started: list[list[str]]) -> None:
    for part in sorted(shelf.store_folder(sweep).glob("runs/*.parquet")):
        part.unlink()
    keep_job("old", ["sweep"], state=state, values={"error": "<b>no room</b>"})
    shelf.add_to_note(sweep, job="old")
    page = open_page(sweep=sweep)
    assert says in words_of(page)
    assert (state == "cancelled") != ("<b>no room</b>" in [one.value for one in page.text])
    press(page, "ex_resume")
    assert started == [["sweep", f"{sweep}.yaml", str(shelf.store_folder(sweep))]]


def test_the_list_survives_and_deletes_only_when_sure(sweep: str) -> None:
    page = open_page(tab="stores")
    assert "Sweeps: 1" in words_of(page)
    assert "kept 16 of 16" in words_of(page)
    press(page, f"delete-{sweep}")
    assert shelf.sweeps() == []
    assert not shelf.store_folder(sweep).exists()
    assert "No sweep has been started yet" in words_of(page)


def test_a_sweep_at_work_is_neither_deleted_nor_started_twice(sweep: str, started: list[list[str]]) -> None:
    keep_job("now", ["sweep"], done=3, total=16)
    shelf.add_to_note(sweep, job="now")
    assert not shelf.delete(sweep)
    assert shelf.start(sweep, "en") == "now"
    assert started == []
    page = open_page(tab="stores")
    assert "Running" in words_of(page)
    assert page.button(key=f"cancel-{sweep}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_exploring(sweep: str, language: str) -> None:
    page = open_page(language, tab="explore", sweep=sweep)
    said = words_of(page)
    assert not re.search(r"\{\w+\}|\bnan\b|\bex\.\w", said)
    (chart,) = page.get("plotly_chart")
    assert chart.proto.alt
    assert given(page, "factor") == "world.psychology.ad_fatigue"
    page.selectbox(key=f"ex_measure@{language}").set_value("profit").run()
    assert not page.exception
    assert given(page, "measure") == "profit"
    page.selectbox(key=f"ex_factor@{language}").set_value("-").run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 1


def test_sql_reads_and_does_nothing_else(sweep: str) -> None:
    page = open_page(tab="explore", sweep=sweep)
    page.text_area(key="ex_sql").set_value("SELECT count(*) AS number FROM runs")
    press(page, "ex_ask")
    assert page.dataframe[0].value.to_dict("list") == {"number": [16]}
    assert any("qunlab sql" in one.value and "count(*)" in one.value for one in page.code)
    page.text_area(key="ex_sql").set_value("SELECT * FROM read_text('/etc/passwd')")
    press(page, "ex_ask")
    assert not page.dataframe
    assert "no answer" in page.error[0].value
    page.text_area(key="ex_sql").set_value("CREATE TABLE x AS SELECT 1")
    press(page, "ex_ask")
    assert "SELECT" in page.error[0].value


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_asked_by_its_command(kind: str, started: list[list[str]]) -> None:
    page = open_page(tab="judge", study=kind)
    press(page, "ex_judge")
    (words,) = started
    assert words[0] == kind.replace("_", "-")
    assert words[-2] == "--save"
    again = open_page(**{name: given(page, name) for name in page.query_params})
    # By its link the question finds the job that is at it.
    assert again.button(key="cancel").label == "Cancel"
    assert len(started) == 1


def test_too_few_strategies_are_refused(started: list[list[str]]) -> None:
    page = open_page(tab="judge", study="race")
    page.multiselect(key="ex_race_strategies@en").set_value(["hard_ads"])
    press(page, "ex_judge")
    assert "Choose two to eight strategies" in words_of(page)
    assert started == []


def test_a_race_shows_its_standings_while_it_runs() -> None:
    folder = asked.folder_of(RACE.command)
    folder.mkdir(parents=True)
    lines = [["light_care", 33.0, None], ["hard_ads", 4.0, 41]]
    home.write_json(folder / STANDINGS, {"launches": 50, "runs": 91, "most_left": None, "lines": lines})
    keep_job("racing", [*RACE.command, "--save", str(folder)])
    page = open_page(**asks(RACE))
    assert "Standings after 50 launches and 91 runs" in words_of(page)
    assert page.table[0].value["Out after launch"].tolist() == ["–", "41"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_opens_with_its_sentence(tmp_path: Path, language: str, started: list[list[str]]) -> None:
    study = Study.load(saved("race", tmp_path))
    study.save(asked.folder_of(RACE.command))
    page = open_page(language, **asks(RACE))
    said = words_of(page)
    assert bool(HAN.search(said)) == (language == "zh")
    assert page.get("plotly_chart")
    assert any(one.value == study.command_line for one in page.code)
    assert started == []


@pytest.mark.parametrize(
    "bad",
    [
        {"tab": "nothing", "sweep": "../../etc"},
        {"tab": "explore", "sweep": "0" * 24, "measure": "drop table", "factor": "<script>", "world": "x"},
        {"tab": "judge", "study": "race", "world": "/etc/passwd", "strategies": "a.b", "numbers": "1"},
        {"tab": "judge", "study": "race", **RACE.params(), "numbers": "60.5.99999999999999999999"},
        {"tab": "stores", "sweep": "\x00"},
    ],
)
def test_bad_links_do_no_harm(bad: dict[str, str], started: list[list[str]]) -> None:
    page = open_page(**bad)
    assert page.title
    assert started == []
    assert page.session_state["session"].pages[CODE].question is None


def test_every_kind_has_a_form_of_three_numbers() -> None:
    assert set(NUMBERS) == set(HOW_MANY) == set(KINDS)
    assert all(
        len(numbers) == 3 and all(one.fits(one.usual) for one in numbers) for numbers in NUMBERS.values()
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_answered_before_is_listed_opened_and_linked(tmp_path: Path, language: str) -> None:
    study = Study.load(saved("race", tmp_path))
    folder = asked.folder_of(study.command)
    study.save(folder)
    (folder.parent / ("0" * 24)).mkdir()
    page = open_page(language, tab="judge")
    assert any(one.value == study.command_line for one in page.code)
    press(page, f"answered-{folder.name}")
    assert page.get("plotly_chart")
    assert given(page, "answer") == folder.name
    again = open_page(language, tab="judge", answer=folder.name)
    assert again.get("plotly_chart")
    assert not re.search(r"\{\w+\}|\bex\.\w", words_of(again))
    shutil.rmtree(folder)
    assert open_page(language, tab="judge", answer=folder.name).warning


def test_a_plan_may_name_worlds_and_strategies_of_ones_own() -> None:
    text = PLAN.replace("strangers_60", "own_town").replace("hard_ads", "own_quiet")
    page = open_page()
    page.text_area(key="ex_text").set_value(text)
    press(page, "ex_check")
    assert "no world" in words_of(page)
    own.save(own_scenarios.folder(), "world", "title: Town\nchannels: [{kind: friends, members: 20}]\n")
    own.save(own_scenarios.folder(), "strategy", "title: Quiet\nmoves: []\n")
    press(page, "ex_check")
    name = given(page, "sweep")
    assert shelf.plan_text(name) == text
    own.save(own_scenarios.folder(), "strategy", "title: Loud\nmoves: []\n", id_="own_quiet")
    with pytest.raises(ValueError, match="changed"):
        shelf.start(name, "en")
    # The form offers them too.
    assert "own_town" in ids("world")


def test_progress_says_what_it_counts() -> None:
    words = Words("en")
    compiling = Status("running", done=1, total=3, message="job.message.starting", values={"counts": "steps"})
    assert "Step 1 of 3" in progress_text(compiling, words)
    assert "1 of 3 runs" in progress_text(replace(compiling, values={"counts": "runs"}), words)
