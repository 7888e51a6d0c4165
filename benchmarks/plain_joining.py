"""The plain model's way in: tests at the door, terms, and who brought whom (docs/rules.md, section 2)."""

from __future__ import annotations

from math import exp

from benchmarks.plain_draws import LIFETIME
from benchmarks.plain_person import PRESENT, REFUSED, Person
from benchmarks.plain_records import NOBODY

QUESTIONNAIRE, INVITATION, PAID = 1, 2, 3
FULL, FLAGGED, TURNED_AWAY = 0, 1, 2


def join(member: Person, t: float) -> None:
    """Come in, or be turned away."""
    group = member.model
    reason = reason_to_refuse(member, t)
    if reason is not None:
        member.status = REFUSED
        member.refused_because = reason
        group.log(t, "refuse", member.position, value=float(reason))
        return
    member.status = PRESENT
    group.members_present += 1
    group.today(t)["joins"] += 1
    group.log(t, "join", member.position)
    if group.staffing.entry == PAID and not member.carried_in:
        pay_entry(member, t)
    member.read_mark = group.newest
    member.joined = member.wake_time = member.stay_time = t
    member.become_idle(t)
    member.find_impulse(t)
    group.operator.welcome(t, member)
    if member.inviter != NOBODY:
        credit_inviter(member, t)
    if group.staffing.term_days > 0:
        group.queue_term(t + group.staffing.term_days, member)


def reason_to_refuse(member: Person, t: float) -> int | None:
    """The first test at the door that is not passed, or none."""
    group = member.model
    if group.members_present >= group.rules.capacity:
        return FULL
    if member.carried_in:
        return None
    staffing, day = group.staffing, group.today(t)
    if staffing.screening and group.operator.use_minutes(t, staffing.screening_minutes) and member.flagged:
        day["screened"] += 1
        return FLAGGED
    if not passes_entry(member):
        day["turned_away"] += 1
        return TURNED_AWAY
    return None


def passes_entry(member: Person) -> bool:
    """Whether a person gets through the entry that the operator has set up."""
    entry = member.model.staffing.entry
    if entry == INVITATION:
        return member.vouched
    effort = member.model.draws.block(1, 0, member.key, LIFETIME)[0]
    if entry == QUESTIONNAIRE:
        patience = (0.25 + 0.75 * member.intent) * (0.4 if member.dropper else 1.0)
        return effort < patience
    if entry == PAID:
        wish = 2 * member.intent * member.price_fit * (0.2 + 0.8 * member.trust_at_joining)
        return effort < 1 - exp(-wish)
    return True


def pay_entry(member: Person, t: float) -> None:
    """Pay to come in; what one has paid for one looks at."""
    group = member.model
    group.today(t)["entry_fen"] += int(group.staffing.entry_fen)
    member.belonging = 0.3
    member.attention += 0.3 * (1 - member.attention)


def credit_inviter(member: Person, t: float) -> None:
    """Count the newcomer for the member who asked, and pay the reward of the campaign behind it."""
    group = member.model
    inviter, act, day = group.members[member.inviter], member.invitation, group.today(t)
    inviter.joined_by_me += 1
    day["invites"] += 1
    if act is None:
        day["invites_unpaid"] += 1
        return
    inviter.campaign_joins += 1
    group.ban_hazard += act.ban
    if inviter.campaign_joins % act.invites_needed == 0:
        day["reward_fen"] += act.reward_fen
        if (
            not act.repeats and inviter.campaign is act
        ):  # it may have been over before, and replaced by another
            inviter.finished_campaigns.add(act.position)
            inviter.campaign = None


def end_term(member: Person, t: float) -> None:
    """A term is over: renew it, or go."""
    group, staffing = member.model, member.model.staffing
    uniform = group.draws.block(2, member.renewals, member.key, LIFETIME)[0]
    liking = member.attention_at(t) + member.trust + member.belonging
    renews = uniform < 1 - exp(-group.rules.renew_rate * liking * member.price_fit)
    group.log(t, "renew", member.position, value=float(renews))
    day = group.today(t)
    if renews:
        member.renewals += 1
        day["renewals"] += 1
        day["entry_fen"] += int(staffing.entry_fen)
        group.queue_term(t + staffing.term_days, member)
    else:
        day["expired"] += 1
        member.leave(t)
