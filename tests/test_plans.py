"""Plans of experiments: designs, the order of runs, shipped plans, and what is said about plans that are not right."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest

import scenarios
from experiments.plans import checks, designs
from experiments.plans.cost import _starts
from experiments.plans.declaration import Plan, RaceRule, SensitivityMethod
from experiments.plans.dimensions import dimensions, paths_of
from experiments.plans.expansion import VARIANTS, Expansion
from experiments.plans.plan_files import load_plan, parse_plan, plan_of, plan_schema
from experiments.racing.results import RULES
from experiments.runs.materials import quantity_at
from experiments.runs.pieces import split
from experiments.sensitivity.study import METHODS
from scenarios.errors import ScenarioError
from scenarios.reading import plain, read_tree
from tests.bad_plans import BAD, BASE, FACTOR, ONE

DRAWN = ("latin_hypercube", "sobol", "random")


def of(text: str) -> Plan:
    return parse_plan(text, "plan.yaml")


def drawn(kind: str, points: int, factors: str, seed: int = 0) -> designs.Points:
    return designs.points_of(
        of(ONE + f"factors: [{factors}]\ndesign: {{kind: {kind}, points: {points}, seed: {seed}}}\n")
    )


# ---- designs

RATES = "{parameter: answer_rate, low: 1, high: 3}, {parameter: stay, low: 0.5, high: 0.9}"


def test_a_grid_has_every_combination_once() -> None:
    points = designs.points_of(
        of(
            ONE
            + "factors:\n  - {parameter: stay, values: [0.5, 0.7]}\n"
            + "  - {path: strategy.moves.0.when.per_day, values: [0, 1, 4]}\n"
            + "  - {parameter: answer_rate, low: 1, high: 100, scale: log}\n".replace("100", "10")
            + "design: {kind: grid, levels: 3}\n"
        )
    )
    assert points.paths == (
        "world.psychology.stay",
        "strategy.moves.0.when.per_day",
        "world.psychology.answer_rate",
    )
    expected = list(itertools.product([0.5, 0.7], [0, 1, 4], [1, 3.16227766017, 10]))
    assert points.values.tolist() == [list(one) for one in expected]


def test_equal_levels_of_whole_numbers_come_once() -> None:
    points = designs.points_of(
        of(
            ONE + "factors: [{path: strategy.moves.0.when.per_day, low: 0, high: 2}]\n"
            "design: {kind: grid, levels: 9}\n"
        )
    )
    assert points.values.ravel().tolist() == [0, 1, 2]


@pytest.mark.parametrize("points", [1, 7, 32])
def test_a_latin_hypercube_has_one_point_in_every_stratum_of_every_axis(points: int) -> None:
    unit = designs.unit_points("latin_hypercube", points, 5, 3)
    for axis in unit.T:
        assert sorted((axis * points).astype(int)) == list(range(points))


def test_sobol_points_are_balanced() -> None:
    """A scrambled (t, m, s)-net: every axis stratified, and the first two axes balanced in every elementary box."""
    unit = designs.unit_points("sobol", 64, 4, 5)
    for axis in unit.T:
        assert sorted((axis * 64).astype(int)) == list(range(64))
    for across in range(7):
        boxes = Counter(
            zip(
                (unit[:, 0] * 2**across).astype(int),
                (unit[:, 1] * 2 ** (6 - across)).astype(int),
                strict=True,
            )
        )
        assert set(boxes.values()) == {1}
        assert len(boxes) == 64


@pytest.mark.parametrize("kind", DRAWN)
def test_a_design_is_the_same_bit_for_bit_in_another_process(kind: str) -> None:
    script = (
        "from tests.test_plans import drawn, RATES; import sys;"
        f"sys.stdout.buffer.write(drawn({kind!r}, 32, RATES, 9).values.tobytes())"
    )
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert there == drawn(kind, 32, RATES, 9).values.tobytes()
    assert there != drawn(kind, 32, RATES, 10).values.tobytes()


@pytest.mark.parametrize("kind", DRAWN)
def test_drawn_values_lie_in_their_range_and_survive_a_file(kind: str) -> None:
    points = drawn(kind, 64, RATES)
    assert points.values.shape == (64, 2)
    assert (points.values >= [1, 0.5]).all()
    assert (points.values <= [3, 0.9]).all()
    for value in points.values.ravel().tolist():
        assert float(f"{value:.12g}") == value


def test_rounding_gives_the_numbers_that_a_file_says() -> None:
    """Every size of number that factors have, zero and negative ones too."""
    drawn_ones = np.random.default_rng(5).random((400, 2))
    values = (drawn_ones[:, 0] - 0.5) * 10 ** (drawn_ones[:, 1] * 18 - 9)
    values = np.concatenate([values, [0.0, 1.0, 0.1, 1000.0, -0.3]])
    said = np.array([float(f"{value:.12g}") for value in values.tolist()])
    assert (designs._significant(values) == said).all()


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_whole_numbers_and_own_values_get_equal_shares(kind: str) -> None:
    axes = dimensions(
        of(
            ONE + "factors:\n  - {path: strategy.moves.0.when.per_day, low: 1, high: 4}\n"
            "  - {parameter: stay, values: [0.5, 0.6, 0.7, 0.8]}\n"
        )
    )
    unit = designs.unit_points(kind, 64, 2, 1)  # type: ignore[arg-type]
    assert Counter(designs.spread(unit[:, 0], axes[0]).tolist()) == {1: 16, 2: 16, 3: 16, 4: 16}
    assert Counter(designs.spread(unit[:, 1], axes[1]).tolist()) == {0.5: 16, 0.6: 16, 0.7: 16, 0.8: 16}


def test_a_point_that_is_met_twice_is_run_once() -> None:
    points = drawn("random", 50, "{path: strategy.moves.0.when.per_day, low: 1, high: 3}")
    assert sorted(points.values.ravel().tolist()) == [1, 2, 3]


def test_money_comes_in_whole_fen() -> None:
    text = ONE.replace("one_ad_a_day", "red_packets")
    plan = of(
        text + "factors: [{path: strategy.moves.0.amount_yuan, low: 1, high: 200, scale: log}]\n"
        "design: {kind: latin_hypercube, points: 40}\n"
    )
    values = Expansion(plan).points.values.ravel()
    assert len(set(values.tolist())) == 40
    assert (np.round(values, 2) == values).all()


def test_a_log_scale_is_even_in_proportions() -> None:
    points = drawn("latin_hypercube", 30, "{parameter: answer_rate, low: 0.1, high: 10, scale: log}")
    strata = (np.log10(points.values.ravel()) + 1) / 2 * 30
    assert sorted(strata.astype(int)) == list(range(30))


def test_the_range_believed_in_is_the_default() -> None:
    (axis,) = dimensions(of(ONE + "factors: [{parameter: answer_rate}]\n"))
    assert (axis.low, axis.high) == quantity_at(
        scenarios.load_world("strangers_60"), "psychology.answer_rate"
    ).prior


def test_plausible_worlds_are_spread_over_those_there_are() -> None:
    from experiments.calibration.ensemble import plausible_worlds

    there = plausible_worlds()
    points = designs.points_of(of(ONE + "design: {kind: plausible_worlds, points: 5}\n"))
    assert len(points) == 5
    for row in points.values.tolist():
        assert dict(zip(points.labels, row, strict=True)) in there


# ---- the order of runs

MIXED = (
    "worlds: [strangers_60, interest_250]\nstrategies: [one_ad_a_day, hard_ads]\nseeds: {first: 7, count: 3}\n"
    "factors:\n  - {path: strategy.moves.0.when.per_day, values: [1, 2]}\n  - {parameter: stay, values: [0.5, 0.7]}\n"
)


def test_any_stretch_of_the_runs_can_be_asked_for() -> None:
    expansion = Expansion(of(MIXED))
    runs = expansion.runs(0, len(expansion))
    assert len(runs) == len(expansion) == 2 * 2 * 4 * 3
    assert len(set(runs)) == len(runs)
    assert Counter(run.scenario for run in runs) == dict.fromkeys(
        (place.scenario for place in expansion.places()), 3
    )
    for start, stop in ((0, 1), (5, 19), (40, 48), (47, 60), (-3, 2), (50, 60), (9, 9)):
        assert expansion.runs(start, stop) == runs[max(0, start) : stop]


def test_runs_of_the_same_people_stand_side_by_side() -> None:
    expansion = Expansion(of(MIXED))
    people = [
        (run.scenario.world, split(run.scenario.values)[0], run.seed)
        for run in expansion.runs(0, len(expansion))
    ]
    stretches = [who for who, _ in itertools.groupby(people)]
    assert len(stretches) == len(set(stretches)) == 2 * 2 * 3


def test_no_seed_asks_for_more_strategies_than_a_worker_keeps_ready() -> None:
    plan = of(
        ONE + "seeds: {count: 3}\nfactors: [{path: strategy.moves.0.when.from_hour, low: 0, high: 12},"
        "{path: strategy.moves.0.when.per_day, values: [1, 2]}]\ndesign: {levels: 31}\n"
    )
    expansion = Expansion(plan)
    runs = expansion.runs(0, len(expansion))
    assert len(set(runs)) == len(expansion) == 62 * 3
    lengths = [len(list(group)) for _, group in itertools.groupby(runs, lambda run: run.seed)]
    assert lengths == [VARIANTS] * 3 + [62 - VARIANTS] * 3
    assert [expansion.runs(place, place + 1)[0] for place in range(len(runs))] == runs


def test_a_plan_of_ten_million_runs_is_not_written_out() -> None:
    expansion = Expansion(of(BASE + "seeds: {first: 3, count: 1000000}\n"))
    assert len(expansion) == 2_000_000
    last = expansion.runs(len(expansion) - 2, len(expansion))
    assert [(run.scenario.strategy, run.seed) for run in last] == [
        ("hard_ads", 1_000_002),
        ("neglect", 1_000_002),
    ]


def test_points_and_scenarios_are_numbered_for_reports() -> None:
    expansion = Expansion(of(MIXED))
    places = list(expansion.places())
    assert len(places) == expansion.scenarios == 16
    for place in places:
        values = dict(zip(expansion.points.paths, expansion.points.values[place.point].tolist(), strict=True))
        assert dict(place.scenario.values) == values


# ---- files


@pytest.mark.parametrize("name", scenarios.plans())
def test_shipped_plans_can_be_run(name: str) -> None:
    expansion = Expansion(load_plan(name))
    assert 0 < len(expansion) <= 1000
    for run in expansion.runs(0, len(expansion))[:: max(1, len(expansion) // 10)]:
        of_world, of_strategy = split(run.scenario.values)
        expansion.materials.world(run.scenario.world, of_world)
        expansion.materials.strategy(run.scenario.strategy, of_strategy)


@pytest.mark.parametrize("name", scenarios.plans())
def test_a_kept_plan_gives_the_same_runs(name: str) -> None:
    plan = load_plan(name)
    again = plan_of(json.loads(json.dumps(plan.as_dict())))
    assert again == plan
    first, second = Expansion(plan), Expansion(again)
    assert first.runs(0, 50) == second.runs(0, 50)
    assert first.materials == second.materials


@pytest.mark.parametrize("name", scenarios.plans())
def test_the_schema_takes_the_shipped_plans(name: str) -> None:
    text = scenarios.plans()[name].path.read_text(encoding="utf-8")
    jsonschema.validate(plain(read_tree(text, name)), plan_schema())


def test_the_schema_refuses_what_is_no_plan() -> None:
    wrong: dict[str, Any]
    for wrong in (
        {"worlds": []},
        {"worlds": ["strangers_60"]},
        {"worlds": ["a"], "strategies": ["b"], "x": 1},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, plan_schema())


def test_worlds_and_strategies_by_id_by_path_and_written_out(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("channels: [{kind: new_media, members: 30}]\n")
    path = tmp_path / "plan.yaml"
    path.write_text(
        "worlds:\n  - strangers_60\n  - mine.yaml\n  - written: {channels: [{kind: new_media, members: 20}]}\n"
        "strategies:\n  quiet: neglect\n  loud: {moves: [{move: hard_ads}]}\n"
    )
    plan = load_plan(path)
    assert list(plan.worlds) == ["strangers_60", "mine", "written"]
    assert [world.opening_members for world in plan.worlds.values()] == [60, 30, 20]
    assert plan.strategies["quiet"] == scenarios.load_strategy("neglect")
    assert len(plan.strategies["loud"].moves) == 1


def test_races_and_sensitivities_can_be_asked_for_as_they_can_be_run() -> None:
    assert get_args(RaceRule) == RULES
    assert get_args(SensitivityMethod) == METHODS


def test_every_path_that_is_offered_leads_to_a_number() -> None:
    strategy, world = scenarios.load_strategy("trust_playbook"), scenarios.load_world("community_150")
    for holder, root in ((strategy, "strategy"), (world, "world")):
        paths = list(paths_of(holder, root))
        assert len(paths) > 50
        for path in paths:
            quantity_at(holder, path.partition(".")[2])


def test_tries_are_spread_and_do_not_overlap() -> None:
    for runs in (1, 7, 8, 500, 12_345):
        starts = list(_starts(runs))
        assert starts[0] == 0
        assert len(set(starts)) == len(starts) == max(1, runs // 8)
        assert np.diff(sorted(starts)).min(initial=8) >= 8 or runs < 16
        assert max(starts[:4]) >= runs / 2 or runs < 16


# ---- what is wrong with a plan


@pytest.mark.parametrize("name", BAD)
def test_bad_plans_are_explained_with_their_place(name: str) -> None:
    text, code, line, parts = BAD[name]
    with pytest.raises(ScenarioError) as caught:
        of(text)
    error = caught.value
    shown = str(error)
    assert (error.code, error.line) == (code, line), shown
    for part in parts:
        assert part in shown, shown
    assert "{" not in shown.replace("{…}", "")
    chinese = error.in_language("zh")
    assert "第" in chinese
    assert "{" not in chinese.replace("{…}", "")


def test_all_factors_that_are_wrong_are_told_of() -> None:
    with pytest.raises(ScenarioError) as caught:
        of(FACTOR + "{parameter: styy}\n  - {parameter: stay, low: 3}\n")
    assert [caught.value.line, *(one.line for one in caught.value.others)] == [4, 5]


def test_a_mistake_in_a_file_that_a_plan_names_is_told_with_that_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("strategies: [neglect]\nworlds:\n  - gone.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load_plan(path)
    assert (caught.value.code, caught.value.line) == ("plan_file", 3)
    assert "gone.yaml" in str(caught.value)
    (tmp_path / "gone.yaml").write_text("channels:\n  - {kind: new_media, members: many}\n")
    with pytest.raises(ScenarioError) as caught:
        load_plan(path)
    assert (caught.value.file, caught.value.line) == ("gone.yaml", 2)


def test_a_kept_plan_that_somebody_changed_is_refused() -> None:
    kept = of(ONE).as_dict()
    change: dict[str, Any]
    for change in ({"days": 0}, {"worlds": {}}, {"factors": [{"parameter": "zzz"}]}, {"x": 1}):
        with pytest.raises(ScenarioError):
            plan_of({**kept, **change})


def test_no_plan_of_that_name() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_plan("first_swep")
    assert "“first_sweep”" in str(caught.value)


def test_a_combination_is_looked_for_at_the_ends_of_large_designs() -> None:
    """Only the greatest of 100 values is impossible; a look at some points here and there might miss it."""
    plan = of(
        ONE + "factors: [{path: strategy.moves.0.when.from_hour, low: 0, high: 12}]\ndesign: {levels: 100}\n"
    )
    assert checks.problems_of(plan) == []
    with pytest.raises(ScenarioError) as caught:
        of(
            ONE + "factors: [{path: strategy.moves.0.when.from_hour, low: 0, high: 12.01}]\n"
            "design: {kind: grid, levels: 100}\n"
        )
    assert caught.value.code == "plan_not_possible"
