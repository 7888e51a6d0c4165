"""Fully sequential races: after every launch it is looked which strategies can go, and the rest run on.

**Kim and Nelson's (2001) triangle.** For a pair of strategies let D be the difference within a launch, l minus i, and
S² its variance over the first n launches. Add up D launch by launch: the sum of r of them is compared with

    B(r) = max{0, h²S²/(2d) − d·r/2},    h² = 2η(n − 1),    η = ½[(2a)^(−2/(n−1)) − 1].

If the mean of D is −d or less, the sum ever rises above B before it has fallen below −B with a chance of at most a, if
differences are normal; and the other way round. Only the pair's own differences count, so it does not matter what the
two have in common: running all strategies on the same people and luck is allowed, and makes S² small.

**`KimNelson`**, the race as published: d = δ and a = α/(k − 1); a strategy leaves as soon as its sum against any other
that is still in rises above B; the last one wins. If the best is δ or more above every other, it wins with a chance of
at least 1 − α. If others are closer than that, the winner may be one of these: "the best, or less than δ short of it".
It can never say that two are alike: of two equals it picks one.

**`WinnerOrTossUp`**, the default, can say so. It puts two triangles of half the width (d = δ/2) on every pair, as
Sobel and Wald (1949) did for three hypotheses: one on D − δ/2, which ends in "D > 0" (l is better) or in "D < δ" (l is
not better by δ), and one on −D − δ/2, the same question the other way round. Whatever D is, each of these answers is
wrong with a chance of at most a:

- "D > 0" is wrong if D ≤ 0; then D − δ/2 ≤ −δ/2, and the sum rises above B with a chance of at most a;
- "D < δ" is wrong if D ≥ δ; then D − δ/2 ≥ δ/2, and it falls below −B with a chance of at most a.

A strategy leaves when another, still in, is better. A pair with "not better by δ" both ways is less than δ apart. When
every pair of those still in is settled, the race is over: one left is the winner, several are a toss-up. A strategy all
of whose pairs with the others still in are settled rests: nothing that comes can change what was said of it. Pairs with
a strategy that has left need not be settled.

With a = α/(2(k − 1)) it follows, whatever the true means are:

1. *Nobody wins falsely.* Let b be a best strategy. It can leave only by a false "D > 0" in one of its k − 1 pairs: a
   chance of at most (k − 1)a = α/2. But for that, a winner that is named is the best, and the best is among those left.
2. *Those left with the best are close to it.* Take some i that is δ or more below b, and D = b − i. When i's triangle
   rises above B, the sum of D − δ/2 lies below −B, so b's own triangle has ended there, or does so now. "i is better
   than b" and "b is not better than i by δ" have thus together a chance of at most a. For an i that is closer, only
   "i is better than b" is false. So all that is said about the best is right but for (k − 1)a = α/2.
3. *Found if it is there.* If b is δ or more above every other, then by 2 it wins with a chance of 1 − α/2 or more.
4. *No winner on a tie.* Let b and c both be best. As long as none of the 2(k − 1) false answers "better than b" and
   "better than c" is given, both stay, and no winner is named: a chance of at most 2(k − 1)a = α, whoever else is in.
   (If all k are alike, k − 1 must leave before one is named. The expected number that leave is at most k(k − 1)a, so by
   Markov's inequality the chance is at most ka = αk/(2(k − 1)).)

The bounds are Kim and Nelson's for normal differences and S² from the first launches. Twenty launches of something very
skewed can all lie close together by luck, with the rare great ones still to come. The default race therefore takes the
variance of all launches so far where that is the greater, which only widens the triangles. Simulations (in the tests)
hold what is said above for normal and two-humped outcomes and for skewed ones that are skewed alike. They do not where
one of two strategies is skewed and the other is not: on a tie of an exponential outcome with a constant one, a winner
is named in 8 races of 100 instead of 5, on a tie of a lognormal one (σ = 1) in up to 18.

The triangles narrow to a point at r = h²S²/d², so either race ends by itself. Both follow fixed rules from launch to
launch: looking at a race while it runs changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from experiments.racing.pairs import FIRST_STAGE, Counts, Flags, Floats, Pairs


def squared_h(error: float, first_stage: int = FIRST_STAGE) -> float:
    """Kim and Nelson's h² for a triangle with one-sided chance of error `error` and c = 1."""
    spread = ((2 * error) ** (-2 / (first_stage - 1)) - 1) / 2
    return 2 * spread * (first_stage - 1)


class SequentialRule(ABC):
    """A race of k strategies, of which more is better, that takes in one launch after the other.

    Arrays may have leading axes, as in `Pairs`: that many races side by side.

    Attributes:
        pairs: what is known of the differences.
        alive: strategies that are still in, shape (*races, k).
        running: those of them that still run, same shape.
        launches: launches taken in so far.
        left_at: launch after which each left, 0 if it is still in, shape (*races, k).
        left_by: position of a strategy that was better, or -1, same shape.
        not_better: ordered pairs of which it is settled that l is not better than i by δ, shape (*races, k, k).
    """

    tolerance: float
    """d: half the distance of the two hypotheses of a triangle."""

    error: float
    """a: the chance of error of one answer of one triangle."""

    def __init__(
        self,
        strategies: int,
        difference: float,
        level: float = 0.95,
        reach: float | None = None,
        first_stage: int = FIRST_STAGE,
        races: tuple[int, ...] = (),
    ) -> None:
        """Begin.

        Args:
            strategies: k, at least 2.
            difference: δ, the smallest difference that matters, above 0.
            level: 1 − α.
            reach: the largest difference that can be, or None; see `Pairs`.
            first_stage: launches that give the variances.
            races: leading axes.
        """
        if strategies < 2 or difference <= 0:
            raise ValueError("a race takes at least two strategies and a difference above 0")
        self.difference = difference
        self.level = level
        self.tolerance, self.error = self.triangle(strategies, difference, 1 - level)
        self.pairs = Pairs(strategies, first_stage, reach, races)
        self.alive: Flags = np.ones((*races, strategies), dtype=np.bool_)
        self.running: Flags = self.alive.copy()
        self.launches = 0
        self.left_at: Counts = np.zeros((*races, strategies), dtype=np.int64)
        self.left_by: Counts = np.full((*races, strategies), -1, dtype=np.int64)
        self.not_better: Flags = np.zeros((*races, strategies, strategies), dtype=np.bool_)
        self._squared_h = squared_h(self.error, first_stage)
        self._others: Flags = ~np.eye(strategies, dtype=np.bool_)

    @staticmethod
    @abstractmethod
    def triangle(strategies: int, difference: float, error: float) -> tuple[float, float]:
        """Give d and a of a race of k strategies with δ and α."""

    @abstractmethod
    def _better(self, bound: Floats, open_pairs: Flags) -> Flags:
        """Where l is better than i, among pairs that are begun and whose both strategies are in."""

    def observe(self, values: Floats) -> None:
        """Take in one launch, and decide.

        Args:
            values: of each strategy, shape (*races, k), more being better; NaN where a run failed or none was asked
                for.
        """
        self.pairs.observe(values, self.running)
        self.launches += 1
        together = self._together()
        better = self._better(self._bound(), together & self.pairs.begun) & together
        leaving: Flags = np.asarray(better.any(axis=-1))
        # With launches missing from some pairs and not from others, each could be worse than another: the one with the
        # highest mean then stays.
        empty = ~np.asarray((self.alive & ~leaving).any(axis=-1))
        if empty.any():
            wins = np.where(together, np.sign(self.pairs.sums), 0.0).sum(axis=-1)
            best = np.argmin(np.where(self.alive, wins, np.inf), axis=-1)
            stays = np.arange(leaving.shape[-1]) == best[..., None]
            leaving = leaving & ~(empty[..., None] & stays)
        self.left_at[leaving] = self.launches
        self.left_by[leaving] = np.argmax(np.where(better, self.pairs.means, -np.inf), axis=-1)[leaving]
        self.alive = self.alive & ~leaving
        self.running = self._with_open_pairs()

    def leave(self, strategy: int) -> None:
        """Take out a strategy that cannot be judged, in all races."""
        self.alive[..., strategy] = False
        self.left_at[..., strategy] = self.launches
        self.running = self._with_open_pairs()

    @property
    def over(self) -> Flags:
        """Whether each race is over, shape (*races,)."""
        return ~np.asarray(self.running.any(axis=-1))

    @property
    def open_pairs(self) -> Flags:
        """Unordered pairs still in and not settled: those with i < l, shape (*races, k, k)."""
        found: Flags = np.triu(self._together() & ~self._settled(), 1)
        return found

    @property
    def most_left(self) -> Floats:
        """Launches after which each race is over, by the variances so far; NaN before the first stage is over."""
        open_pairs = self.open_pairs
        ends = np.ceil(self._squared_h * self._variances / self.tolerance**2) + 1
        left = np.maximum(ends - self.pairs.counts, 1.0)
        most = np.where(open_pairs, left, 0.0).max(axis=(-1, -2))
        unknown = (open_pairs & ~self.pairs.begun).any(axis=(-1, -2))
        return np.where(unknown, np.nan, most)

    @property
    def _variances(self) -> Floats:
        return self.pairs.variances

    def _bound(self) -> Floats:
        """B(r) of every pair."""
        start = self._squared_h * self._variances / (2 * self.tolerance)
        return np.maximum(start - self.tolerance * self.pairs.counts / 2, 0.0)

    def _settled(self) -> Flags:
        """Pairs that need no further launches though both strategies are in."""
        settled: Flags = self.not_better & np.swapaxes(self.not_better, -1, -2)
        return settled

    def _with_open_pairs(self) -> Flags:
        return np.asarray((self._together() & ~self._settled()).any(axis=-1))

    def _together(self) -> Flags:
        """Ordered pairs of different strategies that are both in."""
        both: Flags = self.alive[..., None, :] & self.alive[..., :, None] & self._others
        return both


class KimNelson(SequentialRule):
    """The race as published; see the module's text."""

    @staticmethod
    def triangle(strategies: int, difference: float, error: float) -> tuple[float, float]:
        """Give d = δ and a = α/(k − 1)."""
        return difference, error / (strategies - 1)

    def _better(self, bound: Floats, open_pairs: Flags) -> Flags:
        # At the triangle's point the sums decide, and of two that are exactly equal the first stays.
        first = np.tril(np.ones(bound.shape[-2:], dtype=np.bool_), -1)
        point = (bound == 0) & (self.pairs.sums == 0) & first
        better: Flags = open_pairs & ((self.pairs.sums > bound) | point)
        return better


class WinnerOrTossUp(SequentialRule):
    """The race that can also say that some are less than δ apart; see the module's text."""

    @staticmethod
    def triangle(strategies: int, difference: float, error: float) -> tuple[float, float]:
        """Give d = δ/2 and a = α/(2(k − 1))."""
        return difference / 2, error / (2 * (strategies - 1))

    def _better(self, bound: Floats, open_pairs: Flags) -> Flags:
        shifted = self.pairs.sums - self.tolerance * self.pairs.counts
        undecided = open_pairs & ~self.not_better
        better: Flags = undecided & (shifted > bound)
        self.not_better = self.not_better | (undecided & ~better & (shifted <= -bound))
        return better

    @property
    def _variances(self) -> Floats:
        return self.pairs.greatest_variances
