"""Changes whose consequences are known: names, doses of zero, repetitions, horizons, and worlds that differ
in one member.

The last kind is the strongest: because every draw belongs to one member, a world that differs in one member
differs only by what that member causes. Seeds are fixed and comparisons exact, so there are no false
alarms.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import new_state, run_to, setup_of
from sim.outcome import EVENT_KINDS
from sim.population import Population
from tests.small_worlds import GROWN_STRATEGIES, GROWN_WORLDS, STRATEGIES, WORLDS, strategy, world

KIND = {name: number for number, name in enumerate(EVENT_KINDS)}
SEED, DAYS = 11, 25
BOTH = pytest.mark.parametrize(
    ("where", "what"),
    [
        *((where, what) for where in WORLDS for what in STRATEGIES),
        *((where, what) for where in GROWN_WORLDS for what in GROWN_STRATEGIES),
    ],
)


def simulate(here: sim.World, plan: sim.Strategy, days: int = DAYS, population: Population | None = None):
    return sim.simulate(here, plan, SEED, days=days, population=population, events=True)


def same(one: sim.Outcome, other: sim.Outcome) -> bool:
    return (
        one.events.tobytes() == other.events.tobytes()
        and one.daily.tobytes() == other.daily.tobytes()
        and one.final == other.final
    )


# -- names ------------------------------------------------------------------------------------------------------


@BOTH
def test_relabelling_members_changes_nothing_but_the_labels(where, what):
    """People and ties in another order, keys unchanged: the same log under the new names.

    People of a reserve keep their places: they stand together, and are asked in in that order.
    """
    here, plan = world(where), strategy(what)
    population = sim.build_population(here, SEED, DAYS)
    order = np.arange(len(population))
    order[population.people["pool"] < 0] = np.random.default_rng(1).permutation(
        np.flatnonzero(population.people["pool"] < 0)
    )
    shuffled = Population(
        population.people[order],
        np.ascontiguousarray(population.ties[np.ix_(order, order)]),
        population.pools,
    )
    plain, renamed = simulate(here, plan, population=population), simulate(here, plan, population=shuffled)
    old_name = np.append(order, [-2, -1])  # the operator and the shills keep their numbers
    events = renamed.events.copy()
    events["member"] = old_name[events["member"]]
    events["target"] = old_name[events["target"]]
    assert events.tobytes() == plain.events.tobytes()
    assert renamed.daily.tobytes() == plain.daily.tobytes()
    # How many draws a search for the smallest one takes goes by the order of the search.
    assert {**renamed.final, "blocks": 0, "words": 0} == {**plain.final, "blocks": 0, "words": 0}


def test_other_keys_are_other_people():
    here, plan = world(), strategy("packets")
    population = sim.build_population(here, SEED, DAYS)
    people = population.people.copy()
    people["key"] += 1
    other = simulate(here, plan, population=Population(people, population.ties, population.pools))
    assert other.events.tobytes() != simulate(here, plan, population=population).events.tobytes()


# -- doses ------------------------------------------------------------------------------------------------------

ZERO_DOSES: list[dict[str, Any]] = [
    {"move": "hard_ads", "when": {"per_day": 0}},
    {"move": "morning_report", "quality": 0.0},
    {"move": "daily_topic", "appeal": 0.0, "mentions": 0},
    {"move": "red_packet", "amount_yuan": 0.0},
    {"move": "kol_sharing", "messages": 0},
    {"move": "kol_sharing", "quality": 0.0},
    {"move": "useful_post", "quality": 0.0},
    {"move": "ice_breaking", "when": {"per_day": 0}},
    {"move": "ice_breaking", "appeal": 0.0, "mentions": 0},
    {"move": "shills", "number_of_shills": 0},
    {"move": "shills", "messages_each": 0},
    {"move": "soft_offer", "when": {"per_day": 0}},
    {"move": "welcome", "warmth": 0.0},
    {"move": "private_sales", "contacts": 0},
    {"move": "pitch_questions", "questions_pitched": 0.0},
    {"move": "pull_in_rewards", "reward_yuan": 0.0},
    {"move": "privilege_offer", "when": {"per_day": 0}},
    {"move": "wake_silent", "mentions": 0},
    {"move": "check_in_challenge", "challenge_days": 0},
    {"move": "column", "quality": 0.0},
    {"move": "fission", "reward_yuan": 0.0},
    {"move": "flash_sale", "when": {"per_day": 0}},
    {"move": "purge_lurkers", "removals": 0},
    {"move": "honours", "mentions": 0},
    {"move": "stewards", "number_of_stewards": 0},
    {"move": "offline_meeting", "seats": 0},
    {"move": "co_creation", "contribution": 0.0},
    {"move": "packet_probe", "amount_yuan": 0.0},
    {"move": "move_members", "when": {"per_day": 0}},
    {"move": "recruit", "people": 0},
    {"move": "steer_topic", "steer": 0.0},
    {"move": "poll", "response": 0.0},
    {"move": "prompted_offer", "when": {"per_day": 0}},
    {"move": "buddy", "warmth": 0.0},
    {"move": "roll_call", "response": 0.0},
    {"move": "relayed_class", "quality": 0.0},
    {"move": "planned_end", "when": {"per_day": 0}},
]


@pytest.mark.parametrize("move", ZERO_DOSES, ids=lambda move: "-".join(map(str, move)))
def test_a_move_at_dose_zero_is_no_move(move):
    """Alone, and beside other moves, before and after them."""
    here = world("full")
    alone = sim.Strategy.model_validate({"moves": [move]})
    assert alone.acts() == []
    assert same(simulate(here, alone), simulate(here, strategy("neglect")))
    others = [{"move": "red_packet"}, {"move": "daily_topic"}]
    with_it = sim.Strategy.model_validate({"moves": [move, *others, move]})
    assert same(simulate(here, with_it), simulate(here, sim.Strategy.model_validate({"moves": others})))


def test_a_dose_above_zero_is_not_nothing():
    plan = sim.Strategy.model_validate({"moves": [{"move": "useful_post", "quality": 1e-9}]})
    assert not same(simulate(world(), plan), simulate(world(), strategy("neglect")))


# -- repetitions ------------------------------------------------------------------------------------------------


@BOTH
def test_the_same_run_twice_is_identical(where, what):
    assert same(simulate(world(where), strategy(what)), simulate(world(where), strategy(what)))


def test_a_log_changes_nothing_and_neither_does_a_population_built_before():
    here, plan = world("full"), strategy("everything")
    logged = simulate(here, plan)
    silent = sim.simulate(here, plan, SEED, days=DAYS)
    prepared = simulate(here, plan, population=sim.build_population(here, SEED, DAYS))
    assert silent.events is None
    assert silent.daily.tobytes() == logged.daily.tobytes()
    assert silent.final == logged.final
    assert same(logged, prepared)


def test_other_seeds_are_other_runs():
    here, plan = world(), strategy("packets")
    logs = {
        sim.simulate(here, plan, seed, days=8, events=True).events.tobytes()
        for seed in (0, 1, 2, 2**32, 2**62)
    }
    assert len(logs) == 5


@BOTH
def test_a_longer_horizon_changes_nothing_before(where, what):
    here, plan = world(where), strategy(what)
    short, long = simulate(here, plan, 15), simulate(here, plan, 37)
    logs = [by_keys(log, sim.build_population(here, SEED, days)) for log, days in ((short, 15), (long, 37))]
    assert logs[1][logs[1]["t"] < 15].tobytes() == logs[0].tobytes()
    # These are counted on an earlier day than the one on which they happen.
    for name in set(short.daily.dtype.names) - {"starts_answered", "portions_2h"}:
        assert long.daily[name][:15].tobytes() == short.daily[name].tobytes(), name


def by_keys(outcome: sim.Outcome, population: Population) -> np.ndarray:
    """A log with people's keys for their places, which the arrivals of a longer horizon shift in reserves."""
    key = np.append(population.people["key"], [-2, -1])  # the operator and the shills keep their numbers
    events = outcome.events.copy()
    for name in ("member", "target"):
        events[name] = key[events[name]]
    return events


# -- one member ---------------------------------------------------------------------------------------------------

ONE = 13
EDITS: list[dict[str, Any]] = [
    {"sociability": 60.0},
    {"check_rate": 70.0},
    {"intent": 0.99},
    {"trust": 0.0},
    {"greed": 1.0},
    {"relevance": 0.0},
    {"price_fit": 0.0},
    {"packet_habit_yuan": 0.08},
    {"dropper": True},
]


def parting(one: np.ndarray, other: np.ndarray) -> int:
    """The first row in which two logs differ; the length of the shorter if none."""
    length = min(len(one), len(other))
    differing = np.flatnonzero(one[:length] != other[:length])
    return int(differing[0]) if len(differing) else length


@BOTH
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: next(iter(edit)))
def test_a_change_to_one_member_changes_nothing_before_their_first_act(where, what, edit):
    """Up to the first row that differs the logs are the same bytes, and in one of them that row is the
    member's. A dropper says the same rows as others and means another thing: there it may be a reader's row.
    """
    here = world(where)
    changed = world(where, members={ONE: edit})
    one, other = simulate(here, strategy(what)).events, simulate(changed, strategy(what)).events
    row = parting(one, other)
    assert one[:row].tobytes() == other[:row].tobytes()
    if row < max(len(one), len(other)):
        acts = [log[row] for log in (one, other) if row < len(log)]
        own = any(act["member"] == ONE or act["target"] == ONE for act in acts)
        said = (one["kind"][:row] == KIND["say"]) & (one["member"][:row] == ONE)
        assert own or ("dropper" in edit and said.any()), acts
        assert row >= came(one) == came(other)
        if strategy(what).settings.entry == "open":  # else who they are can decide on whether they come in
            assert row > came(one)


def came(log: np.ndarray) -> int:
    """Row in which ONE came to the group's door, let in or not."""
    return int(
        np.flatnonzero(np.isin(log["kind"], [KIND["join"], KIND["refuse"]]) & (log["member"] == ONE))[0]
    )


def test_each_of_these_changes_does_change_something():
    for edit in EDITS:
        talkative = {"sociability": 5.0, "dropper": False}
        logs = [
            simulate(world(where, members={ONE: member}), strategy("everything"), 60).events.tobytes()
            for where in ("full", "overloaded")
            for member in (talkative, {**talkative, **edit})
        ]
        assert logs[0] != logs[1] or logs[2] != logs[3], edit


@pytest.mark.parametrize("what", STRATEGIES)
def test_who_comes_later_changes_nothing_before(what):
    """The same world without a member, and with the member from day 9 on."""
    here = world("friends", members={ONE: {"joins_at_day": 9.3}})
    without = world("friends", members={ONE: {"absent": True}})
    late = simulate(here, strategy(what)).events
    never = renamed_without(simulate(without, strategy(what)).events)
    first = int(np.flatnonzero(late["member"] == ONE)[0])
    assert late["t"][first] == 9.3
    assert EVENT_KINDS[late["kind"][first]] == "join"
    assert late[:first].tobytes() == never[:first].tobytes()


def renamed_without(events: np.ndarray) -> np.ndarray:
    """A log of a world without member ONE in the names of the world with them."""
    events = events.copy()
    for name in ("member", "target"):
        events[name] += events[name] >= ONE
    return events


@pytest.mark.parametrize("what", ["neglect", "ads", "shills", "answers"])
@pytest.mark.parametrize("where", ["friends", "overloaded"])
def test_a_member_who_only_reads_might_as_well_be_absent(where, what):
    """With no diffusion of responsibility, a lurker who never speaks, claims or fills a place leaves no
    trace but their own.

    All rows of the others are the same bytes, for the whole run. (A lurker who finds out shills and never
    speaks tells nobody.)
    """
    psychology = {**WORLDS[where].get("psychology", {}), "diffusion": 0.0}
    plan = (
        strategy(what)
        if what in STRATEGIES
        else sim.Strategy.model_validate({"staffing": {"answer_share": 1.0}})
    )
    lurker = {"sociability": 0.0, "dropper": False}
    with_one = simulate(world(where, psychology=psychology, members={ONE: lurker}), plan).events
    absent = simulate(world(where, psychology=psychology, members={ONE: {"absent": True}}), plan).events
    traces = with_one["member"] == ONE
    assert set(with_one["kind"][traces]) >= {KIND["join"]}
    assert not np.isin(with_one["kind"][traces], [KIND[kind] for kind in ("say", "answer", "go_on")]).any()
    assert with_one[~traces].tobytes() == renamed_without(absent).tobytes()


def test_a_member_who_speaks_does_leave_traces():
    """The control of the test above."""
    psychology = {"diffusion": 0.0}
    speaker = world("friends", psychology=psychology, members={ONE: {"sociability": 20.0}})
    absent = world("friends", psychology=psychology, members={ONE: {"absent": True}})
    with_one = simulate(speaker, strategy("neglect")).events
    others = with_one[with_one["member"] != ONE]
    assert others.tobytes() != renamed_without(simulate(absent, strategy("neglect")).events).tobytes()


def test_one_member_of_an_array_can_be_changed_by_hand():
    """The same through the population's records: only their own first act tells the two groups apart."""
    here, plan = world("friends"), strategy("quiet")
    population = sim.build_population(here, SEED, DAYS)
    people = population.people.copy()
    people["impulse_rate"][ONE] = 5.0
    states = []
    for each in (population, Population(people, population.ties, population.pools)):
        state = new_state(setup_of(here, plan, each), SEED, DAYS, events=True)
        parts: list[np.ndarray] = []
        run_to(state, DAYS, parts.append)
        states.append(np.concatenate(parts))
    row = parting(*states)
    assert 0 < row < len(states[1])
    assert states[0][:row].tobytes() == states[1][:row].tobytes()
    assert states[1][row]["member"] == ONE
    assert EVENT_KINDS[states[1][row]["kind"]] == "say"
