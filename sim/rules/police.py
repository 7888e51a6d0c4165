"""Ads of outsiders taken down, by staff or by members, and their authors removed (C23, B7).

docs/rules.md sections 5 and 8. A hidden message is private and addressed to nobody.
"""

from __future__ import annotations

from sim.accessors import Book, day_at, draft_of, group_of, look_of, member, message_at, parameters, post
from sim.compiling import rule
from sim.records import ANSWER, HIDE, PRESENT, REMOVE, REMOVED, RING
from sim.rules.attend import fourth_block
from sim.rules.leave import depart
from sim.rules.post import new_draft
from sim.rules.schedule import exists, record

WARNING_CHAT = 0.2
WARNING_INVITE = 0.1


@rule
def is_hidden(state: Book, number: int) -> bool:
    """Whether a message that still exists has been taken down."""
    message = message_at(state, number & (RING - 1))
    return bool(message.private == 1 and message.to == -1)


@rule
def hide(state: Book, t: float, number: int, by: int) -> None:
    """Take a message down, by the operator (−1) or a member; its author's next strike may be the last."""
    message = message_at(state, number & (RING - 1))
    message.private = 1
    message.to = -1
    author = message.author
    day_at(state, int(t)).hidden += 1
    record(state, t, HIDE, by, author, number, 0.0)
    them = member(state, author)
    them.strikes += 1


@rule
def remove_for_strikes(state: Book, t: float, author: int) -> None:
    """Remove whoever has used up their strikes, where rules are enforced."""
    fixed = parameters(state)
    them = member(state, author)
    if fixed.enforcement > 0.0 and 0 < fixed.strikes_allowed <= them.strikes and them.status == PRESENT:
        day_at(state, int(t)).removed += 1
        record(state, t, REMOVE, author, -1, -1, 1.0)
        depart(state, author, t, REMOVED)


@rule
def police(state: Book, i: int, t: float) -> None:
    """A member who belongs takes down an ad that they have just seen, and says so."""
    look = look_of(state)
    fixed = parameters(state)
    me = member(state, i)
    if look.ad_seen < 0 or fixed.rules == 0 or me.dropper == 1:
        return
    if not exists(state, look.ad_seen) or is_hidden(state, look.ad_seen):
        return
    fourth_block(state, i)
    group_of(state).words += 1
    if look.c1 >= fixed.policing * me.belonging:
        return
    number = look.ad_seen
    message = message_at(state, number & (RING - 1))
    author = message.author
    root = message.root
    hide(state, t, number, i)
    new_draft(state, i)
    draft = draft_of(state)
    draft.reply_to = number
    draft.to = author
    draft.root = root
    draft.chat = WARNING_CHAT
    draft.invite = WARNING_INVITE
    new = post(state, t)
    record(state, t, ANSWER, i, author, new, float(number))
    look.spoke = 1
    remove_for_strikes(state, t, author)
