"""The plain model against what is known without it: test vectors, books that balance, limits, repetitions."""

import copy
import math
from collections import Counter

import numpy as np
import pytest

from benchmarks.plain_act import Act
from benchmarks.plain_draws import CHECK, IMPULSE, Draws, Moments
from benchmarks.plain_mesa import PlainGroup, philox4x32
from benchmarks.plain_records import COUNTS, Packet
from tests.plain_setups import ACTS, EVEN, EVERY_DAY, HOURLY, make_setup, run


@pytest.fixture(scope="module")
def busy():
    """A group in which everything happens."""
    return run(make_setup(late=20, acts=ACTS, capacity=45, leave_base=0.006))


# -- draws -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ([0] * 4, [0] * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_words(counter, key, words):
    assert " ".join(f"{word:08x}" for word in philox4x32(tuple(counter), tuple(key))) == words


def test_a_block_is_keyed_by_seed_index_sub_member_and_stream():
    seed = (7 << 32) + 5
    words = philox4x32((1, 2, 3, 4), (5, 7))
    assert Draws(seed).block(1, 2, 3, 4) == tuple((word + 0.5) / 2**32 for word in words)


def test_thinning_picks_from_the_same_moments_and_the_rate_is_kept():
    days = 2000
    moments = Moments(Draws(3), CHECK, 9, 6.0, [hour / (sum(HOURLY) / 24) for hour in HOURLY], days)

    def all_of(chance):
        times, t = [], 0.0
        while (moment := moments.first_after(t, chance)) is not None:
            times.append(t := moment.time)
        return times

    checks, half = all_of(1.0), all_of(0.5)
    assert set(half) < set(checks)
    assert len(checks) == pytest.approx(6 * days, abs=5 * math.sqrt(6 * days))
    assert len(half) == pytest.approx(3 * days, abs=5 * math.sqrt(3 * days))
    by_hour = Counter(int(t % 1 * 24) for t in checks)
    assert by_hour[3] < by_hour[9] < by_hour[20]


# -- books that must balance -------------------------------------------------------------------------------


def test_everything_happens_in_the_busy_group(busy):
    kinds = {kind for _, kind, *_ in busy.events}
    assert kinds == {
        "join", "refuse", "look", "say", "answer", "go_on", "owner_post", "owner_answer", "mention", "packet",
        "claim", "buy", "mute", "leave", "notice", "drop",
    }  # fmt: skip


def test_events_are_in_the_order_of_time(busy):
    times = [event[0] for event in busy.events]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] < 30


def test_the_present_are_the_joined_less_the_left(busy):
    joined = sum(day["joins"] for day in busy.daily)
    left = sum(day["leaves"] for day in busy.daily)
    assert left > 0
    assert busy.members_present == joined - left == sum(member.status == "present" for member in busy.members)
    refused = sum(kind == "refuse" for _, kind, *_ in busy.events)
    assert joined + refused == len(busy.members)
    assert refused > 0


def test_nobody_acts_before_joining_or_after_leaving(busy):
    present = set()
    for _, kind, member, *_ in busy.events:
        if kind == "join":
            assert member not in present
            present.add(member)
        elif kind != "refuse" and member >= 0:
            assert member in present
        if kind == "leave":
            present.remove(member)


def test_every_answer_has_a_message_and_every_message_one_row(busy):
    authors, posted = {}, {"say", "answer", "go_on", "owner_post", "owner_answer"}
    for _, kind, member, target, message, value in busy.events:
        if kind in posted or (kind == "packet" and member >= 0):
            assert message == len(authors)
            authors[message] = member
        if kind in ("answer", "owner_answer"):
            assert value < message
            assert authors[value] == target != member
        if kind in ("mention", "packet"):
            assert message == len(authors) - 1
    assert len(authors) == busy.newest + 1


def test_no_money_appears_or_is_lost(busy):
    assert sum(member.received_fen for member in busy.members) == sum(
        day["packet_fen"] for day in busy.daily
    ) + sum(member.paid_fen for member in busy.members)
    filled = {message: value for _, kind, _, _, message, value in busy.events if kind == "packet"}
    claimed, takers = Counter(), Counter()
    for _, kind, member, _, message, value in busy.events:
        if kind == "claim":
            assert value >= 1
            claimed[message] += value
            takers[message, member] += 1
    assert set(takers.values()) == {1}
    assert all(claimed[message] <= fen for message, fen in filled.items())
    for packet in busy.packets.values():
        assert packet.left + claimed[packet.message] == packet.fen == filled[packet.message]
        assert (packet.left == 0) == (packet.portions_left == 0)
    assert any(packet.sender >= 0 for packet in busy.packets.values())


def test_the_daily_record_counts_the_events(busy):
    kinds = Counter(kind for _, kind, *_ in busy.events)
    total = {name: sum(day[name] for day in busy.daily) for name in COUNTS}
    for name, kind in {
        "looks": "look", "joins": "join", "leaves": "leave", "mutes": "mute", "claims": "claim",
        "buyers": "buy", "dropped": "drop", "notices": "notice",
    }.items():  # fmt: skip
        assert total[name] == kinds[kind], name
    said = [member for _, kind, member, *_ in busy.events if kind == "say"]
    assert total["starts"] == sum(not busy.members[member].dropper for member in said)
    assert total["reads"] == sum(value for _, kind, *_, value in busy.events if kind == "look")
    assert total["revenue_fen"] == 7920 * total["buyers"]
    assert total["portions_2h"] <= total["portions"] == 20 * total["packets_operator"]
    assert total["packets_operator"] + total["packets_member"] == kinds["packet"]
    assert total["operator"] + total["shill"] == kinds["owner_post"] + kinds["owner_answer"]
    assert 0 < total["starts_answered"] <= total["starts"]
    assert all(day["minutes"] <= 60 for day in busy.daily)
    for number, day in enumerate(busy.daily):
        if day["talk"]:
            assert number <= day["first_talk"] <= day["last_talk"] < number + 1


def test_ties_stay_symmetric_and_states_stay_in_their_bounds(busy):
    ties = np.array(busy.ties)
    assert np.array_equal(ties, ties.T)
    assert ties.min() >= 0
    assert ties.max() * busy.tie_fading(30) <= 1
    for member in busy.members:
        for state in (member.attention, member.confidence, member.trust, member.belonging, member.intent):
            assert 0 <= state <= 1
        assert member.fatigue >= 0


# -- limits with known answers -----------------------------------------------------------------------------


def test_without_feedback_every_impulse_is_voiced_and_starts_are_poisson():
    """Fails by chance less than once in 10,000 worlds; the seed is fixed."""
    setup = make_setup(
        n=100, hourly=EVEN, attention_rate=0.0, attention_at_joining=1.0, confidence_at_joining=1.0,
        confidence_gain=0.0, confidence_loss=0.0, answer_rate=0.0, go_on=0.0, stay=0.0, leave_base=0.0,
        leave_fatigue=0.0, overload_mute=0.0, overload_fatigue=0.0,
    )  # fmt: skip
    setup["staffing"]["answer_share"] = 0.0
    for person in setup["people"]:
        person |= {"impulse_rate": 0.5, "dropper": 0}
    group = run(setup, days=40)
    said = Counter(member for _, kind, member, *_ in group.events if kind == "say")
    counts = np.array([said[member] for member in range(100)])
    assert counts.mean() == pytest.approx(20, abs=4 * math.sqrt(20 / 100))
    assert counts.var(ddof=1) / 20 == pytest.approx(1, abs=4 * math.sqrt(2 / 99))
    impulses = Moments(group.draws, IMPULSE, 100, 0.5, EVEN, 40)
    first = impulses.first_after(0.0)
    assert first is not None
    assert first.time == next(t for t, kind, member, *_ in group.events if (kind, member) == ("say", 0))


def test_with_something_always_unread_and_full_attention_every_check_is_a_look():
    setup = make_setup(n=10, attention_rate=0.0, attention_at_joining=1.0, stay=0.0, leave_base=0.0,
                       leave_fatigue=0.0, mute_ratio=0.0, overload_mute=0.0)  # fmt: skip
    setup["acts"] = [EVERY_DAY | {"from_hour": 0, "to_hour": 24, "per_day": 20_000}]
    for person in setup["people"]:
        person["impulse_rate"] = 0.0
    group = run(setup, days=4)
    for member in group.members:
        looks = [t for t, kind, who, *_ in group.events if kind == "look" and who == member.position]
        checks, t = [], 0.0
        while (moment := member.checks.first_after(t)) is not None:
            checks.append(t := moment.time)
        assert set(looks) <= set(checks)
        assert len(looks) >= len(checks) - 1


def test_under_a_constant_hazard_people_leave_when_their_lifetime_is_over():
    setup = make_setup(n=40, acts=ACTS[:1], leave_base=0.05, leave_fatigue=0.0, belonging_hold=0.0)
    group = run(setup)
    left = {member: t for t, kind, member, *_ in group.events if kind == "leave"}
    assert len(left) > 15
    for member in group.members:
        looks = [t for t, kind, who, *_ in group.events if kind == "look" and who == member.position]
        over = [t for t in looks if 0.05 * t >= member.leave_threshold - 1e-9]
        assert left.get(member.position) == (over[0] if over else None)


def test_the_packet_split_has_equal_means_and_gives_everything_away():
    """Each draw is uniform on up to twice the mean left, so all portions have nearly the same mean."""
    uniforms = np.random.default_rng(1).uniform(size=(20_000, 5))
    portions = np.zeros((20_000, 5))
    for row, draws in zip(portions, uniforms, strict=True):
        packet = Packet(0, 0, -1, 0.0, 10_000, 10_000, 5, equal=False)
        for number, uniform in enumerate(draws):
            row[number] = packet.portion(uniform)
            packet.left -= int(row[number])
            packet.portions_left -= 1
    assert (portions.sum(axis=1) == 10_000).all()
    assert portions.min() >= 1
    assert portions.mean(axis=0) == pytest.approx([2000] * 5, rel=0.03)
    assert portions[:, 0].var() == pytest.approx(4000**2 / 12, rel=0.03)


def test_scheduled_times_follow_days_hours_and_slots():
    act = Act(first_day=1, last_day=5, every_days=2, from_hour=6.0, to_hour=18.0, per_day=2)
    assert act.times(4) == [1.25, 1.5, 3.25, 3.5]


# -- changes that must change nothing ----------------------------------------------------------------------


def test_the_same_seed_gives_the_same_run_and_another_seed_another(busy):
    setup = make_setup(late=20, acts=ACTS, capacity=45, leave_base=0.006)
    again = PlainGroup(copy.deepcopy(setup), 11, 30)
    for _ in range(30):
        assert again.running
        again.step()
    assert not again.running
    assert again.events == busy.events
    assert [{k: v for k, v in day.items() if v == v} for day in again.daily] == [
        {k: v for k, v in day.items() if v == v} for day in busy.daily
    ]
    assert run(setup, seed=12).events != busy.events


def test_recording_events_changes_nothing(busy):
    quiet = PlainGroup(
        make_setup(late=20, acts=ACTS, capacity=45, leave_base=0.006), 11, 30, record_events=False
    )
    quiet.run()
    assert quiet.events == []
    assert quiet.newest == busy.newest
    assert [member.trust for member in quiet.members] == [member.trust for member in busy.members]


def test_dose_zero_equals_none():
    nothing = run(make_setup(acts=ACTS[:2]), days=15)
    zero = [*ACTS[:2], ACTS[2] | {"per_day": 0}, ACTS[6] | {"per_day": 0, "answers_starts": 0.0}]
    assert run(make_setup(acts=zero), days=15).events == nothing.events


def test_relabelling_the_members_changes_nothing():
    setup = make_setup(late=10, acts=ACTS)
    for number, person in enumerate(setup["people"]):
        person["join_time"] += 0.0001 * number  # those who come at the same time are welcomed by position
    order = np.random.default_rng(2).permutation(60)
    relabelled = setup | {
        "people": [setup["people"][i] for i in order],
        "ties": setup["ties"][np.ix_(order, order)],
    }

    def by_key(group):
        def key(position):
            return group.members[position].key if position >= 0 else position

        return sorted((t, kind, key(m), key(to), id, value) for t, kind, m, to, id, value in group.events)

    assert by_key(run(relabelled, days=15)) == by_key(run(setup, days=15))


def test_someone_who_comes_later_changes_nothing_before():
    setup = make_setup(late=10, acts=ACTS)
    more = copy.deepcopy(setup)
    more["people"].append(more["people"][0] | {"key": 999, "join_time": 9.0})
    more["ties"] = np.pad(more["ties"], (0, 1), constant_values=0.0)
    without = [event for event in run(setup, days=15).events if event[0] < 9.0]
    with_one = [event for event in run(more, days=15).events if event[0] < 9.0]
    assert without == with_one
