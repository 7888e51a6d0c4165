"""Why a group died: shares that add up, causes that are really off, words that say no more than was found."""

from __future__ import annotations

import json

import numpy as np
import pytest

import scenarios
import sim
from experiments.autopsy.autopsy import Question, autopsy, first_death
from experiments.autopsy.causes import (
    Cause,
    UnknownCauseError,
    causes_at_work,
    chosen_causes,
    single_moves,
    without_settings,
)
from experiments.autopsy.no_return import (
    USUAL_GRID,
    USUAL_RESCUES,
)
from experiments.autopsy.responsibility import (
    Switchboard,
    materials_for,
    overall,
    responsibilities,
    telling,
)
from experiments.autopsy.telling import cause_help, cause_label, kept_alive_sentence, sentences
from experiments.commands.autopsy import told
from experiments.commands.output import as_json
from experiments.definitions import DEFAULT
from experiments.runs.executors import Threads
from experiments.runs.materials import Materials, Scenario
from experiments.runs.pieces import Workshop, split
from experiments.runs.source import Runs
from scenarios.library import FOLDER
from scenarios.texts import LANGUAGES, has_text
from tests.command_lines import good, qunlab

WORLD, ADS, SEED, DAYS = "strangers_60", "hard_ads", 4, 60
SHIPPED = sorted(path.stem for path in (FOLDER / "strategies").glob("*.yaml"))


@pytest.fixture(scope="module")
def world():
    return scenarios.load_world(WORLD)


@pytest.fixture(scope="module")
def ads():
    return scenarios.load_strategy(ADS)


def runs_of(world, strategy, days=DAYS):
    return Runs(materials_for("world", world, "strategy", strategy, days))


def board_of(causes):
    return Switchboard("world", "strategy", tuple(causes))


def asked(world, strategy, **values):
    usual = {"launches": 0, "rescues": {}, "futures": 2, "grid": (0, 7)}
    return Question("world", world, "strategy", strategy, **{**usual, **values})


# Causes


@pytest.mark.parametrize("name", SHIPPED)
def test_a_move_switched_off_leaves_the_life_that_it_has_without_it(world, name):
    strategy = scenarios.load_strategy(name)
    moves = [one for one in causes_at_work(world, strategy) if one.kind == "move"]
    off = [value for one in moves for value in one.values]
    materials = materials_for("world", world, "strategy", strategy, 30)
    silenced = materials.strategy("strategy", [(path.removeprefix("strategy."), v) for path, v in off])
    empty = strategy.model_copy(update={"moves": ()})
    first, second = (sim.simulate(world, one, 2, days=30).daily for one in (silenced, empty))
    assert first.tobytes() == second.tobytes()


def test_switching_one_move_off_leaves_the_luck_of_the_others(world):
    """Two moves of a kind: without the first the second still draws as the second."""
    one = {"move": "red_packet", "amount_yuan": 5, "portions": 5, "when": {"every_days": 3}}
    two = one | {"when": {"every_days": 2, "from_day": 1}}
    strategy = sim.Strategy.model_validate({"moves": [one, two]})
    first, _ = single_moves(strategy)
    _, values = split(first.values)
    left = materials_for("world", world, "strategy", strategy, 30).strategy("strategy", values)
    assert [act["key"] for act in left.acts()] == [act["key"] for act in strategy.acts()]
    assert {one.code for one in single_moves(strategy)} == {"red_packet.1", "red_packet.2"}


def test_every_cause_of_everything_shipped_can_be_switched_off_and_has_words():
    seen = {}
    worlds = [scenarios.load_world(path.stem) for path in sorted((FOLDER / "worlds").glob("*.yaml"))]
    for strategy in map(scenarios.load_strategy, SHIPPED):
        for here in worlds:
            for one in causes_at_work(here, strategy):
                seen.setdefault(one.code, (one, here, strategy))
    assert {
        "no_staff",
        "staff_answer",
        "plain_settings",
        "ads_tire",
        "shills_found_out",
        "newcomers",
    } <= seen.keys()
    for code, (one, here, strategy) in seen.items():
        materials = materials_for("world", here, "strategy", strategy, 30)
        of_world, of_strategy = split(one.values)
        changed = materials.world("world", of_world), materials.strategy("strategy", of_strategy)
        assert changed != (here, strategy) or code == "plain_settings"
        for language in LANGUAGES:
            assert cause_label(code, language)
            assert cause_help(code, language)
        assert one.kind == "move" or has_text(f"cause.{code}.help")


def test_causes_do_not_touch_the_same_number(world):
    strategy = scenarios.load_strategy("shills")
    paths = [path for one in causes_at_work(world, strategy) for path, _ in one.values]
    assert len(paths) == len(set(paths))


def test_a_cause_is_offered_only_where_it_is_at_work(world, ads):
    codes = {one.code for one in causes_at_work(world, ads)}
    assert {"hard_ads", "ads_tire", "purpose_passes"} <= codes
    assert not {"shills_found_out", "take_and_leave", "newcomers"} & codes
    neutral = world.model_copy(
        update={"psychology": world.psychology.model_copy(update={"confidence_loss": 0.0})}
    )
    assert "nobody_answers" not in {one.code for one in causes_at_work(neutral, ads)}
    assert [one.code for one in chosen_causes(world, ads, ["ads_tire", "hard_ads"])] == [
        "hard_ads",
        "ads_tire",
    ]
    for codes in (["shills"], ["hard_ads", "hard_ads"], [""], ["hard_ads.1"]):
        with pytest.raises(UnknownCauseError):
            chosen_causes(world, ads, codes)


def test_settings_are_switched_off_as_a_whole(world):
    strategy = sim.Strategy.model_validate({"settings": {"purpose": "brand", "entry": "invitation"}})
    assert without_settings(strategy).settings.entry == "open"
    assert without_settings(strategy).settings.purpose == "brand"
    runs = runs_of(world, strategy, 20)
    causes = chosen_causes(world, strategy, ["plain_settings"])
    on, off = (board_of(causes).scenario(one) for one in (1, 0))
    first, second = runs.rows([run(on), run(off)])
    assert not np.array_equal(first, second, equal_nan=True)


def run(scenario):
    from experiments.runs.materials import Run

    return Run(scenario, SEED)


# Responsibility

CODES = ["hard_ads", "habit_fades", "strangers", "purpose_passes"]


@pytest.fixture(scope="module")
def shared(world, ads):
    nothing = Cause("nothing", "mechanism", (("world.psychology.renew_rate", 2.0),))
    board = board_of((*chosen_causes(world, ads, CODES), nothing))
    return responsibilities(board, [4, 5, 6], DEFAULT, runs_of(world, ads))


def test_shares_add_up_to_what_was_lost(shared):
    assert len(shared) == 3
    for one in shared:
        assert sum(cause.days for cause in one.shares) == pytest.approx(one.explained, abs=1e-9)
        assert one.explained > 0
        assert one.exact
        assert one.sets == 32
        assert one.lost == DAYS - one.lively


def test_what_changes_nothing_is_charged_with_nothing(shared):
    for one in shared:
        nothing = one.shares[-1]
        assert (nothing.days, nothing.alone_off, nothing.alone_on) == (0, 0, 0)
        assert all("nothing" not in codes for codes in one.kept_alive)


def test_life_with_all_causes_is_the_life_as_it_was(world, ads, shared):
    for one in shared:
        daily = sim.simulate(world, ads, one.seed, days=DAYS).daily
        assert one.lively == pytest.approx(min(DAYS, sim.outcome.silence(daily).first))


def test_sampled_shares_add_up_as_well_and_are_near(world, ads, shared, monkeypatch):
    monkeypatch.setattr("experiments.autopsy.responsibility.MOST_EXACT", 3)
    board = board_of(chosen_causes(world, ads, CODES))
    (found,) = responsibilities(board, [4], DEFAULT, runs_of(world, ads), pairs=8)
    assert not found.exact
    assert sum(cause.days for cause in found.shares) == pytest.approx(found.explained, abs=1e-9)
    for rough, sure in zip(found.shares, shared[0].shares, strict=False):
        assert abs(rough.days - sure.days) <= 2 * (rough.high - rough.days) + 1e-9


def test_the_causes_that_are_told_are_those_that_matter(world, ads):
    board = board_of(causes_at_work(world, ads))
    found = telling(board, [4], DEFAULT, runs_of(world, ads, 30), 3)
    assert len(found) == 3
    assert "purpose_passes" in {one.code for one in found}


def test_the_dead_of_many_launches_have_means_with_intervals(shared):
    found = overall(5, shared)
    assert (found.launches, found.died) == (5, 3)
    assert sum(one.greatest for one in found.shares) == 3
    assert sum(one.days.mean for one in found.shares) == pytest.approx(found.explained)
    last = found.shares[-1].days
    assert (last.mean, last.low, last.high) == (0, 0, 0)
    assert overall(5, []).shares == ()
    json.dumps(found.as_dict())


# The whole


def test_an_autopsy_in_both_languages(world, ads):
    rescues = {"light_care": scenarios.load_strategy("light_care")}
    question = asked(world, ads, seed=SEED, causes=CODES, launches=3, rescues=rescues)
    stages = []
    found = autopsy(question, runs_of(world, ads), on_stage=lambda stage, done, of: stages.append(stage))
    assert found.died
    assert found.death == found.responsibility.lively
    assert [one.code for one in found.causes] == CODES
    assert {"launches", "sets", "futures"} <= set(stages)
    assert found.timeline.symptoms["ads_wall"] == 0
    assert [one.day for one in found.timeline.probes] == [0, 7]
    assert len(found.no_return.days) == 2
    for language in LANGUAGES:
        report = told(question, found, language)
        for code in CODES:
            assert cause_label(code, language) in report
        assert "{" not in report
    plain = found.as_dict()
    assert plain["responsibility"]["lost"] == DAYS - found.death
    json.dumps(plain)


def test_threads_change_nothing(world, ads):
    question = asked(world, ads, seed=SEED, causes=CODES[:2], launches=2)
    materials = materials_for("world", world, "strategy", ads, 30)
    first, second = (autopsy(question, Runs(materials, Threads(n))) for n in (1, 3))
    assert as_json(first.as_dict()) == as_json(second.as_dict())


def test_a_group_that_lives_has_no_causes(world, monkeypatch):
    monkeypatch.setattr("experiments.autopsy.autopsy.SEEDS_TRIED", 20)
    playbook = scenarios.load_strategy("trust_playbook")
    question = asked(world, playbook, seed=1)
    runs = runs_of(world, playbook, 30)
    found = autopsy(question, runs)
    assert not found.died
    assert found.responsibility is None
    assert found.another is None or found.another != 1
    for language in LANGUAGES:
        assert len(sentences(question, found, language)) == 1
    json.dumps(found.as_dict())


def test_without_a_seed_the_first_that_dies_is_taken(world):
    sharing = scenarios.load_strategy("kol_sharing")
    question, runs = asked(world, sharing, causes=["strangers"]), runs_of(world, sharing, 40)
    seed = first_death(question, runs)
    found = autopsy(question, runs)
    assert found.seed == seed > 0
    assert found.died
    alive = autopsy(asked(world, sharing, seed=0, causes=["strangers"]), runs)
    assert not alive.died
    assert alive.another == seed


def test_one_member_dies_of_nothing_that_moves(world):
    lonely = sim.World.model_validate({"channels": [{"kind": "friends", "members": 1}]})
    found = autopsy(asked(lonely, sim.Strategy(), seed=0), runs_of(lonely, sim.Strategy(), 20))
    assert found.died
    shares = () if found.responsibility is None else found.responsibility.shares
    assert all(one.kind != "move" for one in shares)
    if found.responsibility is not None:
        assert kept_alive_sentence(found.responsibility, "en")


def test_a_group_without_cause_to_die_says_so(world, ads):
    """With no cause at work there is nothing to share out."""
    question = asked(world, ads, seed=SEED, causes=[])
    found = autopsy(question, runs_of(world, ads))
    assert found.died
    assert found.responsibility is None
    assert len(sentences(question, found, "en")) == 2


def test_the_command():
    small = ("--launches", 0, "--rescue", "none", "--grid", "0", "--days", 30, "--seed", SEED)
    out = json.loads(good("autopsy", WORLD, ADS, *small, "--causes", "hard_ads,strangers", "--json"))
    assert out["kind"] == "autopsy"
    assert out["result"]["died"]
    assert out["result"]["no_return"] is None
    wrong = qunlab("autopsy", WORLD, ADS, *small, "--causes", "shills")
    assert wrong.returncode == 2
    assert b"purpose_passes" in wrong.stderr


def test_materials_hold_the_strategy_without_its_settings(world, ads):
    materials = materials_for("world", world, "strategy", ads, 30)
    assert isinstance(materials, Materials)
    first = Workshop(materials).outcome(run(Scenario.of("world", "strategy")))
    second = sim.simulate(world, ads, SEED, days=30)
    assert first.daily.tobytes() == second.daily.tobytes()


def test_a_strategy_that_helped_is_not_blamed(world):
    service = scenarios.load_strategy("full_service")
    question = asked(world, service, seed=0, causes=["useful_post", "purpose_passes"])
    found = autopsy(question, runs_of(world, service))
    assert found.responsibility.operators < -1
    said = " ".join(sentences(question, found, "en"))
    assert "On balance" in said
    assert "worked the other way" in said


def test_the_command_tries_the_usual_rescues_on_the_usual_days():
    from experiments.declared.autopsy import GRID, RESCUES

    assert tuple(RESCUES.split(",")) == USUAL_RESCUES
    assert tuple(map(int, GRID.split(","))) == USUAL_GRID
