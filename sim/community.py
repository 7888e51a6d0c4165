"""The model as a Mesa model: what people read, step, pause, fork, extend and watch.

`Member` and `Operator` are agents that view the records of `sim.state`; their methods call the same
compiled rules as the compiled run, in the same order, so both give the same trajectory bit by bit. A
subclass of `Member` may replace `look`, or any phase of it, by plain Python:

    class CuriousMember(Member):
        def stay(self):
            self.record["leave_hazard"] = 0.0   # never leaves
            super().stay()

    model = CommunityModel(world, strategy, seed=1, member_class=CuriousMember)

This is the only file that imports Mesa.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
import numpy.typing as npt

from sim.engine import event_margin, new_state, setup_of
from sim.forking import under
from sim.outcome import Outcome
from sim.records import NOT_JOINED, PRESENT, RING
from sim.rules import attend, feel, join, live, losing, operate, schedule
from sim.rules import buy as buy_rules
from sim.rules import invite as invite_rules
from sim.rules import stay as stay_rules
from sim.state import State

if TYPE_CHECKING:
    from sim.population import Population
    from sim.strategy import Strategy
    from sim.world import World


class Member(mesa.Agent):
    """One member: a view of the record in `model.state.members`.

    Attributes:
        member_id: the member's place in the arrays, and the id in events. Stable in copies, unlike Mesa's
            `unique_id`.
        record: the live record (a NumPy void of dtype `records.MEMBER`); writing to it changes the group.
    """

    model: CommunityModel

    def __init__(self, model: CommunityModel, member_id: int) -> None:
        """Attach to member `member_id` of the model's state."""
        super().__init__(model)
        self.member_id = member_id

    @property
    def record(self) -> Any:
        """The member's record, live."""
        return self.model.state.members[self.member_id]

    @property
    def now(self) -> float:
        """Time of the event under way, in days."""
        return float(self.model.state.group["now"][0])

    @property
    def present(self) -> bool:
        """Whether the member is in the group."""
        return bool(self.record["status"] == PRESENT)

    @property
    def attention(self) -> float:
        """Habit of looking, 0..1, as of the last event that touched it."""
        return float(self.record["attention"])

    @property
    def trust(self) -> float:
        """Trust in the operator, 0..1."""
        return float(self.record["trust"])

    @property
    def muted(self) -> bool:
        """Whether the member has muted the group, which no operator can see."""
        return bool(self.record["muted"])

    def event(self) -> None:
        """Handle this member's earliest event; at equal times join, look, impulse, plan, term."""
        t = self.now
        record = self.record
        if record["status"] == NOT_JOINED:
            self.join()
        elif record["next_look"] <= t:
            self.look()
        elif record["next_impulse"] <= t:
            self.impulse()
        elif record["next_plan"] <= t:
            self.send_packet_on()
        else:
            self.end_term()

    def join(self) -> None:
        """Come into the group."""
        join.join(self.model.book, self.member_id, self.now)

    def impulse(self) -> None:
        """Have something to say, and say it or not."""
        live.impulse(self.model.book, self.member_id, self.now)

    def send_packet_on(self) -> None:
        """Send a red packet that was planned after receiving one."""
        live.send_packet_on(self.model.book, self.member_id, self.now)

    def end_term(self) -> None:
        """Renew a paid term, or go."""
        live.end_term(self.model.book, self.member_id, self.now)

    def look(self) -> None:
        """Open the group: all phases of a look, in order."""
        self.wake()
        self.read()
        self.feel()
        self.claim()
        self.answer()
        self.buy()
        if self.present:
            self.invite()
            self.stay()
        if self.present:
            self.again()

    def wake(self) -> None:
        """Phase 1: time has passed since the last look."""
        live.begin_look(self.model.book, self.member_id, self.now)

    def read(self) -> None:
        """Phase 2: decide which messages are read."""
        attend.read(self.model.book, self.member_id, self.now)

    def unread(self) -> Iterator[Any]:
        """After `read`: the messages of this look, oldest first, as records of dtype `records.MESSAGE`."""
        look = self.model.state.look[0]
        for number in range(int(look["first"]), int(look["last"]) + 1):
            message = self.model.state.messages[number & (RING - 1)]
            private = message["private"] and message["to"] != self.member_id
            if message["id"] == number and message["author"] != self.member_id and not private:
                yield message

    @contextmanager
    def passing_over(self, messages: Iterable[Any]) -> Iterator[None]:
        """Within this block, read as if these messages of the look were not there."""
        passed = list(messages)
        authors = [int(message["author"]) for message in passed]
        for message in passed:
            message["author"] = self.member_id  # everybody passes over what they wrote themselves
        try:
            yield
        finally:
            for message, author in zip(passed, authors, strict=True):
                message["author"] = author

    def feel(self) -> None:
        """Phase 3: what is read moves worth, trust, fatigue, belonging, intent, confidence."""
        feel.feel(self.model.book, self.member_id, self.now)

    def claim(self) -> None:
        """Phase 4: claim packets and gifts, tick; then the reward of the look feeds attention."""
        live.collect(self.model.book, self.member_id, self.now)

    def answer(self) -> None:
        """Phase 5: answer one of the messages read, or go on with one's own turn."""
        live.reply(self.model.book, self.member_id, self.now)

    def buy(self) -> None:
        """Phase 6: take up the offer read last, or move to another group."""
        buy_rules.buy(self.model.book, self.member_id, self.now)
        buy_rules.move(self.model.book, self.member_id, self.now)

    def invite(self) -> None:
        """Phase 7: ask a friend in."""
        invite_rules.invite(self.model.book, self.member_id, self.now)

    def stay(self) -> None:
        """Phase 8: leave, mute or stay."""
        stay_rules.stay(self.model.book, self.member_id, self.now)

    def again(self) -> None:
        """Phase 9: stay for a minute, or put the phone away."""
        stay_rules.again(self.model.book, self.member_id, self.now)


class Operator(mesa.Agent):
    """Whoever runs the group: acts and tasks of the strategy."""

    model: CommunityModel

    def event(self) -> None:
        """Handle the operator's earliest task or act."""
        operate.operate(self.model.book, float(self.model.state.group["now"][0]))


class CommunityModel(mesa.Model):
    """One group, stepped a day at a time.

    Mesa keeps every model alive for ever through a class-level table of ids, so close it: `model.close()`
    or a `with` block.

    Args:
        world: what nature decides.
        strategy: what the operator decides.
        seed: 0 ≤ seed < 2**63, the same meaning as in `sim.simulate`.
        days: horizon.
        population: people already built for (world, seed, days).
        member_class: class of the members.
        events: keep the event log in `event_log`.
    """

    def __init__(
        self,
        world: World,
        strategy: Strategy,
        *,
        seed: int = 0,
        days: int = 180,
        population: Population | None = None,
        member_class: type[Member] = Member,
        events: bool = False,
        state: State | None = None,
    ) -> None:
        """Build the people and open the group."""
        super().__init__(rng=int(seed))
        if population is None and state is None:
            from sim.population import build_population

            population = build_population(world, seed, days)
        self.world = world
        self.strategy = strategy
        self.seed_of_run = int(seed)
        self.horizon = int(days)
        self.member_class = member_class
        self.day = 0
        self.reached = 0.0
        self._events: list[npt.NDArray[Any]] = []
        if state is None:
            if population is None:
                raise ValueError("a population or a state is needed")
            state = new_state(setup_of(world, strategy, population), seed, days, events=events)
        self.state = state
        self.operator = Operator(self)
        self.members = [member_class(self, i) for i in range(len(state.members))]
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "present": lambda model: int(model.state.group["present"][0]),
                "talk": lambda model: int(model.state.days["talk"][max(0, model.day - 1)]),
                "looks": lambda model: int(model.state.days["looks"][max(0, model.day - 1)]),
            }
        )

    @property
    def book(self) -> Any:
        """The state as rules take it."""
        return self.state.book

    @property
    def now(self) -> float:
        """Time of the last event, in days."""
        return float(self.state.group["now"][0])

    def next_time(self) -> float:
        """Time of the next event; inf if there is none."""
        return float(schedule.next_time(self.book))

    def event(self) -> None:
        """Handle the next event, whoever's it is."""
        group = self.state.group
        if (
            group["logging"][0]
            and group["events"][0] + event_margin(len(self.members)) > group["event_limit"][0]
        ):
            self._take_events()
        group["now"] = schedule.next_time(self.book)
        leaf = int(schedule.next_leaf(self.book))
        if leaf == 0:
            self.operator.event()
        else:
            self.members[leaf - 1].event()
        if group["over"][0]:
            losing.end_if_over(self.book, self.now)

    def run_to(self, until: float) -> None:
        """Handle all events before `until` (days), at any moment of a day."""
        while self.next_time() < until:
            self.event()
        self.reached = max(self.reached, until)

    def step(self) -> None:
        """One day."""
        if self.day >= self.horizon:
            self.running = False
            return
        self.day += 1
        self.run_to(float(self.day))
        self.datacollector.collect(self)
        self.running = self.day < self.horizon

    def fork(self, strategy: Strategy | None = None) -> CommunityModel:
        """A copy from here on, under the same strategy or another one: the same people, the same luck.

        Tasks that the old strategy left waiting are forgotten when the strategy changes. A group that was closed or
        lost to the platform stays over under any strategy.
        """
        if strategy is None:
            state = self.state.copy()
        else:
            soonest = max(self.reached, math.nextafter(self.now, math.inf))
            state = under(self.state, self.world, strategy, soonest)
        copy = type(self)(
            self.world,
            strategy or self.strategy,
            seed=self.seed_of_run,
            days=self.horizon,
            member_class=self.member_class,
            state=state,
        )
        copy.day = self.day
        copy.reached = self.reached
        copy._events = list(self._events)
        return copy

    def _take_events(self) -> None:
        group = self.state.group
        if group["events"][0]:
            self._events.append(self.state.events[: group["events"][0]].copy())
            group["events"] = 0

    def outcome(self) -> Outcome:
        """What has happened so far, as `sim.simulate` returns it."""
        logging = bool(self.state.group["logging"][0])
        self._take_events()
        return Outcome.of(self.state, list(self._events) if logging else None)

    def network(self) -> npt.NDArray[np.float64]:
        """Tie strengths now; shape (n, n), 0..1."""
        return np.asarray(self.state.ties * math.exp(-self.now / float(self.state.parameters["tie_days"][0])))

    def close(self) -> None:
        """Let Mesa forget this model, so that its memory can be freed."""
        ids = getattr(mesa.Agent, "_ids", None)
        if isinstance(ids, dict):
            ids.pop(self, None)
        self.remove_all_agents()

    def __enter__(self) -> CommunityModel:
        """Use as a context that closes the model."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the model."""
        self.close()
