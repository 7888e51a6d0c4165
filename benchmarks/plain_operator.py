"""The operator of the plain model: when acts happen, and what an occurrence does (docs/rules.md, section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks import plain_deeds
from benchmarks.plain_act import (
    ACTIVE,
    BY_SHILLS,
    BY_STEWARDS,
    DRIFT,
    JOIN,
    PROBE_FAILED,
    PROBE_PASSED,
    QUIET,
    SCHEDULE,
    TALK,
    Act,
)
from benchmarks.plain_audience import PlainAudience
from benchmarks.plain_records import (
    ACT,
    FOLLOW_UP,
    NO_ACT,
    NOBODY,
    OCCURRENCE,
    OPERATOR_AUTHOR,
    SHILL_AUTHOR,
    WELCOMING,
)
from benchmarks.plain_tasks import ANSWERING_ACTS, MINUTES_PER_DAY, PlainTasks

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_mesa import PlainGroup

PROBE_DAYS = 2 / 24


class PlainOperator:
    """Carries out the acts of a strategy, welcomes newcomers and answers, as far as the minutes go.

    Args:
        group: the group.
        acts: fields of section 8, one mapping an act.
    """

    def __init__(self, group: PlainGroup, acts: Sequence[Mapping[str, Any]]) -> None:
        self.group = group
        self.acts = [Act(**fields, position=i) for i, fields in enumerate(acts)]
        self.answering_acts = [act for act in self.acts if act.answers_starts > 0][:ANSWERING_ACTS]
        self.audience = PlainAudience(group)
        self.tasks = PlainTasks(self)
        for act in self.acts:
            for t in act.times(group.horizon):
                group.put(t, ACT, act.position, OCCURRENCE, 0)

    def use_minutes(self, t: float, minutes: float) -> bool:
        """Use minutes of the day, if the desk still has them."""
        group = self.group
        if not group.desk.covers(t, minutes, group.staffing.minutes_per_day):
            return False
        group.desk.use(t, minutes)
        group.today(t)["minutes"] += minutes
        return True

    def drop(self, t: float, act: int) -> None:
        """Count something that the operator could not do."""
        self.group.today(t)["dropped"] += 1
        self.group.log(t, "drop", OPERATOR_AUTHOR, value=float(act))

    def welcome(self, t: float, newcomer: PlainMember) -> None:
        """Someone has joined: queue the acts that are for newcomers."""
        for act in self.acts:
            if act.trigger == JOIN and act.in_window(t):
                due = t + act.delay_minutes / MINUTES_PER_DAY
                self.tasks.add(t, due, WELCOMING, act.position, target=newcomer.position)

    # -- whether an act happens --------------------------------------------------------------------------

    def consider_act(self, t: float, act: Act) -> None:
        """A scheduled time of an act has come: some acts wait for the right state of the group."""
        cooled = act.trigger == SCHEDULE or act.last is None or t - act.last >= act.cooldown_days
        if cooled and self.is_called_for(t, act):
            self.carry_out(t, act)

    def is_called_for(self, t: float, act: Act) -> bool:
        """Whether the group is in the state that the act waits for."""
        group = self.group
        if act.trigger == QUIET:
            return t - group.last_talk >= act.threshold
        if act.trigger == TALK:
            return group.hour_talk_at(t) >= act.threshold
        if act.trigger == DRIFT:
            return group.topicality <= act.threshold
        if act.trigger in (PROBE_PASSED, PROBE_FAILED):
            passed = self.probe(t)
            return passed is not None and passed == (act.trigger == PROBE_PASSED)
        return True

    def probe(self, t: float) -> bool | None:
        """Whether the operator's newest packet, two hours old at least, was empty in time; none without one."""
        for packet in reversed(self.group.packets.values()):
            if packet.sender == OPERATOR_AUTHOR and t - packet.opened >= PROBE_DAYS:
                return packet.quick_claims == packet.portions
        return None

    # -- what an occurrence does -------------------------------------------------------------------------

    def carry_out(self, t: float, act: Act, newcomer: PlainMember | None = None) -> None:
        """One occurrence of an act, if there is a steward for it, or minutes."""
        if act.only_answers and act.promote == 0:
            return
        author = self.choose_author(t, act)
        if author is None:
            self.drop(t, act.position)
            return
        group = self.group
        group.today(t)["fee_fen"] += act.fee_fen
        strength = act.take_strength(t)
        group.topicality += act.steer * (1 - group.topicality)
        if act.private:
            self.write_to_each(t, act, author, strength, newcomer)
        else:
            group.ban_hazard += act.ban
            self.write_to_all(t, act, author, strength, newcomer)
        self.do_the_rest(t, act)
        act.occurrences += 1
        if act.closes:
            group.close(t)

    def choose_author(self, t: float, act: Act) -> int | None:
        """Who writes; minutes are used unless it is a steward. None if there is nobody, or no time."""
        if act.host == BY_STEWARDS:
            steward = self.audience.choose_steward(t, act, act.occurrences)
            return None if steward is None else steward.position
        if not self.use_minutes(t, act.minutes):
            return None
        return SHILL_AUTHOR if act.host == BY_SHILLS else OPERATOR_AUTHOR

    def choose_mentioned(self, t: float, act: Act, newcomer: PlainMember | None) -> list[PlainMember]:
        """Whom an occurrence calls by name."""
        mentioned: list[PlainMember] = []
        if act.mentions > 0:
            if newcomer is not None:
                mentioned = [newcomer] if newcomer.present else []
            else:
                mentioned = self.audience.eligible_in_order(t, act)[: act.mentions]
        if newcomer is not None and act.buddy:
            buddy = plain_deeds.choose_buddy(self, t, act, newcomer)
            mentioned += [buddy] if buddy is not None else []
        return mentioned

    def choose_removed(self, t: float, act: Act) -> list[PlainMember]:
        """Whom an occurrence puts out: the first of its audience who are no stewards."""
        if act.purge == 0:
            return []
        return [m for m in self.audience.eligible_in_order(t, act) if not m.steward][: act.purge]

    def write_to_all(
        self, t: float, act: Act, author: int, strength: float, newcomer: PlainMember | None
    ) -> None:
        """Post the first message of an occurrence, and queue the others."""
        mentioned = self.choose_mentioned(t, act, newcomer) if act.purge == 0 else []
        removed = self.choose_removed(t, act)
        to = newcomer.position if newcomer else NOBODY
        self.group.today(t)["welcomed"] += newcomer is not None
        act.run += 1
        if act.messages > 0:
            self.post_act(t, act, author, strength, to, mentioned, removed=removed, opening=True, fen=act.fen)
        if act.messages > 1:
            self.queue_follow_up(act, author, t, 1, strength, to)

    def write_to_each(
        self, t: float, act: Act, author: int, strength: float, newcomer: PlainMember | None
    ) -> None:
        """Write to each of those chosen in private, unless they will not have it."""
        group = self.group
        group.today(t)["welcomed"] += newcomer is not None
        for member in self.choose_mentioned(t, act, newcomer):
            if not member.blocked:
                group.today(t)["private"] += 1
                group.ban_hazard += act.ban
                self.post_act(
                    t, act, author, strength, member.position, [member],
                    opening=True, private=True, target=member.position,
                )  # fmt: skip

    def post_act(
        self,
        t: float,
        act: Act,
        author: int,
        strength: float,
        to: int = NOBODY,
        mentioned: Sequence[PlainMember] = (),
        removed: Sequence[PlainMember] = (),
        opening: bool = False,
        private: bool = False,
        fen: int = 0,
        target: int = NOBODY,
    ) -> None:
        """Post one message of an act; being named among the most active is rewarded."""
        if act.audience == ACTIVE:
            self.group.today(t)["reward_fen"] += act.reward_fen * len(mentioned)
        self.group.post(
            t, author, "owner_post", target=target, value=float(act.position), to=to,
            useful=act.useful * strength, chat=act.chat * strength, invite=act.invite * strength,
            promo=act.promo, act=act.position, offer=act.position if act.offer else NO_ACT,
            opening=opening, private=private, mentioned=mentioned, warmth=act.warmth,
            removed=removed, fen=fen, portions=act.portions, equal=bool(act.equal),
        )  # fmt: skip

    def queue_follow_up(
        self, act: Act, author: int, began: float, number: int, strength: float, to: int
    ) -> None:
        """Queue the next of an act's several messages."""
        t = began + number * act.spacing_minutes / MINUTES_PER_DAY
        self.group.put(t, ACT, act.position, FOLLOW_UP, (act.run, author, began, number, strength, to))

    def follow_up(
        self, t: float, act: Act, run: int, author: int, began: float, number: int, strength: float, to: int
    ) -> None:
        """Post a further message of an occurrence, unless a later occurrence has replaced the rest."""
        if run != act.run:
            return
        here = author < 0 or self.group.members[author].present
        self.post_act(t, act, author if here else OPERATOR_AUTHOR, strength, to)
        if number + 1 < act.messages:
            self.queue_follow_up(act, author, began, number + 1, strength, to)

    def do_the_rest(self, t: float, act: Act) -> None:
        """What an occurrence does besides writing."""
        if act.promote > 0:
            plain_deeds.promote(self, t, act)
        if act.meeting > 0:
            plain_deeds.meet(self, t, act)
        if act.recruit > 0 and act.recruit_pool >= 0:
            plain_deeds.recruit(self, t, act)
