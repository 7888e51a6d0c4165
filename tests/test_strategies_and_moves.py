"""Moves as declarations: what acts they come down to, and that dose zero is no move at all."""

import pytest
from pydantic import ValidationError

from sim.moves import BY_CODE, BY_NUMBER, MOVES
from sim.moves.base import ACT_DEFAULTS, act, tier_bits
from sim.strategy import Strategy

MOVE_CODES = list(BY_CODE)

NO_DOSE = {
    "hard_ads": [{"when": {"per_day": 0}}],
    "morning_report": [{"quality": 0}, {"when": {"per_day": 0}}],
    "daily_topic": [{"appeal": 0, "mentions": 0}, {"when": {"per_day": 0}}],
    "red_packet": [{"amount_yuan": 0}, {"when": {"per_day": 0}}],
    "kol_sharing": [{"messages": 0}, {"quality": 0}, {"when": {"per_day": 0}}],
    "useful_post": [{"quality": 0}, {"when": {"per_day": 0}}],
    "ice_breaking": [{"appeal": 0, "mentions": 0}, {"when": {"per_day": 0}}],
    "shills": [{"number_of_shills": 0}, {"messages_each": 0}, {"when": {"per_day": 0}}],
    "soft_offer": [{"when": {"per_day": 0}}],
    "welcome": [{"warmth": 0}, {"when": {"per_day": 0}}],
}


def strategy(*moves, **settings):
    return Strategy.model_validate(
        {"moves": [{"move": one} if isinstance(one, str) else one for one in moves], **settings}
    )


def only_act(move):
    (found,) = strategy(move).acts()
    return found


def test_an_empty_strategy_is_neglect():
    assert Strategy().acts() == []
    assert Strategy().staffing.answer_share == 0


def test_all_moves_of_the_issue_are_there():
    assert [cls.number for cls in MOVES] == [1, 5, 9, 10, 11, 12, 14, 15, 16, 17]
    assert all(f"C{cls.number}" in cls.sources for cls in MOVES)
    assert BY_NUMBER[1] is BY_CODE["hard_ads"]


@pytest.mark.parametrize("code", MOVE_CODES)
def test_acts_have_exactly_the_fields_of_the_record(code):
    records = pytest.importorskip("sim.records")
    for found in strategy(code).acts():
        assert set(found) == set(records.ACT.names)
        for name, value in found.items():
            assert type(value) is type(ACT_DEFAULTS[name]), name
        assert found["kind"] == BY_CODE[code].number
        assert 0 <= found["key"] < 2**31


@pytest.mark.parametrize(
    ("code", "changes"), [(code, dose) for code, doses in NO_DOSE.items() for dose in doses]
)
def test_dose_zero_is_no_move(code, changes):
    assert strategy({"move": code, **changes}).acts() == []


def test_every_move_has_a_dose_that_can_be_zero():
    assert NO_DOSE.keys() == BY_CODE.keys()


@pytest.mark.parametrize("code", MOVE_CODES)
def test_acts_respect_the_limits_of_the_model(code):
    for found in strategy(code).acts():
        assert found["first_day"] <= found["last_day"]
        assert 0 <= found["from_hour"] <= found["to_hour"] <= 24
        assert found["every_days"] >= 1
        assert found["habit_days"] > 0
        assert all(
            found[name] >= 0 for name in ("useful", "chat", "promo", "invite", "fen", "fee_fen", "minutes")
        )


def test_the_same_move_has_the_same_key_in_any_strategy():
    alone = strategy("red_packet").acts()[0]["key"]
    among = [one["key"] for one in strategy("hard_ads", "red_packet", "red_packet").acts()]
    assert alone == among[1]
    assert len(set(among)) == 3


def test_keys_of_all_moves_differ():
    keys = [one["key"] for one in strategy(*MOVE_CODES, *MOVE_CODES).acts()]
    assert len(set(keys)) == len(keys)


def test_a_partial_when_keeps_the_rest_of_the_moves_own():
    found = only_act({"move": "hard_ads", "when": {"per_day": 2}})
    assert (found["per_day"], found["from_hour"], found["to_hour"]) == (2, 9.0, 22.0)


def test_quiet_trigger():
    found = only_act(
        {"move": "daily_topic", "when": {"trigger": "quiet", "quiet_days": 2, "cooldown_days": 3}}
    )
    assert (found["trigger"], found["threshold"], found["cooldown_days"]) == (2, 2.0, 3.0)
    assert only_act("daily_topic")["threshold"] == 0


@pytest.mark.parametrize(
    ("whom", "expected"),
    [
        ({"audience": "all"}, (0, 0.0)),
        ({"audience": "strong"}, (1, 0.0)),
        ({"audience": "weak"}, (1, 2.0)),
        ({"audience": "newcomers", "days": 3}, (2, 3.0)),
        ({"audience": "silent", "days": 10}, (3, 10.0)),
    ],
)
def test_audiences(whom, expected):
    found = only_act({"move": "daily_topic", "whom": whom})
    assert (found["audience"], found["audience_value"]) == expected


def test_red_packets_are_whole_fen():
    found = only_act({"move": "red_packet", "amount_yuan": 8.88, "portions": 8, "split": "equal"})
    assert (found["fen"], found["portions"], found["equal"]) == (888, 8, 1)


@pytest.mark.parametrize(("amount", "portions"), [(0.05, 6), (201, 1), (19_999, 99)])
def test_a_packet_keeps_to_the_platforms_limits(amount, portions):
    with pytest.raises(ValidationError) as error:
        strategy({"move": "red_packet", "amount_yuan": amount, "portions": portions})
    assert error.value.errors()[0]["type"] == "packet_portions"


def test_kol_sharing_is_a_session_with_a_fee():
    found = only_act({"move": "kol_sharing", "fee_yuan": 300, "messages": 5})
    assert (found["fee_fen"], found["messages"], found["promo"]) == (30_000, 5, 0)


def test_shills_pass_for_members_and_cost_wages():
    found = only_act({"move": "shills", "number_of_shills": 2, "messages_each": 5, "wage_yuan": 10})
    assert (found["shill"], found["per_day"], found["fee_fen"]) == (1, 10, 200)
    assert found["answers_starts"] > 0


def test_only_covert_moves_carry_a_risk():
    assert strategy("shills").risks == ("risk.shills",)
    assert strategy({"move": "shills", "number_of_shills": 0}).risks == ()
    assert strategy(*(code for code in MOVE_CODES if code != "shills")).risks == ()


def test_offers_name_their_tiers():
    assert tier_bits(("strong",)) == 1
    found = only_act({"move": "soft_offer", "tiers": ["strong", "weak"], "discount": 0.3})
    assert (found["offer"], found["offer_tiers"], found["discount"]) == (1, 5, 0.3)
    assert found["promo"] < 0.5
    assert only_act("hard_ads")["offer_tiers"] == 7
    assert only_act("hard_ads")["promo"] == 1


def test_welcome_is_a_task_at_joining():
    found = only_act("welcome")
    assert (found["trigger"], found["mentions"], found["first_day"]) == (1, 1, 1)


def test_ice_breaking_is_over_after_the_first_week():
    acts = strategy("ice_breaking").acts()
    assert max(one["last_day"] for one in acts) == 6
    assert any(one["mentions"] for one in acts)
    assert any(one["fen"] for one in acts)
    assert [one["first_day"] for one in acts] == [0] * len(acts)


@pytest.mark.parametrize(
    "changes",
    [
        {"when": {"from_hour": 20, "to_hour": 8}},
        {"when": {"from_day": 9, "until_day": 8}},
        {"when": {"per_day": 1.5}},
        {"when": {"per_day": "5"}},
        {"when": {"every_days": 0}},
        {"minutes": float("nan")},
        {"colour": 1},
    ],
)
def test_moves_refuse_nonsense(changes):
    with pytest.raises(ValidationError):
        strategy({"move": "hard_ads", **changes})


def test_staff_hours_are_in_order():
    with pytest.raises(ValidationError) as error:
        strategy(staffing={"staff_from": 20, "staff_to": 8})
    assert error.value.errors()[0]["type"] == "wrong_order"


def test_setup_gives_plain_numbers():
    setup = strategy("hard_ads", staffing={"answer_share": 1}).setup()
    assert set(setup) == {"staffing", "acts"}
    assert all(type(value) is float for value in setup["staffing"].values())


def test_an_act_knows_its_fields():
    with pytest.raises(KeyError):
        act(usefull=1)


def test_strategies_survive_their_own_dump():
    whole = strategy(*MOVE_CODES)
    assert Strategy.model_validate(whole.model_dump()) == whole
    assert Strategy.model_validate_json(whole.model_dump_json()) == whole
