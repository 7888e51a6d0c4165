"""Strategies side by side on the same launches: what the first page and ``qunlab compare`` call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from experiments.comparison import Comparison
from experiments.launches import Ensemble, OnProgress, run_launches
from experiments.marks import marks_of
from experiments.question import Question, model_version
from experiments.studies.study import provenance

__all__ = ["Comparison", "run"]


def run(
    world: Any,
    strategies: Mapping[str, Any],
    launches: int,
    days: int,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    *,
    world_id: str = "",
    on_partial: Callable[[Comparison], None] | None = None,
) -> Comparison:
    """Run every strategy on the same launches and give what came of it.

    Args:
        world: a `sim.World`.
        strategies: id → `sim.Strategy`, in the order in which they are to be shown.
        launches: number of launches, at least 1.
        days: length of each, at least 1.
        first_seed: seed of the first launch; the others follow it.
        threads: runs at a time; the result is the same for any number.
        on_progress: called with (runs done, runs in all).
        should_stop: asked between runs; once it says yes, the launches done so far are returned.
        world_id: id under which to show the world.
        on_partial: called every few seconds with what there is so far.

    Returns:
        The comparison. Runs that failed are in its `failures`; it raises for none of them.

    Raises:
        ValueError: if nothing is to be run.
    """
    if launches < 1 or days < 1 or threads < 1 or not strategies:
        raise ValueError("a comparison needs at least one strategy, one launch, one day and one thread")
    if first_seed < 0 or first_seed + launches > 2**63:
        raise ValueError("seeds are whole numbers from 0 to 2**63 − 1")

    marks = tuple(mark for name, strategy in strategies.items() for mark in marks_of(name, strategy, days))
    risks = {name: tuple(strategy.risks) for name, strategy in strategies.items() if strategy.risks}
    world_spec = _plain(world)
    specs = {name: _plain(strategy) for name, strategy in strategies.items()}
    made_with = provenance(model_version())

    def comparison(ensemble: Ensemble) -> Comparison:
        return Comparison(
            world_id,
            tuple(strategies),
            days,
            first_seed,
            launches,
            ensemble,
            marks,
            risks,
            world_spec,
            specs,
            made_with,
        )

    partial = None if on_partial is None else lambda ensemble: on_partial(comparison(ensemble))
    ensemble = run_launches(
        world,
        strategies,
        launches,
        days,
        first_seed=first_seed,
        threads=threads,
        on_progress=on_progress,
        should_stop=should_stop,
        on_partial=partial,
    )
    return comparison(ensemble)


def answer(
    question: Question,
    threads: int,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_partial: Callable[[Comparison], None] | None = None,
) -> Comparison:
    """Compute what a question asks; the arguments are those of `run`."""
    world, strategies = question.things()
    return run(
        world,
        strategies,
        question.launches,
        question.days,
        question.first_seed,
        threads,
        on_progress,
        should_stop,
        world_id=question.world_id,
        on_partial=on_partial,
    )


def _plain(declaration: Any) -> dict[str, Any]:
    dump = getattr(declaration, "model_dump", None)
    plain: dict[str, Any] = dump(mode="json", warnings=False) if dump is not None else {}
    return plain
