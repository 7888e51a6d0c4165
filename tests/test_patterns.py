"""The pattern suite as a whole: its table, its results, and the command that prints them."""

from __future__ import annotations

import json
import math

import pytest

from experiments import command_line
from experiments.patterns.definitions import PATTERNS
from experiments.patterns.ensembles import STUDIES, Study
from experiments.patterns.estimates import ESTIMATES
from experiments.patterns.evaluate import evaluate
from experiments.patterns.result import PatternResult, counted
from experiments.patterns.running import Nature, RunawayError
from scenarios.errors import ScenarioError
from scenarios.library import worlds
from scenarios.populations import load_population, parse_population, populations
from scenarios.texts import LANGUAGES, has_text
from sim.strategy import Strategy
from sim.world import World

TINY = 0.01
NUMBERS = (1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27)
EVIDENCE = [f"V{number:02d}" for number in NUMBERS]


@pytest.fixture(scope="module")
def tiny() -> list[PatternResult]:
    return evaluate(effort=TINY, threads=1)


def as_text(results: list[PatternResult]) -> str:
    return "\n".join(repr(one) for one in results)  # nan is not equal to itself, its text is


# ---- the table


def test_every_pattern_of_the_evidence_is_in_the_table():
    assert list(dict.fromkeys(pattern.id for pattern in PATTERNS)) == EVIDENCE
    assert len({pattern.key for pattern in PATTERNS}) == len(PATTERNS)
    assert ESTIMATES.keys() == {pattern.key for pattern in PATTERNS}


def test_every_pattern_has_a_study_that_is_run():
    assert {study for study, _ in ESTIMATES.values()} == {study.code for study in STUDIES}


def test_every_pattern_is_named_and_defined_in_both_languages():
    missing = [
        (code, language)
        for language in LANGUAGES
        for pattern in PATTERNS
        for code in (pattern.code, f"{pattern.code}.help")
        if not has_text(code, language)
    ]
    assert missing == []


def test_intervals_and_strengths_make_sense():
    for pattern in PATTERNS:
        assert pattern.low <= pattern.high, pattern.key
        assert pattern.strength in (1, 2, 3)
        assert pattern.sources
        assert not pattern.accepts(math.nan)
        assert pattern.accepts(pattern.low)


# ---- results


def test_results_come_in_the_order_of_the_table(tiny):
    assert [one.key for one in tiny] == [pattern.key for pattern in PATTERNS]
    for one in tiny:
        assert one.passed == (one.low <= one.value <= one.high)
        assert one.runs > 0


def test_results_do_not_depend_on_threads(tiny):
    assert as_text(evaluate(effort=TINY, threads=3)) == as_text(tiny)


def test_another_seed_gives_other_numbers(tiny):
    assert as_text(evaluate(effort=TINY, threads=2, first_seed=1000)) != as_text(tiny)


def test_psychology_reaches_the_groups(tiny):
    changed = evaluate({"leave_base": 0.01}, effort=TINY, threads=2)
    before, after = (next(one for one in each if one.key == "V26.exits") for each in (tiny, changed))
    assert after.value > 2 * before.value


def test_unknown_or_impossible_psychology_is_refused():
    with pytest.raises(ValueError, match="no_such_thing"):
        evaluate({"no_such_thing": 1.0}, effort=TINY)
    with pytest.raises(ValueError, match="stay"):
        evaluate({"stay": 7.0}, effort=TINY)


def test_talk_that_runs_away_is_given_up():
    wild = {"answer_rate": 10.0, "stay": 0.95, "go_on": 0.6, "gap_seconds": 5.0, "talk_tolerance": 50.0}
    world = World.model_validate({"channels": [{"kind": "friends", "members": 60}]})
    with pytest.raises(RunawayError):
        Nature(wild).run(world, Strategy(), 0, 60, events=False)
    results = evaluate(wild, effort=TINY, threads=2)
    assert all(math.isnan(one.value) and not one.passed for one in results)


def test_a_run_in_steps_is_the_run_in_one_go():
    from sim.engine import simulate

    world = World.model_validate({"channels": [{"kind": "friends", "members": 30}]})
    whole = simulate(world, Strategy(), 5, days=10, events=True)
    stepped = Nature(None).run(world, Strategy(), 5, 10)
    assert whole.events is not None
    assert stepped.events is not None
    assert whole.daily.tobytes() == stepped.daily.tobytes()
    assert whole.events.tobytes() == stepped.events.tobytes()


def test_counting_goes_by_pattern():
    def result(key: str, strength: int, passed: bool) -> PatternResult:
        number, _, part = key.partition(".")
        return PatternResult(number, part, strength, 0.0, 1.0, 0.5, 0.4, 0.6, passed, 3)

    results = [result("V10.a", 3, True), result("V10.b", 3, False), result("V12.a", 3, True)]
    results += [result("V26.a", 2, True), result("V26.b", 1, False)]
    assert counted(results, 3) == (1, 2)
    assert counted(results, 2) == (1, 1)
    assert counted(results, 1) == (0, 1)


def test_effort_scales_the_number_of_runs():
    study = Study("a", 40, lambda nature, seed, number, total: {})
    assert [study.size(effort) for effort in (0.01, 0.5, 1.0, 2.0)] == [2, 20, 40, 80]


# ---- mixes of groups


@pytest.mark.parametrize("name", ["everyone", "ordinary"])
def test_shares_of_a_mix(name):
    mix = load_population(name)
    total = 500
    picked = [mix.pick(number, total) for number in range(total)]
    for kind in mix.groups:
        assert sum(cell.id == kind.id for cell in picked) == pytest.approx(kind.share * total, abs=1.5)
    assert sum(cell.share for cell in mix.cells()) == pytest.approx(1.0)
    assert name in populations()


def test_worlds_of_mixes_stay_out_of_the_list():
    assert not {kind.id for kind in load_population("everyone").groups} & worlds().keys()


SMALL = """\
groups:
  - id: one
    share: {share}
    world: {world}
  - id: two
    share: 0.5
    world:
      channels: [{{kind: friends, members: {members}}}]
    operators:
      - {{share: 1.0, strategy: {strategy}}}
"""


def small(**changes):
    values = {"share": 0.5, "world": "strangers_60", "members": 20, "strategy": "neglect", **changes}
    return SMALL.format(**values)


def test_a_mix_from_text():
    mix = parse_population(small(), "mix.yaml")
    assert [(cell.id, cell.share) for cell in mix.cells()] == [("one", 0.5), ("two", 0.5)]
    assert mix.groups[0].world.opening_members == 60


@pytest.mark.parametrize(
    ("changes", "line", "code"),
    [
        ({"world": "stranger_60"}, 4, "no_such_world_near"),
        ({"strategy": "qwertzuiop"}, 10, "no_such_strategy"),
        ({"members": "many"}, 8, "whole_number"),
        ({"share": 0.4}, 1, "tiers_do_not_add_up"),
        ({"share": 1.4}, 3, "out_of_range"),
    ],
)
def test_errors_in_a_mix_name_their_line(changes, line, code):
    with pytest.raises(ScenarioError) as caught:
        parse_population(small(**changes), "mix.yaml")
    assert caught.value.code == code
    assert caught.value.line is not None
    assert abs(caught.value.line - line) <= 1
    for language in LANGUAGES:
        assert "mix.yaml" in caught.value.in_language(language)


def test_a_mix_that_is_not_there():
    with pytest.raises(ScenarioError, match="ordinary"):
        load_population("ordinery")


# ---- the command


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_every_pattern(language, capsys):
    given = ["patterns", "--effort", str(TINY), "--threads", "2", "--language", language]
    assert command_line.main(given) == 0
    shown = capsys.readouterr().out
    for pattern in PATTERNS:
        assert pattern.id in shown
    last = shown.strip().splitlines()[-2:]
    assert [line[:3].count("\u2605") for line in last] == [3, 2]


def test_the_command_in_json(tiny, capsys):
    assert command_line.main(["patterns", "--effort", str(TINY), "--threads", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["patterns"]) == len(PATTERNS)
    for row, one in zip(found["patterns"], tiny, strict=True):
        assert (row["id"], row["part"], row["passed"]) == (one.id, one.part, one.passed)
        if math.isfinite(one.value):
            assert row["value"] == one.value
    assert set(found["passed"]) == {"1", "2", "3"}


@pytest.mark.parametrize(
    "given", [("--effort", "0"), ("--effort", "x"), ("--seed", "-1"), ("--threads", "0")]
)
def test_bad_input_is_one_sentence(given, capsys):
    assert command_line.main(["patterns", *given]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
