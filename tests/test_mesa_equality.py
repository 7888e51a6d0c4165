"""The Mesa model stepped by hand and the compiled run are one model: the same bytes in the event log and in
every array.

Compared on several worlds and strategies, in one go, after a pause, from a checkpoint and from a fork at
odd moments, and under another strategy from there on. Seeds are fixed and nothing is left to chance.
"""

from __future__ import annotations

import gc
import math
import weakref

import numpy as np
import pytest

import sim
from sim.community import CommunityModel, Member, Operator
from sim.engine import new_state, run_to, setup_of
from sim.forking import under
from sim.moves import BY_CODE
from sim.outcome import Outcome
from sim.settings import Settings
from sim.state import State
from tests.small_worlds import GROWN_STRATEGIES, STRATEGIES, strategy, world

COMBINATIONS = [
    ("friends", "everything", 1),
    ("full", "shills", 2),
    ("full", "packets", 3),
    ("overloaded", "ads", 4),
    ("friends", "quiet", 5),
    ("overloaded", "everything", 6),
    ("friends", "neglect", 2**63 - 1),
    ("open", "programme", 9),
    ("open", "selling", 10),
    ("open", "growing", 11),
    ("open", "closing", 12),
    ("open", "ending", 13),
    ("open", "banned", 14),
]
ENDS = {"closing", "ending", "banned"}
"""Strategies under which the group ends before the horizon."""
DAYS = 16
ODD_MOMENTS = (0.4301, 5.4321, 12.3456)


def compiled(where: str, what: str, seed: int, days: int = DAYS) -> tuple[State, list[np.ndarray]]:
    """A group that has not opened, and the list into which its events go."""
    here = world(where)
    population = sim.build_population(here, seed, days)
    return new_state(setup_of(here, strategy(what), population), seed, days, events=True), []


def by_hand(where: str, what: str, seed: int, **options) -> CommunityModel:
    return CommunityModel(world(where), strategy(what), seed=seed, days=DAYS, events=True, **options)


def assert_same_bytes(found: Outcome, expected: Outcome) -> None:
    assert found.events.tobytes() == expected.events.tobytes()
    assert found.daily.tobytes() == expected.daily.tobytes()
    assert found.final == expected.final


def assert_same_state(found: State, expected: State, but: frozenset[str] = frozenset({"events"})) -> None:
    """All arrays byte by byte; the buffer of events holds what has been handed over already."""
    for name, array in expected.arrays().items():
        if name not in but:
            assert found.arrays()[name].tobytes() == array.tobytes(), name


CASES = pytest.mark.parametrize(("where", "what", "seed"), COMBINATIONS)


def test_every_move_and_every_setting_is_among_the_cases():
    plans = [strategy(what) for _, what, _ in COMBINATIONS]
    assert {move.kind() for plan in plans for move in plan.moves} == set(BY_CODE)
    for name, field in Settings.model_fields.items():
        if name not in ("screening_minutes", "removal_minutes"):
            assert any(getattr(plan.settings, name) != field.default for plan in plans), name
    assert {*STRATEGIES, *GROWN_STRATEGIES} == {what for _, what, _ in COMBINATIONS}


@CASES
def test_days_stepped_by_hand_give_the_compiled_run(where, what, seed):
    state, parts = compiled(where, what, seed)
    run_to(state, DAYS, parts.append)
    with by_hand(where, what, seed) as model:
        for _ in range(DAYS):
            assert model.running
            model.step()
        assert not model.running
        found = model.outcome()
        assert_same_bytes(found, Outcome.of(state, parts))
        assert_same_bytes(found, sim.simulate(world(where), strategy(what), seed, days=DAYS, events=True))
        assert_same_state(model.state, state)
        assert len(found.events) > (20 if what in ENDS else 100)
        assert (found.final["closed_day"] >= 0 or found.final["banned_day"] >= 0) == (what in ENDS)


@CASES
def test_pauses_change_nothing(where, what, seed):
    whole, parts = compiled(where, what, seed)
    run_to(whole, DAYS, parts.append)
    paused, pieces = compiled(where, what, seed)
    with by_hand(where, what, seed) as model:
        for moment in (*ODD_MOMENTS, float(DAYS)):
            run_to(paused, moment, pieces.append)
            model.run_to(moment)
            model._take_events()  # the compiled run hands its events over at every pause
            assert model.now < moment <= model.next_time()
            assert_same_state(model.state, paused)
        assert_same_state(paused, whole)
        assert_same_bytes(Outcome.of(paused, pieces), Outcome.of(whole, parts))
        assert_same_bytes(model.outcome(), Outcome.of(whole, parts))


@pytest.mark.parametrize("moment", ODD_MOMENTS)
@CASES
def test_checkpoints_and_forks_go_on_alike(where, what, seed, moment):
    """A checkpoint outlives what happens to the original, and a fork of the Mesa model is such a
    checkpoint."""
    state, parts = compiled(where, what, seed)
    run_to(state, moment, parts.append)
    checkpoint = state.copy()
    before = {name: array.tobytes() for name, array in checkpoint.arrays().items()}
    run_to(state, DAYS, parts.append)
    assert {name: array.tobytes() for name, array in checkpoint.arrays().items()} == before
    with by_hand(where, what, seed) as model:
        model.run_to(moment)
        with model.fork() as fork:
            fork.run_to(DAYS)
            model.run_to(DAYS)
            assert_same_bytes(fork.outcome(), Outcome.of(state, parts))
            assert_same_bytes(model.outcome(), Outcome.of(state, parts))
            assert_same_state(fork.state, state)
    run_to(checkpoint, DAYS)
    assert_same_state(checkpoint, state)


@pytest.mark.parametrize("moment", ODD_MOMENTS)
@pytest.mark.parametrize(
    ("where", "what", "seed", "then"),
    [
        (*case, then)
        for case in COMBINATIONS
        for then in ("everything", "neglect", "quiet", "programme")
        if then != case[1]
    ],
)
def test_a_fork_under_another_strategy_is_the_compiled_fork(where, what, seed, moment, then):
    state, parts = compiled(where, what, seed)
    run_to(state, moment, parts.append)
    forked = under(state, world(where), strategy(then), moment)
    run_to(forked, DAYS, parts.append)
    with by_hand(where, what, seed) as model:
        model.run_to(moment)
        untouched = model.state.copy()
        with model.fork(strategy(then)) as fork:
            assert_same_state(model.state, untouched)
            for _ in range(math.ceil(moment), DAYS + 1):
                fork.step()
            fork.run_to(DAYS)
            assert_same_bytes(fork.outcome(), Outcome.of(forked, parts))
            assert_same_state(fork.state, forked)


@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_a_fork_that_changes_nothing_to_come_is_the_run_itself(moment):
    """Neglect forked into neglect: a new list of acts, none of which does anything."""
    with by_hand("friends", "neglect", 8) as model:
        model.run_to(moment)
        with model.fork(strategy("neglect")) as fork:
            fork.run_to(DAYS)
            model.run_to(DAYS)
            assert_same_bytes(fork.outcome(), model.outcome())


def test_forks_under_other_strategies_share_the_past_and_part_only_later():
    """Old offers and shills must not be read as acts of the new list."""
    with by_hand("overloaded", "everything", 3) as model:
        model.run_to(6.7)
        with model.fork(strategy("neglect")) as fork:
            fork.run_to(DAYS)
            model.run_to(DAYS)
            mine, theirs = model.outcome().events, fork.outcome().events
            past = int((mine["t"] < 6.7).sum())
            assert mine[:past].tobytes() == theirs[:past].tobytes()
            assert set(theirs["member"][past:]) >= {0}
            assert -1 not in theirs["member"][past:]
            assert -2 not in theirs["member"][past:]
            assert -1 in mine["member"][past:]


@pytest.mark.parametrize("how", ["closed", "banned"])
def test_no_strategy_brings_back_a_group_that_is_over(how):
    with by_hand("friends", "neglect", 3) as model:
        model.run_to(5.0)
        model.state.group[how][0] = 5.0
        with model.fork(strategy("packets")) as fork:
            fork.run_to(DAYS)
            assert len(fork.state.acts) == len(model.state.acts)
            assert not (fork.outcome().events["member"] == -1).any()
        model.state.group[how][0] = -1.0
        with model.fork(strategy("packets")) as fork:
            fork.run_to(DAYS)
            assert (fork.outcome().events["member"] == -1).any()


# -- Mesa's own tools ------------------------------------------------------------------------------------------


def test_agent_sets_and_the_data_collector_work():
    with by_hand("full", "packets", 7) as model:
        for _ in range(5):
            model.step()
        members = model.agents_by_type[Member]
        assert len(members) == len(model.members) == len(model.state.members)
        assert len(model.agents_by_type[Operator]) == 1
        here = members.select(lambda member: member.present)
        assert len(here) == model.state.group["present"][0] > 0
        assert members.get("member_id") == list(range(len(members)))
        assert members.get("attention") == model.state.members["attention"].tolist()
        trust = here.agg("trust", np.mean)
        assert 0.0 < trust < 1.0
        met = []
        members.shuffle().do(met.append)
        assert sorted(member.member_id for member in met) == members.get("member_id")
        assert sum(members.map(lambda member: int(member.record["looks"]))) == model.state.group["looks"][0]
        top = members.sort("attention", ascending=False).get("attention")
        assert top == sorted(top, reverse=True)
        frame = model.datacollector.get_model_vars_dataframe()
        assert len(frame) == 5
        assert frame["looks"].tolist() == model.state.days["looks"][:5].tolist()
        assert frame["talk"].tolist() == model.state.days["talk"][:5].tolist()
        assert frame["present"].iloc[-1] == model.state.group["present"][0]


def test_forks_keep_the_ids_of_members_and_the_class():
    class Named(Member):
        pass

    with by_hand("friends", "neglect", 1, member_class=Named) as model:
        model.run_to(3.3)
        with model.fork() as fork:
            assert [member.member_id for member in fork.members] == [m.member_id for m in model.members]
            assert all(type(member) is Named for member in fork.members)
            assert all(member.model is fork for member in fork.members)
            fork.members[3].record["trust"] = 0.123
            assert model.members[3].trust != 0.123
            assert fork.members[3].trust == 0.123


def test_steps_end_at_the_horizon():
    with CommunityModel(world(), strategy(), seed=1, days=2) as model:
        for _ in range(4):
            model.step()
        assert model.day == 2
        assert not model.running
        assert len(model.datacollector.model_vars["talk"]) == 2


def test_closed_models_are_forgotten():
    with by_hand("friends", "packets", 1) as model:
        model.step()
        fork = model.fork(strategy("neglect"))
        fork.step()
        fork.close()
    ghosts = [weakref.ref(thing) for thing in (model, fork, model.members[0], fork.operator, model.state)]
    del model, fork
    gc.collect()
    assert [ghost() for ghost in ghosts] == [None] * len(ghosts)
