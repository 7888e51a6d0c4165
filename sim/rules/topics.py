"""Whether what a member says is on the group's subject.

docs/rules.md section 4 (B3, C33): those who came for the subject keep to it, others chat, and everybody drifts with
what is being said.
"""

from __future__ import annotations

from sim.accessors import Book, group_of, member, parameters
from sim.compiling import inlined


@inlined
def chance_on_topic(state: Book, i: int) -> float:
    """Chance that a message which member i begins is on the subject."""
    me = member(state, i)
    fixed = parameters(state)
    own = 0.2 + 0.8 * me.intent * me.relevance
    chance = (1.0 - fixed.topic_drift) * own + fixed.topic_drift * group_of(state).topicality
    if fixed.announcement == 1:
        chance += 0.2 * (1.0 - chance)
    return float(chance)
