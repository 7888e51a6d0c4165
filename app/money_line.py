"""The verdict's second line: which strategy pays most, and what that leaves of the group."""

from __future__ import annotations

import math

from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.verdict import Verdict, level_for_all_pairs
from experiments.wording import strategy_name


def makes_no_offer(comparison: Comparison, strategy: str) -> bool:
    """Whether a strategy has nothing to sell: no move with an offer, no buyers and no revenue."""
    if any(mark.strategy == strategy and mark.offer for mark in comparison.marks):
        return False
    return comparison.money(strategy).revenue == 0 and not (comparison.column(strategy, "buyers") > 0).any()


def money_line(comparison: Comparison, verdict: Verdict, definition: Definition, words: Words) -> str:
    """The sentence; "" where fewer than two strategies have run.

    Args:
        comparison: the answer.
        verdict: the verdict it stands under; strategies that it leaves out are not ranked here either.
        definition: of death.
        words: the reader's.
    """

    def name_of(strategy: str) -> str:
        return strategy_name(comparison, strategy, words.language)

    profit = {name: comparison.money(name).profit for name in comparison.strategies}
    ordered = sorted((n for n in profit if not math.isnan(profit[n])), key=lambda n: -profit[n])
    ranked = [name for name in ordered if name not in verdict.left_out]
    if len(ranked) < 2:
        return ""
    leader, level = ranked[0], level_for_all_pairs(len(ranked), verdict.level)
    unclear = [
        name
        for name in ranked[1:]
        if not comparison.difference(name, leader, code="profit", level=level).high < 0
    ]
    share = comparison.lively(leader, verdict.day, definition)
    said = [
        words(
            "money.line.most" if profit[leader] > 0 else "money.line.least_loss",
            days=comparison.days,
            among="" if ordered[0] == leader else words("money.line.among"),
            leader=name_of(leader),
            amount=words.money(profit[leader]),
            count=share.count,
            of=share.of,
            day=verdict.day,
        )
    ]
    if unclear:
        names = [
            words("money.line.amount", name=name_of(name), amount=words.money(profit[name]))
            for name in unclear
        ]
        said.append(words("money.line.unclear", others=words.listed(names)))
    parts = [
        words("money.line.lively_part", name=name_of(name), amount=words.money(profit[name]))
        for name in verdict.leaders
        if name != leader and name not in unclear
    ]
    if parts:
        said.append(words("money.line.lively", parts=words.listed(parts)))
    return ("" if words.language == "zh" else " ").join(said)
