"""Money in and money out, a launch on average, and staff time at a wage.

All amounts are fen. ``profit = revenue − goods − packets − fees − rewards − staff``; ``return = profit / everything
spent``. Deposits belong to the members until their challenge is over: they are shown, and are no revenue.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import POSITION

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Money:
    """Means over the launches, in fen a launch (minutes in minutes).

    Attributes:
        revenue: paid by members, for orders and for entry.
        entry: what of it was paid for entry, renewal or moving on to a paid group.
        goods: cost of what they bought.
        packets: claimed portions of the operator's red packets.
        fees: paid to KOLs, shills and the like.
        rewards: paid to members: for invitations, honours and stewards' work.
        deposits_in, deposits_back: paid by members who joined a challenge, and returned to those who completed it.
        minutes: staff minutes.
        staff: these minutes at the wage.
        profit: what is left.
        profit_low, profit_high: the middle 90 of 100 launches (luck, not ignorance).
        loss_share: share of launches that end with a loss.
        return_on_cost: profit over all that was spent; NaN if nothing was.
        cost_per_loyal_member: all that was spent but goods, over members present and not muted at the end;
            NaN without any.
        launches: launches behind it.
    """

    revenue: float
    entry: float
    goods: float
    packets: float
    fees: float
    rewards: float
    deposits_in: float
    deposits_back: float
    minutes: float
    staff: float
    profit: float
    profit_low: float
    profit_high: float
    loss_share: float
    return_on_cost: float
    cost_per_loyal_member: float
    launches: int

    def as_dict(self) -> dict[str, float | int]:
        """The fields by name."""
        return asdict(self)


def revenue_of(rows: Floats) -> Floats:
    """What members paid in each run for orders and for entry, in fen, from rows of shape (n, columns)."""
    return rows[:, POSITION["revenue_fen"]] + rows[:, POSITION["entry_fen"]]


def profit_of(rows: Floats, wage_fen: float) -> Floats:
    """Profit of each run in fen, from rows of shape (n, columns)."""
    spent = sum(rows[:, POSITION[name]] for name in ("goods_fen", "packet_fen", "fee_fen", "reward_fen"))
    return revenue_of(rows) - spent - rows[:, POSITION["minutes"]] / 60.0 * wage_fen


def money_of(rows: Floats, wage_fen: float) -> Money:
    """The table of one strategy.

    Args:
        rows: rows of its launches, shape (n, columns), NaN where a run failed.
        wage_fen: cost of an hour of staff time, in fen.
    """
    rows = rows[~np.isnan(rows[:, 0])]
    if rows.shape[0] == 0:
        return Money(*(float("nan"),) * 16, 0)
    means = {
        name: float(np.mean(rows[:, POSITION[name]]))
        for name in POSITION
        if name.endswith(("_fen", "minutes"))
    }
    staff = means["minutes"] / 60.0 * wage_fen
    spent_on_group = means["packet_fen"] + means["fee_fen"] + means["reward_fen"] + staff
    spent = spent_on_group + means["goods_fen"]
    profits = profit_of(rows, wage_fen)
    loyal = float(np.mean(rows[:, POSITION["members_end"]] - rows[:, POSITION["muted_end"]]))
    return Money(
        float(np.mean(revenue_of(rows))),
        means["entry_fen"],
        means["goods_fen"],
        means["packet_fen"],
        means["fee_fen"],
        means["reward_fen"],
        means["deposit_in_fen"],
        means["deposit_back_fen"],
        means["minutes"],
        staff,
        float(np.mean(profits)),
        float(np.quantile(profits, 0.05)),
        float(np.quantile(profits, 0.95)),
        float(np.mean(profits < 0)),
        float(np.mean(profits)) / spent if spent > 0 else float("nan"),
        spent_on_group / loyal if loyal > 0 else float("nan"),
        int(rows.shape[0]),
    )
