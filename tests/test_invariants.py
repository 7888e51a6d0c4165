"""What is never violated, whatever the world and the strategy: read off the event log, the days and the
final state.

Sixty made-up worlds and strategies (`tests/generated.py`), the same ones every time, so no false alarms.
None may crash, hang, produce a NaN, lose a member, a message or a fen, or let somebody act who is not
there.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import sim
from sim.engine import new_state, run_to, setup_of
from sim.outcome import EVENT_KINDS, Outcome
from sim.records import FULL, LEFT, MOVED, NOT_JOINED, PRESENT, REFUSED, REMOVED, SCREENED, TURNED_AWAY
from sim.settings import ENTRIES
from sim.state import State
from tests.generated import strategies, worlds
from tests.small_worlds import GROWN_STRATEGIES, GROWN_WORLDS, STRATEGIES, WORLDS, strategy, world

MEMBER_ACTS = {
    "look", "say", "answer", "go_on", "claim", "buy", "mute", "leave", "notice", "invite", "remove", "move", "renew",
    "enrol", "check_in", "respond", "promote", "attend", "block",
}  # fmt: skip
SHARES = ("attention", "trust", "confidence", "belonging", "intent", "heat", "expect", "lure")
STOCKS = (
    "fatigue", "tolerance_used", "talk", "leave_hazard", "mute_hazard", "mention_habit", "invite_heat",
    "block_hazard", "recent", "strikes", "check_ins", "joined_by_me", "campaign_joins", "renewals", "purchases",
)  # fmt: skip
TICK_RESPONSE = 2.0
"""Value of a response that is a post of its own: a roll call; a poll (1) is none."""


def run(here: sim.World, plan: sim.Strategy, seed: int, days: int) -> tuple[State, Outcome]:
    population = sim.build_population(here, seed, days)
    state = new_state(setup_of(here, plan, population), seed, days, events=True)
    parts: list[np.ndarray] = []
    for moment in (days / 3, days):
        run_to(state, moment, parts.append)
        check_state(state)
    return state, Outcome.of(state, parts)


def check_state(state: State) -> None:
    """No NaN, no negative stock, shares within 0 and 1, people accounted for."""
    members = state.members
    for name in members.dtype.names:
        assert not np.isnan(members[name]).any(), name
    for name in SHARES:
        assert ((members[name] >= 0.0) & (members[name] <= 1.0)).all(), name
    for name in STOCKS:
        assert (members[name] >= 0.0).all(), name
    assert np.isfinite(members["fatigue"]).all()
    assert np.isfinite(members["leave_hazard"]).all()
    assert not np.isnan(state.ties).any()
    assert (state.ties >= 0.0).all()
    assert (state.ties == state.ties.T).all()
    for name in state.days.dtype.names:
        assert name in ("first_talk", "last_talk") or (state.days[name] >= 0).all(), name
    for name in state.group.dtype.names:
        assert not np.isnan(state.group[name][0]), name
    counts = {
        status: int((members["status"] == status).sum())
        for status in (NOT_JOINED, PRESENT, LEFT, REFUSED, REMOVED, MOVED)
    }
    total = {name: int(state.days[name].sum()) for name in ("joins", "leaves", "removed", "moved")}
    assert sum(counts.values()) == len(members)
    assert counts[PRESENT] == state.group["present"][0] <= state.parameters["capacity"][0]
    assert counts[PRESENT] == total["joins"] - total["leaves"] - total["removed"] - total["moved"]
    assert (counts[LEFT], counts[REMOVED], counts[MOVED]) == (
        total["leaves"], total["removed"], total["moved"]
    )  # fmt: skip
    assert 0.0 <= state.group["topicality"][0] <= 1.0
    for name in ("ban_hazard", "hour_talk", "tasks"):
        assert state.group[name][0] >= 0, name
    pools = state.pools
    assert ((pools["next"] >= 0) & (pools["next"] <= pools["count"])).all()
    for place, pool in enumerate(pools):
        reserve = slice(pool["first"], pool["first"] + pool["count"])
        assert (members["pool"][reserve] == place).all()
        unasked = members["status"][reserve][int(pool["next"]) :]
        assert (unasked == NOT_JOINED).all()


class Books:
    """The event log read row by row, as an auditor who trusts nobody would."""

    def __init__(self, state: State, outcome: Outcome) -> None:
        self.state = state
        self.capacity = int(state.parameters["capacity"][0])
        self.status: dict[int, str] = {}
        self.authors: list[int] = []
        self.packets: dict[int, list[int]] = {}  # message -> [fen left, sender]
        self.claims: set[tuple[int, int]] = set()
        self.days = [Counter() for _ in range(outcome.days)]
        self.speakers: list[set[int]] = [set() for _ in range(outcome.days)]
        self.hidden: set[int] = set()
        self.challenges: dict[int, int] = {}  # member -> act
        self.blocked: set[int] = set()
        self.bought: set[int] = set()
        self.asked: set[int] = set()
        self.over = False
        last = 0.0
        for row in outcome.events.tolist():
            kind, member, target, message, t, value = row
            assert last <= t < outcome.days
            last = t
            assert not self.over or kind in (EVENT_KINDS.index("close"), EVENT_KINDS.index("ban"))
            self.read(EVENT_KINDS[kind], member, target, message, t, value)

    def post(self, message: int, author: int) -> None:
        assert message == len(self.authors)
        self.authors.append(author)

    def read(self, kind: str, member: int, target: int, message: int, t: float, value: float) -> None:
        today = self.days[int(t)]
        today[kind] += 1
        if kind == "join":
            assert member not in self.status
            assert self.present() < self.capacity
            self.status[member] = "present"
        elif kind == "refuse":
            assert member not in self.status
            self.refuse(member, int(value), today)
        if kind in MEMBER_ACTS or (kind == "packet" and member >= 0):
            assert self.status.get(member) == "present", (kind, member)
        dropper = member >= 0 and self.state.members["dropper"][member] == 1
        if kind in ("say", "go_on", "answer"):
            self.post(message, member)
            assert not (dropper and kind != "say")
            today["dropper" if dropper else "talk"] += 1
            if not dropper:
                self.speakers[int(t)].add(member)
        if kind == "check_in" or (kind == "respond" and value == TICK_RESPONSE):
            self.post(message, member)  # a tick, no talk
            today["dropper"] += dropper
        if kind in ("answer", "owner_answer"):
            parent = int(value)
            assert 0 <= parent < message
            assert self.authors[parent] == target
            assert target != member
        if kind in ("owner_post", "owner_answer"):
            self.post(message, member)
            if member >= 0:  # a steward
                assert self.status[member] == "present"
                assert not dropper
                assert self.state.members["role"][member] == 1
                today["talk"] += 1
                self.speakers[int(t)].add(member)
            else:
                assert member in (-1, -2)
                today["operator" if member == -1 else "shill"] += 1
            if kind == "owner_post" and target >= 0:
                assert self.status[target] == "present"
                assert target not in self.blocked
                today["private"] += 1
        elif kind == "mention":
            assert self.status.get(target) == "present"
            assert message == len(self.authors) - 1
        elif kind == "packet":
            if member >= 0:
                self.post(message, member)
                today["dropper"] += dropper  # else it is neither talk nor promotion
            assert message == len(self.authors) - 1
            self.packets[message] = [int(value), member]
            today["packets_operator" if member < 0 else "packets_member"] += 1
        elif kind == "claim":
            self.claim(member, target, message, int(value), today)
        elif kind == "buy":
            today["revenue"] += int(value)
            today["repeat"] += member in self.bought
            self.bought.add(member)
        elif kind in ("leave", "remove", "move"):
            self.status[member] = kind
        elif kind in ("close", "ban"):
            self.over = True
        else:
            self.read_further(kind, member, target, message, value, today)

    def read_further(
        self, kind: str, member: int, target: int, message: int, value: float, today: Counter
    ) -> None:
        """What came with further moves and the standing settings."""
        acts = self.state.acts
        if kind == "hide":
            assert member == -1 or self.status[member] == "present"
            assert self.authors[message] == target
            assert self.state.members["dropper"][target] == 1
            assert message not in self.hidden
            self.hidden.add(message)
        elif kind == "block":
            assert member not in self.blocked
            self.blocked.add(member)
        elif kind == "invite":
            assert self.state.members["pool"][target] >= 0
            assert target not in self.asked | self.status.keys()
            self.asked.add(target)
        elif kind == "renew":
            today["renewals" if value == 1.0 else "expired"] += 1
        elif kind == "respond":
            today["roll_calls" if value == TICK_RESPONSE else "votes"] += 1
        elif kind == "enrol":
            assert member not in self.challenges
            self.challenges[member] = int(value)
            today["deposit_in"] += int(acts["deposit_fen"][int(value)])
        elif kind == "check_in":
            act = acts[self.challenges[member]]
            due = int(act["challenge_days"] - act["misses"])
            assert 1 <= value <= due
            if value == due:
                today["completed"] += 1
                today["deposit_back"] += int(act["deposit_fen"])

    def refuse(self, member: int, reason: int, today: Counter) -> None:
        fixed, them = self.state.parameters[0], self.state.members[member]
        if reason == FULL:
            assert self.present() == self.capacity
        elif reason == SCREENED:
            assert fixed["screening"] == 1
            assert them["flagged"] == 1
        else:
            assert reason == TURNED_AWAY
            assert fixed["entry"] > 0
        today[f"refused_{reason}"] += 1
        self.status[member] = "refused"

    def present(self) -> int:
        return sum(status == "present" for status in self.status.values())

    def claim(self, member: int, sender: int, message: int, fen: int, today: Counter) -> None:
        left, opened_by = self.packets[message]
        assert sender == opened_by != member
        assert (member, message) not in self.claims
        assert 1 <= fen <= left
        self.claims.add((member, message))
        self.packets[message][0] = left - fen
        today["claimed"] += fen
        if sender < 0:
            today["packet_fen"] += fen


def check_books(state: State, outcome: Outcome) -> None:
    """The log against the days and the final state."""
    books = Books(state, outcome)
    columns = {
        "talk": "talk", "dropper": "dropper", "operator": "operator", "shill": "shill", "looks": "look",
        "joins": "join", "leaves": "leave", "mutes": "mute", "claims": "claim", "notices": "notice",
        "buyers": "buy", "packets_operator": "packets_operator", "packets_member": "packets_member",
        "dropped": "drop", "revenue_fen": "revenue", "packet_fen": "packet_fen",
        "removed": "remove", "moved": "move", "hidden": "hide", "blocks": "block", "private": "private",
        "invited": "invite", "renewals": "renewals", "expired": "expired", "votes": "votes",
        "roll_calls": "roll_calls", "check_ins": "check_in", "enrolled": "enrol", "completed": "completed",
        "deposit_in_fen": "deposit_in", "deposit_back_fen": "deposit_back", "promoted": "promote",
        "attendees": "attend", "orders_repeat": "repeat", "screened": f"refused_{SCREENED}",
        "turned_away": f"refused_{TURNED_AWAY}",
    }  # fmt: skip
    for column, kind in columns.items():
        assert outcome.daily[column].tolist() == [day[kind] for day in books.days], column
    assert outcome.daily["speakers"].tolist() == [len(speakers) for speakers in books.speakers]
    assert outcome.final["messages"] == len(books.authors)
    assert outcome.final["refused"] == sum(status == "refused" for status in books.status.values())
    assert books.present() == outcome.final["members_present"]
    # Money, to the fen: what packets lost is what members got; what is left is what the state says is left.
    assert state.members["claimed_fen"].sum() == sum(day["claimed"] for day in books.days)
    for packet in state.packets[state.packets["id"] >= 0]:
        assert books.packets[packet["message"]][0] == packet["left_fen"]
        assert (packet["left_portions"] == 0) == (packet["left_fen"] == 0)
        assert packet["left_portions"] <= packet["left_fen"]
    daily = outcome.daily
    assert (daily["portions_2h"] <= daily["portions"]).all()
    assert (daily["starts_answered"] <= daily["starts"]).all()
    assert (daily["starts"] <= daily["talk"]).all()
    assert (daily["off_topic"] <= daily["talk"]).all()
    assert (daily["coupons"] <= daily["buyers"]).all()
    assert (daily["bad_orders"] <= daily["buyers"]).all()
    assert (daily["invites_unpaid"] <= daily["invites"]).all()
    assert (np.cumsum(daily["invites"]) <= np.cumsum(daily["invited"])).all()
    assert (np.cumsum(daily["first_answers"]) <= np.cumsum(daily["first_posts"])).all()
    assert (np.cumsum(daily["completed"]) <= np.cumsum(daily["enrolled"])).all()
    assert (np.cumsum(daily["deposit_back_fen"]) <= np.cumsum(daily["deposit_in_fen"])).all()
    assert daily["first_posts"].sum() == len(set().union(*books.speakers))
    check_entry_fees(state, daily)
    minutes = state.parameters["minutes_per_day"][0]
    assert (daily["minutes"] <= minutes + 1e-6).all()
    spoken = daily["talk"] > 0
    day = np.arange(outcome.days)
    assert (np.isnan(daily["first_talk"]) == ~spoken).all()
    assert (daily["first_talk"][spoken] <= daily["last_talk"][spoken]).all()
    assert (np.floor(daily["first_talk"][spoken]) == day[spoken]).all()
    assert (np.floor(daily["last_talk"][spoken]) == day[spoken]).all()
    looks = np.maximum(1, daily["looks"])
    assert (daily["trust_sum"] <= looks).all()
    assert (daily["attention_sum"] <= looks).all()


def check_entry_fees(state: State, daily: np.ndarray) -> None:
    """Entry is paid at every join through a paid threshold, at every renewal, and for nothing else but a move."""
    fixed = state.parameters[0]
    paid = fixed["entry_fen"] * (
        daily["joins"] * (fixed["entry"] == ENTRIES.index("paid")) + daily["renewals"]
    )
    rest = daily["entry_fen"] - paid
    dearest = int(state.acts["price_fen"].max(initial=0))
    assert (rest >= 0).all()
    assert (rest <= dearest * daily["moved"]).all()


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(worlds(), strategies(), st.integers(0, 2**63 - 1), st.sampled_from([1, 3, 6]))
@example(sim.World.model_validate({"channels": [{"kind": "friends", "members": 1}]}), sim.Strategy(), 0, 1)
@example(
    sim.World.model_validate(
        {"channels": [{"kind": "friends", "members": 9}], "psychology": {"impulse_rate": 0.0}}
    ),
    strategy("everything"),
    1,
    5,
)
def test_made_up_groups_keep_every_invariant(here, plan, seed, days):
    check_books(*run(here, plan, seed, days))


@pytest.mark.parametrize(
    ("where", "what"),
    [
        *((where, what) for where in WORLDS for what in STRATEGIES),
        *((where, what) for where in GROWN_WORLDS for what in GROWN_STRATEGIES),
    ],
)
def test_small_groups_keep_every_invariant_for_longer(where, what):
    state, outcome = run(world(where), strategy(what), 17, 45)
    check_books(state, outcome)
    assert outcome.final["looks"] > 0


def test_unbounded_annoyance_stays_finite():
    """A thousand ads on people who can neither leave nor recover."""
    here = world(
        psychology={
            "ad_fatigue": 1.0, "tolerance_share": 0.5, "leave_fatigue": 0.0, "leave_base": 0.0,
            "fatigue_days": 365.0, "tolerance_days": 3650.0, "attention_at_joining": 1.0, "look_floor": 0.5,
        }
    )  # fmt: skip
    ads = {"move": "hard_ads", "when": {"per_day": 48}, "minutes": 0.0}
    plan = sim.Strategy.model_validate({"moves": [ads] * 10})
    check_books(*run(here, plan, 1, 20))


def test_a_group_of_nobody_is_silent():
    here = sim.World.model_validate(
        {"channels": [{"kind": "friends", "members": 1}], "members": {0: {"absent": True}}}
    )
    state, outcome = run(here, strategy("everything"), 1, 5)
    check_books(state, outcome)
    assert outcome.daily["talk"].sum() == 0


def test_a_pair_named_twice_has_one_tie():
    ties = {"pattern": "file", "edges": [[0, 1, 0.2], [1, 0, 0.4], [2, 1, 0.3], [1, 2, 0.5], [2, 1, 0.6]]}
    population = sim.build_population(world(ties=ties), 1, 1)
    assert (population.ties == population.ties.T).all()


def test_nothing_happens_in_a_group_that_was_closed_or_lost():
    for what, kind in (("ending", "close"), ("closing", "close"), ("banned", "ban")):
        state, outcome = run(world("open"), strategy(what), 3, 30)
        end = outcome.final["closed_day" if kind == "close" else "banned_day"]
        assert EVENT_KINDS[outcome.events["kind"][-1]] == kind
        assert outcome.events["t"][-1] == end < 30
        idle = outcome.daily[int(end) + 1 :]
        assert all((idle[name] == 0).all() for name in idle.dtype.names if idle.dtype[name].kind == "i")
        check_books(state, outcome)
