"""Where the model's answer is known without it: looks, leaving, packets, conversations.

Each test takes the rest of the model away until one law is left. Seeds are fixed, so nothing here fails now
and then; each statistical assertion would have failed a right program with chance 3e-8 when its seed was
chosen. There are thirty, together 1e-6.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import sim
from sim.engine import new_state, run_to, setup_of
from sim.outcome import EVENT_KINDS
from tests.battery import chi_square, of_normal, of_uniform

FALSE_ALARM = 3e-8
KIND = {name: number for number, name in enumerate(EVENT_KINDS)}

# Nobody learns, tires, leaves, mutes, tells others or sends packets on.
STILL = {
    "attention_rate": 0.0,
    "leave_base": 0.0,
    "leave_fatigue": 0.0,
    "leave_irritation": 0.0,
    "belonging_hold": 0.0,
    "take_and_go": 0.0,
    "overload_mute": 0.0,
    "packet_reciprocity": 0.0,
    "answer_rate": 0.0,
    "mention_rate": 0.0,
    "go_on": 0.0,
    "stay": 0.0,
    "speak_exponent": 6.0,
    "say_to_strangers": 1.0,
    "lurker_share": 0.0,
}


def still_world(members: int, psychology: dict, **changes) -> sim.World:
    """A world in which only what `psychology` says happens; no rhythm of the day, all open at once."""
    return sim.World.model_validate(
        {
            "channels": [{"kind": "friends", "members": members}],
            "hourly": "flat",
            "group": {"opening_hour": 0.0, "opening_spread_hours": 0.0, "attention_span": 512},
            "psychology": {**STILL, **psychology},
            **changes,
        }
    )


def run(world: sim.World, moves: list[dict], seed: int, days: int, acts: dict | None = None, **people):
    """The event log, with fields of all people and of all acts set by hand."""
    population = sim.build_population(world, seed, days)
    for name, value in people.items():
        population.people[name] = value
    setup = setup_of(world, sim.Strategy.model_validate({"moves": moves}), population)
    for name, value in (acts or {}).items():
        setup.acts[name] = value
    state = new_state(dataclasses.replace(setup), seed, days, events=True)
    parts: list[np.ndarray] = []
    run_to(state, days, parts.append)
    return np.concatenate(parts), state


def of_kind(events: np.ndarray, *kinds: str) -> np.ndarray:
    return events[np.isin(events["kind"], [KIND[kind] for kind in kinds])]


# -- looks ---------------------------------------------------------------------------------------------------

SILENT = {"impulse_rate": 1e-9}  # the one moment in a million years at which they would speak does not come


def test_looks_are_poisson_while_something_is_always_unread():
    """Attention stays 0.4, nobody speaks, and a post comes every four minutes: waits from the first post on
    are exponential.

    A member who has read everything waits for the next post and then for the first check that looks, at 12
    × 0.4 a day: the wait after that post is exponential whatever came before. The count of looks in 40 days
    then has the mean and variance of a renewal process with steps of (post's delay ≈ uniform below 4
    minutes) + (exponential). False-alarm rate 3 × 3e-8.
    """
    days, members, rate, every = 40, 200, 12.0 * 0.4, 4.0 / 1440.0
    world = still_world(members, {"attention_at_joining": 0.4})
    acts = {"per_day": 360, "from_hour": 0.0, "to_hour": 24.0, "minutes": 0.0}
    events, _ = run(world, [{"move": "morning_report"}], 3, days, acts, check_rate=12.0, **SILENT)
    looks, posts = of_kind(events, "look"), of_kind(events, "owner_post")["t"]
    assert len(of_kind(events, "say", "answer", "leave", "mute")) == 0
    waits, counts = [], []
    for i in range(members):
        t = looks["t"][looks["member"] == i]
        counts.append(len(t))
        begin = posts[np.searchsorted(posts, np.concatenate([[0.0], t[:-1]]), side="right")]
        waits.append(t - begin)
    u = -np.expm1(-rate * np.concatenate(waits))
    assert of_uniform(u) > FALSE_ALARM
    step = 1.0 / rate + every / 2.0
    variance = (1.0 / rate**2 + every**2 / 12.0) / step**2
    expected = days / step
    assert (
        of_normal((sum(counts) - members * expected) / math.sqrt(members * expected * variance)) > FALSE_ALARM
    )
    spread = np.var(counts) / (expected * variance)
    assert of_normal((spread - 1.0) / math.sqrt(2.0 / members)) > FALSE_ALARM


def test_nobody_looks_where_nothing_is_posted():
    events, state = run(still_world(50, {}), [], 1, 30, **SILENT)
    assert set(events["kind"]) == {KIND["join"]}
    assert state.group["looks"][0] == 0


# -- leaving --------------------------------------------------------------------------------------------------


def test_a_constant_hazard_makes_memberships_exponential():
    """0.1 a day, posts and checks so frequent that nobody lingers past their time. False-alarm rate 2 × 3e-8.

    A member goes at the first look at which the hazard has used up their threshold; so the moment is
    checked exactly, and the distribution by Kolmogorov's distance among those gone in 50 days and by how
    many these are.
    """
    hazard, window, days = 0.1, 50.0, 51
    world = still_world(500, {"attention_at_joining": 1.0, "leave_base": hazard, "mute_ratio": 0.0})
    acts = {"per_day": 96, "from_hour": 0.0, "to_hour": 24.0, "minutes": 0.0}
    spent = []
    for seed in (1, 2, 3):
        events, state = run(world, [{"move": "morning_report"}], seed, days, acts, check_rate=80.0, **SILENT)
        left = of_kind(events, "leave")
        stays = left["t"] - state.members["joined"][left["member"]]
        thresholds = state.members["leave_threshold"][left["member"]]
        assert (hazard * stays >= thresholds * (1.0 - 1e-12)).all()
        assert (
            stays - thresholds / hazard < 0.35
        ).all()  # the next post, and a look at one check in 0.0125 days
        looks = of_kind(events, "look")
        for who, t in zip(left["member"][:50], left["t"], strict=False):
            before = looks["t"][(looks["member"] == who) & (looks["t"] < t)]
            if len(before):
                joined = state.members["joined"][who]
                assert hazard * (before[-1] - joined) < state.members["leave_threshold"][who] * (1.0 + 1e-12)
        spent.append(stays)
    stays = np.concatenate(spent)
    inside = stays[stays < window]
    gone = -math.expm1(-hazard * window)
    assert of_uniform(-np.expm1(-hazard * inside) / gone) > FALSE_ALARM
    assert of_normal((len(inside) - 1500 * gone) / math.sqrt(1500 * gone * (1 - gone))) > FALSE_ALARM


# -- packets --------------------------------------------------------------------------------------------------


def splits(amount_yuan: float, portions: int, split: str = "random") -> np.ndarray:
    """Portions in the order of claiming, shape (packets, portions), from a group in which everybody claims
    soon."""
    world = still_world(120, {"attention_at_joining": 1.0})
    move = {"move": "red_packet", "amount_yuan": amount_yuan, "portions": portions, "split": split}
    when = {"per_day": 48, "from_hour": 0.0, "to_hour": 24.0}
    events, _ = run(world, [{**move, "when": when, "minutes": 0.0}], 4, 80, check_rate=60.0, **SILENT)
    claims = of_kind(events, "claim")
    complete = [number for number, taken in Counter(claims["message"].tolist()).items() if taken == portions]
    of_packet = {number: claims["value"][claims["message"] == number] for number in complete}
    assert len(complete) > 0.95 * len(of_kind(events, "packet"))
    return np.array(list(of_packet.values()))


@cache
def exact_split(fen: int, portions: int) -> dict[tuple[int, ...], Fraction]:
    """Chance of every way to split so many fen, by the rule of docs/rules.md section 5 and nothing else."""
    if portions == 1:
        return {(fen,): Fraction(1)}
    chances: Counter[int] = Counter()
    largest = fen - (portions - 1)
    edge = Fraction(
        portions, 2 * fen
    )  # floor(U · 2 · left / portions) = k for U in [k · edge, (k + 1) · edge)
    k = 0
    while k * edge < 1:
        chances[min(max(1, k), largest)] += min(Fraction(1), (k + 1) * edge) - k * edge
        k += 1
    return {
        (first, *rest): chance * after
        for first, chance in chances.items()
        for rest, after in exact_split(fen - first, portions - 1).items()
    }


def test_small_packets_split_as_counted_on_paper():
    """24 fen in 4 portions against all ways to split them, by chi-square. False-alarm rate 4 × 3e-8."""
    found = splits(0.24, 4)
    assert (found.sum(axis=1) == 24).all()
    ways = exact_split(24, 4)
    assert sum(ways.values()) == 1
    for k in range(4):
        chances = np.zeros(25)
        for way, chance in ways.items():
            chances[way[k]] += float(chance)
        expected = chances * len(found)
        often = expected >= 5
        observed = np.bincount(found[:, k].astype(int), minlength=25)
        cells = [observed[often], [observed[~often].sum()]]
        wanted = [expected[often], [expected[~often].sum()]]
        if wanted[1][0] < 1:
            assert observed[~often].sum() < 10
            cells, wanted = cells[:1], wanted[:1]
        assert chi_square(np.concatenate(cells), np.concatenate(wanted)) > FALSE_ALARM


def test_large_packets_have_the_means_and_variances_of_the_uniform_split():
    """200 yuan in 8: each mean is M/n, and the second moment of what is left shrinks by 1 − 2/m + 4/(3m²).

    Taking X = U · 2R/m of what is left R at m portions left: E X = M/n for each, E X² = 4 E R² / (3 m²).
    Each X over its own maximum is uniform. Flooring moves a portion by less than one fen of 2500.
    False-alarm rate 17 × 3e-8 (as many assertions).
    """
    fen, portions = 20_000, 8
    found = splits(200.0, portions)
    assert (found.sum(axis=1) == fen).all()
    assert (found >= 1).all()
    before = fen - np.cumsum(found, axis=1) + found
    shares = (found + 0.5) * np.arange(portions, 0, -1) / (2.0 * before)
    assert of_uniform(shares[:, :-1].ravel()) > FALSE_ALARM
    left = float(fen) ** 2
    for k in range(portions):
        m = portions - k
        square = 4.0 * left / (3.0 * m * m) if m > 1 else left
        left *= 1.0 - 2.0 / m + 4.0 / (3.0 * m * m)
        variance = square - (fen / portions) ** 2
        n = len(found)
        assert of_normal((found[:, k].mean() - fen / portions) / math.sqrt(variance / n)) > FALSE_ALARM
        deviations = (found[:, k] - fen / portions) ** 2
        assert of_normal((deviations.mean() - variance) / (deviations.std() / math.sqrt(n))) > FALSE_ALARM


def test_equal_packets_are_equal_and_the_last_takes_the_rest():
    found = splits(0.5, 8, "equal")
    assert (found[:, :-1] == np.array([50 // 8] * 7)).all() or (found.sum(axis=1) == 50).all()
    left = np.full(len(found), 50)
    for k in range(8):
        assert (found[:, k] == left // (8 - k)).all()
        left = left - found[:, k].astype(int)
    assert (left == 0).all()


# -- conversations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [0.3, 0.6])
def test_cascades_are_those_of_a_branching_process(n):
    """Every reader answers every message with the same small chance: cascades have sizes of Borel's law,
    mean 1/(1 − n).

    Ties, crowding, addressing, novelty, diffusion, confidence and attention are set so that a message
    weighs 1 for whoever reads it, so E · Σw = (number read) · answer_rate. Each of the other 399 reads each
    message once; answers to it are then binomial, nearly Poisson, with mean 399 · (1 − exp(−answer_rate)) =
    n, up to what one has said lately (a factor exp(−g/50), g about 0.05: one part in a thousand) and the
    age of messages (one part in ten thousand). False-alarm rate 2 × 3e-8 for each n.
    """
    members, days = 400, 120
    world = still_world(
        members,
        {
            "attention_at_joining": 1.0,
            "confidence_at_joining": 1.0,
            "confidence_loss": 0.0,
            "impulse_rate": 0.06,
            "sociability_sigma": 0.0,
            "answer_rate": -math.log1p(-n / (members - 1)),
            "stranger_tie": 1.0,
            "answer_crowding": 0.0,
            "freshness_days": 2.0,
            "addressed_factor": 1.0,
            "diffusion": 0.0,
            "talk_tolerance": 50.0,
        },
    )
    events, _ = run(world, [], 9, days, check_rate=80.0, dropper=0)
    assert len(of_kind(events, "go_on", "leave", "mute")) == 0
    said = of_kind(events, "say")
    root = dict.fromkeys(said["message"].tolist())
    for number in root:
        root[number] = number
    for answer in of_kind(events, "answer"):
        root[int(answer["message"])] = root[int(answer["value"])]
    sizes = Counter(root.values())
    early = [sizes[number] for number in said["message"][said["t"] < days - 2.0].tolist()]
    assert len(early) == pytest.approx(0.06 * members * (days - 2), rel=0.1)
    z = (np.mean(early) - 1.0 / (1.0 - n)) / math.sqrt(n / (1.0 - n) ** 3 / len(early))
    assert of_normal(z) > FALSE_ALARM
    k = np.arange(1, 13)
    borel = np.exp(-n * k + (k - 1) * np.log(n * k) - np.array([math.lgamma(each + 1) for each in k]))
    chances = np.append(borel, 1.0 - borel.sum())
    observed = np.bincount(np.minimum(early, 13), minlength=14)[1:]
    assert chi_square(observed, chances * len(early)) > FALSE_ALARM
