"""Measures taken off daily records: totals, shares and means of a run, by code.

A total that a few lively launches would dominate is taken as a logarithm (`volume`); everything else is in plain units.
None is undefined: a share of nothing is 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.coverage.definitions import Measure
from experiments.milestones import milestones
from experiments.senses import senses
from experiments.stages import STAGES, stage_by_day
from experiments.symptoms import DETECTORS
from sim.outcome import ended, present, restricted_lively_days, silence

COSTS = ("goods_fen", "packet_fen", "fee_fen", "reward_fen")
LATE = 10_000
"""A last day beyond every horizon."""


def share(above: Any, below: Any) -> float:
    """`above` / `below`; 0 of nothing."""
    return float(above) / float(below) if below > 0 else 0.0


def _days(field: str, first: int, last: int) -> Any:
    return lambda lived: lived.daily[field][first:last]


def total(field: str, first: int = 0, last: int = LATE) -> Measure:
    """Sum of a field of the days from `first` up to but without `last`."""
    days = _days(field, first, last)
    return Measure(field, lambda lived: float(days(lived).sum()))


def volume(field: str, first: int = 0, last: int = LATE) -> Measure:
    """Logarithm of one plus the sum."""
    days = _days(field, first, last)
    return Measure(f"log_{field}", lambda lived: float(np.log1p(days(lived).sum())))


def ratio(code: str, above: str, below: str, first: int = 0, last: int = LATE) -> Measure:
    """Sum of one field over the sum of another."""
    top, bottom = _days(above, first, last), _days(below, first, last)
    return Measure(code, lambda lived: share(top(lived).sum(), bottom(lived).sum()))


def per_look(field: str, first: int = 0, last: int = LATE) -> Measure:
    """Mean of what is summed at looks: trust, fatigue or attention."""
    return ratio(field.removesuffix("_sum"), field, "looks", first, last)


def per_member(field: str, first: int = 0, last: int = LATE) -> Measure:
    """Sum over all who joined."""
    return ratio(f"{field}_a_member", field, "joins", first, last)


def per_member_day(field: str, first: int = 0, last: int = LATE) -> Measure:
    """Sum over the members present, day by day."""

    def of(lived: Any) -> float:
        return share(lived.daily[field][first:last].sum(), present(lived.daily)[first:last].sum())

    return Measure(f"{field}_a_member_day", of)


def operator_share(first: int = 0, last: int = LATE) -> Measure:
    """Share of what is written that the operator writes."""

    def of(lived: Any) -> float:
        own = lived.daily["operator"][first:last].sum()
        return share(own, own + lived.daily["talk"][first:last].sum())

    return Measure("operator_share", of)


def buzz(first: int, last: int) -> Measure:
    """Messages of members and of those who pass for members."""
    return Measure(
        "buzz", lambda lived: float((lived.daily["talk"] + lived.daily["shill"])[first:last].sum())
    )


def members_at_end() -> Measure:
    """Members present on the last day."""
    return Measure("members_end", lambda lived: float(present(lived.daily)[-1]))


def final(name: str) -> Measure:
    """A total at the horizon, by its name in `sim.outcome.Outcome.final`."""
    return Measure(f"final_{name}", lambda lived: float(lived.outcome.final[name]))


def was_lost() -> Measure:
    """1 if the platform took the group away."""
    return Measure("banned", lambda lived: float(lived.outcome.final["banned_day"] >= 0))


def claimed_of_probe(first: int, last: int) -> Measure:
    """Portions of the operator's packets claimed within two hours, of all."""
    return ratio("claimed_2h", "portions_2h", "portions", first, last)


def lively_days(horizon: float = 90.0) -> Measure:
    """Days until the first silence of a week, up to `horizon`."""
    return Measure("lively_days", lambda lived: restricted_lively_days(lived.daily, horizon))


def fell_silent() -> Measure:
    """1 if a week without a word was found; a group closed on purpose is watched up to its closing."""

    def silent(lived: Any) -> float:
        return float(np.isfinite(silence(lived.daily, until=ended(lived.outcome.final)).first))

    return Measure("fell_silent", silent)


def has_symptom(code: str) -> Measure:
    """1 if the symptom showed."""
    return Measure(f"symptom_{code}", lambda lived: float(np.isfinite(DETECTORS[code](lived.daily))))


def sense(code: str) -> Measure:
    """Mean of one of the four senses over the weeks, 0 to 100."""

    def of(lived: Any) -> float:
        events = lived.outcome.events if code == "belonging" else None
        return float(np.nanmean(senses(lived.daily, events)[code]))

    return Measure(f"sense_{code}", of, events=code == "belonging")


def milestone_figure(code: str, name: str) -> Measure:
    """A figure by which a milestone is judged."""

    def of(lived: Any) -> float:
        found = {one.code: one for one in milestones(lived.daily)}[code]
        return float(found.figures[name][0])

    return Measure(f"milestone_{code}", of)


def days_in(stage: str) -> Measure:
    """Days that end in a stage, by its code."""
    place = STAGES.index(stage)
    return Measure(f"{stage}_days", lambda lived: float((stage_by_day(lived.daily) == place).sum()))


def dead_by(day: float) -> Measure:
    """1 if a week without a word began by `day`."""
    return Measure("dead", lambda lived: float(silence(lived.daily).first <= day))


def renewed() -> Measure:
    """Terms renewed, of those that ended."""

    def of(lived: Any) -> float:
        renewals = lived.daily["renewals"].sum()
        return share(renewals, renewals + lived.daily["expired"].sum())

    return Measure("renewed", of)


def profit(wage_fen: float) -> Measure:
    """Revenue less goods, packets, fees, rewards and staff time at a wage (fen an hour), in fen."""

    def of(lived: Any) -> float:
        sums = {name: float(lived.daily[name].sum()) for name in (*COSTS, "revenue_fen", "minutes")}
        spent = sum(sums[name] for name in COSTS)
        return sums["revenue_fen"] - spent - sums["minutes"] / 60.0 * wage_fen

    return Measure("profit", of)


def on_days(field: str, every: int, start: int, first: int, last: int) -> Measure:
    """Mean of a field over the days start, start + every … that lie in first ≤ day < last."""

    def of(lived: Any) -> float:
        chosen = [day for day in range(start, len(lived.daily), every) if first <= day < last]
        return float(lived.daily[field][chosen].mean())

    return Measure(f"{field}_on_days", of)


def talk_lift(day: int) -> Measure:
    """Messages of a day less the mean of the two days before it."""

    def of(lived: Any) -> float:
        talk: NDArray[Any] = lived.daily["talk"]
        return float(talk[day] - talk[day - 2 : day].mean())

    return Measure("talk_lift", of)


def drop(field: str, first: int, middle: int, last: int) -> Measure:
    """Mean of a day from `first` to `middle`, less that from `middle` to `last`."""

    def of(lived: Any) -> float:
        values: NDArray[Any] = lived.daily[field]
        return float(values[first:middle].mean() - values[middle:last].mean())

    return Measure(f"{field}_drop", of)


def growth_of_trust(day: int) -> Measure:
    """Mean trust at looks after `day` less that up to it."""

    def of(lived: Any) -> float:
        trust, looks = lived.daily["trust_sum"], lived.daily["looks"]
        return share(trust[day:].sum(), looks[day:].sum()) - share(trust[:day].sum(), looks[:day].sum())

    return Measure("trust_growth", of)


def per_opening_member(field: str) -> Measure:
    """Sum over the members of the first two days: with invited joins, the K of a funnel."""

    def of(lived: Any) -> float:
        return share(lived.daily[field].sum(), lived.daily["joins"][:2].sum())

    return Measure(f"{field}_an_opening_member", of)


def hidden_share() -> Measure:
    """Ads of outsiders that members hid, of all that were posted."""
    return ratio("hidden_share", "hidden", "dropper")


def taking_part() -> Measure:
    """Members who wrote, voted or checked in, day by day, over the members present."""

    def of(lived: Any) -> float:
        daily = lived.daily
        acted = daily["speakers"] + daily["votes"] + daily["check_ins"] + daily["roll_calls"]
        return share(acted.sum(), present(daily).sum())

    return Measure("taking_part", of)


def votes_beyond_words() -> Measure:
    """Votes less messages on the days of polls: how many more take part by tapping than by writing."""

    def of(lived: Any) -> float:
        days = lived.daily["votes"] > 0
        return float((lived.daily["votes"] - lived.daily["speakers"])[days].sum())

    return Measure("votes_beyond_words", of)


def burst(field: str, every: int, start: int) -> Measure:
    """A field's mean on the days start, start + every … less that on all other days from start on."""

    def of(lived: Any) -> float:
        days = np.arange(len(lived.daily))
        own = (days >= start) & ((days - start) % every == 0)
        values: NDArray[Any] = lived.daily[field]
        return float(values[own].mean() - values[(days >= start) & ~own].mean())

    return Measure(f"{field}_burst", of)
