"""From the rows of many runs to the value of each pattern.

Each live group gives one value, and the median of them counts. What single runs have too little of
(newcomers, packets, exits) is summed over runs first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from experiments.patterns import advertising, life, mentions, newcomers, packets, talk_structure
from experiments.patterns.ensembles import AD_LOADS, Row

Rows = Sequence[Row]
Estimate = Callable[[Rows], float]

LEAST_LIVE = 0.25
"""Share of the runs that must be live for anything to be said about live groups."""


def _total(rows: Rows) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in rows[0]}


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")


def _live(rows: Rows) -> Rows:
    found = [row for row in rows if row["live"]]
    return found if len(found) >= LEAST_LIVE * len(rows) else []


def _median(name: str) -> Estimate:
    def estimate(rows: Rows) -> float:
        values = [row[name] for row in _live(rows) if not np.isnan(row[name])]
        return float(np.median(values)) if values else float("nan")

    return estimate


def _hours(measure: Callable[[Any], float]) -> Estimate:
    def estimate(rows: Rows) -> float:
        live = _live(rows)
        return measure(sum(row["by_hour"] for row in live)) if live else float("nan")

    return estimate


def _summed(measure: Callable[[dict[str, Any]], float]) -> Estimate:
    return lambda rows: measure(_total(rows))


def _lives(measure: Callable[[Any], float]) -> Estimate:
    return lambda rows: measure(np.array([row["life"] for row in rows]))


def _survival(rows: Rows) -> float:
    """Established groups that lived on; 0 where no group became established, for then none is kept."""
    total = _total(rows)
    return _ratio(total["survived"], total["established"]) if total["established"] else 0.0


def _linearity(rows: Rows) -> float:
    total = _total(rows)
    return advertising.linearity(total["first_month"] + total["last_month"], AD_LOADS)


def _long_run(rows: Rows) -> float:
    total = _total(rows)
    first = advertising.relative_loss(total["first_month"], AD_LOADS)
    return (
        _ratio(advertising.relative_loss(total["last_month"], AD_LOADS), first) if first > 0 else float("nan")
    )


ESTIMATES: dict[str, tuple[str, Estimate]] = {
    "V01": ("new", _lives(lambda lives: life.silent_share(lives, 7.0))),
    "V03": ("new", _lives(life.hazard_ratio)),
    "V04.two_classes": ("new", _lives(life.two_class_evidence)),
    "V04.window_end": ("new", _lives(life.outlived_share)),
    "V06": ("small", _survival),
    "V07": ("ordinary", lambda rows: float(np.mean([row["dead"] for row in rows]))),
    "V08.posting_share": ("live", _median("posting_share")),
    "V08.daily_share": ("live", _median("daily_share")),
    "V09": ("live", _median("gini")),
    "V10.top_10": ("live", _median("top_10")),
    "V10.top_20": ("live", _median("top_20")),
    "V11": ("live", _median("one_message")),
    "V12.burstiness": ("live", _median("burstiness")),
    "V12.memory": ("live", _median("memory")),
    "V14": ("live", _median("branching")),
    "V15.peers": ("live", _median("unanswered")),
    "V15.moderated": ("moderated", _median("unanswered")),
    "V16.median": ("live", _median("reply_minutes")),
    "V16.within_15": ("live", _median("within_15")),
    "V17.ratio": ("live", _hours(talk_structure.peak_to_trough)),
    "V17.peak": ("live", _hours(talk_structure.hours_from_usual_peak)),
    "V19.answered": ("growing", _summed(lambda counts: newcomers.gain(counts, "answered", "never"))),
    "V19.speed": ("growing", _summed(lambda counts: newcomers.gain(counts, "fast", "slow"))),
    "V20.one_hour": ("called", _summed(lambda counts: mentions.lift(counts, "1h"))),
    "V20.one_day": ("called", _summed(lambda counts: mentions.lift(counts, "24h"))),
    "V21.sent_on": ("packets", _summed(packets.money_sent_on)),
    "V21.luckiest": ("packets", _summed(packets.luckiest_multiplier)),
    "V21.chain": ("packets", _summed(packets.chain_ratio)),
    "V22": ("packets", _summed(packets.extensive_share)),
    "V23.first_invitation": ("inviting", _summed(lambda c: _ratio(c["early_inviters"], c["inviters"]))),
    "V23.gaps": ("inviting", _summed(lambda c: _ratio(c["short_gaps"], c["gaps"]))),
    "V25": ("inviting", _summed(lambda c: _ratio(c["invited_joins"], c["members"]))),
    "V26.exits": ("advertised", _summed(lambda c: _ratio(c["exits"], c["member_days"]))),
    "V26.after_push": ("advertised", _summed(advertising.push_multiplier)),
    "V26.mute_per_leave": ("advertised", _summed(lambda c: _ratio(c["mutes"], c["exits"]))),
    "V26.heavy_ads": ("flooded", _summed(lambda c: _ratio(c["exits"], c["member_days"]))),
    "V27.near_linear": ("loaded", _linearity),
    "V27.long_run": ("loaded", _long_run),
}
"""Study and estimate of each pattern, by its key."""
