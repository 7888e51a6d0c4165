"""Which strategy to take: the verdict first, and money only among those that the verdict cannot tell apart.

A strategy is advised for a longer life, or, where nothing tells the longest-lived apart, for money that it surely
leaves more of, unless one of them surely lives longer, if only by less than matters. Else nothing is advised. What
differs inside the groups, and what it costs, stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.measures import DEFAULT_WAGE_FEN
from experiments.money import Money
from experiments.pairing import Difference
from experiments.verdict import FEWEST, Verdict, level_for_all_pairs

MOST_SIGNS = 2
"""So many signs are told beside the messages a day."""

SMALLEST_SIGN = 0.05
"""Signs, all shares of one, that differ by less are not told."""

LESS_IS_BETTER = ("unanswered", "ads", "muted", "fatigue")


@dataclass(frozen=True)
class Sign:
    """A figure of the advised strategy's groups beside that of the others' held against it.

    Attributes:
        code: "messages" (a day), or a share of one: "unanswered", "ads", "muted", "trust" or "fatigue".
        mine: of the advised strategy.
        theirs: of the one it is held against.
    """

    code: str
    mine: float
    theirs: float


@dataclass(frozen=True)
class Advice:
    """What may be advised, and why.

    Attributes:
        choice: the strategy, "" where nothing can be advised.
        basis: "life" or "money"; without a choice "trade", where a longer life stands against more money, or "".
        between: the longest-lived that life does not tell apart, in the user's order.
        more_money: paired difference of profit, in fen, of the choice and the next best of `between`; None unless
            money decided.
        against: the strategy that the choice is held against: the baseline, or the next one.
        gain: paired difference of lively days, `choice` − `against`; None without a choice.
        signs: what differs in the groups, the messages a day first.
        money: of the choice, a launch on average; None without a choice.
        hours_a_week: staff time of the choice.
    """

    choice: str
    basis: str
    between: tuple[str, ...]
    more_money: Difference | None = None
    against: str = ""
    gain: Difference | None = None
    signs: tuple[Sign, ...] = ()
    money: Money | None = None
    hours_a_week: float = 0.0


def advise(
    comparison: Comparison,
    verdict: Verdict,
    definition: Definition,
    baseline: str = "",
    wage_fen: float = DEFAULT_WAGE_FEN,
) -> Advice | None:
    """The advice that follows from a verdict; None where there is nothing to rank.

    Args:
        comparison: the answer.
        verdict: of its lively days.
        definition: of death, the verdict's.
        baseline: what the choice is held against, the first strategy unless given.
        wage_fen: an hour of staff time.
    """
    if verdict.code == "nothing_to_rank":
        return None
    choice, more = _choice(comparison, verdict, wage_fen)
    if not choice:
        return Advice("", "", verdict.leaders)
    if more is not None and _behind(comparison, verdict, definition, choice):
        return Advice("", "trade", verdict.leaders)
    others = [name for name in (baseline, *comparison.strategies) if name and name != choice]
    against = others[0]
    money = comparison.money(choice, wage_fen)
    return Advice(
        choice,
        "life" if more is None else "money",
        verdict.leaders,
        more,
        against,
        comparison.difference(choice, against, "lively_days", verdict.day, definition),
        _signs(comparison, choice, against, definition),
        money,
        money.minutes / 60.0 / comparison.days * 7.0,
    )


def _choice(comparison: Comparison, verdict: Verdict, wage_fen: float) -> tuple[str, Difference | None]:
    """The strategy to take, and by how much it is ahead in money where that decides."""
    leaders = verdict.leaders
    if verdict.code in ("clear_winner", "leaning"):
        return leaders[0], None
    if len(leaders) < 2 or min(verdict.launches[name] for name in leaders) < FEWEST:
        return "", None
    level = level_for_all_pairs(len(leaders), verdict.level)
    profit = {name: comparison.money(name, wage_fen).profit for name in leaders}
    first, *rest = sorted(leaders, key=lambda name: -profit[name])
    ahead = [comparison.difference(first, name, "profit", wage_fen=wage_fen, level=level) for name in rest]
    if all(one.low > 0 for one in ahead):
        return first, ahead[0]
    return "", None


def _behind(comparison: Comparison, verdict: Verdict, definition: Definition, choice: str) -> bool:
    """Whether one that the verdict does not rank above the choice surely lives longer all the same."""
    level = level_for_all_pairs(len(verdict.leaders), verdict.level)
    return any(
        comparison.difference(choice, name, "lively_days", verdict.day, definition, level=level).high < 0
        for name in verdict.leaders
        if name != choice
    )


def _signs(comparison: Comparison, choice: str, against: str, definition: Definition) -> tuple[Sign, ...]:
    """The messages a day, then the signs that differ most, of those that speak for the choice."""
    mine, theirs = _figures(comparison, choice, definition), _figures(comparison, against, definition)
    gaps = {
        code: (theirs[code] - mine[code]) * (1.0 if code in LESS_IS_BETTER else -1.0)
        for code in mine
        if code != "messages"
    }
    told = sorted((code for code, gap in gaps.items() if gap >= SMALLEST_SIGN), key=lambda code: -gaps[code])
    return tuple(Sign(code, mine[code], theirs[code]) for code in ("messages", *told[:MOST_SIGNS]))


def _figures(comparison: Comparison, strategy: str, definition: Definition) -> dict[str, float]:
    """The figures by code; NaN where there is none."""
    known = comparison.kpis(strategy, definition)
    hidden = comparison.hidden(strategy)
    return {
        "messages": known["messages_a_day"],
        "unanswered": known["unanswered_share"],
        "ads": known["ad_share"],
        "muted": known["muted_share"],
        "trust": float(hidden.trust[-1]),
        "fatigue": float(hidden.fatigue[-1]),
    }
