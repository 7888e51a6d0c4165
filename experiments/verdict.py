"""From paired differences to one word, by rules that anyone can check.

With the smallest difference that matters δ, and every pair's interval wide enough for all pairs to hold at
once (Bonferroni), the leader is the strategy with the highest mean, and

- ``clear_winner``: its interval against every other lies wholly above δ;
- ``leaning``: wholly above 0 against every other, and not all beyond δ;
- ``toss_up``: against at least one other it lies wholly below δ, so between these nothing is ranked (and no
  other can still turn out better than the leader by more than δ);
- ``need_more_launches``: neither can be told yet, or there are fewer than `FEWEST` launches;
- ``nothing_to_rank``: fewer than two strategies may be ranked, or the runs are too short for any group to die
  by the definition, which `Verdict.days_needed` then says.

Strategies that carry a legal or ethical risk, such as covert shills, are left out of the ranking unless asked
for, and carry their risk beside the verdict in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.pairing import Difference

CODES = ("clear_winner", "leaning", "toss_up", "need_more_launches", "nothing_to_rank")

FEWEST = 20
"""With fewer launches than this the verdict is always that more are needed."""


@dataclass(frozen=True)
class Verdict:
    """What may be said, as codes and numbers; `experiments.wording` makes sentences of it.

    Attributes:
        code: one of `CODES`.
        measure: code of the measure that was judged.
        day: the day up to which it was judged.
        matters: the smallest difference that matters, in the measure's unit.
        leaders: the best, or all that cannot be told apart from the best, in the user's order.
        tiers: all that may be ranked, from best to worst; those in one tier are not ranked among themselves.
        left_out: strategies not ranked for their risk.
        risks: strategy → text codes of its risks, also for those ranked.
        lively: strategy → launches still lively on `day`.
        launches: strategy → launches that ran.
        level: how sure all intervals are together.
        days_needed: 0, or the length that the runs must exceed for the definition of death to say anything.
    """

    code: str
    measure: str
    day: int
    matters: float
    leaders: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    risks: Mapping[str, tuple[str, ...]]
    lively: Mapping[str, int] = field(default_factory=dict)
    launches: Mapping[str, int] = field(default_factory=dict)
    level: float = 0.95
    days_needed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def level_for_all_pairs(candidates: int, level: float) -> float:
    """How sure each of the pairs must be for all of them to hold together at `level`."""
    pairs = max(1, candidates * (candidates - 1) // 2)
    return 1.0 - (1.0 - level) / pairs


def tiers_of(
    ordered: Sequence[str],
    means: Mapping[str, float],
    difference: Callable[[str, str], Difference],
    matters: float,
) -> tuple[tuple[str, ...], ...]:
    """Groups from best to worst: in a lower one is what is surely, and by enough, worse than the leader.

    Args:
        ordered: the candidates in the user's order, which is kept inside a group.
        means: mean of the measure, more being better.
        difference: the paired difference of two candidates, first minus second.
        matters: differences whose interval stays below this are none.
    """
    left = list(ordered)
    tiers: list[tuple[str, ...]] = []
    while left:
        leader = max(left, key=lambda name: means[name])
        tier = []
        for name in left:
            gap = None if name == leader else difference(leader, name)
            if gap is None or not (gap.low > 0 and gap.high >= matters):
                tier.append(name)
        tiers.append(tuple(tier))
        left = [name for name in left if name not in tier]
    return tuple(tiers)


def decide(
    candidates: Sequence[str],
    means: Mapping[str, float],
    difference: Callable[[str, str], Difference],
    matters: float,
    launches: int,
) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The word, the leaders and the tiers, by the rules in the module's text; candidates in user's order."""
    if len(candidates) < 2:
        return "nothing_to_rank", tuple(candidates), (tuple(candidates),) if candidates else ()
    if launches < FEWEST:
        return "need_more_launches", (), (tuple(candidates),)
    leader = max(candidates, key=lambda name: means[name])
    rivals = [name for name in candidates if name != leader]
    gaps = [difference(leader, name) for name in rivals]
    tiers = tiers_of(candidates, means, difference, matters)
    if all(gap.low > matters for gap in gaps):
        return "clear_winner", (leader,), tiers
    if any(gap.high < matters for gap in gaps):
        if any(gap.low < -matters for gap in gaps):
            return "need_more_launches", tiers[0], tiers
        level = {leader} | {n for n, gap in zip(rivals, gaps, strict=True) if gap.high < matters}
        return "toss_up", tuple(name for name in candidates if name in level), tiers
    if all(gap.low > 0 for gap in gaps):
        return "leaning", (leader,), tiers
    return "need_more_launches", tiers[0], tiers
