"""Phone checks and impulses: Poisson with the set rate and hours, and found the same from wherever one looks.

Seeds are fixed, so nothing here fails now and then. Each statistical assertion would have failed a right
program with chance 1e-7 when its seed was chosen; there are ten, together 1e-6.
"""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarks.plain_draws import CHECK, IMPULSE, Draws, Moments
from sim.clock import first_check, first_impulse
from sim.compiling import rule
from sim.engine import new_state, setup_of
from sim.population import build_population
from sim.state import State
from tests.battery import chi_square, of_chi_square, of_normal, of_uniform
from tests.small_worlds import strategy, world

FALSE_ALARM = 1e-7
MEMBERS, DAYS, SEED = 400, 60, 5
CHECK_RATE, IMPULSE_RATE = 7.0, 1.3


@rule
def _moments(state, i, impulses, p, out):
    count = 0
    t = 0.0
    while True:
        t = first_impulse(state, i, t, p) if impulses == 1 else first_check(state, i, t, p)
        if t == math.inf:
            return count
        out[count] = t
        count += 1


def group(days: int = DAYS, members: int = MEMBERS, seed: int = SEED, hourly="evening", **rates) -> State:
    """A group in which everybody has the same rates."""
    here = world(channels=[{"kind": "friends", "members": members}], hourly=hourly)
    population = build_population(here, seed, days)
    for name, value in {"check_rate": CHECK_RATE, "impulse_rate": IMPULSE_RATE, **rates}.items():
        population.people[name] = value
    return new_state(setup_of(here, strategy(), population), seed, days)


def moments(state: State, impulses: bool, p: float = 1.0) -> list[np.ndarray]:
    """All moments of each member, in days."""
    forget(state)
    out = np.empty(20_000)
    return [out[: _moments(state.book, i, int(impulses), p, out)].copy() for i in range(len(state.members))]


def forget(state: State) -> None:
    """Put every cursor where it is before the first search."""
    state.streams["cell"] = -1


def passed(state: State, t: np.ndarray) -> np.ndarray:
    """How much of the day's traffic has gone by at t, in days of average traffic."""
    day = np.floor(t)
    hours = np.concatenate([[0.0], np.cumsum(state.hourly)]) / 24.0
    return day + np.interp((t - day) * 24.0, np.arange(25), hours)


@pytest.fixture(scope="module")
def everyday() -> State:
    return group()


STREAMS = pytest.mark.parametrize(("impulses", "rate"), [(False, CHECK_RATE), (True, IMPULSE_RATE)])


@STREAMS
def test_counts_are_poisson_over_members(everyday, impulses, rate):
    """Mean and variance of the members' counts. False-alarm rate 2 × 1e-7 a stream."""
    counts = np.array([len(each) for each in moments(everyday, impulses)])
    mean = rate * DAYS
    assert of_normal((counts.sum() - MEMBERS * mean) / math.sqrt(MEMBERS * mean)) > FALSE_ALARM
    assert of_chi_square(float(((counts - mean) ** 2).sum() / mean), MEMBERS) > FALSE_ALARM


@STREAMS
def test_waits_are_exponential_where_time_runs_with_the_traffic(everyday, impulses, rate):
    """Kolmogorov's distance, and no memory from one wait to the next. False-alarm rate 2 × 1e-7 a stream."""
    waits = [np.diff(passed(everyday, each), prepend=0.0) * rate for each in moments(everyday, impulses)]
    assert of_uniform(-np.expm1(-np.concatenate(waits))) > FALSE_ALARM
    before = np.concatenate([-np.expm1(-each[:-1]) for each in waits])
    after = np.concatenate([-np.expm1(-each[1:]) for each in waits])
    z = 12.0 * ((before - 0.5) * (after - 0.5)).sum() / math.sqrt(len(before))
    assert of_normal(z) > FALSE_ALARM


def test_the_hours_are_as_set(everyday):
    """Checks and impulses by hour of the day. False-alarm rate 1e-7."""
    every = np.concatenate([*moments(everyday, False), *moments(everyday, True)])
    by_hour = np.bincount(((every % 1.0) * 24.0).astype(int), minlength=24)
    assert chi_square(by_hour, everyday.hourly * len(every) / 24.0) > FALSE_ALARM


def test_no_moment_falls_into_an_hour_of_weight_zero():
    state = group(days=30, members=50, hourly=[0.0] * 9 + [1.0, 3.0] + [0.0] * 13)
    every = np.concatenate(moments(state, False))
    assert set(((every % 1.0) * 24.0).astype(int)) == {9, 10}
    assert len(every) == pytest.approx(50 * 30 * CHECK_RATE, rel=0.1)


def test_checks_tell_nothing_of_impulses(everyday):
    """Correlation of a member's two counts. False-alarm rate 1e-7."""
    checks = [len(each) for each in moments(everyday, False)]
    impulses = [len(each) for each in moments(everyday, True)]
    assert stats.pearsonr(checks, impulses).pvalue > FALSE_ALARM


@STREAMS
def test_a_smaller_chance_keeps_a_subset_of_the_same_moments(everyday, impulses, rate):
    former = [set(each) for each in moments(everyday, impulses)]
    for p in (0.8, 0.3, 0.05):
        kept = [set(each) for each in moments(everyday, impulses, p)]
        assert all(few <= many for few, many in zip(kept, former, strict=True))
        number = sum(map(len, kept))
        assert number == pytest.approx(
            MEMBERS * DAYS * rate * p, abs=6 * math.sqrt(MEMBERS * DAYS * rate * p)
        )
        former = kept


def test_no_moment_without_a_chance(everyday):
    assert first_check(everyday.book, 0, 3.0, 0.0) == math.inf
    assert first_impulse(everyday.book, 0, 3.0, 0.0) == math.inf


@pytest.mark.parametrize("rate", [0.0, 1e-12, 1e-300])
def test_whoever_has_no_rate_has_no_moments(rate):
    state = group(days=5, members=2, check_rate=rate, impulse_rate=rate)
    assert first_check(state.book, 0, 0.0, 1.0) == math.inf
    assert first_impulse(state.book, 0, 0.0, 1.0) == math.inf


SEARCHES = st.lists(
    st.tuples(
        st.booleans(),  # impulses
        st.integers(0, 1),  # member
        st.one_of(
            st.floats(0.0, 11.0),  # a time
            st.integers(0, 60),  # the number of a moment or of an edge of a cell
            st.floats(-1.5, 1.5).map(lambda step: (step,)),  # a step, in widths of a cell, from the last time
        ),
        st.sampled_from([1.0, 0.7, 0.2, 0.02]),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SEARCHES)
def test_the_first_moment_after_t_does_not_depend_on_former_searches(searches):
    """Forwards and backwards, at moments themselves and at edges of cells; checked against the plain model
    too."""
    state = SMALL.copy()
    fresh = SMALL.copy()
    last = Counter()
    for impulses, i, where, p in searches:
        if isinstance(where, tuple):
            t = min(10.99, max(0.0, last[impulses, i] + where[0] * PLAIN[impulses][i].width))
        else:
            t = where if isinstance(where, float) else PLACES[impulses][i][where % len(PLACES[impulses][i])]
        last[impulses, i] = t
        search = first_impulse if impulses else first_check
        forget(fresh)
        found = search(state.book, i, t, p)
        assert found == search(fresh.book, i, t, p)
        assert found > t
        if found < math.inf:
            row = 3 + i if impulses else i
            assert all(
                state.streams[name][row] == fresh.streams[name][row] for name in ("cell", "candidate", "draw")
            )
        moment = PLAIN[impulses][i].first_after(t, p)
        plain = math.inf if moment is None else moment.time
        if min(found, plain) > t + 1e-9:  # the two round logarithms differently
            assert found == pytest.approx(plain, abs=1e-12)


SMALL = group(days=11, members=3)
PLAIN = {
    impulses: [
        Moments(Draws(SEED), IMPULSE if impulses else CHECK, i, rate, SMALL.hourly.tolist(), 11)
        for i in range(3)
    ]
    for impulses, rate in ((False, CHECK_RATE), (True, IMPULSE_RATE))
}


def _places(impulses: bool) -> list[list[float]]:
    found = []
    for i, each in enumerate(moments(SMALL, impulses)):
        width = PLAIN[impulses][i].width
        edges = [cell * width for cell in range(1, int(11 / width))]
        found.append([float(t) for t in each] + edges + [math.nextafter(t, 0.0) for t in [*each, *edges]])
    forget(SMALL)
    return found


PLACES = {impulses: _places(impulses) for impulses in (False, True)}
