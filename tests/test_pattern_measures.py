"""Each measure of the pattern suite on a log whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.patterns import (
    advertising,
    branching,
    conversations,
    invitations,
    life,
    mentions,
    newcomers,
    packets,
    talk_structure,
)
from sim.records import (
    ANSWER,
    CLAIM,
    DAY,
    EVENT,
    GO_ON,
    INVITE,
    JOIN,
    LEAVE,
    MENTION,
    OWNER_ANSWER,
    OWNER_POST,
    PACKET_OPENED,
    SAY,
)

HOUR = 1 / 24
MINUTE = HOUR / 60


def log(*rows):
    """Rows (t, kind, member, message, value, target), the last three optional, in order of time."""
    events = np.zeros(len(rows), dtype=EVENT)
    for event, row in zip(events, sorted(rows, key=lambda one: one[0]), strict=True):
        t, kind, member, message, value, target = (*row, *(-1, 0.0, -1)[len(row) - 3 :])
        event["t"], event["kind"], event["member"] = t, kind, member
        event["message"], event["value"], event["target"] = message, value, target
    return events


def days(talk):
    daily = np.zeros(len(talk), dtype=DAY)
    daily["talk"] = talk
    spoken = daily["talk"] > 0
    daily["first_talk"] = np.where(spoken, np.arange(len(talk)) + 0.4, np.nan)
    daily["last_talk"] = np.where(spoken, np.arange(len(talk)) + 0.6, np.nan)
    return daily


# ---- lives


def test_life_ends_with_the_last_message_of_anyone_in_the_window():
    rows = [(0.5, JOIN, 0), (0.6, JOIN, 1), (1.0, SAY, 0, 0), (6.5, OWNER_POST, -1, 1), (34.7, SAY, 0, 2)]
    assert life.life_in_window(log(*rows)) == pytest.approx(6.0)
    assert life.life_in_window(log(*rows), window=40.0) == pytest.approx(34.2)
    assert life.life_in_window(log(*rows[:2])) == 0.0
    assert life.life_in_window(log((0.5, JOIN, 0), (9.0, PACKET_OPENED, 0, 0, 100.0))) == pytest.approx(8.5)


def test_shares_of_lives():
    lives = np.array([0.0, 3.0, 6.9, 7.0, 20.0, 27.0, 34.0, 34.0])
    assert life.silent_share(lives, 7.0) == 3 / 8
    assert life.outlived_share(lives) == 3 / 8
    assert np.isnan(life.silent_share(np.empty(0), 7.0))


def test_hazard_ratio_is_one_for_a_constant_hazard():
    quantiles = (np.arange(4000) + 0.5) / 4000
    lives = np.minimum(-10 * np.log(1 - quantiles), 34.0)
    assert life.hazard_ratio(lives) == pytest.approx(1.0, abs=0.02)


def test_hazard_ratio_counts_deaths_over_days_lived():
    # Two die at day 2, one at day 14, one lives on: (2 / (2 + 2 + 7 + 7)) / (1 / (7 + 21)).
    lives = np.array([2.0, 2.0, 14.0, 34.0])
    assert life.hazard_ratio(lives) == pytest.approx((2 / 18) / (1 / 28))
    assert life.hazard_ratio(np.array([2.0, 34.0])) == np.inf
    assert np.isnan(life.hazard_ratio(np.array([2.0, 3.0])))


def test_two_classes_are_seen_where_there_are_two_and_not_where_there_is_one():
    quantiles = (np.arange(400) + 0.5) / 400
    heaps = np.concatenate([6 * quantiles[::2], 34 - 3 * quantiles[::2]])
    constant = np.minimum(-20 * np.log(1 - quantiles), 34.0)
    falling = np.minimum(15 * (-np.log(1 - quantiles)) ** 2, 34.0)
    assert life.two_class_evidence(heaps) > 100
    assert life.two_class_evidence(constant) < 10
    assert life.two_class_evidence(falling) < 10
    assert life.two_class_evidence(np.zeros(400)) < 10
    assert life.two_class_evidence(np.full(400, 34.0)) < 10
    # As for 400 groups, however many there are.
    assert life.two_class_evidence(heaps[::4]) == pytest.approx(life.two_class_evidence(heaps), rel=0.1)
    assert np.isnan(life.two_class_evidence(heaps[:9]))


def test_established_groups_and_those_that_lived_on():
    lively = [3] * 60
    faded = [3] * 40 + [0] * 20
    never = [3] * 5 + [0] * 55
    back = [3] * 5 + [0] * 50 + [3] * 5
    assert life.established_survival([days(one) for one in (lively, faded, never, back)]) == (2, 1)


def test_a_group_is_dead_if_a_week_of_silence_follows_its_last_word():
    assert life.died_by(days([1] * 100 + [0] * 57), 150.0)
    assert not life.died_by(days([1] * 100 + [0] * 50 + [1] * 7), 150.0)
    assert not life.died_by(days([1] * 155 + [0] * 10), 150.0)


# ---- who talks, and when


def test_structure_of_a_window():
    # Ten of twenty members post: nine of them once, one 111 times; all on two of the window's days.
    times = np.concatenate([30 + np.arange(60) / 60, 33 + np.arange(60) / 60])
    writers = np.zeros(120, dtype=int)
    writers[[5, 15, 25, 35, 45, 55, 65, 75, 85]] = np.arange(1, 10)
    events = log(*((t, SAY, who, n) for n, (t, who) in enumerate(zip(times, writers, strict=True))))
    talk = talk_structure.talk_of(events, 30, 60)
    found = talk_structure.structure_of(talk, 20.0)
    assert found["posting_share"] == 0.5
    # Poster days: 1 + 6 on the first, 1 + 3 on the last, over four days and ten posters.
    assert found["daily_share"] == pytest.approx((7 + 4) / 4 / 10)
    assert found["top_10"] == pytest.approx(111 / 120)
    assert found["top_20"] == pytest.approx(112 / 120)
    assert found["one_message"] == 0.9
    assert found["gini"] == pytest.approx(2 * (45 + 10 * 111) / (10 * 120) - 11 / 10)
    gaps = np.diff(times)
    spread, mean = gaps.std(), gaps.mean()
    assert found["burstiness"] == pytest.approx((spread - mean) / (spread + mean))


def test_too_little_talk_has_no_structure():
    talk = log(*((30 + n / 100, SAY, n % 7, n) for n in range(99)))
    assert all(np.isnan(value) for value in talk_structure.structure_of(talk, 20.0).values())


def test_talk_is_what_members_say_in_the_window():
    rows = [(29.9, SAY, 0, 0), (30.0, SAY, 0, 1), (40.0, OWNER_POST, -1, 2), (41.0, ANSWER, 1, 3, 2.0)]
    rows += [(42.0, GO_ON, 1, 4), (60.0, SAY, 0, 5)]
    assert talk_structure.talk_of(log(*rows), 30, 60)["message"].tolist() == [1, 3, 4]


def test_hours_of_the_day():
    counts = np.full(24, 10)
    counts[21], counts[4] = 60, 5
    talk = log(*((d + (h + 0.5) / 24, SAY, 0) for h in range(24) for d in range(counts[h])))
    by_hour = talk_structure.messages_by_hour(talk)
    assert by_hour.tolist() == counts.tolist()
    assert talk_structure.peak_to_trough(by_hour) == 12.0
    assert talk_structure.hours_from_usual_peak(by_hour) == 0.0
    assert talk_structure.hours_from_usual_peak(np.roll(by_hour, 3)) == 3.0  # midnight
    assert talk_structure.hours_from_usual_peak(np.roll(by_hour, -6)) == 3.0  # 15 o'clock
    assert talk_structure.peak_to_trough(np.array([0] * 23 + [3])) == np.inf
    assert np.isnan(talk_structure.peak_to_trough(np.zeros(24, dtype=int)))


# ---- branching


def clusters(ratio, rate, mean_delay, horizon, seed):
    """A branching process of moments: immigrants by the clock of the day, children after exponential delays."""
    draws = np.random.default_rng(seed)
    immigrants = draws.uniform(0, horizon, draws.poisson(rate * horizon))
    hours = (immigrants % 1) * 24
    immigrants = immigrants[draws.random(immigrants.size) < np.where((hours > 8) & (hours < 23), 1.0, 0.1)]
    found, generation = [immigrants], immigrants
    while generation.size:
        children = np.repeat(generation, draws.poisson(ratio, generation.size))
        generation = children + draws.exponential(mean_delay, children.size)
        found.append(generation)
    times = np.sort(np.concatenate(found))
    return times[times < horizon]


@pytest.mark.statistical
@pytest.mark.parametrize("ratio", [0.0, 0.4, 0.8])
def test_branching_ratio_is_found_again(ratio):
    """Fixed seeds. The EM's standard deviation here is below 0.03, so 0.1 would fail once in a thousand draws."""
    times = clusters(ratio, 60 * (1 - ratio) + 20, 4 * MINUTE, 28.0, 3)
    assert branching.branching_ratio(times, 0, 28) == pytest.approx(ratio, abs=0.1)


def test_branching_needs_a_hundred_messages():
    assert np.isnan(branching.branching_ratio(np.linspace(0, 1, 99), 0, 30))


def test_kernel_sums_are_sums_over_all_earlier_messages():
    times = np.array([0.0, 0.1, 0.15, 0.4])
    sums = branching._kernel_sums(times, np.array([0.2]))
    direct = [sum(np.exp(-(t - s) / 0.2) for s in times if s < t) for t in times]
    assert sums[:, 0] == pytest.approx(direct)


# ---- conversations


CONVERSATION = (
    (1.0, SAY, 0, 0),  # answered by 1 after 5 minutes
    (1.0 + 5 * MINUTE, ANSWER, 1, 1, 0.0),
    (2.0, SAY, 2, 2),  # goes on alone, and is then answered in the second message, after an hour
    (2.0 + 1 * MINUTE, GO_ON, 2, 3),
    (2.0 + 60 * MINUTE, ANSWER, 0, 4, 3.0),
    (3.0, SAY, 3, 5),  # nobody
    (3.1, GO_ON, 3, 6),
    (4.0, SAY, 1, 7),  # the operator, after 10 minutes
    (4.0 + 10 * MINUTE, OWNER_ANSWER, -1, 8, 7.0),
    (5.0, OWNER_POST, -1, 9),  # no member's start
    (5.1, ANSWER, 2, 10, 9.0),
)


def test_first_replies():
    messages = conversations.messages_of(log(*CONVERSATION))
    assert messages[4].root == 2
    assert messages[10].root == 9
    delays = conversations.first_replies(messages, 0, 10)
    assert delays[np.isfinite(delays)] * 1440 == pytest.approx([5, 60, 10])
    assert conversations.unanswered_share(delays) == 0.25
    assert conversations.median_reply_minutes(delays) == pytest.approx(10)
    assert conversations.replied_within(delays, 15.0) == 0.5
    assert conversations.first_replies(messages, 2.5, 10).size == 2


def test_a_log_that_begins_in_the_middle():
    messages = conversations.messages_of(log(*CONVERSATION[4:]))
    assert messages[4].root == 3
    assert conversations.first_replies(messages, 0, 10).size == 2


# ---- newcomers


def test_first_posts_by_their_answers(monkeypatch):
    monkeypatch.setattr(newcomers, "LEAST_FOLLOWING", 0)
    rows = [(2.0, JOIN, 9), *((10.0, JOIN, who) for who in range(5))]
    rows += [(11.0, SAY, 0, 0), (11.1, ANSWER, 9, 1, 0.0), (13.0, SAY, 0, 2)]  # answered after 2.4 h, again
    rows += [(11.2, SAY, 1, 3), (11.2 + 10 * MINUTE, ANSWER, 9, 4, 3.0), (11.9, SAY, 1, 5)]  # fast, not again
    rows += [(11.5, SAY, 2, 6), (20.0, SAY, 2, 7)]  # never answered, again
    rows += [(12.0, SAY, 3, 8), (14.0, ANSWER, 9, 9, 8.0)]  # answered too late: neither
    rows += [(45.0, SAY, 4, 10)]  # too few days follow
    counts = newcomers.first_posts(log(*rows), 5.0, 60.0)
    assert counts == {
        "answered": 2, "answered_again": 1, "never": 1, "never_again": 1,
        "fast": 1, "fast_again": 0, "slow": 1, "slow_again": 1,
    }  # fmt: skip
    assert newcomers.gain(counts, "answered", "never") == -0.5
    assert newcomers.gain(counts, "fast", "slow") == -1.0


def test_first_posts_count_only_in_groups_that_go_on():
    rows = [(10.0, JOIN, 0), (11.0, SAY, 0, 0), (11.1, ANSWER, 9, 1, 0.0)]
    more = [(12.0 + 0.1 * k, SAY, 8, 2 + k) for k in range(newcomers.LEAST_FOLLOWING)]
    assert newcomers.first_posts(log(*rows, *more), 5.0, 60.0)["answered"] == 1
    assert newcomers.first_posts(log(*rows, *more[:-2]), 5.0, 60.0)["answered"] == 0


def test_an_answer_as_first_post_may_be_answered_too(monkeypatch):
    monkeypatch.setattr(newcomers, "LEAST_FOLLOWING", 0)
    rows = [(10.0, JOIN, 0), (11.0, SAY, 9, 0), (11.1, ANSWER, 0, 1, 0.0), (11.2, ANSWER, 8, 2, 0.0)]
    assert newcomers.first_posts(log(*rows), 5.0, 60.0)["answered"] == 1


# ---- mentions


def test_lift_of_a_mention():
    # Member 0 posts on every fourth day at 20:30 and is called on day 26 at 20:00, half a day after nothing:
    rows = [(0.0, JOIN, 0)] + [(d + 20.5 / 24, SAY, 0, d) for d in range(0, 60, 4)]
    call = 26 + 20 / 24
    rows += [(call, MENTION, -1, 100, 0.0, 0), (call + 30 * MINUTE, ANSWER, 0, 101, 100.0)]
    counts = mentions.mention_responses(log(*rows), 20.0, 61.0)
    # 40 moments at 20:00 on days 20 to 59; those of days 25 to 27 are near the call.
    assert counts["mentions"] == 1
    assert counts["mention_1h"] == 1
    assert counts["moment_1h"] == pytest.approx(10 / 37)
    assert counts["moment_24h"] == pytest.approx(10 / 37)
    assert mentions.lift(counts, "1h") == pytest.approx(3.7)


@pytest.mark.parametrize("last", [26 + 18 / 24, 10.0])
def test_only_who_has_been_silent_for_a_while_counts(last):
    rows = [(0.0, JOIN, 0), (last, SAY, 0, 1)] + [(d + 0.9, SAY, 0, d) for d in range(30, 60, 3)]
    rows += [(26 + 20 / 24, MENTION, -1, 100, 0.0, 0)]
    assert mentions.mention_responses(log(*rows), 20.0, 61.0)["mentions"] == 0


# ---- packets


def test_money_sent_on():
    rows = [(0.0, JOIN, who) for who in range(10)]
    rows += [(1.0, PACKET_OPENED, -1, 0, 1000.0)]
    rows += [(1.1, CLAIM, 0, 0, 600.0), (1.2, CLAIM, 1, 0, 300.0), (1.3, CLAIM, 2, 0, 100.0)]
    rows += [(1.5, PACKET_OPENED, 0, 1, 200.0)]  # the luckiest
    rows += [(1.9, PACKET_OPENED, 1, 2, 80.0)]
    rows += [(2.6, PACKET_OPENED, 2, 3, 50.0)]  # too late
    counts = packets.packet_responses(log(*rows), 11.0)
    assert counts["received_fen"] == 1000
    assert counts["sent_fen"] == 280
    assert (counts["receipts"], counts["senders"]) == (3, 2)
    # Ten members for eleven days, less a day each of three, have sent 50 fen of their own accord.
    assert counts["free_fen"] == 50
    assert counts["free_days"] == pytest.approx(107)
    assert packets.money_sent_on(counts) == pytest.approx((280 - 3 * 50 / 107) / 1000)
    assert packets.luckiest_multiplier(counts) == pytest.approx((200 / 600) / (80 / 400))
    assert packets.chain_ratio(counts) == pytest.approx(330 / 1000)


def test_a_packet_sent_on_counts_for_the_latest_receipt():
    rows = [(0.0, JOIN, 0), (1.0, CLAIM, 0, 0, 100.0), (1.2, CLAIM, 0, 1, 400.0), (1.3, CLAIM, 1, 1, 50.0)]
    rows += [(1.4, PACKET_OPENED, 0, 2, 60.0)]
    counts = packets.packet_responses(log(*rows), 11.0)
    assert counts["lucky_sent_fen"] == 60
    assert counts["sent_fen"] == 60


def test_extensive_share():
    base = dict.fromkeys(packets.COUNTS, 0.0)
    more_senders = {
        "small_receipts": 100, "small_senders": 10, "small_sent_fen": 1000,
        "large_receipts": 100, "large_senders": 30, "large_sent_fen": 3000,
    }  # fmt: skip
    assert packets.extensive_share({**base, **more_senders}) == pytest.approx(1.0)
    larger = {**more_senders, "large_senders": 10}
    assert packets.extensive_share({**base, **larger}) == pytest.approx(0.0)
    assert np.isnan(packets.extensive_share(base))


def test_no_packets_no_numbers():
    counts = packets.packet_responses(log((0.0, JOIN, 0)), 11.0)
    assert np.isnan(packets.money_sent_on(counts))
    assert np.isnan(packets.luckiest_multiplier(counts))


# ---- advertisements


def test_exits_after_a_push():
    noon = 0.5
    pushes = np.arange(0, 30, 3) + noon
    # Three exits an hour after each push, one at the same hour of each other day, and one each night.
    rows = [(d + noon + HOUR, LEAVE, 0) for d in range(0, 30, 3) for _ in range(3)]
    rows += [(d + noon + HOUR, LEAVE, 0) for d in range(30) if d % 3]
    rows += [(d + 0.1, LEAVE, 0) for d in range(30)]
    counts = advertising.exits_after(log(*rows), pushes, 0, 30)
    assert counts == {"push_exits": 30, "push_windows": 10, "calm_exits": 20, "calm_windows": 20}
    assert advertising.push_multiplier(counts) == 3.0


def test_daily_pushes_leave_no_calm_day():
    counts = advertising.exits_after(log((1.5, LEAVE, 0)), np.arange(10) + 0.5, 0, 10)
    assert counts["calm_windows"] == 0
    assert np.isnan(advertising.push_multiplier(counts))


def test_exits_and_mutes_by_member_days():
    daily = np.zeros(10, dtype=DAY)
    daily["joins"][0], daily["leaves"][4], daily["mutes"][5] = 20, 2, 3
    found = advertising.exits_and_mutes(daily, 2, 8)
    assert found == {"exits": 2, "mutes": 3, "member_days": 20 * 2 + 18 * 4}


def test_losses_by_ad_load():
    loads = np.array([0.0, 1.0, 2.0, 4.0])
    falling = 1000 - 150 * loads
    assert advertising.relative_loss(falling, loads) == pytest.approx(0.15)
    assert advertising.linearity(falling, loads) == pytest.approx(1.0)
    assert advertising.linearity(1000 + 150 * loads, loads) == 0.0
    assert advertising.linearity(np.array([1000.0, 700, 900, 500]), loads) == 0.0
    assert np.isnan(advertising.relative_loss(np.zeros(4), loads))


# ---- invitations


def test_timing_of_invitations():
    rows = [(0.0, JOIN, 0), (0.0, JOIN, 1), (5.0, JOIN, 2), (9.0, JOIN, 3)]
    rows += [(4.0, INVITE, 0, -1, 0.0, 2), (5.0, INVITE, 0, -1, 0.0, 3), (8.0, INVITE, 0, -1, 0.0, 7)]
    rows += [(6.0, INVITE, 1, -1, 0.0, 8)]
    counts = invitations.invitation_timing(log(*rows))
    assert counts == {
        "inviters": 2, "early_inviters": 1, "gaps": 2, "short_gaps": 1, "members": 4, "invited_joins": 2
    }  # fmt: skip
