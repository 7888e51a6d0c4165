"""Tasks of the operator that wait until they are due: answers, greetings, the bot, taking ads down.

docs/rules.md sections 4 and 8. A question waits for tomorrow's minutes; a pitch or a removal does not.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    act_at,
    act_count,
    draft_of,
    group_of,
    leaf_time,
    member,
    message_at,
    parameters,
    post,
    task_at,
)
from sim.arithmetic import log
from sim.compiling import rule
from sim.draws import UTTERANCE, block
from sim.records import (
    BOT_ACT,
    HOST_OPERATOR,
    HOST_SHILLS,
    OPERATOR_AUTHOR,
    OWNER_ANSWER,
    PRESENT,
    QUESTION,
    RING,
    SHILL_AUTHOR,
    TASK_ACT_ANSWER,
    TASK_ANSWER,
    TASK_BOT,
    TASK_JOIN,
    TASK_LIMIT,
    TASK_REMOVE,
)
from sim.rules.choosing import choose_steward
from sim.rules.desk import minutes_left, staffed
from sim.rules.occurrence import ON_JOIN, occurrence
from sim.rules.police import hide, is_hidden, remove_for_strikes
from sim.rules.post import new_draft
from sim.rules.schedule import exists, record, set_time

OWNER_ANSWER_CHAT = 0.3
OWNER_ANSWER_INVITE = 0.3
BOT_USEFUL = 0.1
BOT_INVITE = 0.05
REMOVAL_MINUTES = 1.0
MOST_ANSWERING_ACTS = 13


@rule
def queue_task(state: Book, kind: int, due: float, act: int, target: int) -> None:
    """Let a task wait until it is due; beyond the limit it is dropped and counted."""
    group = group_of(state)
    if group.tasks >= TASK_LIMIT:
        group.tasks_dropped += 1
        return
    task = task_at(state, group.tasks)
    task.kind = kind
    task.due = due
    task.act = act
    task.target = target
    task.order = group.task_order
    group.task_order += 1
    group.tasks += 1
    if due < leaf_time(state, group.tree_size):
        set_time(state, 0, due)


@rule
def greet(state: Book, i: int, t: float) -> None:
    """Queue what the strategy does for a newcomer."""
    for position in range(act_count(state)):
        act = act_at(state, position)
        if act.trigger == ON_JOIN and act.first_day <= t < act.last_day + 1:
            queue_task(state, TASK_JOIN, t + act.delay_minutes / 1440.0, position, i)


@rule
def queue_acts_answers(
    state: Book, i: int, t: float, cell: int, candidate: int, message: int, kind: int
) -> None:
    """Queue the answers of shills, stewards and pitching staff to a start of member i."""
    number = 0
    for position in range(act_count(state)):
        act = act_at(state, position)
        if act.answers_starts <= 0.0:
            continue
        number += 1
        if number > MOST_ANSWERING_ACTS:
            return
        open_now = act.first_day <= t < act.last_day + 1
        if not open_now or (act.questions_only == 1 and kind != QUESTION):
            continue
        sub = 16 * candidate + 1 + number
        u0, u1, _, _ = block(parameters(state).seed, UTTERANCE, member(state, i).key, cell, sub)
        group_of(state).blocks += 1
        group_of(state).words += 2
        if u0 < act.answers_starts:
            due = t - log(u1) * act.delay_minutes / 1440.0
            if act.host == HOST_OPERATOR:
                due = staffed(state, due)
            queue_task(state, TASK_ACT_ANSWER, due, position, message)


@rule
def _begin_reply(state: Book, author: int, number: int) -> None:
    """A draft that answers message `number`, to its author if they are still here."""
    message = message_at(state, number & (RING - 1))
    new_draft(state, author)
    draft = draft_of(state)
    draft.reply_to = number
    draft.root = message.root
    if message.author >= 0 and member(state, message.author).status == PRESENT:
        draft.to = message.author


@rule
def answer_task(state: Book, position: int, t: float) -> bool:
    """Staff answer a member's message; returns whether the task is done (else it waits for tomorrow's minutes)."""
    fixed = parameters(state)
    number = task_at(state, position).target
    if not exists(state, number):
        return True
    message = message_at(state, number & (RING - 1))
    if message.answers > 0 and message.kind != QUESTION:
        return True
    if not minutes_left(state, t, fixed.answer_cost_minutes):
        task = task_at(state, position)
        task.due = math.floor(t) + 1.0 + fixed.staff_from / 24.0
        return False
    author = message.author
    _begin_reply(state, OPERATOR_AUTHOR, number)
    draft = draft_of(state)
    draft.useful = fixed.answer_quality
    draft.chat = OWNER_ANSWER_CHAT
    draft.invite = OWNER_ANSWER_INVITE
    new = post(state, t)
    record(state, t, OWNER_ANSWER, OPERATOR_AUTHOR, author, new, float(number))
    return True


@rule
def _act_answer(state: Book, position: int, t: float) -> None:
    task = task_at(state, position)
    number = task.target
    if not exists(state, number):
        return
    target = message_at(state, number & (RING - 1)).author
    if member(state, target).status != PRESENT:
        return
    act = act_at(state, task.act)
    author = OPERATOR_AUTHOR
    if act.host == HOST_SHILLS:
        author = SHILL_AUTHOR
    elif act.host == HOST_OPERATOR:
        if not minutes_left(state, t, act.minutes):
            return
    else:
        author = choose_steward(state, t, act.key, number, target)
        if author < 0:
            return
    which = task.act
    _begin_reply(state, author, number)
    draft = draft_of(state)
    draft.useful = act.useful
    draft.chat = act.chat
    draft.promo = act.promo
    draft.invite = act.invite
    draft.act = which
    draft.offer = which if act.offer == 1 else -1
    new = post(state, t)
    record(state, t, OWNER_ANSWER, author, target, new, float(number))


@rule
def _bot_answer(state: Book, position: int, t: float) -> None:
    number = task_at(state, position).target
    if not exists(state, number):
        return
    author = message_at(state, number & (RING - 1)).author
    _begin_reply(state, OPERATOR_AUTHOR, number)
    draft = draft_of(state)
    draft.useful = BOT_USEFUL
    draft.invite = BOT_INVITE
    draft.act = BOT_ACT
    new = post(state, t)
    record(state, t, OWNER_ANSWER, OPERATOR_AUTHOR, author, new, float(number))


@rule
def _remove_ad(state: Book, position: int, t: float) -> None:
    number = task_at(state, position).target
    if not exists(state, number) or is_hidden(state, number) or not minutes_left(state, t, REMOVAL_MINUTES):
        return
    author = message_at(state, number & (RING - 1)).author
    hide(state, t, number, OPERATOR_AUTHOR)
    remove_for_strikes(state, t, author)


@rule
def _forget_task(state: Book, position: int) -> None:
    group = group_of(state)
    group.tasks -= 1
    last = task_at(state, group.tasks)
    task = task_at(state, position)
    task.kind = last.kind
    task.order = last.order
    task.act = last.act
    task.target = last.target
    task.due = last.due


@rule
def earliest_task(state: Book, t: float) -> int:
    """The waiting task that is due by t and comes first, by its time and then by order of queueing; −1 if none."""
    chosen = -1
    for position in range(group_of(state).tasks):
        task = task_at(state, position)
        if task.due <= t and (
            chosen < 0
            or task.due < task_at(state, chosen).due
            or (task.due == task_at(state, chosen).due and task.order < task_at(state, chosen).order)
        ):
            chosen = position
    return chosen


@rule
def do_task(state: Book, position: int, t: float) -> None:
    """Do a waiting task."""
    task = task_at(state, position)
    kind = task.kind
    done = True
    if kind == TASK_ANSWER:
        done = answer_task(state, position, t)
    elif kind == TASK_ACT_ANSWER:
        _act_answer(state, position, t)
    elif kind == TASK_JOIN:
        occurrence(state, task.act, t, task.target)
    elif kind == TASK_BOT:
        _bot_answer(state, position, t)
    elif kind == TASK_REMOVE:
        _remove_ad(state, position, t)
    if done:
        _forget_task(state, position)
