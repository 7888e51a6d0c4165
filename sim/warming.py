"""Compile the kernels ahead of their first use, with something to show while it lasts."""

from __future__ import annotations

from collections.abc import Callable


def warm_up(report: Callable[[int, int, str], None] | None = None) -> None:
    """Compile every rule that a run needs, or load it from the cache.

    Args:
        report: called as report(done, total, name of the step) before each step and once at the end.
    """
    names = ("people", "schedule", "rules", "done")

    def say(done: int) -> None:
        if report is not None:
            report(done, len(names) - 1, names[done])

    say(0)
    from sim.engine import new_state, run_to, setup_of
    from sim.population import build_population
    from sim.strategy import Strategy
    from sim.world import World

    world = World.model_validate({"channels": [{"kind": "friends", "members": 5}]})
    strategy = Strategy()
    population = build_population(world, 0, 1)
    say(1)
    state = new_state(setup_of(world, strategy, population), 0, 1)
    say(2)
    run_to(state, 1.0)
    say(3)
