"""The operator: acts when they fall due, tasks that wait, staff minutes that run out, money spent.

docs/model.md section 8. An act reaches members only through messages, mentions, packets and money.
"""

from __future__ import annotations

import math

from sim.arithmetic import exp
from sim.compiling import rule
from sim.draws import OPERATOR, block
from sim.records import (
    DROP,
    OPERATOR_AUTHOR,
    OWNER_ANSWER,
    OWNER_POST,
    PRESENT,
    QUESTION,
    RING,
    SHILL_AUTHOR,
    TASK_ANSWER,
    TASK_JOIN,
    TASK_LIMIT,
    TASK_SHILL_ANSWER,
)
from sim.rules.post import mention, open_packet, post
from sim.rules.schedule import exists, record, set_time
from sim.state import (
    Book,
    act_at,
    act_count,
    act_state,
    day_at,
    group_of,
    leaf_time,
    member,
    member_count,
    message_at,
    parameters,
    task_at,
)

ON_SCHEDULE, ON_JOIN, ON_QUIET = range(3)
ALL, TIER, NEWCOMERS, SILENT = range(4)
OWNER_ANSWER_CHAT = 0.3
OWNER_ANSWER_INVITE = 0.3


@rule
def staffed(state: Book, t: float) -> float:
    """The first moment from t on at which somebody is at work."""
    fixed = parameters(state)
    day = float(math.floor(t))
    hour = (t - day) * 24.0
    if fixed.staff_from <= hour < fixed.staff_to:
        return t
    if hour >= fixed.staff_to:
        day += 1.0
    return float(day + fixed.staff_from / 24.0)


@rule
def scheduled_time(state: Book, position: int) -> float:
    """Clock time of the act's current day and slot; inf when its window is over."""
    act = act_at(state, position)
    own = act_state(state, position)
    if own.day > act.last_day:
        return math.inf
    return float(own.day + (act.from_hour + (act.to_hour - act.from_hour) * own.slot / act.per_day) / 24.0)


@rule
def first_occurrence(state: Book, position: int, t: float) -> None:
    """Set an act to its first scheduled time from t on."""
    act = act_at(state, position)
    own = act_state(state, position)
    own.next_message = math.inf
    own.left = 0
    own.slot = 0
    own.day = act.first_day
    if act.trigger == ON_JOIN or act.per_day <= 0:
        own.next_time = math.inf
        return
    if t > act.first_day:
        own.day = act.first_day + act.every_days * int((t - act.first_day) / act.every_days)
    own.next_time = scheduled_time(state, position)
    while own.next_time < t:
        _advance(state, position)


@rule
def _advance(state: Book, position: int) -> None:
    act = act_at(state, position)
    own = act_state(state, position)
    own.slot += 1
    if own.slot >= act.per_day:
        own.slot = 0
        own.day += act.every_days
    own.next_time = scheduled_time(state, position)


@rule
def plan_operator(state: Book) -> None:
    """Put the operator's earliest task or act into the tree."""
    t = math.inf
    for position in range(group_of(state).tasks):
        t = min(t, task_at(state, position).due)
    for position in range(act_count(state)):
        own = act_state(state, position)
        t = min(t, own.next_time, own.next_message)
    set_time(state, 0, t)


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
def minutes_left(state: Book, t: float, minutes: float) -> bool:
    """Whether today's staff time still covers so many minutes; if so they are used."""
    group = group_of(state)
    day = int(t)
    if group.minutes_day != day:
        group.minutes_day = day
        group.minutes_used = 0.0
    if group.minutes_used + minutes > parameters(state).minutes_per_day:
        return False
    group.minutes_used += minutes
    day_at(state, day).minutes += minutes
    return True


@rule
def occurrence(state: Book, position: int, t: float, target: int) -> None:
    """An act happens: minutes and fee, its habituation, the first message with its mentions and packet."""
    act = act_at(state, position)
    own = act_state(state, position)
    if not minutes_left(state, t, act.minutes):
        day_at(state, int(t)).dropped += 1
        record(state, t, DROP, OPERATOR_AUTHOR, -1, -1, float(position))
        return
    day_at(state, int(t)).fee_fen += act.fee_fen
    habit = own.habit * exp(-(t - own.last) / act.habit_days)
    own.effect = 1.0 / (1.0 + act.habit_rate * habit)
    own.habit = habit + 1.0
    own.last = t
    number = own.occurrences
    own.occurrences += 1
    new = act_message(state, position, t, target)
    if act.trigger == ON_JOIN:
        if act.mentions > 0 and member(state, target).status == PRESENT:
            mention(state, t, target, new)
    elif act.mentions > 0:
        _mention_some(state, position, t, number, new)
    if act.fen > 0:
        open_packet(state, t, OPERATOR_AUTHOR, new, act.fen, act.portions, act.equal)
    own.left = act.messages - 1
    _time_next_message(state, position)


@rule
def _time_next_message(state: Book, position: int) -> None:
    """When the next message of an act's occurrence follows; counted from its first, so that no rounding adds up."""
    act = act_at(state, position)
    own = act_state(state, position)
    own.next_message = math.inf
    if own.left > 0:
        own.next_message = own.last + (act.messages - own.left) * act.spacing_minutes / 1440.0


@rule
def act_message(state: Book, position: int, t: float, target: int) -> int:
    """Post one message of an act under its present effect."""
    act = act_at(state, position)
    effect = act_state(state, position).effect
    author = SHILL_AUTHOR if act.shill == 1 else OPERATOR_AUTHOR
    offer = position if act.offer == 1 else -1
    new = post(
        state, t, author, -1, target, -1, act.useful * effect, act.chat * effect, act.promo, act.invite * effect,
        position, 0, offer, 0,
    )  # fmt: skip
    record(state, t, OWNER_POST, author, -1, new, float(position))
    return int(new)


@rule
def eligible(state: Book, i: int, t: float, audience: int, value: float) -> bool:
    """Whether member i belongs to an audience that an operator can see from outside."""
    me = member(state, i)
    if me.status != PRESENT:
        return False
    if audience == TIER:
        return bool(me.tier == int(value))
    if audience == NEWCOMERS:
        return bool(t - me.joined <= value)
    if audience == SILENT:
        return bool(t - me.last_message_time >= value)
    return True


@rule
def _mention_some(state: Book, position: int, t: float, number: int, message: int) -> None:
    act = act_at(state, position)
    group = group_of(state)
    floor = -1.0
    for _ in range(act.mentions):
        best = 2.0
        chosen = -1
        for i in range(member_count(state)):
            if eligible(state, i, t, act.audience, act.audience_value):
                draw, _, _, _ = block(parameters(state).seed, OPERATOR, member(state, i).key, act.key, number)
                group.blocks += 1
                group.words += 1
                if floor < draw < best:
                    best = draw
                    chosen = i
        if chosen < 0:
            return
        floor = best
        mention(state, t, chosen, message)


@rule
def _answer_task(state: Book, position: int, t: float) -> bool:
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
    to = author if member(state, author).status == PRESENT else -1
    new = post(
        state, t, OPERATOR_AUTHOR, number, to, message.root, fixed.answer_quality, OWNER_ANSWER_CHAT, 0.0,
        OWNER_ANSWER_INVITE, -1, 0, -1, 0,
    )  # fmt: skip
    record(state, t, OWNER_ANSWER, OPERATOR_AUTHOR, author, new, float(number))
    return True


@rule
def _shill_task(state: Book, position: int, t: float) -> None:
    task = task_at(state, position)
    number = task.target
    if not exists(state, number):
        return
    message = message_at(state, number & (RING - 1))
    author = message.author
    if member(state, author).status != PRESENT:
        return
    act = act_at(state, task.act)
    new = post(
        state,
        t,
        SHILL_AUTHOR,
        number,
        author,
        message.root,
        0.0,
        act.chat,
        0.0,
        act.invite,
        task.act,
        0,
        -1,
        0,
    )
    record(state, t, OWNER_ANSWER, SHILL_AUTHOR, author, new, float(number))


@rule
def _remove_task(state: Book, position: int) -> None:
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
def operator_event(state: Book, t: float) -> None:
    """Handle the operator's earliest event, which is at t: a task before an act, tasks by order of queueing."""
    group = group_of(state)
    chosen = -1
    for position in range(group.tasks):
        task = task_at(state, position)
        if task.due <= t and (
            chosen < 0
            or task.due < task_at(state, chosen).due
            or (task.due == task_at(state, chosen).due and task.order < task_at(state, chosen).order)
        ):
            chosen = position
    if chosen >= 0:
        kind = task_at(state, chosen).kind
        done = True
        if kind == TASK_ANSWER:
            done = _answer_task(state, chosen, t)
        elif kind == TASK_SHILL_ANSWER:
            _shill_task(state, chosen, t)
        elif kind == TASK_JOIN:
            occurrence(state, task_at(state, chosen).act, t, task_at(state, chosen).target)
        if done:
            _remove_task(state, chosen)
    else:
        _act_event(state, t)
    plan_operator(state)


@rule
def _act_event(state: Book, t: float) -> None:
    for position in range(act_count(state)):
        act = act_at(state, position)
        own = act_state(state, position)
        if own.next_message <= t:
            own.left -= 1
            _time_next_message(state, position)
            act_message(state, position, t, -1)
            return
        if own.next_time <= t:
            _advance(state, position)
            if act.trigger == ON_QUIET:
                since = max(0.0, group_of(state).last_talk)
                rested = own.occurrences == 0 or t - own.last >= act.cooldown_days
                if t - since < act.threshold or not rested:
                    return
            occurrence(state, position, t, -1)
            return
