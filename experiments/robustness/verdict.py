"""From shares of worlds to one word, by rules that anyone can check.

In one draw of the worlds and of their true means (`experiments.robustness.true_means`) a strategy is *safe* if in at
least `SAFE` of the worlds it is not behind the best by more than matters. What holds in at least `SURE` of the draws is
sure. With the leader being who wins in most worlds over all draws, the verdict is the first of these that is sure:

- ``toss_up``: two or more are safe, so nothing that matters sets these apart;
- ``robust_winner``: the leader is safe and wins in at least `WINS` of the worlds;
- ``safe_choice``: the strategy that is safe most surely is safe: not always the best, hardly ever far behind;
- ``depends``: none is safe: who is best changes, by more than matters, with what nobody knows.

If none is, with fewer than `FEWEST_WORLDS` worlds, or where no world has two whole launches, it is
``need_more_launches``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.robustness.true_means import TrueMeans
from experiments.robustness.winners import regrets, won

Floats = NDArray[np.float64]

CODES = ("robust_winner", "safe_choice", "depends", "toss_up", "need_more_launches")
WINS = 0.9
SAFE = 0.95
SURE = 0.9
FEWEST_WORLDS = 20


@dataclass(frozen=True)
class RobustVerdict:
    """What may be said.

    Attributes:
        code: one of `CODES`.
        leaders: the strategies it is about, in the order given: the winner, the safe one, those that are level, or
            those that are best in some worlds, by more than matters; none where more launches are needed.
        sure: share of draws in which what each word says holds, by its code.
    """

    code: str
    leaders: tuple[str, ...]
    sure: dict[str, float]


def decide(strategies: Sequence[str], believed: TrueMeans | None, matters: float) -> RobustVerdict:
    """The word for some draws; the rules are in the module's text.

    Args:
        strategies: their ids.
        believed: draws of the true means, or None where luck is unknown.
        matters: the smallest difference that matters.
    """
    if believed is None:
        return RobustVerdict("need_more_launches", (), {})
    wins = won(believed.sampled).mean(axis=1)
    safe = (regrets(believed.sampled) <= matters).mean(axis=1) >= SAFE
    leader = int(wins.mean(axis=0).argmax())
    sure = {
        "toss_up": float(np.mean(safe.sum(axis=1) > 1)),
        "robust_winner": float(np.mean(safe[:, leader] & (wins[:, leader] >= WINS))),
        "safe_choice": float(safe.mean(axis=0).max()),
        "depends": float(np.mean(~safe.any(axis=1))),
    }
    code = next((one for one, often in sure.items() if often >= SURE), "need_more_launches")
    if code == "need_more_launches" or believed.sampled.shape[1] < FEWEST_WORLDS:
        return RobustVerdict("need_more_launches", (), sure)
    return RobustVerdict(code, _leaders(code, strategies, believed, wins, safe, matters), sure)


def _leaders(
    code: str,
    strategies: Sequence[str],
    believed: TrueMeans,
    wins: Floats,
    safe: NDArray[np.bool_],
    matters: float,
) -> tuple[str, ...]:
    """Whom the word is about."""
    if code == "robust_winner":
        return (strategies[int(wins.mean(axis=0).argmax())],)
    if code == "safe_choice":
        return (strategies[int(safe.mean(axis=0).argmax())],)
    if code == "toss_up":
        return tuple(name for name, often in zip(strategies, safe.mean(axis=0), strict=True) if often >= 0.5)
    # Who is best in some worlds and leaves at least one other so far behind that it matters.
    far = regrets(believed.sampled).max(axis=-1, keepdims=True) > matters
    share = (won(believed.sampled) * far).mean(axis=(0, 1))
    return tuple(name for name, often in zip(strategies, share, strict=True) if often >= 1.0 - SAFE)
