"""People and ties: a function of world and seed, horizon and strategy aside; distributions; hand edits; patterns."""

import networkx
import numpy as np
import pytest
from scipy import stats

from sim.parameters import Psychology
from sim.plain import plain_setup
from sim.population import MOST_PEOPLE, PopulationTooLargeError, build_population, opening_channels
from sim.strategy import Strategy
from sim.world import World

PATTERNS = {
    "invitation_tree": {"pattern": "invitation_tree"},
    "small_world": {"pattern": "small_world"},
    "blocks": {"pattern": "blocks"},
    "kol_hub": {"pattern": "kol_hub"},
    "strangers": {"pattern": "strangers", "acquainted": 0.02},
    "file": {"pattern": "file", "edges": [[0, 1, 0.7], [1, 2]]},
}


def world(size=60, arrivals=0.0, ties="invitation_tree", **changes):
    channels = [
        {"kind": "official_account", "members": size // 2},
        {"kind": "friends", "members": size - size // 2, "arrivals_per_day": arrivals},
    ]
    return World.model_validate({"channels": channels, "ties": PATTERNS[ties], **changes})


def same(first, second):
    return first.people.tobytes() == second.people.tobytes() and first.ties.tobytes() == second.ties.tobytes()


@pytest.mark.parametrize("ties", PATTERNS)
def test_the_same_seed_gives_the_same_people(ties):
    declared = world(arrivals=0.5, ties=ties)
    assert same(build_population(declared, 5, 90), build_population(declared, 5, 90))
    assert not same(build_population(declared, 5, 90), build_population(declared, 6, 90))


@pytest.mark.parametrize("ties", PATTERNS)
def test_ties_are_symmetric_without_loops(ties):
    population = build_population(world(arrivals=0.5, ties=ties), 1, 60)
    assert (population.ties == population.ties.T).all()
    assert (np.diag(population.ties) == 0).all()
    opening = population.ties[:60, :60]
    assert opening.min() >= 0
    assert opening.max() <= 1


@pytest.mark.parametrize("ties", PATTERNS)
@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_a_longer_horizon_only_adds_people_at_the_end(ties, seed):
    declared = world(arrivals=1.0, ties=ties)
    short, long = build_population(declared, seed, 90), build_population(declared, seed, 180)
    n = len(short)
    assert n < len(long)
    assert short.people.tobytes() == long.people[:n].tobytes()
    assert (short.ties == long.ties[:n, :n]).all()
    assert (long.people["join_time"][n:] >= 90).all()


def test_keys_count_the_opening_crowd_and_then_arrivals_by_time():
    people = build_population(world(arrivals=1.0), 3, 60).people
    assert (people["key"] == np.arange(len(people))).all()
    assert (np.diff(people["join_time"][60:]) >= 0).all()
    assert (np.diff(people["join_time"][:60]) > 0).all()


def test_the_opening_crowd_joins_within_its_hours():
    times = build_population(world(group={"opening_hour": 10, "opening_spread_hours": 10}), 0, 30).people[
        "join_time"
    ]
    assert times.min() >= 10 / 24
    assert times.max() <= 20 / 24


def test_channels_have_exactly_their_members_evenly_mixed():
    declared = world(size=150)
    channels = opening_channels(declared.channels)
    assert np.bincount(channels).tolist() == [75, 75]
    assert np.bincount(channels[:50]).tolist() == [25, 25]


@pytest.mark.statistical
def test_traits_are_distributed_as_declared():
    """Kolmogorov-Smirnov at 1e-4 for two traits of 5,000 people: false alarm 1 in 5,000, on a fixed seed."""
    people = np.concatenate([build_population(world(size=500), seed, 1).people for seed in range(10)])
    usual = Psychology()
    sigma, share = usual.sociability_sigma, usual.lurker_share
    talkers = stats.norm(-(sigma**2) / 2, sigma)
    lurkers = stats.norm(np.log(usual.lurker_talk) - (sigma**2) / 2, sigma)
    below_cut = people["sociability"] < 15
    logs = np.log(people["sociability"][below_cut])
    assert stats.kstest(logs, lambda x: share * lurkers.cdf(x) + (1 - share) * talkers.cdf(x)).pvalue > 1e-4
    assert stats.kstest(np.log(people["check_rate"] / 10), stats.norm(0, 0.6).cdf).pvalue > 1e-4
    assert stats.kstest(people["leave_threshold"], stats.expon.cdf).pvalue > 1e-4
    strong = (people["tier"] == 0)[people["channel"] == 0].mean()
    assert abs(strong - 0.6) < 0.05


@pytest.mark.statistical
def test_a_fifth_of_the_people_has_most_of_the_impulses():
    rates = np.sort(build_population(world(size=500), 1, 1).people["impulse_rate"])[::-1]
    assert rates[:100].sum() > 0.6 * rates.sum()


@pytest.mark.statistical
def test_arrivals_are_poisson():
    """Mean and variance of 200 counts with mean 60: five standard errors, false alarm below 1e-5."""
    counts = np.array(
        [len(build_population(world(size=2, arrivals=2.0), seed, 30)) - 2 for seed in range(200)]
    )
    assert abs(counts.mean() - 59.5) < 5 * np.sqrt(60 / 200)
    assert 0.5 < counts.var() / counts.mean() < 1.6


def test_arrivals_keep_to_their_window_and_to_waking_hours():
    declared = World.model_validate(
        {
            "channels": [
                {
                    "kind": "friends",
                    "members": 2,
                    "arrivals_per_day": 10,
                    "arrivals_from_day": 5,
                    "arrivals_until_day": 9,
                }
            ]
        }
    )
    times = build_population(declared, 1, 60).people["join_time"][2:]
    assert times.min() >= 5
    assert times.max() < 10
    hours = (times % 1) * 24
    assert ((hours > 2) & (hours < 5)).mean() < 0.1


def test_traits_lie_within_their_bounds():
    people = build_population(world(size=500), 2, 1).people
    for name in ("intent", "greed", "relevance", "price_fit", "trust_at_joining"):
        assert people[name].min() >= 0, name
        assert people[name].max() <= 1, name
    assert people["sociability"].max() <= 15
    assert people["packet_habit"].min() >= 100
    assert people["impulse_rate"].min() > 0
    assert np.allclose(people["responsiveness"], people["sociability"] ** 0.4, rtol=1e-12)


def test_narrow_positioning_fits_fewer_people():
    broad = build_population(world(group={"breadth": 1.5}), 1, 1).people["relevance"].mean()
    narrow = build_population(world(group={"breadth": 0.3}), 1, 1).people["relevance"].mean()
    assert narrow < broad


def test_a_dear_product_suits_fewer_purses():
    dear = build_population(world(product={"price_level": 1}), 1, 1).people["price_fit"].mean()
    cheap = build_population(world(product={"price_level": 0}), 1, 1).people["price_fit"].mean()
    assert dear < cheap == 1


def test_editing_one_member_changes_nobody_else():
    plain = build_population(world(arrivals=0.5), 4, 60)
    edited = build_population(world(arrivals=0.5, members={7: {"sociability": 9.0, "intent": 0.9}}), 4, 60)
    assert edited.people["sociability"][7] == 9.0
    assert edited.people["impulse_rate"][7] == pytest.approx(9.0 * Psychology().impulse_rate)
    assert edited.people["tier"][7] == 0
    others = np.arange(len(plain)) != 7
    assert plain.people[others].tobytes() == edited.people[others].tobytes()
    assert (plain.ties == edited.ties).all()


def test_an_absent_member_is_missing_and_nothing_else():
    plain = build_population(world(arrivals=0.5), 4, 60)
    without = build_population(world(arrivals=0.5, members={7: {"absent": True}}), 4, 60)
    others = np.arange(len(plain)) != 7
    assert without.people.tobytes() == plain.people[others].tobytes()
    assert (without.ties == plain.ties[np.ix_(others, others)]).all()


def test_another_channel_changes_no_member_before_its_own():
    more = world(size=60)
    channels = [channel.model_dump() for channel in more.channels]
    wider = World.model_validate({"channels": [*channels, {"kind": "giveaway", "arrivals_per_day": 1}]})
    first, second = build_population(more, 1, 30), build_population(wider, 1, 30)
    assert first.people.tobytes() == second.people[:60].tobytes()


def graph(ties, members=200, seed=1, **changes):
    pattern = {**PATTERNS[ties], **changes}
    declared = World.model_validate({"channels": [{"kind": "friends", "members": members}], "ties": pattern})
    return networkx.from_numpy_array(build_population(declared, seed, 1).ties)


def test_invitation_tree_has_closed_triads():
    tree = graph("invitation_tree", closure=0, first_members=1)
    assert networkx.is_tree(tree)
    assert networkx.transitivity(graph("invitation_tree", closure=0.5)) > 0.1


def test_small_world_is_connected_and_clustered():
    circle = graph("small_world")
    assert networkx.is_connected(circle)
    assert networkx.average_clustering(circle) > 0.3


def test_blocks_have_more_ties_within():
    people = graph("blocks", within=0.2, between=0.0)
    assert networkx.number_connected_components(people) >= 3


def test_a_hub_reaches_many():
    degrees = sorted((degree for _, degree in graph("kol_hub").degree), reverse=True)
    assert degrees[0] > 80
    assert degrees[1] < 20


def test_strangers_know_nobody():
    assert graph("strangers", acquainted=0).number_of_edges() == 0


def test_own_ties_are_kept():
    ties = build_population(world(ties="file"), 1, 1).ties
    assert ties[0, 1] == 0.7
    assert 0.05 <= ties[1, 2] <= 0.5
    assert np.count_nonzero(ties) == 4


def test_invited_arrivals_know_their_inviter_when_they_join():
    population = build_population(world(arrivals=1.0), 2, 60)
    n = len(population)
    tie_days = Psychology().tie_days
    for own in range(60, n):
        known = population.ties[own, :own]
        assert np.count_nonzero(known) >= 1
        at_joining = known[known > 0] * np.exp(-population.people["join_time"][own] / tie_days)
        assert (at_joining >= 0.05 - 1e-9).all()
        assert (at_joining <= 0.5 + 1e-9).all()


def test_strange_horizons_stay_finite():
    declared = world(size=2, arrivals=0.05, psychology={"tie_days": 5})
    population = build_population(declared, 1, 3650)
    assert np.isfinite(population.ties).all()


def test_too_many_people_are_refused():
    with pytest.raises(PopulationTooLargeError) as error:
        build_population(world(arrivals=20.0), 0, 1000)
    assert error.value.most == MOST_PEOPLE


@pytest.mark.parametrize("ties", ["invitation_tree", "small_world", "blocks", "kol_hub", "strangers"])
@pytest.mark.parametrize("members", [1, 2, 3, 500])
def test_groups_of_any_size(ties, members):
    declared = World.model_validate(
        {
            "channels": [{"kind": "friends", "members": members, "arrivals_per_day": 0.2}],
            "ties": PATTERNS[ties],
        }
    )
    population = build_population(declared, 0, 20)
    assert len(population) >= members


def test_a_run_as_plain_dictionaries():
    population = build_population(world(), 1, 1)
    setup = plain_setup(world(), Strategy(), population)
    declared = {"psychology", "hourly", "group", "product", "staffing", "acts", "people", "ties", "pools"}
    assert set(setup) == declared
    assert setup["people"][3]["key"] == 3
    assert type(setup["people"][3]["intent"]) is float
    assert len(setup["ties"]) == len(setup["ties"][0]) == 60
