"""Taking part with one tap in the plain model: polls, roll calls, challenges (docs/rules.md, section 5, "Claim")."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from benchmarks.plain_act import POLL
from benchmarks.plain_records import TICK, Look

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

TICKS = 40  # the block of a look from which these draws come
LAST_ENROLLING_DAY = 2  # after the challenge's first


def respond(member: PlainMember, look: Look) -> None:
    """Vote in a poll, or answer a roll call."""
    group, t, call = member.model, look.time, look.call
    if call is None or call.id <= member.last_responded:
        return
    act = group.acts[call.act]
    lateness = (t - call.time) / 0.2
    chance = act.response * (0.3 + 0.7 * member.attention) / (1 + lateness * lateness)
    if member.draw(look, TICKS)[0] >= chance:
        return
    member.last_responded = call.id
    day = group.today(t)
    if act.response_kind == POLL:
        day["votes"] += 1
        member.belonging += 0.005 * (1 - member.belonging)
        group.log(t, "respond", member.position, message=call.id, value=float(act.response_kind))
    else:
        day["roll_calls"] += 1
        group.post(t, member.position, "respond", value=float(act.response_kind), kind=TICK, chat=0.02)
        member.expect = max(member.expect, 0.5)
        look.ticked = look.spoke = True


def enrol(member: PlainMember, look: Look) -> None:
    """Put down a deposit and promise to check in every day."""
    group, t, act = member.model, look.time, look.challenge
    if act is None or int(t) > act.first_day + LAST_ENROLLING_DAY:
        return
    resolve = member.intent * (0.5 + 0.5 * member.confidence) * exp(-act.deposit_fen / 20000)
    if member.draw(look, TICKS)[1] < 1 - exp(-group.rules.enrol_rate * resolve):
        member.challenge = act
        member.ever_challenged = True
        member.check_ins = 0
        day = group.today(t)
        day["enrolled"] += 1
        day["deposit_in_fen"] += act.deposit_fen
        group.log(t, "enrol", member.position, value=float(act.position))


def check_in(member: PlainMember, look: Look) -> None:
    """Do one's task of the day in the challenge, and say so."""
    group, t, act = member.model, look.time, member.challenge
    today = int(t)
    if act is None or member.checked_in_day == today:
        return
    if not act.first_day <= today < act.first_day + act.challenge_days:
        return
    member.checked_in_day = today
    member.check_ins += 1
    group.post(t, member.position, "check_in", value=float(member.check_ins), kind=TICK, chat=0.05)
    day = group.today(t)
    day["check_ins"] += 1
    look.ticked = True
    look.worth += group.rules.worth_progress
    member.belonging += 0.01 * (1 - member.belonging)
    if member.check_ins == act.challenge_days - act.misses:
        member.challenge = None
        day["completed"] += 1
        day["deposit_back_fen"] += act.deposit_fen
        member.trust += 0.03 * (1 - member.trust)
        member.belonging += 0.1 * (1 - member.belonging)
