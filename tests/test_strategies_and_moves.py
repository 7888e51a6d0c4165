"""Moves as declarations: what acts they come down to, and that dose zero is no move at all."""

import pytest
from pydantic import ValidationError

import scenarios
from sim.channels import CHANNEL_KINDS
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
    "private_sales": [{"contacts": 0}, {"when": {"per_day": 0}}],
    "pitch_questions": [{"questions_pitched": 0}, {"when": {"per_day": 0}}],
    "pull_in_rewards": [{"reward_yuan": 0}, {"when": {"per_day": 0}}],
    "privilege_offer": [{"when": {"per_day": 0}}],
    "wake_silent": [{"mentions": 0}, {"mentions": 0, "how": "private"}, {"when": {"per_day": 0}}],
    "check_in_challenge": [{"challenge_days": 0}, {"when": {"per_day": 0}}],
    "column": [{"quality": 0}, {"when": {"per_day": 0}}],
    "fission": [{"reward_yuan": 0}, {"when": {"per_day": 0}}],
    "flash_sale": [{"when": {"per_day": 0}}],
    "purge_lurkers": [{"removals": 0}, {"when": {"per_day": 0}}],
    "honours": [{"mentions": 0}, {"when": {"per_day": 0}}],
    "stewards": [{"number_of_stewards": 0}, {"when": {"per_day": 0}}],
    "offline_meeting": [{"seats": 0}, {"when": {"per_day": 0}}],
    "co_creation": [{"contribution": 0}, {"when": {"per_day": 0}}],
    "packet_probe": [{"amount_yuan": 0}, {"when": {"per_day": 0}}],
    "move_members": [{"when": {"per_day": 0}}, {"closes_group": True, "when": {"per_day": 0}}],
    "recruit": [{"people": 0}, {"when": {"per_day": 0}}],
    "steer_topic": [{"steer": 0}, {"when": {"per_day": 0}}],
    "poll": [{"response": 0}, {"when": {"per_day": 0}}],
    "prompted_offer": [{"when": {"per_day": 0}}],
    "buddy": [{"warmth": 0}, {"when": {"per_day": 0}}],
    "roll_call": [{"response": 0}, {"when": {"per_day": 0}}],
    "relayed_class": [{"messages": 0}, {"quality": 0}, {"when": {"per_day": 0}}],
    "planned_end": [{"when": {"per_day": 0}}],
}
RISKS = {
    "shills": "risk.shills",
    "private_sales": "risk.private_messages",
    "pull_in_rewards": "risk.rewarded_invites",
    "fission": "risk.rewarded_invites",
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


def test_every_row_that_is_a_move_is_there():
    """C6 (who is in which group), C8 (staff), C13, C23 (settings) are no moves; C32, C34, C37 are in others."""
    elsewhere = {6, 8, 13, 23, 32, 34, 37}
    assert [cls.number for cls in MOVES] == [n for n in range(1, 41) if n not in elsewhere] + [208]
    assert all(f"C{cls.number}" in cls.sources for cls in MOVES if cls.number <= 40)
    assert {"C6", "C32", "C34", "C37", "B8"} <= {row for cls in MOVES for row in cls.sources}
    assert BY_NUMBER[1] is BY_CODE["hard_ads"]


def test_every_move_ships_in_a_strategy():
    used = {move.kind() for name in scenarios.strategies() for move in scenarios.load_strategy(name).moves}
    assert used == BY_CODE.keys()


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
        assert all(found[name] >= 0 for name in ACT_DEFAULTS.keys() - {"target", "recruit_pool"})
        assert all(
            found[name] <= 1 for name in ("useful", "chat", "promo", "invite", "discount", "privilege")
        )
        assert found["promote"] == 0 or found["host"] == 0  # with no steward yet, none could promote


def test_the_same_move_has_the_same_key_in_any_strategy():
    alone = strategy("red_packet").acts()[0]["key"]
    among = [one["key"] for one in strategy("hard_ads", "red_packet", "red_packet").acts()]
    assert alone == among[1]
    assert len(set(among)) == 3


def test_keys_of_all_moves_differ():
    keys = [one["key"] for code in MOVE_CODES for one in strategy(code, code).acts()]
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
        ({"audience": "active"}, (4, 0.0)),
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
    assert (found["host"], found["per_day"], found["fee_fen"]) == (1, 10, 200)
    assert found["answers_starts"] > 0


def test_moves_against_law_or_platform_carry_their_risk():
    for code in MOVE_CODES:
        assert strategy(code).risks == ((RISKS[code],) if code in RISKS else ())
    assert strategy({"move": "shills", "number_of_shills": 0}).risks == ()
    assert strategy("fission", "pull_in_rewards").risks == ("risk.rewarded_invites",)


@pytest.mark.parametrize("code", ["private_sales", "pull_in_rewards", "fission"])
def test_what_platforms_forbid_has_a_hazard(code):
    assert 0 < only_act(code)["ban"] < 0.01
    assert only_act({"move": code, "platform_risk": 0})["ban"] == 0


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


def test_a_private_pitch_is_for_some_members_alone():
    found = only_act({"move": "private_sales", "contacts": 7, "whom": {"audience": "strong"}})
    assert (found["private"], found["mentions"], found["audience"], found["offer"]) == (1, 7, 1, 1)
    assert found["promo"] >= 0.5


def test_a_pitch_only_answers_questions():
    found = only_act("pitch_questions")
    assert (found["messages"], found["questions_only"], found["offer"]) == (0, 1, 1)
    assert found["answers_starts"] > 0


def test_waking_in_private_is_no_public_topic():
    aloud, alone = (only_act({"move": "wake_silent", "how": how}) for how in ("mention", "private"))
    assert (aloud["private"], alone["private"]) == (0, 1)
    assert aloud["ban"] == 0 < alone["ban"]
    assert aloud["audience"] == alone["audience"] == 3


def test_a_challenge_opens_each_of_its_days():
    found = only_act(
        {"move": "check_in_challenge", "challenge_days": 10, "deposit_yuan": 30, "when": {"from_day": 5}}
    )
    assert (found["first_day"], found["last_day"], found["deposit_fen"]) == (5, 14, 3000)


@pytest.mark.parametrize(("days", "misses"), [(3, 3), (1, 1), (21, 364)])
def test_a_challenge_cannot_be_missed_altogether(days, misses):
    with pytest.raises(ValidationError) as error:
        strategy({"move": "check_in_challenge", "challenge_days": days, "misses": misses})
    assert error.value.errors()[0]["type"] == "too_many_misses"


def test_variety_wears_off_slower_and_takes_longer():
    one, four = (only_act({"move": "column", "variety": variety}) for variety in (1, 4))
    assert four["habit_rate"] == pytest.approx(one["habit_rate"] / 4)
    assert four["minutes"] > one["minutes"]
    assert one["programme"] > 0


@pytest.mark.parametrize(("content", "most"), [("knowledge", "useful"), ("interaction", "invite")])
def test_columns_give_what_they_are_for(content, most):
    news, other = (only_act({"move": "column", "content": one}) for one in ("news", content))
    assert other[most] > news[most]


def test_stewards_are_paid_by_the_operator_and_work_themselves():
    promotion, answers, topic = strategy({"move": "stewards", "reward_yuan": 12.5}).acts()
    assert (promotion["host"], promotion["promote"], promotion["reward_fen"]) == (0, 3, 1250)
    assert (answers["host"], answers["messages"], topic["host"]) == (2, 0, 2)
    assert answers["answers_starts"] > 0
    assert topic["mentions"] > 0
    assert answers["minutes"] == topic["minutes"] == 0
    assert len(strategy({"move": "stewards", "answers": 0, "appeal": 0, "topic_mentions": 0}).acts()) == 1


def test_a_group_may_close_behind_those_who_moved():
    move = {"move": "move_members", "target": 2, "price_yuan": 99, "tiers": ["strong"]}
    (found,) = strategy(move).acts()
    assert (found["moves"], found["target"], found["price_fen"], found["offer_tiers"]) == (1, 2, 9900, 1)
    moving, closing = strategy({**move, "closes_group": True}).acts()
    assert (moving["closes"], closing["closes"], closing["moves"]) == (0, 1, 0)
    assert closing["first_day"] == closing["last_day"] == moving["last_day"]


def test_recruiting_names_a_kind_of_channel():
    pools = [only_act({"move": "recruit", "channel": kind})["recruit_pool"] for kind in CHANNEL_KINDS]
    assert pools == [-2 - place for place in range(len(CHANNEL_KINDS))]


@pytest.mark.parametrize(
    ("hour", "before", "expected"), [(20.0, 10, 20 - 1 / 6), (0.1, 60, 0.0), (20.0, 0, 20.0)]
)
def test_a_roll_call_comes_before_its_event(hour, before, expected):
    when = {"from_hour": hour, "to_hour": hour}
    found = only_act({"move": "roll_call", "minutes_before": before, "when": when})
    assert found["from_hour"] == found["to_hour"] == pytest.approx(expected)
    assert found["response_kind"] == 2


def test_a_relayed_class_shares_its_cost():
    alone, relayed = (
        only_act({"move": "relayed_class", "groups": 1}),
        only_act({"move": "relayed_class", "groups": 20}),
    )
    assert relayed["fee_fen"] * 20 == alone["fee_fen"] == only_act("kol_sharing")["fee_fen"]
    assert relayed["minutes"] < alone["minutes"]
    assert relayed["useful"] < only_act("kol_sharing")["useful"]


def test_triggers_have_their_thresholds():
    for trigger, threshold, number in (("talk", "talk_messages", 3), ("drift", "topic_share", 4)):
        found = only_act({"move": "poll", "when": {"trigger": trigger, threshold: 0.25}})
        assert (found["trigger"], found["threshold"]) == (number, 0.25)
    assert only_act({"move": "poll", "when": {"trigger": "probe_failed"}})["trigger"] == 6
    assert only_act("steer_topic")["trigger"] == 4
    assert only_act("prompted_offer")["trigger"] == 3


def test_a_probe_keeps_to_the_platforms_limits():
    with pytest.raises(ValidationError) as error:
        strategy({"move": "packet_probe", "amount_yuan": 0.2, "portions": 30})
    assert error.value.errors()[0]["type"] == "packet_portions"
