"""The Autopsy page in every state it can be in, and its charts, without a browser and without the model."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

import scenarios
from app.autopsy.case import Case, case_of
from app.view import edits_of
from experiments import home, jobs, own_scenarios
from experiments.autopsy.autopsy import Question, autopsy
from experiments.autopsy.causes import causes_at_work
from experiments.autopsy.cost import most_runs
from experiments.autopsy.responsibility import materials_for
from experiments.job_status import Status, write_status
from experiments.runs.source import Runs
from experiments.studies import asked
from scenarios import own
from scenarios.library import strategies, worlds
from tests.made_autopsies import SEED, keep_autopsy, made_autopsy

PAGE = """
from app.autopsy.page import show_autopsy
from app.session import current
from app.wording import Words

session = current()
show_autopsy(session, Words(session.language))
"""
USUAL = Case()
CLOSER = Case(world="strangers_60", seed=SEED, depth="closer")
HAN = re.compile("[一-鿿]")


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Jobs are noted, not run."""
    noted: list[tuple[str, ...]] = []

    def start(words: Sequence[str], language: str, owner: str) -> jobs.Job:
        noted.append(tuple(words))
        return keep_job(f"fake{len(noted)}", words)

    monkeypatch.setattr(asked, "start", start)
    return noted


def keep_job(name: str, words: Sequence[str], **status: object) -> jobs.Job:
    job = jobs.Job(name)
    job.folder.mkdir(parents=True)
    whole = [*words, "--save", str(asked.folder_of(words))]
    home.write_json(job.folder / "command.json", {"words": whole, "folder": ".", "language": "en"})
    usual = {"state": "running", "heartbeat": home.clock(), "created": time.time()}
    write_status(job.folder, Status(**{**usual, **status}))  # type: ignore[arg-type]
    return job


def open_page(case: Case | None = None, language: str = "en", **params: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in {**({} if case is None else case.params()), "lang": language, **params}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def words_of(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.header, page.markdown, page.caption) for one in kind]
    said += [one.value for kind in (page.error, page.warning, page.info) for one in kind]
    said += [one.label for kind in (page.button, page.selectbox, page.multiselect) for one in kind]
    return "\n".join(str(one) for one in said)


def address(page: AppTest) -> dict[str, str]:
    return {name: given if isinstance(given, str) else given[0] for name, given in page.query_params.items()}


# States


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", [USUAL, CLOSER])
def test_a_death_explained(case: Case, language: str, started: list[tuple[str, ...]]) -> None:
    study = keep_autopsy(case)
    page = open_page(case, language)
    said = words_of(page)
    assert not started
    assert bool(HAN.search(said)) == (language == "zh")
    assert "{" not in said
    assert not re.search(r"\b(nan|inf|None)\b|(autopsy|card|cause)\.\w", said)
    charts = page.get("plotly_chart")
    assert len(charts) == 4
    assert all(chart.proto.alt for chart in charts)
    assert [code.value for code in page.code] == [study.command_line]
    assert page.get("download_button")


def test_what_is_said_on_top_is_what_was_found() -> None:
    keep_autopsy(USUAL)
    page = open_page()
    top = page.header[0].value
    assert "day 12" in top
    assert "78 days it lost" in top
    assert "30 fall to" in top
    said = words_of(page)
    assert "launch 4" in said
    assert "17 of them are due to what the operator does" in said
    assert "it takes 2 switched off together" in said
    assert "Point of no return: day 14" in said
    assert "Right on 2 of 4 days; on 1 it called a living group dead, on 1 a dead group alive" in said
    assert "One life, one luck" in said


def test_many_launches_beside_the_one_life() -> None:
    keep_autopsy(CLOSER)
    said = words_of(open_page(CLOSER))
    assert "of the first 8 launches" in said
    assert "One life, one luck" not in said


def test_first_visit_starts_a_modest_job_once(started: list[tuple[str, ...]]) -> None:
    page = open_page()
    assert started == [USUAL.command()]
    assert address(page)["job"] == "fake1"
    assert address(page)["world"] == USUAL.world
    assert len(page.progress) == 1
    page.run()
    again = open_page(**{name: value for name, value in address(page).items() if name != "lang"})
    assert len(again.progress) == 1
    assert len(started) == 1


def test_a_job_of_something_else_is_not_taken_over(started: list[tuple[str, ...]]) -> None:
    keep_job("other", CLOSER.command())
    for job in ("other", "../../etc", "nothing"):
        open_page(USUAL, job=job)
    assert started == [USUAL.command()] * 3


def test_a_costly_link_waits_to_be_asked(started: list[tuple[str, ...]]) -> None:
    page = open_page(CLOSER)
    assert not started
    assert "up to 2,2" in words_of(page)
    page.button(key="autopsy_offer").click().run()
    assert not page.exception
    assert started == [CLOSER.command()]
    assert len(page.progress) == 1


def test_a_finished_job_leaves_the_link(started: list[tuple[str, ...]]) -> None:
    page = open_page()
    keep_autopsy(USUAL)
    page.run()
    assert not page.exception
    assert "job" not in address(page)
    assert page.get("plotly_chart")
    assert len(started) == 1


@pytest.mark.parametrize(
    ("state", "message", "values", "says"),
    [
        ("failed", "job.message.failed", {"error": "no room"}, "no room"),
        ("crashed", "job.message.crashed", {}, "unexpectedly"),
        ("cancelled", "job.message.cancelled", {}, "Cancelled"),
    ],
)
def test_ends_that_are_no_result(
    state: str, message: str, values: dict[str, str], says: str, started: list[tuple[str, ...]]
) -> None:
    keep_job("ended", USUAL.command(), state=state, message=message, values=values)
    page = open_page(USUAL, job="ended")
    assert says in words_of(page)
    assert not started
    assert not page.get("plotly_chart")
    page.button(key="again").click().run()
    assert started == [USUAL.command()]


def test_a_group_that_lives_offers_one_that_dies(started: list[tuple[str, ...]]) -> None:
    case = replace(USUAL, seed=2)
    alive = made_autopsy(case)
    keep_autopsy(case, replace(alive, seed=2, death=math.inf, another=7, responsibility=None, timeline=None,
                               overall=None, no_return=None))  # fmt: skip
    page = open_page(case)
    assert "launch 2 did not die within 90 days" in words_of(page)
    assert not page.get("plotly_chart")
    page.button(key="autopsy_other").click().run()
    assert address(page)["seed"] == "7"
    assert started == [replace(case, seed=7).command()]


@pytest.mark.parametrize(
    ("seed", "death", "failures", "says"),
    [
        (None, math.inf, (), "No group dies within 90 days in the first 200 launches"),
        (3, math.inf, (), "nor did any of the first 200 launches"),
        (3, math.nan, ("hard_ads #3: out of memory",), "The run of launch 3 failed"),
    ],
)
def test_nothing_to_explain(seed: int | None, death: float, failures: tuple[str, ...], says: str) -> None:
    case = replace(USUAL, seed=seed)
    nothing = dict.fromkeys(("responsibility", "overall", "timeline", "no_return"))
    keep_autopsy(case, made_autopsy(case, seed=seed, death=death, **nothing), failures)
    page = open_page(case)
    assert says in words_of(page)
    assert not page.get("plotly_chart")


def test_nothing_at_work_and_no_rescue() -> None:
    keep_autopsy(USUAL, made_autopsy(USUAL, responsibility=None, overall=None, no_return=None))
    page = open_page()
    assert page.header[0].value == "The group died on day 12 and lost 78 days."
    assert "None of the causes" in words_of(page)
    assert len(page.get("plotly_chart")) == 2


def test_failed_runs_are_told_word_for_word() -> None:
    keep_autopsy(USUAL, failures=("hard_ads #9: <b>no room</b>",))
    assert [one.value for one in open_page().text] == ["hard_ads #9: <b>no room</b>"]


def test_an_unreadable_record_is_no_crash() -> None:
    study = keep_autopsy(USUAL)
    replace(study, result={"days": "many"}).save(asked.folder_of(USUAL.command()))
    assert "cannot be read" in words_of(open_page())


@pytest.mark.parametrize("params", [{"world": "../etc"}, {"seed": "-1"}, {"days": "9" * 50}, {"causes": "x"}])
def test_a_bad_link_is_told_and_left_out(params: dict[str, str], started: list[tuple[str, ...]]) -> None:
    page = open_page(**params)
    assert "not understood and left out (1)" in words_of(page)
    assert started == [USUAL.command()]


def test_settings_start_nothing_until_asked(started: list[tuple[str, ...]]) -> None:
    keep_autopsy(USUAL)
    page = open_page()
    page.selectbox(key="autopsy_world@en").select("strangers_60").run()
    page.number_input(key="autopsy_seed@en").set_value(SEED).run()
    page.multiselect(key="autopsy_causes@en").select("strangers").run()
    assert not started
    assert address(page)["world"] == USUAL.world
    page.button(key="autopsy_run").click().run()
    assert not page.exception
    wanted = replace(USUAL, world="strangers_60", seed=SEED, causes=("strangers",))
    assert started == [wanted.command()]
    assert case_of({n: v for n, v in address(page).items() if n not in ("lang", "job")}) == (wanted, 0)


def test_a_link_of_another_page_is_followed_in_an_open_tab(started: list[tuple[str, ...]]) -> None:
    keep_autopsy(USUAL)
    page = open_page()
    page.query_params["seed"] = "11"
    page.run()
    assert started == [replace(USUAL, seed=11).command()]


def test_looking_closer_is_asked_for(started: list[tuple[str, ...]]) -> None:
    keep_autopsy(USUAL)
    page = open_page()
    page.button(key="autopsy_deepen").click().run()
    assert started == [replace(USUAL, depth="closer").command()]
    assert address(page)["depth"] == "closer"


# What is asked


def test_links_carry_the_case() -> None:
    for case in (
        USUAL,
        CLOSER,
        Case("giveaway_300", "red_packets", 0, 180, "cold", "thorough", ("strangers",), ("useful_posts",)),
    ):
        assert case_of(case.params()) == (case, 0)


def test_only_the_quick_look_starts_by_itself() -> None:
    for world in worlds():
        for strategy in strategies():
            assert Case(world, strategy).modest, (world, strategy)
            assert not Case(world, strategy, depth="closer").modest, (world, strategy)
    assert not Case(days=365).modest


def test_the_cost_is_never_more_than_was_said() -> None:
    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("hard_ads")
    rescues = {"useful_posts": scenarios.load_strategy("useful_posts")}
    question = Question("w", world, "s", strategy, rescues, SEED, launches=2, futures=2, grid=(0, 7))
    totals: dict[str, int] = {}
    runs = Runs(materials_for("w", world, "s", strategy, 60))
    autopsy(question, runs, on_stage=lambda stage, _done, of: totals.update({stage: of}))
    said = most_runs(len(causes_at_work(world, strategy)), None, 2, 1, 2, 2)
    assert set(totals) == {"seeds", "launches", "rough", "sets", "futures"}
    assert sum(totals.values()) <= said <= 1.1 * (sum(totals.values()) + 20)


# The reader's own


def test_a_group_and_a_strategy_of_ones_own(started: list[tuple[str, ...]]) -> None:
    text = worlds()["strangers_60"].path.read_text(encoding="utf-8")
    group = own.duplicate(own_scenarios.folder(), "world", text, "*Mine* [x](http://example.org)")
    page = open_page(world=group.id, seed="3")
    command = started[0]
    assert command[1] == group.id
    assert "\\*Mine\\*" in words_of(page)
    assert address(page)["world"] == group.id
    own.delete(own_scenarios.folder(), "world", group.id)
    page.run()
    assert not page.exception
    assert address(page)["world"] == USUAL.world
    assert page.error


# Changed levers, and the way to the Replay page

EDIT = "hard_ads.moves.0.when.per_day:3"
EDITED = Case(edits=edits_of([EDIT], ("hard_ads",))[0])


def replay_link(page: AppTest) -> dict[str, list[str]]:
    (one,) = page.get("page_link")
    assert one.proto.page == "replay"
    return parse_qs(one.proto.query_string)


def test_changed_levers_go_into_the_command_and_are_told(started: list[tuple[str, ...]]) -> None:
    page = open_page(edit=EDIT)
    assert started == [EDITED.command()]
    assert "per_day: 3" in Path(started[0][2]).read_text(encoding="utf-8")
    assert "levers changed" in words_of(page)
    assert address(page)["edit"] == EDIT
    page.selectbox(key="autopsy_strategy@en").select("neglect").run()
    page.button(key="autopsy_run").click().run()
    assert started[1:] == [Case(strategy="neglect").command()]
    assert "edit" not in address(page)


@pytest.mark.parametrize("edit", ["hard_ads.moves.0.when.per_day:900", "hard_ads.moves.7.x:1"])
def test_levers_that_cannot_be_are_dropped_and_said(edit: str, started: list[tuple[str, ...]]) -> None:
    page = open_page(edit=edit)
    assert started == [USUAL.command()]
    assert "as they ship" in page.warning[0].value


def test_on_to_the_replay_of_the_launch() -> None:
    keep_autopsy(EDITED)
    assert replay_link(open_page(edit=EDIT)) == {
        "world": [USUAL.world], "strategy": [USUAL.strategy], "seed": [str(SEED)], "days": ["90"], "day": ["12"],
        "edit": [EDIT], "lang": ["en"],
    }  # fmt: skip
    case = replace(USUAL, seed=2)
    nothing = dict.fromkeys(("responsibility", "overall", "timeline", "no_return"))
    keep_autopsy(case, made_autopsy(case, seed=2, death=math.inf, another=7, **nothing))
    assert replay_link(open_page(case))["day"] == ["1"]
