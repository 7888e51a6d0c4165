"""Which parameters a calibration may move, and the prior it moves them in.

Some forty results cannot tell more than about as many numbers. So only the parameters below are free, and
everything else stays at its default: what no pattern speaks about (buying, shills, topics, overload), what a target
states directly (`mute_ratio`, `leave_base`), and one of two that trade off (`tie_gain` and `tie_days` beside
`worth_tie`; `confidence_gain` beside `confidence_loss`; `gap_seconds` beside `freshness_days`; `lurker_talk` beside
`lurker_share`; `inviting_days` beside `invite_again`). Each pattern of ★★ or ★★★ that some parameter names as its
source is named by a free one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.parameters import psychology_table

MOST_FREE = 25
"""More free parameters than this could fit anything."""

LOGARITHMIC_FROM = 4.0
"""A prior whose ends differ by this factor or more says "of this order": it is flat in the logarithm."""

DIGITS = 6
"""Significant digits of a value: a point is what a file of points says, to the last digit."""

FREE_PARAMETERS = (
    # Attention and what makes a look worth while: whether and how fast groups die (V01 V03 V04 V06).
    "attention_rate",
    "idle_fade",
    "worth_chat",
    "worth_tie",
    # Speaking and confidence (V04 V06 V15 V19).
    "speak_exponent",
    "say_to_strangers",
    "company",
    "confidence_loss",
    # Answering (V06 V14 V15 V16 V20).
    "answer_rate",
    "stranger_tie",
    "answer_crowding",
    "freshness_days",
    "addressed_factor",
    "diffusion",
    "mention_rate",
    # Conversations (V12 V14 V16).
    "stay",
    "go_on",
    # How people differ (V08 V09 V10 V11).
    "impulse_rate",
    "sociability_sigma",
    "lurker_share",
    # Red packets, advertising and invitations (V21 V22 V23 V26 V27).
    "packet_luck",
    "packet_extensive",
    "ad_fatigue",
    "leave_irritation",
    "invite_again",
)


@dataclass(frozen=True)
class Axis:
    """The prior of one free parameter.

    Attributes:
        name: of the parameter in `sim.parameters.Psychology`.
        low: lower end of the prior, in the parameter's unit.
        high: upper end.
        logarithmic: whether the prior is flat in the logarithm.
    """

    name: str
    low: float
    high: float
    logarithmic: bool

    def value(self, share: float) -> float:
        """The value below which `share` (0..1) of the prior lies."""
        share = min(max(share, 0.0), 1.0)
        if self.logarithmic:
            found = self.low * (self.high / self.low) ** share
        else:
            found = self.low + (self.high - self.low) * share
        return min(max(float(f"{found:.{DIGITS}g}"), self.low), self.high)

    def share(self, value: float) -> float:
        """The share of the prior that lies below a value."""
        if value <= self.low:
            return 0.0
        if value >= self.high:
            return 1.0
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Space:
    """The cube of all free parameters; a point is an array of d shares of the priors, each 0..1."""

    axes: tuple[Axis, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in the order of a point's coordinates."""
        return tuple(axis.name for axis in self.axes)

    @property
    def dimension(self) -> int:
        """How many there are (d)."""
        return len(self.axes)

    def values(self, point: np.ndarray) -> dict[str, float]:
        """The parameters at a point, shape (d,), in their units."""
        return {axis.name: axis.value(float(share)) for axis, share in zip(self.axes, point, strict=True)}

    def point(self, values: Mapping[str, float]) -> np.ndarray:
        """The point of given parameters, shape (d,)."""
        return np.array([axis.share(values[axis.name]) for axis in self.axes])


def free_space() -> Space:
    """The space of a calibration.

    Raises:
        ValueError: if a parameter named free does not exist or has no prior.
    """
    table = {one.name: one for one in psychology_table()}
    axes = []
    for name in FREE_PARAMETERS:
        if name not in table or table[name].prior is None:
            raise ValueError(f"{name} is no parameter of the psychology with a prior")
        low, high = table[name].prior or (0.0, 0.0)
        axes.append(Axis(name, float(low), float(high), low > 0 and high / low >= LOGARITHMIC_FROM))
    return Space(tuple(axes))


def default_values() -> dict[str, float]:
    """The free parameters at their defaults."""
    table = {one.name: one.default for one in psychology_table()}
    return {name: float(table[name] or 0.0) for name in FREE_PARAMETERS}
