"""The command that gives a comparison again, and the files that it needs where something is not as it ships."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from experiments.comparison import Comparison
from experiments.definitions import DEFAULT
from scenarios.library import strategies, worlds


def files_of(comparison: Comparison) -> dict[str, str]:
    """Name of a file → its YAML, for the world and each strategy that is one's own or was changed."""
    import sim
    from scenarios.loading import load_strategy, load_world
    from scenarios.writing import strategy_to_yaml, world_to_yaml

    found = {}
    name, plain = comparison.world_id, comparison.world_spec
    if name not in worlds() or _plain(load_world(name)) != plain:
        found[f"{name}.yaml"] = world_to_yaml(sim.World.model_validate(plain))
    for name, plain in comparison.strategy_specs.items():
        if name not in strategies() or _plain(load_strategy(name)) != plain:
            found[f"{name}.yaml"] = strategy_to_yaml(sim.Strategy.model_validate(plain))
    return found


def compare_command(
    comparison: Comparison, files: Mapping[str, str], death: str = DEFAULT.code, baseline: str = ""
) -> str:
    """The command line.

    Args:
        comparison: the answer.
        files: what `files_of` gave; what stands there is named by its file.
        death: code of the definition of death.
        baseline: id of the strategy that the others are held against; "" for the first.
    """
    named = [
        f"{name}.yaml" if f"{name}.yaml" in files else name
        for name in (comparison.world_id, *comparison.strategies)
    ]
    words = ["qunlab", "compare", *named, "--launches", str(comparison.requested)]
    words += ["--days", str(comparison.days), "--first-seed", str(comparison.first_seed)]
    words += [] if death == DEFAULT.code else ["--death", death]
    words += [] if baseline in ("", comparison.strategies[0]) else ["--baseline", baseline]
    return shlex.join(words)


def _plain(declaration: Any) -> dict[str, Any]:
    plain: dict[str, Any] = declaration.model_dump(mode="json", warnings=False)
    return plain
