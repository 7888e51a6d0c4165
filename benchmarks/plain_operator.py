"""The operator of the plain model: acts, tasks and the staff's minutes (docs/model.md, section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, floor, inf, log
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks.plain_draws import OPERATOR, Block
from benchmarks.plain_person import PRESENT
from benchmarks.plain_records import (
    ACT,
    ALL,
    FOLLOW_UP,
    JOIN,
    NEWCOMERS,
    NO_ACT,
    NO_MESSAGE,
    NOBODY,
    OCCURRENCE,
    OPERATOR_AUTHOR,
    QUIET,
    SHILL_AUTHOR,
    SILENT,
    TASK,
    TIER,
    Act,
    Message,
    Task,
)

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_mesa import PlainGroup

TASKS = 256
MINUTES_PER_DAY = 1440


class PlainOperator:
    """Carries out the acts of a strategy, welcomes newcomers and answers, as far as the minutes go.

    Args:
        group: the group.
        acts: fields of section 8, one mapping an act.
        staffing: answer_share, answer_minutes, answer_quality, answer_cost_minutes, staff_from, staff_to
            (hours) and minutes_per_day.
    """

    def __init__(
        self, group: PlainGroup, acts: Sequence[Mapping[str, Any]], staffing: Mapping[str, Any]
    ) -> None:
        self.group = group
        self.acts = [Act(**fields, position=i) for i, fields in enumerate(acts)]
        self.answering_acts = [act for act in self.acts if act.answers_starts > 0]
        self.staffing = SimpleNamespace(**{"answer_share": 0.0, "minutes_per_day": inf} | dict(staffing))
        self.tasks: dict[int, Task] = {}
        self.tasks_queued = 0
        for act in self.acts:
            for t in act.times(group.horizon):
                group.put(t, ACT, act.position, OCCURRENCE, 0)

    def consider_act(self, t: float, act: Act) -> None:
        """A scheduled time of an act has come: an act for quiet times waits for them."""
        if act.trigger == QUIET:
            cooled = act.last is None or t - act.last >= act.cooldown_days
            if not (cooled and t - self.group.last_talk >= act.threshold):
                return
        self.carry_out(t, act)

    def carry_out(self, t: float, act: Act, newcomer: PlainMember | None = None) -> None:
        """One occurrence of an act, if the day has the minutes for it."""
        day = self.group.today(t)
        if day["minutes"] + act.minutes > self.staffing.minutes_per_day:
            self.drop(t, act.position)
            return
        day["minutes"] += act.minutes
        day["fee_fen"] += act.fee_fen
        habit = act.habit * exp(-(t - act.last) / act.habit_days) if act.last is not None else 0.0
        strength = 1 / (1 + act.habit_rate * habit)
        act.habit = habit + 1
        act.last = t
        mentioned = self.choose_mentioned(t, act, newcomer)
        act.occurrences += 1
        act.run += 1
        to = newcomer.position if newcomer else NOBODY
        self.post_act(t, act, strength, to, mentioned, fen=act.fen)
        if act.messages > 1:
            self.queue_follow_up(act, t, 1, strength, to)

    def queue_follow_up(self, act: Act, began: float, number: int, strength: float, to: int) -> None:
        """Queue the next of an act's several messages."""
        t = began + number * act.spacing_minutes / MINUTES_PER_DAY
        self.group.put(t, ACT, act.position, FOLLOW_UP, (act.run, began, number, strength, to))

    def follow_up(
        self, t: float, act: Act, run: int, began: float, number: int, strength: float, to: int
    ) -> None:
        """Post a further message of an occurrence, unless a later occurrence has replaced the rest."""
        if run != act.run:
            return
        self.post_act(t, act, strength, to)
        if number + 1 < act.messages:
            self.queue_follow_up(act, began, number + 1, strength, to)

    def post_act(
        self,
        t: float,
        act: Act,
        strength: float,
        to: int = NOBODY,
        mentioned: Sequence[PlainMember] = (),
        fen: int = 0,
    ) -> None:
        """Post one message of an act."""
        self.group.post(
            t, SHILL_AUTHOR if act.shill else OPERATOR_AUTHOR, "owner_post", value=float(act.position), to=to,
            useful=act.useful * strength, chat=act.chat * strength, invite=act.invite * strength,
            promo=act.promo, act=act.position, offer=act.position if act.offer else NO_ACT,
            mentioned=mentioned, fen=fen, portions=act.portions, equal=bool(act.equal),
        )  # fmt: skip

    def choose_mentioned(self, t: float, act: Act, newcomer: PlainMember | None) -> list[PlainMember]:
        """Whom an occurrence calls by name, smallest draw first."""
        if act.mentions <= 0:
            return []
        if newcomer is not None:
            return [newcomer] if newcomer.status == PRESENT else []
        eligible = [m for m in self.group.members if m.status == PRESENT and self.is_eligible(t, act, m)]
        drawn = [
            (self.group.draws.block(act.key, act.occurrences, member.key, OPERATOR)[0], member.position)
            for member in eligible
        ]
        return [self.group.members[position] for _, position in sorted(drawn)[: act.mentions]]

    def is_eligible(self, t: float, act: Act, member: PlainMember) -> bool:
        """Whether a member belongs to the audience of an act."""
        if act.audience == ALL:
            return True
        if act.audience == TIER:
            return member.tier == act.audience_value
        if act.audience == NEWCOMERS:
            return t - member.joined <= act.audience_value
        assert act.audience == SILENT, act.audience
        last = member.joined if member.last_said is None else member.last_said
        return t - last >= act.audience_value

    def welcome(self, t: float, newcomer: PlainMember) -> None:
        """Someone has joined: queue the acts that are for newcomers."""
        for act in self.acts:
            if act.trigger == JOIN and act.in_window(t):
                due = t + act.delay_minutes / MINUTES_PER_DAY
                self.add_task(t, due, act.position, target=newcomer.position)

    def consider_answering(self, t: float, message: Message, draw: Block) -> None:
        """A member has started something: the staff may answer it, in their hours."""
        if draw[2] < self.staffing.answer_share:
            ready = t + -log(draw[3]) * self.staffing.answer_minutes / MINUTES_PER_DAY
            self.add_task(t, self.staffed(ready), NO_ACT, message=message.id)

    def let_shills_consider(self, t: float, message: Message, draw: Block) -> None:
        """A member has started something: a shill may answer it."""
        act = next((act for act in self.answering_acts if act.in_window(t)), None)
        if act is not None and draw[0] < act.answers_starts:
            due = t + -log(draw[1]) * act.delay_minutes / MINUTES_PER_DAY
            self.add_task(t, due, act.position, message=message.id)

    def staffed(self, t: float) -> float:
        """The first moment from t on at which the staff are there."""
        midnight = floor(t)
        hour = (t - midnight) * 24
        if self.staffing.staff_from <= hour < self.staffing.staff_to:
            return t
        day = midnight if hour < self.staffing.staff_from else midnight + 1
        return day + self.staffing.staff_from / 24

    def add_task(
        self, t: float, due: float, act: int, target: int = NOBODY, message: int = NO_MESSAGE
    ) -> None:
        """Queue a task, if not too many wait already."""
        if len(self.tasks) >= TASKS:
            self.drop(t, act)
            return
        task = Task(self.tasks_queued, due, act, target, message)
        self.tasks_queued += 1
        self.tasks[task.number] = task
        self.group.put(due, TASK, task.number, 0, 0)

    def drop(self, t: float, act: int) -> None:
        """Count something that the operator could not do."""
        self.group.today(t)["dropped"] += 1
        self.group.log(t, "drop", OPERATOR_AUTHOR, value=float(act))

    def do_task(self, t: float, number: int) -> None:
        """Do a task that is due."""
        task = self.tasks[number]
        if task.act == NO_ACT:
            self.answer_as_staff(t, task)
            return
        del self.tasks[number]
        act = self.acts[task.act]
        if task.message == NO_MESSAGE:
            self.carry_out(t, act, self.group.members[task.target])
        else:
            self.answer_as_shill(t, act, task)

    def answer_as_staff(self, t: float, task: Task) -> None:
        """Answer a member, or wait for tomorrow if today's minutes are used up."""
        staffing, message = self.staffing, self.group.messages.get(task.message)
        if message is None or (message.answers > 0 and not message.question):
            del self.tasks[task.number]
            return
        day = self.group.today(t)
        if day["minutes"] + staffing.answer_cost_minutes > staffing.minutes_per_day:
            task.due = floor(t) + 1 + staffing.staff_from / 24
            self.group.put(task.due, TASK, task.number, 0, 0)
            return
        del self.tasks[task.number]
        day["minutes"] += staffing.answer_cost_minutes
        author = self.group.members[message.author]
        self.group.post(
            t, OPERATOR_AUTHOR, "owner_answer", target=message.author, value=float(message.id),
            reply_to=message.id, root=message.root,
            to=author.position if author.status == PRESENT else NOBODY,
            useful=staffing.answer_quality, chat=0.3, invite=0.3,
        )  # fmt: skip

    def answer_as_shill(self, t: float, act: Act, task: Task) -> None:
        """Answer a member in the guise of another."""
        message = self.group.messages.get(task.message)
        if message is None or self.group.members[message.author].status != PRESENT:
            return
        self.group.post(
            t, SHILL_AUTHOR, "owner_answer", target=message.author, value=float(message.id),
            reply_to=message.id, to=message.author, root=message.root,
            chat=act.chat, invite=act.invite, act=act.position,
        )  # fmt: skip
