"""An act happens: staff time and fee, its habituation, its messages, and all that it brings with them.

docs/rules.md section 8. An act reaches members only through messages, mentions, money, ties, roles and arrivals.
"""

from __future__ import annotations

import math

from sim.accessors import Book, act_at, act_state, day_at, draft_of, group_of, member, post
from sim.arithmetic import exp
from sim.compiling import rule
from sim.records import (
    DROP,
    HOST_SHILLS,
    HOST_STEWARDS,
    OPERATOR_AUTHOR,
    OWNER_POST,
    PRESENT,
    SHILL_AUTHOR,
)
from sim.rules.calling import mention, open_packet
from sim.rules.choosing import ACTIVE, BEFORE_ALL, choose_steward, next_chosen
from sim.rules.desk import minutes_left
from sim.rules.gathering import give_buddy, meet, promote, purge, recruit
from sim.rules.losing import add_ban_hazard, close
from sim.rules.post import new_draft
from sim.rules.schedule import record

ON_SCHEDULE, ON_JOIN, ON_QUIET, ON_TALK, ON_DRIFT, ON_PROBE_PASSED, ON_PROBE_FAILED = range(7)


@rule
def _author(state: Book, position: int, t: float) -> int:
    """Who speaks for an act; −3 if it would be a steward and there is none."""
    act = act_at(state, position)
    if act.host == HOST_SHILLS:
        return SHILL_AUTHOR
    if act.host == HOST_STEWARDS:
        steward = choose_steward(state, t, act.key, act_state(state, position).occurrences, -1)
        return int(steward if steward >= 0 else -3)
    return OPERATOR_AUTHOR


@rule
def occurrence(state: Book, position: int, t: float, target: int) -> None:
    """An act happens, unless there is no time or nobody to do it."""
    act = act_at(state, position)
    own = act_state(state, position)
    author = _author(state, position, t)
    if author == -3 or (author < 0 and not minutes_left(state, t, act.minutes)):
        day_at(state, int(t)).dropped += 1
        record(state, t, DROP, OPERATOR_AUTHOR, -1, -1, float(position))
        return
    day_at(state, int(t)).fee_fen += act.fee_fen
    habit = own.habit * exp(-(t - own.last) / act.habit_days)
    own.effect = 1.0 / (1.0 + act.habit_rate * habit)
    own.habit = habit + 1.0
    own.last = t
    own.author = author
    number = own.occurrences
    own.occurrences += 1
    own.left = 0
    group = group_of(state)
    group.topicality += act.steer * (1.0 - group.topicality)
    if act.private == 1:
        _write_privately(state, position, t, number)
    else:
        add_ban_hazard(state, t, act.ban)
        if act.messages > 0:
            _post_to_all(state, position, t, target, number)
            own.left = act.messages - 1
    if act.promote > 0:
        promote(state, position, t, number)
    if act.meeting > 0:
        meet(state, position, t, number)
    if act.recruit > 0:
        recruit(state, position, t)
    if act.closes == 1:
        close(state, t)
    time_next_message(state, position)


@rule
def time_next_message(state: Book, position: int) -> None:
    """When the next message of an act's occurrence follows; counted from its first, so that no rounding adds up."""
    act = act_at(state, position)
    own = act_state(state, position)
    own.next_message = math.inf
    if own.left > 0:
        own.next_message = own.last + (act.messages - own.left) * act.spacing_minutes / 1440.0


@rule
def _post_to_all(state: Book, position: int, t: float, target: int, number: int) -> None:
    act = act_at(state, position)
    new = act_message(state, position, t, target, 1, 0)
    if act.trigger == ON_JOIN:
        day_at(state, int(t)).welcomed += 1
        if act.mentions > 0 and member(state, target).status == PRESENT:
            mention(state, t, target, new, act.warmth)
        if act.buddy == 1:
            give_buddy(state, position, t, number, target, new)
    elif act.purge > 0:
        purge(state, position, t, number)
    elif act.mentions > 0:
        _mention_some(state, position, t, number, new)
    if act.fen > 0:
        open_packet(state, t, OPERATOR_AUTHOR, new, act.fen, act.portions, act.equal)


@rule
def act_message(state: Book, position: int, t: float, target: int, opening: int, private: int) -> int:
    """Post one message of an act under its present effect."""
    act = act_at(state, position)
    own = act_state(state, position)
    author = own.author
    if author >= 0 and member(state, author).status != PRESENT:
        author = OPERATOR_AUTHOR
    new_draft(state, author)
    draft = draft_of(state)
    draft.to = target
    draft.useful = act.useful * own.effect
    draft.chat = act.chat * own.effect
    draft.promo = act.promo
    draft.invite = act.invite * own.effect
    draft.act = position
    draft.opening = opening
    draft.private = private
    draft.offer = position if act.offer == 1 else -1
    new = post(state, t)
    record(state, t, OWNER_POST, author, target if private == 1 else -1, new, float(position))
    return int(new)


@rule
def _mention_some(state: Book, position: int, t: float, number: int, message: int) -> None:
    act = act_at(state, position)
    rank, draw = BEFORE_ALL, -1.0
    for _ in range(act.mentions):
        chosen, rank, draw = next_chosen(state, position, t, act.audience, number, rank, draw)
        if chosen < 0:
            return
        mention(state, t, chosen, message, act.warmth)
        if act.audience == ACTIVE:
            day_at(state, int(t)).reward_fen += act.reward_fen


@rule
def _write_privately(state: Book, position: int, t: float, number: int) -> None:
    """A message of its own to each member chosen, unless they have blocked; it is read like a mention."""
    act = act_at(state, position)
    rank, draw = BEFORE_ALL, -1.0
    for _ in range(act.mentions):
        chosen, rank, draw = next_chosen(state, position, t, act.audience, number, rank, draw)
        if chosen < 0:
            return
        if member(state, chosen).blocked == 1:
            continue
        new = act_message(state, position, t, chosen, 1, 1)
        day_at(state, int(t)).private += 1
        add_ban_hazard(state, t, act.ban)
        mention(state, t, chosen, new, act.warmth)
