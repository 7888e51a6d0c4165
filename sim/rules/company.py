"""How well one knows those who are present: what one has to say depends on whom one can say it to.

docs/rules.md section 4. Sums of ties are kept as of day 0, like the ties themselves, and change only when a tie
grows or somebody comes or goes.
"""

from __future__ import annotations

from sim.accessors import Book, member, member_count, parameters, set_stored_tie, stored_tie
from sim.arithmetic import exp
from sim.clock import first_impulse
from sim.compiling import inlined, rule
from sim.records import PRESENT
from sim.rules.schedule import reschedule


@inlined
def at_ease(state: Book, i: int, t: float) -> float:
    """Share of what member i has to say that they say to this company."""
    fixed = parameters(state)
    strangers = fixed.say_to_strangers
    known = member(state, i).tie_sum * exp(-t / fixed.tie_days)
    return float(strangers + (1.0 - strangers) * (1.0 - exp(-known / fixed.company)))


@rule
def _gains(state: Book, i: int, stored: float, t: float) -> None:
    """Member i knows more of those present; impulses passed over while that was less come into reach again."""
    me = member(state, i)
    me.tie_sum += stored
    if me.impulse_skipped == 1:
        me.impulse_skipped = 0
        me.next_impulse = first_impulse(state, i, t, 1.0)
        reschedule(state, i)


@rule
def set_tie(state: Book, i: int, j: int, stored: float, t: float) -> None:
    """Let the tie of i and j be `stored` (as of day 0), both ways; it does not become weaker."""
    n = member_count(state)
    more = stored - stored_tie(state, i * n + j)
    set_stored_tie(state, i * n + j, stored)
    set_stored_tie(state, j * n + i, stored)
    if member(state, i).status == PRESENT and member(state, j).status == PRESENT:
        _gains(state, i, more, t)
        _gains(state, j, more, t)


@inlined
def grow_tie(state: Book, i: int, j: int, t: float, share: float) -> None:
    """Strengthen the tie of i and j by a share of what it lacks, both ways."""
    scale = exp(t / parameters(state).tie_days)
    now = stored_tie(state, i * member_count(state) + j) / scale
    set_tie(state, i, j, (now + share * (1.0 - now)) * scale, t)


@rule
def meet_those_present(state: Book, i: int, t: float) -> None:
    """Member i, who has just come in, counts for those present who know them, and these for i."""
    n = member_count(state)
    me = member(state, i)
    me.tie_sum = 0.0
    for j in range(n):
        stored = stored_tie(state, i * n + j)
        if stored > 0.0 and j != i and member(state, j).status == PRESENT:
            me.tie_sum += stored
            _gains(state, j, stored, t)


@rule
def be_missed(state: Book, i: int) -> None:
    """Member i, who is present no longer, counts for nobody any more."""
    n = member_count(state)
    for j in range(n):
        stored = stored_tie(state, i * n + j)
        if stored > 0.0 and j != i and member(state, j).status == PRESENT:
            them = member(state, j)
            them.tie_sum = max(0.0, them.tie_sum - stored)
