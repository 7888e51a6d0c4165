"""What waits at the desk of the plain model: answers, removals, welcomes (docs/rules.md, sections 4 and 8)."""

from __future__ import annotations

from math import floor, log
from typing import TYPE_CHECKING

from benchmarks.plain_act import BY_OPERATOR, BY_SHILLS, BY_STEWARDS, Act
from benchmarks.plain_draws import Block
from benchmarks.plain_policing import strike
from benchmarks.plain_records import (
    ACT_ANSWER,
    BOT_ACT,
    BOT_ANSWER,
    NO_ACT,
    NO_MESSAGE,
    NOBODY,
    OPERATOR_AUTHOR,
    QUESTION,
    REMOVAL,
    SHILL_AUTHOR,
    STAFF_ANSWER,
    STRIKES,
    TASK,
    WELCOMING,
    Message,
    Task,
)

if TYPE_CHECKING:
    from benchmarks.plain_operator import PlainOperator

LONGEST_QUEUE = 256
MINUTES_PER_DAY = 1440
ANSWERING_ACTS = 13  # acts beyond these have no draws to answer with


class PlainTasks:
    """The tasks that wait, and what is done when one is due."""

    def __init__(self, operator: PlainOperator) -> None:
        self.operator = operator
        self.group = operator.group
        self.staffing = operator.group.staffing
        self.waiting: dict[int, Task] = {}
        self.queued = 0

    # -- queueing ----------------------------------------------------------------------------------------

    def add(
        self,
        t: float,
        due: float,
        kind: int,
        act: int = NO_ACT,
        target: int = NOBODY,
        message: int = NO_MESSAGE,
    ) -> None:
        """Queue a task, if not too many wait already."""
        if len(self.waiting) >= LONGEST_QUEUE:
            self.operator.drop(t, act)
            return
        task = Task(self.queued, kind, due, act, target, message)
        self.queued += 1
        self.waiting[task.number] = task
        self.group.put(due, TASK, task.number, 0, 0)

    def staffed(self, t: float) -> float:
        """The first moment from t on at which the staff are there."""
        midnight = floor(t)
        hour = (t - midnight) * 24
        if self.staffing.staff_from <= hour < self.staffing.staff_to:
            return t
        day = midnight if hour < self.staffing.staff_from else midnight + 1
        return day + self.staffing.staff_from / 24

    def consider_answering(self, t: float, message: Message, draw: Block, neighbour: Block) -> None:
        """A member has started something: the staff may answer it in their hours, and the bot at once."""
        staffing = self.staffing
        if draw[2] < staffing.answer_share:
            ready = t + -log(draw[3]) * staffing.answer_minutes / MINUTES_PER_DAY
            self.add(t, self.staffed(ready), STAFF_ANSWER, message=message.id)
        if message.kind == QUESTION and neighbour[3] < staffing.bot_share:
            self.add(t, t + 1 / MINUTES_PER_DAY, BOT_ANSWER, message=message.id)

    def let_act_consider(self, t: float, act: Act, message: Message, draw: Block) -> None:
        """A member has started something: an act may answer it."""
        if not act.in_window(t) or (act.questions_only and message.kind != QUESTION):
            return
        if draw[0] < act.answers_starts:
            due = t + -log(draw[1]) * act.delay_minutes / MINUTES_PER_DAY
            if act.host == BY_OPERATOR:
                due = self.staffed(due)
            self.add(t, due, ACT_ANSWER, act.position, message=message.id)

    def consider_removing(self, t: float, message: Message, neighbour: Block) -> None:
        """A dropper has advertised: the staff may take it away."""
        if neighbour[1] < self.staffing.enforcement:
            ready = t + -log(neighbour[2]) * self.staffing.removal_minutes / MINUTES_PER_DAY
            self.add(t, self.staffed(ready), REMOVAL, message=message.id)

    # -- doing -------------------------------------------------------------------------------------------

    def do(self, t: float, number: int) -> None:
        """Do a task that is due."""
        task = self.waiting.pop(number)
        if task.kind == WELCOMING:
            self.operator.carry_out(t, self.operator.acts[task.act], self.group.members[task.target])
            return
        message = self.group.messages.get(task.message)
        if message is None:
            return
        if task.kind == STAFF_ANSWER:
            self.answer_as_staff(t, task, message)
        elif task.kind == ACT_ANSWER:
            self.answer_as_act(t, self.operator.acts[task.act], message)
        elif task.kind == BOT_ANSWER:
            self.reply(t, message, OPERATOR_AUTHOR, act=BOT_ACT, useful=0.1, invite=0.05)
        else:
            self.remove(t, message)

    def answer_as_staff(self, t: float, task: Task, message: Message) -> None:
        """Answer a member, or wait for tomorrow if today's minutes are used up."""
        staffing = self.staffing
        if message.answers > 0 and message.kind != QUESTION:
            return
        if self.operator.use_minutes(t, staffing.answer_cost_minutes):
            self.reply(t, message, OPERATOR_AUTHOR, useful=staffing.answer_quality, chat=0.3, invite=0.3)
        else:
            task.due = floor(t) + 1 + staffing.staff_from / 24
            self.waiting[task.number] = task
            self.group.put(task.due, TASK, task.number, 0, 0)

    def answer_as_act(self, t: float, act: Act, message: Message) -> None:
        """Answer a member as an act would have it: by the operator, in the guise of a member, or by a steward."""
        if not self.group.members[message.author].present:
            return
        offer = NO_ACT
        if act.host == BY_SHILLS:
            author = SHILL_AUTHOR
        elif act.host == BY_STEWARDS:
            steward = self.operator.audience.choose_steward(t, act, message.id, other_than=message.author)
            if steward is None:
                return
            author = steward.position
        else:
            if not self.operator.use_minutes(t, act.minutes):
                return
            author = OPERATOR_AUTHOR
            offer = act.position if act.offer else NO_ACT
        self.reply(
            t, message, author, act=act.position, offer=offer,
            useful=act.useful, chat=act.chat, promo=act.promo, invite=act.invite,
        )  # fmt: skip

    def reply(
        self,
        t: float,
        message: Message,
        author: int,
        act: int = NO_ACT,
        offer: int = NO_ACT,
        useful: float = 0.0,
        chat: float = 0.0,
        promo: float = 0.0,
        invite: float = 0.0,
    ) -> None:
        """Post an answer to a member's message."""
        addressed = self.group.members[message.author]
        self.group.post(
            t, author, "owner_answer", target=message.author, value=float(message.id),
            reply_to=message.id, to=addressed.position if addressed.present else NOBODY, root=message.root,
            useful=useful, chat=chat, promo=promo, invite=invite, act=act, offer=offer,
        )  # fmt: skip

    def remove(self, t: float, message: Message) -> None:
        """Take an advertisement away, and its author after too many."""
        if message.hidden or not self.operator.use_minutes(t, 1.0):
            return
        author = self.group.members[message.author]
        strikes = strike(self.group, t, message, OPERATOR_AUTHOR)
        if author.present and strikes >= self.staffing.strikes_allowed > 0:
            author.be_removed(t, STRIKES)
