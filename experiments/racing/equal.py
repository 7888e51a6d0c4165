"""What the same assurance costs if every strategy gets the same number of launches.

With a first stage of n launches and S² the variance of a pair's difference in it,

    N = max over all pairs of ⌈t² S² / d²⌉,   and at least n,

with t the upper a-quantile of Student's distribution with n − 1 degrees of freedom. This is Clark and Yang's (1986)
two-stage procedure, for common luck: Stein's sample size for each pair, Bonferroni's a for all of them. With d = δ and
a = α/(k − 1) it gives what Kim and Nelson's race gives. With d = δ/2 and a = α/(2(k − 1)), and "better" for a mean
difference above δ/2, "not better by δ" for any other, it gives what the race to a winner or a toss-up gives: each of
these answers is wrong with a chance of at most a.
"""

from __future__ import annotations

import numpy as np

from experiments.racing.kim_nelson import SequentialRule
from experiments.racing.pairs import Floats


def equal_launches(rule: SequentialRule) -> Floats:
    """N for the same strategies, δ, α and first stage as a race that has been run, shape (*races,).

    Pairs that never had a first stage, since a run failed too often, do not count.
    """
    from scipy.special import stdtrit

    first_stage = rule.pairs.first_stage
    quantile = float(stdtrit(first_stage - 1, 1 - rule.error))
    needed = np.ceil(quantile**2 * rule.pairs.variances / rule.tolerance**2)
    needed = np.where(rule.pairs.begun, needed, 0.0)
    diagonal = np.eye(needed.shape[-1], dtype=np.bool_)
    most = np.where(diagonal, 0.0, needed).max(axis=(-1, -2))
    return np.maximum(most, float(first_stage))
