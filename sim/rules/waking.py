"""When a member looks next: how attention fades, the chance that a phone check becomes a look, the next look itself.

docs/rules.md section 2. What draws a member, a mention, a packet or an expected programme, raises that chance.
"""

from __future__ import annotations

import math

from sim.accessors import Book, act_at, find_look, member, parameters, stream_at
from sim.arithmetic import exp
from sim.clock import first_check
from sim.compiling import doorway, inlined, rule
from sim.draws import LOOK
from sim.rules.schedule import reschedule

NEVER_CHALLENGED, CHALLENGE_OVER = -1, -2
DEPOSIT_SCALE_FEN = 1000.0


@inlined
def faded_attention(state: Book, i: int, t: float) -> float:
    """Attention of member i at t: while nothing is unread, unrewarded glances wear the habit down."""
    me = member(state, i)
    if me.is_idle == 0:
        return float(me.attention)
    fixed = parameters(state)
    return float(
        me.attention * exp(-fixed.attention_rate * fixed.idle_fade * me.check_rate * (t - me.idle_since))
    )


@inlined
def has_to_check_in(state: Book, i: int, t: float) -> bool:
    """Whether member i is in a challenge that still runs, and has not checked in today."""
    me = member(state, i)
    if me.challenge < 0:
        return False
    act = act_at(state, me.challenge)
    day = int(t)
    return bool(me.checked_day != day and act.first_day <= day < act.first_day + act.challenge_days)


@rule
def chance_to_look(state: Book, i: int, t: float) -> float:
    """Chance that a phone check of member i becomes a look at this group, the search beginning at t."""
    me = member(state, i)
    fixed = parameters(state)
    if me.mention >= 0:
        p = fixed.mention_pull + (1.0 - fixed.mention_pull) * me.attention
    else:
        p = me.attention
        if me.lure > 0.0:  # who hardly looks any more hardly notices
            p += (1.0 - p) * me.lure * math.sqrt(p)
        if me.muted == 1:
            p *= fixed.mute_badge
    if has_to_check_in(state, i, t):
        deposit = act_at(state, me.challenge).deposit_fen
        pull = fixed.challenge_pull * (1.0 - exp(-(deposit + 500.0) / DEPOSIT_SCALE_FEN))
        p += (1.0 - p) * pull
    return float(min(1.0, max(fixed.look_floor, p)))


@rule
def draw_in(state: Book, i: int, t: float) -> None:
    """Something calls member i, who is present: if they are not looking on anyway, their next look is found again."""
    me = member(state, i)
    if me.staying == 0:
        if me.is_idle == 1:
            me.attention = faded_attention(state, i, t)
            me.is_idle = 0
        find_look(state, i, t)


@doorway("int64(int64, int64, float64)")
def queue_next_look(state: Book, i: int, t: float) -> int:
    """Queue member i at the first check after t at which they look."""
    me = member(state, i)
    me.next_look = first_check(state, i, t, chance_to_look(state, i, t))
    me.parent_stream = LOOK
    checks = stream_at(state, i)
    me.parent_cell = checks.cell
    me.parent_candidate = checks.candidate
    me.again = 0
    reschedule(state, i)
    return 0
