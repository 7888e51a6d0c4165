"""A job's worker with a stand-in for the model: ``python -m tests.fake_worker FOLDER``.

A strategy's plain data say how a run behaves: ``life`` in days, ``seconds`` it takes, ``hang``, ``fails``.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import fake_simulation


@dataclass(frozen=True)
class PlainStrategy:
    life: float = 30.0
    seconds: float = 0.0
    hang: bool = False
    fails: bool = False
    risks: tuple[str, ...] = ()

    @classmethod
    def model_validate(cls, plain: dict[str, Any]) -> PlainStrategy:
        return cls(**plain)

    def model_dump(self, mode: str, warnings: bool) -> dict[str, Any]:
        return {"life": self.life, "seconds": self.seconds, "hang": self.hang, "fails": self.fails}

    def acts(self) -> list[dict[str, Any]]:
        return []


class PlainWorld:
    def __init__(self, plain: dict[str, Any] | None = None) -> None:
        self.plain = plain or {}

    @classmethod
    def model_validate(cls, plain: dict[str, Any]) -> PlainWorld:
        return cls(plain)

    def model_dump(self, mode: str, warnings: bool) -> dict[str, Any]:
        return self.plain


def simulate(
    world: Any, strategy: PlainStrategy, seed: int, *, days: int, population: Any, events: bool = False
) -> Any:
    time.sleep(strategy.seconds)
    while strategy.hang:
        time.sleep(0.1)
    if strategy.fails:
        raise MemoryError("no room")
    return fake_simulation.simulate(
        world, fake_simulation.FakeStrategy(strategy.life), seed, days=days, population=population
    )


def main() -> int:
    import sim

    fakes = {
        "World": PlainWorld,
        "Strategy": PlainStrategy,
        "build_population": fake_simulation.build_population,
        "simulate": simulate,
        "warm_up": lambda report: report(1, 1, "nothing"),
    }
    for name, fake in fakes.items():
        setattr(sim, name, fake)
    from experiments import worker

    return worker.main(Path(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
