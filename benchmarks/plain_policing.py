"""Members of the plain model who take an advertisement away (docs/rules.md, section 5, "Policing")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.plain_records import STRIKES, Look, Message

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_mesa import PlainGroup

SECOND_DRAWS = 41  # the block of a look from which this draw comes


def police(member: PlainMember, look: Look) -> None:
    """Hide the advertisement seen and tell its author off, if there are rules to point to."""
    group, staffing, ad, t = member.model, member.model.staffing, look.ad, look.time
    if ad is None or not staffing.rules or member.dropper or ad.hidden or ad.id not in group.messages:
        return
    if member.draw(look, SECOND_DRAWS)[1] >= group.rules.policing * member.belonging:
        return
    strikes = strike(group, t, ad, member.position)
    group.post(
        t, member.position, "answer", target=ad.author, value=float(ad.id),
        reply_to=ad.id, to=ad.author, root=ad.root, chat=0.2, invite=0.1,
    )  # fmt: skip
    look.spoke = True
    author = group.members[ad.author]
    if author.present and strikes == staffing.strikes_allowed > 0 and staffing.enforcement > 0:
        author.be_removed(t, STRIKES)


def strike(group: PlainGroup, t: float, ad: Message, by: int) -> int:
    """Hide an advertisement; returns how many of its author's have been hidden by now."""
    ad.hide()
    group.today(t)["hidden"] += 1
    group.log(t, "hide", by, target=ad.author, message=ad.id)
    author = group.members[ad.author]
    author.strikes += 1
    return author.strikes
