"""Every figure comes again from the command printed under it: the pages' own functions give the commands, which run."""

from __future__ import annotations

import json
import math
import shlex
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenarios
from app.about.evidence import grade_counts
from app.asking import question_of
from app.autopsy import case as autopsy_case
from app.autopsy.case import Case
from app.charts.cash import SHOWN, cash_chart
from app.charts.difference import Asked as Compared
from app.charts.difference import difference_chart
from app.charts.field import field_table
from app.charts.figures import plain_figures
from app.charts.hidden import hidden_table
from app.charts.life import life_chart
from app.charts.signs import symptoms_table, tiers_table
from app.edits_told import strategy_called
from app.lessons.state import LessonsState, command_of
from app.library.numbers import rows_of, shown
from app.replay.packing import GAUGES
from app.replay.subjects import subjects
from app.replay.tables import day_table
from app.research.questions import Question
from app.view import Edit, View
from app.wording import Words
from experiments import compare, own_scenarios
from experiments.command_line import main
from experiments.definitions import Definition
from experiments.lessons.answers import answers_of
from experiments.plans.expansion import Expansion
from experiments.plans.kept import store_for
from experiments.plans.plan_files import load_plan
from experiments.replay.lives import Asked
from experiments.replay.parting import parting_in_words
from experiments.reproducing import (
    case_command,
    compare_command,
    explore_command,
    files_of,
    lesson_command,
    numbers_command,
    patterns_command,
    replay_command,
    sql_command,
    store_commands,
)
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.studies import asked as studies
from experiments.studies.answered import answered
from experiments.studies.study import Study
from experiments.sweeps import apart, explore, shelf
from experiments.sweeps.checking import checked
from scenarios import own
from scenarios.lesson_files import AskBest, load_lesson

WORDS = Words("en")
EDIT = Edit("hard_ads", "moves.0.when.per_day", 2)
WORLD = "title: Corner shop\nchannels: [{kind: friends, members: 40}]\n"
STRATEGY = "title: Two ads\nmoves: [{move: hard_ads, when: {per_day: 2}}]\n"
PLAN = """\
worlds: [own_corner_shop]
strategies: [own_two_ads, neglect]
days: 12
seeds: {first: 0, count: 3}
factors:
  - {parameter: ad_fatigue, values: [0.03, 0.12]}
"""


@pytest.fixture(autouse=True)
def _lab(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A lab with a world and a strategy of one's own, and a folder to type commands in."""
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))
    own.save(own_scenarios.folder(), "world", WORLD)
    own.save(own_scenarios.folder(), "strategy", STRATEGY)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Any:
    """Types a printed command, with ``--json`` after it, and gives what it says."""

    def run(line: str, *more: str) -> Any:
        first, *words = shlex.split(line)
        assert first == "qunlab"
        capsys.readouterr()
        code = main([*words, *more, "--json", "--language", "en"])
        out, err = capsys.readouterr()
        assert code == 0, err
        return json.loads(out)

    return run


def same(found: Any, wanted: Any) -> bool:
    """Whether numbers from JSON, where null is what is unknown or beyond the horizon, are these."""
    one = np.array(found, dtype=np.float64)
    other = np.array(wanted, dtype=np.float64)
    return np.array_equal(one, np.where(np.isfinite(other), other, np.nan), equal_nan=True)


def test_a_comparison_with_changed_levers_and_things_of_ones_own(typed: Any) -> None:
    view = View("own_corner_shop", ("neglect", "hard_ads", "own_two_ads"), 4, 12, 3, (EDIT,))
    view = replace(view, death="cold", baseline="hard_ads", day=7)
    found = compare.answer(question_of(view), 1)
    files = files_of(found)
    assert set(files) == {"hard_ads.yaml"}
    for name, yaml in files.items():
        Path(name).write_text(yaml, encoding="utf-8")
    line = compare_command(found, files, view.death, view.baseline, view.day)
    again = typed(line)
    results, definition = again["results"], Definition.parse(view.death)
    assert again["verdict"]["day"] == 7
    assert again["verdict"] == json.loads(json.dumps(found.verdict(day=7, definition=definition).as_dict()))
    for place, name in enumerate(found.strategies):
        one = results[name]
        life = np.array(life_chart(found, 7, definition, WORDS).table.rows)
        curve = one["life_curve"]
        assert same([curve["share"], curve["low"], curve["high"]], life[:, 1 + 3 * place : 4 + 3 * place].T)
        counts = field_table(found, definition, WORDS).rows[place][1:-1]
        assert [one["lively"][str(day)]["count"] for day in found.life_days] == list(counts)
        hidden = np.array(hidden_table(found, WORDS).rows)[:, 1:].reshape(12, 3, -1)
        parts = [
            one["hidden"][part] for part in ("trust", "fatigue", "attention", "muted_share", "left_share")
        ]
        assert all(any(same(column, part) for part in parts) for column in hidden[:, place].T)
        seen = [row[2:] for row in symptoms_table(found, 7, WORDS).rows if row[0] == name]
        assert same([[s["count"], s["of"], s["began"]] for s in one["symptoms"]], seen)
        joined = {row[1]: row[2] for row in tiers_table(found, WORDS).rows if row[0] == name}
        assert {tier: counts["joined"] for tier, counts in one["tiers"].items()} == joined
        assert same(one["messages_by_day_weekly"], found.fan(name, 7))
        (cash,) = [row[1:] for row in cash_chart(found, WORDS).table.rows if row[0] == name]
        assert same([one["money"][code] for code in SHOWN], cash)
        figures = {row[0]: row[1 + place] for row in plain_figures(found, definition).rows}
        assert same([one["kpis"][code] for code in figures], list(figures.values()))
    asks = Compared(found.measure("profit", 7), "hard_ads", 7, definition)
    for name, mean, low, high, *_ in difference_chart(found, asks, WORDS).table.rows:
        gap = results[name]["differences"]["profit"]
        assert same([gap["mean"], gap["low"], gap["high"]], [mean, low, high])


def test_a_comparison_that_was_stopped_gives_as_many_launches_as_it_has() -> None:
    world, strategies = scenarios.load_world("strangers_60"), {"neglect": scenarios.load_strategy("neglect")}
    some = compare.run(world, strategies, 2, 9, world_id="strangers_60")
    assert "--launches 2" in compare_command(replace(some, requested=50), {})


@pytest.mark.parametrize(
    ("asked", "edits"),
    [
        (Asked("strangers_60", "hard_ads", 2, 14, "", 7, "trust_playbook"), ()),
        (Asked("strangers_60", "hard_ads", 2, 14, "neglect"), ()),
        (Asked("own_corner_shop", "own_two_ads", 1, 14), ()),
        (Asked("own_corner_shop", "neglect", 1, 14, "", 3, "hard_ads"), (EDIT,)),
    ],
)
def test_a_replay_a_turn_taken_and_two_side_by_side(
    asked: Asked, edits: tuple[Edit, ...], typed: Any
) -> None:
    whose = subjects(asked, edits)
    found = whose.lives(asked)
    again = typed(replay_command(whose.for_command(asked)))
    assert len(again["worlds"]) == len(found.worlds)
    for one, life in zip(again["worlds"], found.worlds, strict=True):
        rows = np.array(day_table(life, WORDS).rows, dtype=np.float64)
        assert same([one["gauges"][name] for name in GAUGES], rows[:, 1:].T)
        assert one["acts"] == len(life.rows)
    assert same(again["places"], found.layout.places)
    if asked.second:
        assert found.parting is not None
        one, other = (strategy_called(each, edits, "en") for each in asked.strategies)
        assert again["parting"]["said"] == parting_in_words(found.parting, (one, other), "en")
        assert again["parting"]["day"] == found.parting.day + 1


def test_a_turn_needs_its_day_and_its_strategy(capsys: pytest.CaptureFixture[str]) -> None:
    run = ["replay", "strangers_60", "hard_ads", "--language", "en", "--days", "9"]
    for more, said in (
        (["--then", "neglect"], "belong together"),
        (["--from-day", "3", "--then", "neglect", "--beside", "neglect"], "two different"),
        (["--from-day", "10", "--then", "neglect"], "from 1 to 9"),
    ):
        assert main([*run, *more]) == 2
        assert said in capsys.readouterr().err


def test_a_lesson_and_its_case(typed: Any) -> None:
    answers = answers_of("E2")
    assert answers is not None
    guesses = tuple(
        answers.best(ask)[0] if isinstance(ask, AskBest) else answers.truth(ask)
        for ask in answers.lesson.asks
    )
    state = LessonsState("E2", "reveal", {"E2": guesses}, {"E2": 0})
    again = typed(command_of(state, "E2"), "--launches", "2")
    for arm, rows in again["values"].items():
        for code, column in rows.items():
            assert same(column, answers.values[arm][code][:2]), (arm, code)
    for one, turned in zip(again["knob"], answers.turned, strict=True):
        assert same(one["launches"], turned[:2])
    assert len(again["guesses"]) == len(answers.lesson.asks)
    line = case_command(answers.lesson).replace(f"--launches {answers.lesson.launches}", "--launches 2")
    played = typed(line)
    for code in answers.lesson.measures:
        for arm, column in played["values"].get(code, {}).items():
            kept = [float(f"{value:.5g}") for value in column]
            assert same(kept, answers.values[arm][code][:2]), (arm, code)


def test_a_decision_is_scored_with_its_own_launch(typed: Any) -> None:
    lesson = load_lesson("after_ads")
    arm = lesson.arms[0].name
    again = typed(lesson_command("after_ads", (arm,), 1), "--launches", "2")
    assert again["decision"]["launch"] == 2
    assert len(again["talk_by_day"][arm]) == 2


def test_an_autopsy_of_ones_own_group(
    typed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = autopsy_case.Depth(0, 2, (0, 7), ("light_care",))
    monkeypatch.setitem(autopsy_case.DEPTHS, "quick", small)
    case = Case("own_corner_shop", "own_two_ads", None, 20, causes=("hard_ads", "no_staff"))
    command = case.command()
    folder = studies.folder_of(command)
    assert main([*command, "--save", str(folder), "--language", "en"]) == 0
    study = studies.found(command)
    assert study is not None
    (listed,) = answered()
    assert (listed.kind, listed.world, listed.command_line) == (
        "autopsy",
        "own_corner_shop",
        study.command_line,
    )
    assert typed(listed.command_line)["result"] == study.result
    # Another content under the same id is another question.
    own.save(own_scenarios.folder(), "strategy", STRATEGY.replace("2}", "3}"), id_="own_two_ads")
    assert studies.folder_of(command) != folder


def test_a_study_of_the_researchers_page(typed: Any) -> None:
    asks = Question("race", "own_corner_shop", ("own_two_ads", "neglect"), "lively_days", (12, 0, 20))
    folder = studies.folder_of(asks.command)
    assert main([*asks.command, "--save", str(folder), "--language", "en"]) == 0
    study = Study.load(folder)
    assert typed(study.command_line)["result"] == study.result


def test_kept_runs_of_a_plan_with_things_of_ones_own(typed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(PLAN, "plan")
    name = shelf.keep_plan(PLAN, found.plan, found.runs)
    folder = shelf.store_folder(name)
    with closing(store_for(folder, Expansion(found.plan), name)) as store:
        conduct(store, Expansion(found.plan), Threads(1))
        kept = explore.kept_runs(store, "profit", explore.day_of(store))
    (path,) = kept.paths
    for over, means in (
        (path, explore.over_factor(kept, path, "own_corner_shop")),
        (None, explore.by_strategy(kept, "own_corner_shop")),
    ):
        again = typed(explore_command(folder, "profit", over, "own_corner_shop"))
        for one, mean in zip(again["means"], means, strict=True):
            assert one["strategy"] == mean.strategy
            assert same([one["mean"], one["low"], one["high"]], [mean.mean, mean.low, mean.high])
    question = "SELECT strategy, count(*) AS runs, avg(talk) AS talk FROM runs GROUP BY ALL ORDER BY ALL"
    said, shown_there = typed(sql_command(folder, question)), apart.ask(folder, question)
    assert tuple(said["columns"]) == shown_there.columns
    assert [[row[name] for name in said["columns"]] for row in said["rows"]] == [
        list(row) for row in shown_there.rows
    ]
    # What fills the store finds nothing left to do, and its report is made.
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert load_plan("plan.yaml") == found.plan
    for line in store_commands("", folder).splitlines():
        assert main([*shlex.split(line)[1:], "--language", "en"]) == 0
    assert folder.with_suffix(".html").is_file()
    # The same words about something that has changed are another sweep.
    own.save(own_scenarios.folder(), "world", WORLD.replace("40", "50"), id_="own_corner_shop")
    assert shelf.keep_plan(PLAN, checked(PLAN, "plan").plan, found.runs) != name


def test_numbers_of_the_library_and_of_nature(typed: Any) -> None:
    for kind, given, declared in (
        ("strategy", "red_packets", scenarios.load_strategy("red_packets").moves[0]),
        ("world", "own_corner_shop", own_scenarios.world_given("own_corner_shop").product),
    ):
        numbers = {one["path"]: one for one in typed(numbers_command(kind, given))["numbers"]}
        inside = "moves.0." if kind == "strategy" else "product."
        for row in rows_of(declared, WORDS):
            one = numbers.get(f"{inside}{row.code}")
            if one is not None and not math.isnan(one["value"] or 0.0):
                assert shown(one["value"], one["unit"], WORDS) == row.value
                assert (one["grade"] or "", tuple(one["sources"])) == (row.grade, row.sources)
        assert any(path.startswith(inside) for path in numbers)
    counts = typed(numbers_command("parameters"))["grades"]
    assert counts == {grade: count for grade, count in grade_counts().items() if count}


def test_the_pattern_table(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.pattern_results import stored
    from experiments.patterns import evaluate

    known = stored()
    assert known is not None
    wanted: dict[str, Any] = {}

    # Simulating all patterns takes minutes: what is looked at is what the command asks for, and what it then prints.
    def asked(**values: Any) -> Any:
        wanted.update(values)
        return known.results

    monkeypatch.setattr(evaluate, "evaluate", asked)
    again = typed(patterns_command(known.effort, known.seed))
    assert (wanted["effort"], wanted["first_seed"]) == (known.effort, known.seed)
    assert [one["id"] for one in again["patterns"]] == [one.id for one in known.results]
    assert same([one["value"] for one in again["patterns"]], [one.value for one in known.results])
    assert json.loads(json.dumps(asdict(known.results[0]))) == again["patterns"][0]


@pytest.mark.parametrize("command", ["run", "replay", "probe", "autopsy", "sensitivity"])
def test_what_is_gone_is_said(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    own.delete(own_scenarios.folder(), "strategy", "own_two_ads")
    assert main([command, "own_corner_shop", "own_two_ads", "--language", "en"]) == 2
    assert "no strategy of your own 'own_two_ads'" in capsys.readouterr().err
