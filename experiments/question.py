"""The question behind a comparison, as plain data with a name: the same question has the same name.

The name is a hash of the model's sources, the world, the strategies, the number of launches, the days and
the first seed; how many threads computed the answer is no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.comparison_format import FORMAT


@dataclass(frozen=True)
class Question:
    """What a comparison is to answer.

    Attributes:
        world: the world as plain data.
        strategies: id → strategy as plain data, in the order to show.
        launches, days, first_seed: see `experiments.compare.run`.
        world_id: id under which to show the world.
    """

    world: dict[str, Any]
    strategies: dict[str, dict[str, Any]]
    launches: int
    days: int
    first_seed: int = 0
    world_id: str = ""

    @classmethod
    def of(
        cls,
        world: Any,
        strategies: Mapping[str, Any],
        launches: int,
        days: int,
        first_seed: int = 0,
        world_id: str = "",
    ) -> Question:
        """The question about a `sim.World` and some `sim.Strategy`."""
        plain = {
            name: strategy.model_dump(mode="json", warnings=False) for name, strategy in strategies.items()
        }
        return cls(world.model_dump(mode="json", warnings=False), plain, launches, days, first_seed, world_id)

    @property
    def name(self) -> str:
        """24 hexadecimal digits that stand for this question under this version of the model."""
        # A list keeps the order of the strategies, which the answer shows.
        parts = asdict(self) | {
            "strategies": list(self.strategies.items()),
            "model": model_version(),
            "format": FORMAT,
        }
        canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:24]

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)

    def things(self) -> tuple[Any, dict[str, Any]]:
        """The `sim.World` and the `sim.Strategy` by id that the plain data stand for."""
        import sim

        world = sim.World.model_validate(self.world)
        return world, {name: sim.Strategy.model_validate(plain) for name, plain in self.strategies.items()}


@cache
def model_version() -> str:
    """Sixteen hexadecimal digits that change with any source of the model."""
    import sim

    folder = Path(str(sim.__file__)).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
