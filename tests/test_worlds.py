"""Worlds and parameters as declarations: bounds, defaults, what they refuse, what an engine gets."""

import math

import pytest
from pydantic import ValidationError

from sim.channels import CHANNEL_KINDS, Channel
from sim.hourly import HOURLY_NAMES, hourly_profile
from sim.money import fen
from sim.parameters import POPULATION_PARAMETERS, Psychology, psychology_table
from sim.quantities import GRADES, quantities, quantity
from sim.wording import Words
from sim.world import World

ONE_CHANNEL = {"channels": [{"kind": "friends", "members": 10}]}


def world(**changes):
    return World.model_validate({**ONE_CHANNEL, **changes})


def kinds(error):
    return {problem["type"] for problem in error.value.errors()}


def test_every_parameter_says_what_it_rests_on():
    table = psychology_table()
    assert [entry.name for entry in table] == list(Psychology.model_fields)
    for entry in table:
        assert entry.grade in GRADES, entry.name
        assert entry.sources, entry.name
        assert entry.prior is not None, entry.name
        assert entry.low <= entry.prior[0] <= entry.default <= entry.prior[1] <= entry.high, entry.name
        assert entry.code == f"parameter.{entry.name}"
        assert math.isfinite(entry.low), entry.name
        assert math.isfinite(entry.high), entry.name


def test_the_parameters_of_a_run_are_those_of_the_records():
    records = pytest.importorskip("sim.records")
    from sim.strategy import Strategy

    given = world().fixed_values().keys() | Strategy().fixed_values().keys()
    assert given == set(records.PARAMETERS.names) - {"seed", "days", "peak", "answering"}
    assert Psychology.model_fields.keys() >= POPULATION_PARAMETERS


def test_half_lives_and_scales_are_never_zero():
    positive = (
        "novelty_days",
        "freshness_days",
        "fatigue_days",
        "tolerance_days",
        "belonging_days",
        "tie_days",
    )
    lows = {entry.name: entry.low for entry in psychology_table()}
    assert all(lows[name] > 0 for name in (*positive, "talk_tolerance", "money_scale", "gap_seconds"))
    assert lows["tie_days"] == 5


@pytest.mark.parametrize("value", ["0.2", True, None, float("nan"), float("inf"), -1, 6])
def test_a_parameter_refuses_what_is_no_number_within_its_bounds(value):
    with pytest.raises(ValidationError):
        Psychology(worth_chat=value)


def test_declarations_are_frozen_and_know_their_fields():
    with pytest.raises(ValidationError):
        Psychology(worth_chats=1.0)
    with pytest.raises(ValidationError):
        Psychology().worth_chat = 1.0


def test_a_default_outside_the_bounds_is_a_mistake_of_the_declaration():
    with pytest.raises(ValueError, match="not within"):
        quantity(2.0, 0, 1, "share")


def test_all_quantities_of_a_world_have_bounds_and_units():
    for model in (World, Channel, type(world().group), type(world().product)):
        for entry in quantities(model):
            assert entry.low < entry.high
            assert entry.unit


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_a_channel_brings_its_usual_numbers(kind):
    channel = Channel.model_validate({"kind": kind})
    assert channel.tiers.strong + channel.tiers.medium + channel.tiers.weak == pytest.approx(1)
    changed = Channel.model_validate({"kind": kind, "greed": 0.5})
    assert changed.greed == 0.5
    assert changed.tiers == channel.tiers


def test_channels_decide_intent():
    def strong(kind):
        return Channel.model_validate({"kind": kind}).tiers.strong

    assert strong("official_account") > strong("new_media") > strong("friends") > strong("giveaway")


def test_members_must_fit_into_the_group():
    with pytest.raises(ValidationError) as error:
        world(group={"capacity": 9})
    assert kinds(error) == {"too_many_members"}


def test_a_world_needs_members():
    with pytest.raises(ValidationError) as error:
        World.model_validate({"channels": [{"kind": "friends", "arrivals_per_day": 1}]})
    assert kinds(error) == {"no_members"}


def test_arrivals_are_bounded_over_all_channels():
    with pytest.raises(ValidationError) as error:
        World.model_validate({"channels": [{"kind": "friends", "members": 1, "arrivals_per_day": 15}] * 2})
    assert kinds(error) == {"too_many_arrivals"}


def test_tiers_add_up():
    with pytest.raises(ValidationError) as error:
        Channel.model_validate({"kind": "friends", "tiers": {"strong": 0.5, "medium": 0.5, "weak": 0.5}})
    assert kinds(error) == {"tiers_do_not_add_up"}


def test_ties_name_members_that_are_there():
    with pytest.raises(ValidationError) as error:
        world(ties={"pattern": "file", "edges": [[0, 10]]})
    assert kinds(error) == {"edge_beyond_members"}
    assert world(ties={"pattern": "file", "edges": [[0, 9, 0.5], [1, 2]]}).ties.edges == (
        (0, 9, 0.5),
        (1, 2, None),
    )


@pytest.mark.parametrize(
    "edge", [[0, 0], [0], [0, 1, 2], [0, 1, float("nan")], [-1, 1], [0.0, 1], [True, 1], "01", [0, 1, "a"]]
)
def test_broken_ties_are_refused(edge):
    with pytest.raises(ValidationError) as error:
        world(ties={"pattern": "file", "edges": [edge]})
    assert kinds(error) == {"edge_form"}


@pytest.mark.parametrize("name", HOURLY_NAMES)
def test_hourly_profiles_have_mean_one_and_a_modest_peak(name):
    profile = hourly_profile(name)
    assert len(profile) == 24
    assert sum(profile) == pytest.approx(24)
    ratio = max(profile) / min(profile)
    assert ratio == pytest.approx(5, abs=0.3) if name != "flat" else ratio == 1


def test_the_everyday_profile_peaks_at_noon_and_at_nine():
    profile = hourly_profile("everyday")
    assert profile[21] == max(profile)
    assert profile[12] == max(profile[6:18])


@pytest.mark.parametrize(
    "hourly", [[1] * 23, [0] * 24, [-1] + [1] * 23, [float("inf")] + [1] * 23, "noon", 3, None]
)
def test_odd_rhythms_are_refused(hourly):
    with pytest.raises(ValidationError):
        world(hourly=hourly)


def test_own_rhythm_is_kept_and_scaled():
    own = world(hourly=[0] * 12 + [2] * 12)
    assert own.setup()["hourly"] == [0] * 12 + [2] * 12
    assert World.model_validate(own.model_dump()) == own


def test_setup_gives_plain_numbers():
    setup = world(product={"price_yuan": 9.995, "goods_yuan": 0.01}).setup()
    assert set(setup) == {"psychology", "hourly", "group", "product"}
    purpose = {"purpose_boost", "purpose_days", "purpose_share"}
    ties = {"weakest", "strongest", "closure", "pool_friends", "pool_rewards"}
    assert set(setup["group"]) == {"capacity", "span", "question_share", "breadth"} | purpose | ties
    assert setup["product"]["price_fen"] == fen(9.995)
    assert setup["product"]["goods_fen"] == 1
    assert all(
        type(value) in (int, float)
        for part in ("psychology", "group", "product")
        for value in setup[part].values()
    )


def test_money_rounds_half_up():
    assert [fen(value) for value in (0.125, 0.004, 1, 0)] == [13, 0, 100, 0]


def test_words_of_users():
    assert Words.model_validate("x").in_language("zh") == "x"
    both = Words(en="dog", zh="狗")
    assert both.in_language("zh-CN") == "狗"
    assert both.in_language("en") == "dog"
    assert Words(zh="狗").in_language("en") == "狗"
