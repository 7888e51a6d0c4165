"""What can be switched off to see whether it killed a group: moves, staffing, settings, mechanisms of the model.

A cause is a counterfactual, "had it not been so", and has to say what stands in its place: for a move nothing, for a
mechanism one or a few parameters at the value at which the rule does nothing (docs/rules.md). A cause is offered only
where it can be at work: nobody tires of ads where there are none.

A move is switched off by putting its whole calendar beyond the longest run. It keeps its place among the acts, so the
luck of all other moves, which goes by kind and place (`sim.strategy`), stays what it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sim.moves.base import HOST_SHILLS, LAST_DAY

PLAIN_SETTINGS = "plain_settings"
"""Code of the cause that is the strategy's standing settings as a whole; it needs a strategy of its own."""

ATTENTIVE_STAFF = 0.9
"""Share of members' messages that staff answer where it is asked what would be had staff answered."""

Numbers = tuple[tuple[str, float], ...]


class UnknownCauseError(ValueError):
    """A cause that is not at work in this world under this strategy; the argument is its code."""


@dataclass(frozen=True)
class Cause:
    """One thing that can be switched off.

    Attributes:
        code: kind of the move, such as ``hard_ads``, with ``.2`` behind for the second of its kind alone; or the name
            of a mechanism, whose label is the text ``cause.<code>``.
        kind: "move", "staffing", "settings" or "mechanism".
        values: (path, value) pairs that switch it off, as `experiments.runs.materials.Scenario` takes them.
    """

    code: str
    kind: str
    values: Numbers

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Mechanism:
    """A mechanism of the model: at which values it does nothing, and where it can be at work at all.

    Attributes:
        code: its label is the text ``cause.<code>``, its sentence ``cause.<code>.help``.
        values: psychology or group parameter, as a path below the world, → neutral value.
        where: whether it can be at work, given the world and the strategy's acts.
    """

    code: str
    values: Mapping[str, float]
    where: Callable[[Any, Sequence[Mapping[str, Any]]], bool] = lambda _world, _acts: True


def _promotion(world: Any, acts: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["promo"] > 0 for one in acts) or any(one.droppers > 0 for one in world.channels)


def _gifts(_world: Any, acts: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["fen"] > 0 or one["gift"] > 0 for one in acts)


def _shills(_world: Any, acts: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["host"] == HOST_SHILLS for one in acts)


MECHANISMS: tuple[Mechanism, ...] = (
    Mechanism("habit_fades", {"psychology.attention_rate": 0.0}),
    Mechanism("silence_wears", {"psychology.idle_fade": 0.0}),
    Mechanism("nobody_answers", {"psychology.confidence_loss": 0.0}),
    Mechanism("strangers", {"psychology.say_to_strangers": 1.0}),
    Mechanism("others_will_answer", {"psychology.diffusion": 0.0}),
    Mechanism("answers_crowd_out", {"psychology.answer_crowding": 0.0}),
    Mechanism("purpose_passes", {"group.purpose_share": 0.0}),
    Mechanism("novelty_wears_off", {"psychology.novelty_floor": 1.0}),
    Mechanism("drift", {"psychology.topic_wander": 0.0, "psychology.topic_drift": 1.0}),
    Mechanism("ads_tire", {"psychology.ad_fatigue": 0.0, "psychology.leave_irritation": 0.0}, _promotion),
    Mechanism("ads_cost_trust", {"psychology.ad_distrust": 0.0, "psychology.ad_pressure": 0.0}, _promotion),
    Mechanism("take_and_leave", {"psychology.take_and_go": 0.0}, _gifts),
    Mechanism("shills_found_out", {"psychology.shill_notice": 0.0, "psychology.shill_spread": 0.0}, _shills),
    Mechanism("overload", {"psychology.overload_fatigue": 0.0, "psychology.overload_mute": 0.0}),
    Mechanism("leaving_anyway", {"psychology.leave_base": 0.0}),
)
"""Mechanisms that hold everywhere or nearly so. Those of single channels are added by `causes_at_work`."""


def causes_at_work(world: Any, strategy: Any) -> tuple[Cause, ...]:
    """What can be switched off in this world under this strategy: moves first, then staff, settings, mechanisms.

    Args:
        world: a `sim.World`.
        strategy: a `sim.Strategy`.
    """
    return (
        *_moves(strategy),
        *_operator(strategy),
        *_channels(world),
        *_mechanisms(world, strategy.acts()),
    )


def single_moves(strategy: Any) -> tuple[Cause, ...]:
    """Each move by itself, where a strategy has several of a kind: ``hard_ads.1``, ``hard_ads.2``."""
    number: Counter[str] = Counter()
    found = []
    every = Counter(move.kind() for move in strategy.moves)
    for place, move in enumerate(strategy.moves):
        number[move.kind()] += 1
        if every[move.kind()] > 1 and move.acts():
            found.append(Cause(f"{move.kind()}.{number[move.kind()]}", "move", _silence(place)))
    return tuple(found)


def chosen_causes(world: Any, strategy: Any, codes: Sequence[str]) -> tuple[Cause, ...]:
    """The causes of some codes, in the order of `causes_at_work`.

    Raises:
        UnknownCauseError: for a code that is not at work here, or that names a move twice.
    """
    known = {one.code: one for one in (*causes_at_work(world, strategy), *single_moves(strategy))}
    for code in codes:
        whole = code.partition(".")[0]
        if code not in known or codes.count(code) > 1 or (whole != code and whole in codes):
            raise UnknownCauseError(code)
    return tuple(one for code, one in known.items() if code in codes)


def without_settings(strategy: Any) -> Any:
    """The strategy in an open group without rules: all standing settings off, the purpose kept."""
    from sim.settings import Settings

    return strategy.model_copy(update={"settings": Settings(purpose=strategy.settings.purpose)})


def _silence(place: int) -> Numbers:
    way = f"strategy.moves.{place}.when"
    return ((f"{way}.from_day", float(LAST_DAY)), (f"{way}.until_day", float(LAST_DAY)))


def _moves(strategy: Any) -> list[Cause]:
    places: dict[str, list[int]] = {}
    for place, move in enumerate(strategy.moves):
        if move.acts():
            places.setdefault(move.kind(), []).append(place)
    return [
        Cause(kind, "move", tuple(pair for place in where for pair in _silence(place)))
        for kind, where in places.items()
    ]


def _operator(strategy: Any) -> list[Cause]:
    found = []
    path = "strategy.staffing.answer_share"
    if strategy.staffing.answer_share > 0:
        found.append(Cause("staff_answer", "staffing", ((path, 0.0),)))
    else:
        found.append(Cause("no_staff", "staffing", ((path, ATTENTIVE_STAFF),)))
    if without_settings(strategy) != strategy:
        found.append(Cause(PLAIN_SETTINGS, "settings", ()))
    return found


def _channels(world: Any) -> list[Cause]:
    found = []
    for code, field in (("newcomers", "arrivals_per_day"), ("droppers", "droppers")):
        where = [place for place, one in enumerate(world.channels) if getattr(one, field) > 0]
        if where:
            values = tuple((f"world.channels.{place}.{field}", 0.0) for place in where)
            found.append(Cause(code, "mechanism", values))
    return found


def _mechanisms(world: Any, acts: Sequence[Mapping[str, Any]]) -> list[Cause]:
    from experiments.runs.materials import value_at

    found = []
    for one in MECHANISMS:
        off = {path: value for path, value in one.values.items() if value_at(world, path) != value}
        if off and one.where(world, acts):
            found.append(
                Cause(one.code, "mechanism", tuple((f"world.{path}", value) for path, value in off.items()))
            )
    return found
