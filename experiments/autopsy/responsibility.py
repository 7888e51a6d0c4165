"""What killed the group: shares of the lively days it lost, from reruns of the same life with causes switched off.

What is lost is counted in lively days within the horizon: those that the group has with every cause switched off, less
those that it has with all of them on, as it was. Each rerun has the same seed, so the same people with the same days.
The loss is shared by Shapley values (`experiments.autopsy.shapley`): exact up to `MOST_EXACT` causes, which takes
2^k reruns, beyond that from sampled orders. A negative share is that of a cause that, all in all, kept the group going.

One life's luck is noisy: a cause can tip over a group that hangs by a thread either way. So the same is done for many
launches, and the mean over those that died says what kills such groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.autopsy.causes import PLAIN_SETTINGS, Cause, without_settings
from experiments.autopsy.shapley import Shares, exact, joining, paired_orders, sampled, smallest
from experiments.definitions import Definition
from experiments.measures import values_of
from experiments.pairing import Difference, paired
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.source import Runs

Floats = NDArray[np.float64]

MOST_EXACT = 8
"""Up to so many causes every set of them is run."""

MOST_CAUSES = 24
USUAL_CAUSES = 6
"""Unless they are named, the causes are so many: those that seem to matter most."""

PAIRS = 12
"""Pairs of orders that are sampled where there are more than `MOST_EXACT` causes."""

ROUGH_PAIRS = 3
"""Pairs of orders from which it is guessed which causes matter."""

ORDERS_SEED = 20_260_101


@dataclass(frozen=True)
class CauseShare:
    """One cause in one life. All figures are lively days within the horizon.

    Attributes:
        code: of the cause.
        kind: of the cause, as in `experiments.autopsy.causes.Cause`.
        days: its share of the days lost.
        low, high: 95% interval of a share from sampled orders; the share itself where it is exact.
        alone_off: days the group would have had more, had only this cause been switched off.
        alone_on: days it would have lost, had only this cause been at work.
    """

    code: str
    kind: str
    days: float
    low: float
    high: float
    alone_off: float
    alone_on: float


@dataclass(frozen=True)
class Responsibility:
    """The causes of one life.

    Attributes:
        seed: of the launch.
        horizon: days up to which life is counted.
        lively: lively days as it was, all causes at work.
        without: lively days with all causes switched off.
        shares: one a cause; their days add up to ``without`` − ``lively``.
        kept_alive: the smallest sets of causes without which it would have been lively to the horizon, by their codes;
            of the sets that were run, which are all if the shares are exact.
        exact: whether every set of causes was run.
        sets: how many sets were run.
    """

    seed: int
    horizon: float
    lively: float
    without: float
    shares: tuple[CauseShare, ...]
    kept_alive: tuple[tuple[str, ...], ...]
    exact: bool
    sets: int

    @property
    def lost(self) -> float:
        """Days of the horizon that the group was not lively."""
        return self.horizon - self.lively

    @property
    def explained(self) -> float:
        """Days lost that the causes together account for."""
        return self.without - self.lively

    @property
    def operators(self) -> float:
        """Of these, the days that fall to what the operator decides: moves, staff and settings."""
        return sum(one.days for one in self.shares if one.kind != "mechanism")

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self) | {
            "lost": self.lost,
            "explained": self.explained,
            "operators": self.operators,
        }


@dataclass(frozen=True)
class OverallShare:
    """One cause over the launches that died.

    Attributes:
        code: of the cause.
        days: its mean share of the days lost, with its interval over launches.
        greatest: in how many of the launches its share was the greatest.
    """

    code: str
    days: Difference
    greatest: int

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {"code": self.code, "days": self.days.as_dict(), "greatest": self.greatest}


@dataclass(frozen=True)
class Overall:
    """The causes over many launches.

    Attributes:
        launches: how many were run.
        died: how many of them died within the horizon; the shares are over these.
        lost: mean days that they lost.
        explained: mean days that the causes together account for.
        shares: one a cause.
    """

    launches: int
    died: int
    lost: float
    explained: float
    shares: tuple[OverallShare, ...]

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self) | {"shares": [one.as_dict() for one in self.shares]}


@dataclass(frozen=True)
class Switchboard:
    """A world and a strategy some of whose causes can be switched off.

    Attributes:
        world, strategy: ids in the materials of `materials_for`.
        causes: bit i of a set of causes that are on stands for the i-th.
    """

    world: str
    strategy: str
    causes: tuple[Cause, ...]

    @property
    def everything(self) -> int:
        """The set of all causes: life as it was."""
        return (1 << len(self.causes)) - 1

    def scenario(self, on: int) -> Scenario:
        """The scenario in which just these causes are at work."""
        off = [one for place, one in enumerate(self.causes) if not on >> place & 1]
        plain = any(one.code == PLAIN_SETTINGS for one in off)
        values = {path: value for one in off for path, value in one.values}
        return Scenario.of(self.world, plain_id(self.strategy) if plain else self.strategy, values)


def plain_id(strategy: str) -> str:
    """The id, in the materials, of a strategy without its standing settings."""
    return f"{strategy} without settings"


def materials_for(world_id: str, world: Any, strategy_id: str, strategy: Any, days: int) -> Materials:
    """The materials of an autopsy: the world, the strategy, and the strategy without its standing settings."""
    strategies = {strategy_id: strategy, plain_id(strategy_id): without_settings(strategy)}
    return Materials.of({world_id: world}, strategies, days)


Progress = Callable[[int, int], None]


def responsibilities(
    board: Switchboard,
    seeds: Sequence[int],
    definition: Definition,
    runs: Runs,
    pairs: int = PAIRS,
    on_progress: Progress | None = None,
) -> list[Responsibility]:
    """The causes of some launches; a launch one of whose reruns failed is left out.

    Args:
        board: what can be switched off.
        seeds: of the launches.
        definition: of death.
        runs: where rows come from; its materials are those of `materials_for`, their days the horizon.
        pairs: of orders, where there are more than `MOST_EXACT` causes.
        on_progress: called with (runs there, runs asked for).
    """
    players = len(board.causes)
    orders = None if players <= MOST_EXACT else paired_orders(players, pairs, ORDERS_SEED)
    return _of_launches(board, seeds, definition, runs, orders, on_progress)


def _of_launches(
    board: Switchboard,
    seeds: Sequence[int],
    definition: Definition,
    runs: Runs,
    orders: NDArray[np.int64] | None,
    on_progress: Progress | None,
) -> list[Responsibility]:
    players = len(board.causes)
    sets = list(range(1 << players)) if orders is None else _sampled_sets(orders, board.everything)
    # Moves are the first causes, so neighbouring sets mostly have the same world, and its people are shared.
    lively = _lively_days(board, seeds, sets, definition, runs, on_progress)
    return [
        _responsibility(board, seed, sets, row, float(runs.materials.days), orders)
        for seed, row in zip(seeds, lively, strict=True)
        if not np.isnan(row).any()
    ]


def telling(
    board: Switchboard,
    seeds: Sequence[int],
    definition: Definition,
    runs: Runs,
    most: int = USUAL_CAUSES,
    on_progress: Progress | None = None,
) -> tuple[Cause, ...]:
    """The causes with the greatest shares, more or less or none, by a rough estimate: at most `most` of them.

    What a cause does alone would not show those that kill only together, so shares are sampled over all of them.

    Args: see `responsibilities`.
    """
    orders = paired_orders(len(board.causes), ROUGH_PAIRS, ORDERS_SEED)
    rough = _of_launches(board, seeds, definition, runs, orders, on_progress)
    if not rough:
        return board.causes[:most]
    effects = np.abs([[one.days for one in each.shares] for each in rough]).mean(axis=0)
    first = np.argsort(-effects, kind="stable")[:most]
    return tuple(board.causes[i] for i in sorted(first.tolist()) if effects[i] > 0)


def overall(launches: int, found: Sequence[Responsibility]) -> Overall:
    """The causes over the launches that died.

    Args:
        launches: how many were run.
        found: the responsibilities of those that died.
    """
    codes = [one.code for one in found[0].shares] if found else []
    days = np.array([[one.days for one in each.shares] for each in found]).reshape(len(found), len(codes))
    greatest = days.argmax(axis=1) if codes else np.empty(0)
    shares = tuple(
        OverallShare(code, _mean(days[:, i], found[0].horizon), int(np.count_nonzero(greatest == i)))
        for i, code in enumerate(codes)
    )
    lost = float(np.mean([one.lost for one in found])) if found else float("nan")
    explained = float(np.mean([one.explained for one in found])) if found else float("nan")
    return Overall(launches, len(found), lost, explained, shares)


def _mean(days: Floats, horizon: float) -> Difference:
    """A mean share with its interval, which no share can leave."""
    found = paired(days, np.zeros(len(days)))
    return replace(found, low=max(found.low, -horizon), high=min(found.high, horizon))


def _sampled_sets(orders: NDArray[np.int64], everything: int) -> list[int]:
    alone = [1 << i for i in range(orders.shape[1])]
    along = [int(one) for one in np.unique(joining(orders))]
    return sorted({*along, *alone, *(everything ^ one for one in alone)})


def _lively_days(
    board: Switchboard,
    seeds: Sequence[int],
    sets: Sequence[int],
    definition: Definition,
    runs: Runs,
    on_progress: Progress | None,
) -> Floats:
    """Lively days of each launch with each set of causes on, shape (launches, sets)."""
    scenarios = [board.scenario(one) for one in sets]
    rows = runs.rows([Run(scenario, seed) for seed in seeds for scenario in scenarios], on_progress)
    days = runs.materials.days
    return values_of(rows, "lively_days", days, definition).reshape(len(seeds), len(sets))


def _responsibility(
    board: Switchboard,
    seed: int,
    sets: Sequence[int],
    lively: Floats,
    horizon: float,
    orders: NDArray[np.int64] | None,
) -> Responsibility:
    everything = board.everything
    days = {one: float(value) for one, value in zip(sets, lively, strict=True)}
    lost = {one: days[0] - value for one, value in days.items()}
    shares: Shares = exact(days[0] - lively) if orders is None else sampled(orders, lost)
    alone = [(lost[everything] - lost[everything ^ 1 << i], lost[1 << i]) for i in range(len(board.causes))]
    saving = smallest([everything ^ one for one, value in days.items() if value >= horizon])
    return Responsibility(
        seed=seed,
        horizon=horizon,
        lively=days[everything],
        without=days[0],
        shares=tuple(
            CauseShare(one.code, one.kind, float(value), float(low), float(high), *both)
            for one, value, low, high, both in zip(
                board.causes, shares.values, shares.low, shares.high, alone, strict=True
            )
        ),
        kept_alive=tuple(
            tuple(one.code for i, one in enumerate(board.causes) if off >> i & 1) for off in saving if off
        ),
        exact=orders is None,
        sets=len(sets),
    )
