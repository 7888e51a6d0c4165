"""Measures taken off the members: by tier, by channel, by what became of them, and by whom they know.

The tier is the one with which a member came. Ties are read as they are at the end of the run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.coverage.definitions import Measure
from experiments.coverage.living import Lived, LivedTogether
from experiments.coverage.measures import share
from experiments.statistics_of_talk import top_share as share_of_top
from sim.records import (
    ANSWER,
    ATTEND,
    GO_ON,
    LOOKED,
    NOT_JOINED,
    OWNER_POST,
    PRESENT,
    PROMOTE,
    QUESTION,
    REFUSED,
    SAY,
    SCREENED,
    VACANT,
)
from sim.traits import tier_of

STRONG, MEDIUM, WEAK = range(3)
TALK = (SAY, ANSWER, GO_ON)
Chosen = NDArray[np.bool_]


def joined(lived: Lived) -> Chosen:
    """Who was ever in the group, shape (people,)."""
    return ~np.isin(lived.members["status"], (NOT_JOINED, REFUSED, VACANT))


def mean_of(values: NDArray[Any], chosen: Chosen) -> float:
    """Mean over the chosen; 0 over nobody."""
    return float(values[chosen].mean()) if chosen.any() else 0.0


def tier_mean(field: str, tier: int) -> Measure:
    """Mean of a member's field at the end, over those of a tier who were ever in the group."""

    def of(lived: Lived) -> float:
        return mean_of(lived.members[field], joined(lived) & (lived.first["tier"] == tier))

    return Measure(f"{field}_of_{('strong', 'medium', 'weak')[tier]}", of)


def tier_gap(field: str) -> Measure:
    """The strong tier's mean less the weak tier's."""
    strong, weak = tier_mean(field, STRONG).of, tier_mean(field, WEAK).of
    return Measure(f"{field}_strong_weak", lambda lived: strong(lived) - weak(lived))


def people_mean(field: str) -> Measure:
    """Mean of a member's field at the end, over all who were ever in the group."""
    return Measure(f"mean_{field}", lambda lived: mean_of(lived.members[field], joined(lived)))


def intent_of_members() -> Measure:
    """Mean intent, as they came, of those present at the end."""

    def of(lived: Lived) -> float:
        return mean_of(lived.first["intent"], lived.members["status"] == PRESENT)

    return Measure("intent_present", of)


def intent_of_joiners() -> Measure:
    """Mean intent, as they came, of all who ever joined."""
    return Measure("intent_joined", lambda lived: mean_of(lived.first["intent"], joined(lived)))


def strong_share() -> Measure:
    """Share of those who joined whose intent was strong as they came."""

    def of(lived: Lived) -> float:
        return mean_of(tier_of(lived.first["intent"]) == STRONG, joined(lived))

    return Measure("strong_share", of)


def screened_gap() -> Measure:
    """Share of the ad droppers who were screened out less the share of the others."""

    def of(lived: Lived) -> float:
        out, dropper = _screened(lived)
        return mean_of(out, dropper) - mean_of(out, ~dropper)

    return Measure("screened_gap", of)


def screened_good() -> Measure:
    """Share of those screened out who were no ad droppers: what precision lacks."""

    def of(lived: Lived) -> float:
        out, dropper = _screened(lived)
        return mean_of(~dropper, out)

    return Measure("screened_good", of)


def screened_recall() -> Measure:
    """Share of the ad droppers who asked to join and were screened out."""

    def of(lived: Lived) -> float:
        out, dropper = _screened(lived)
        return mean_of(out, dropper)

    return Measure("screened_recall", of)


def _screened(lived: Lived) -> tuple[Chosen, Chosen]:
    asked = (lived.members["status"] != NOT_JOINED) & (lived.members["status"] != VACANT)
    members = lived.members[asked]
    out = (members["status"] == REFUSED) & (members["refused_for"] == SCREENED)
    return out, members["dropper"] == 1


def top_share(part: float) -> Measure:
    """Share of the talk that the most talkative `part` of all who were ever members have written."""

    def of(lived: Lived) -> float:
        return share_of_top(lived.members["messages"][joined(lived)], part)

    return Measure("top_share", of)


def top_share_of_posters(part: float) -> Measure:
    """Share of the talk that the most talkative `part` of those who ever wrote have written, as archives count it."""

    def of(lived: Lived) -> float:
        written = lived.members["messages"][joined(lived)]
        return share_of_top(written[written > 0], part)

    return Measure("top_share_posters", of)


def rank_of_promoted() -> Measure:
    """Share of the members who had written less than those made stewards before they were, mean over the stewards."""

    def of(lived: Lived) -> float:
        talk = lived.events[np.isin(lived.events["kind"], TALK) & (lived.events["member"] >= 0)]
        promotions = lived.events[lived.events["kind"] == PROMOTE]
        here = joined(lived)
        ranks = []
        for one in promotions:
            before = talk[talk["t"] < one["t"]]["member"]
            written = np.bincount(before, minlength=len(lived.members))
            ranks.append(float(np.mean(written[here] < written[one["member"]])))
        return float(np.mean(ranks)) if ranks else 0.0

    return Measure("rank_of_promoted", of, events=True)


def trust_of_who_know() -> Measure:
    """Mean change of trust since joining, of those who saw through a shill; 0 if nobody did."""

    def of(lived: Lived) -> float:
        change = lived.members["trust"] - lived.first["trust_at_joining"]
        return mean_of(change, joined(lived) & (lived.members["knows"] == 1))

    return Measure("trust_change_known", of)


def question_share() -> Measure:
    """Share of the conversation starts that are questions."""

    def of(lived: Lived) -> float:
        starts = lived.events[(lived.events["kind"] == SAY) & (lived.events["member"] >= 0)]
        return share(np.count_nonzero(starts["value"] == QUESTION), len(starts))

    return Measure("question_share", of, events=True)


def ties_known(channel: int | None = None) -> Measure:
    """Sum of the ties, as they are at the end, of a member on average; of one channel's members if named."""

    def of(lived: Lived) -> float:
        here = lived.members["status"] == PRESENT
        days = float(lived.outcome.days)
        strength = lived.ties[np.ix_(here, here)].sum(axis=1) * np.exp(-days / TIE_DAYS)
        if channel is not None:
            strength = strength[lived.first["channel"][here] == channel]
        return float(strength.mean()) if len(strength) else 0.0

    return Measure("ties", of)


TIE_DAYS = 60.0
"""Scale in which stored ties are read back; a common factor, which no direction depends on."""


def of_latecomers(
    code: str, of_member: Callable[[NDArray[Any]], NDArray[Any]], after: float = 1.0
) -> Measure:
    """Mean over the members who joined after day `after`."""

    def of(lived: Lived) -> float:
        late = joined(lived) & (lived.members["joined"] > after) & (lived.members["dropper"] == 0)
        return mean_of(of_member(lived.members), late)

    return Measure(code, of)


def questions(first: float, last: float) -> Measure:
    """Questions that members ask, as the logarithm of one plus their number."""

    def of(lived: Lived) -> float:
        events = lived.events
        asked = (events["kind"] == SAY) & (events["value"] == QUESTION) & (events["member"] >= 0)
        inside = (events["t"] >= first) & (events["t"] < last)
        return float(np.log1p(np.count_nonzero(asked & inside)))

    return Measure("log_questions", of, events=True)


def talk_of_contributors(number: int, split: float) -> Measure:
    """Talk after day `split` of those who wrote most before it, as the logarithm of one plus its messages."""

    def of(lived: Lived) -> float:
        talk = lived.events[np.isin(lived.events["kind"], TALK)]
        before, after = talk[talk["t"] < split]["member"], talk[talk["t"] >= split]["member"]
        people = len(lived.members)
        written = np.bincount(before[before >= 0], minlength=people)
        most = np.argsort(-written, kind="stable")[:number]
        return float(np.log1p(np.bincount(after[after >= 0], minlength=people)[most].sum()))

    return Measure("log_talk_contributors", of, events=True)


def answered_first_posts(channel: int) -> Measure:
    """Share of a channel's members whose first message was answered by somebody within a day."""

    def of(lived: Lived) -> float:
        talk = lived.events[np.isin(lived.events["kind"], TALK) & (lived.events["member"] >= 0)]
        authors, places = np.unique(talk["member"], return_index=True)
        own = lived.first["channel"][authors] == channel
        first = {int(one["message"]): float(one["t"]) for one in talk[places[own]]}
        answers = lived.events[lived.events["kind"] == ANSWER]
        hit = {
            int(one["value"])
            for one in answers
            if int(one["value"]) in first and one["t"] - first[int(one["value"])] < 1.0
        }
        return share(len(hit), len(first))

    return Measure("first_posts_answered", of, events=True)


def looks_at(hour: int, first: int, last: int) -> Measure:
    """Share of the looks that fall into one hour of the day."""

    def of(lived: Lived) -> float:
        looks = lived.events[lived.events["kind"] == LOOKED]
        looks = looks[(looks["t"] >= first) & (looks["t"] < last)]
        at = np.floor((looks["t"] % 1.0) * 24.0) == hour
        return share(np.count_nonzero(at), len(looks))

    return Measure("looks_at_hour", of, events=True)


def together(tier: int | None, field: str) -> Measure:
    """Mean of a member's field over a portfolio's people, of one tier if named; summed over their groups."""

    def of(lived: LivedTogether) -> float:
        tiers: dict[int, int] = {}
        values: dict[int, float] = {}
        for group in lived.groups.values():
            tiers.update(zip(group.first["key"].tolist(), group.first["tier"].tolist(), strict=True))
            own = group.members[joined(group)]
            for key, value in zip(own["key"].tolist(), own[field].tolist(), strict=True):
                values[key] = values.get(key, 0.0) + value
        chosen = [value for key, value in values.items() if tier is None or tiers[key] == tier]
        return float(np.mean(chosen)) if chosen else 0.0

    names = ("strong", "medium", "weak")
    return Measure(f"{field}_of_{names[tier]}" if tier is not None else f"mean_{field}", of)


def group_measure(name: str, measure: Measure) -> Measure:
    """A measure of one group of a portfolio."""
    return Measure(measure.code, lambda lived: measure.of(lived.groups[name]), measure.events)


def together_gap(field: str) -> Measure:
    """The strong tier's mean less the weak tier's, over all groups of a portfolio."""
    strong, weak = together(STRONG, field).of, together(WEAK, field).of
    return Measure(f"{field}_strong_weak", lambda lived: strong(lived) - weak(lived))


def group_gap(first: str, second: str, measure: Measure) -> Measure:
    """A measure of one group of a portfolio less that of another."""

    def of(lived: LivedTogether) -> float:
        return measure.of(lived.groups[first]) - measure.of(lived.groups[second])

    return Measure(f"{measure.code}_between_groups", of, measure.events)


def weak_share() -> Measure:
    """Share of those who joined whose intent was weak as they came."""

    def of(lived: Lived) -> float:
        return mean_of(tier_of(lived.first["intent"]) == WEAK, joined(lived))

    return Measure("weak_share", of)


def ties_of_attendees() -> Measure:
    """Ties of those who met in person less those of the others, a member on average."""

    def of(lived: Lived) -> float:
        attended = np.zeros(len(lived.members), dtype=np.bool_)
        attended[lived.events["member"][lived.events["kind"] == ATTEND]] = True
        here = lived.members["status"] == PRESENT
        strength = lived.ties[:, here].sum(axis=1) * np.exp(-float(lived.outcome.days) / TIE_DAYS)
        return mean_of(strength, here & attended) - mean_of(strength, here & ~attended)

    return Measure("ties_attendees", of, events=True)


def _offers(lived: Lived) -> int:
    posted = lived.events["kind"] == OWNER_POST
    # The strategies compared have a topic first and the offer second, so the offer's act is in place 1.
    places = lived.events["value"][posted]
    return int(np.count_nonzero(places == 1.0))


def orders_an_offer() -> Measure:
    """Orders for each time that the second act of a strategy, its offer, was made."""
    return Measure("orders_an_offer", lambda lived: share(lived.daily["buyers"].sum(), _offers(lived)), True)


def fatigue_an_order() -> Measure:
    """Fatigue at looks, summed, for each order: what a sale costs in patience."""
    return Measure(
        "fatigue_an_order", lambda lived: share(lived.daily["fatigue_sum"].sum(), lived.daily["buyers"].sum())
    )
