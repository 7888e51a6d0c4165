"""What all benchmarks share: a result that knows what it was to reach, lively worlds, child processes.

Ratios are taken between things measured in the same run, on the processor's own clock where one thread does
the work, so a busy machine disturbs them little. Nothing here judges a test; numbers are for people to read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        what: what was measured.
        value: the number.
        unit: "×", "%", "s" or "ns".
        reach: the number to reach, or None for a figure that is only reported.
        more: whether more is better.
        detail: the numbers behind it.
    """

    what: str
    value: float
    unit: str
    reach: float | None = None
    more: bool = False
    detail: dict[str, float] = field(default_factory=dict)

    @property
    def reached(self) -> bool | None:
        """Whether it is as good as it was to be; None if nothing was set."""
        if self.reach is None:
            return None
        return self.value >= self.reach if self.more else self.value <= self.reach

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, and whether it was reached."""
        return {**asdict(self), "reached": self.reached}


def processor_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Least processor time of some work, in seconds."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def child(code: str, **environment: str) -> dict[str, Any]:
    """Run Python code in a process of its own; its last line of output is JSON.

    Raises:
        RuntimeError: if it fails, with what it said.
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr else f"exit {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def lively_world(members: int, impulse_rate: float = 0.4, attention_span: int = 30) -> Any:
    """A group of `members` readers of one's own account that goes on talking."""
    import sim

    return sim.World.model_validate(
        {
            "channels": [{"kind": "official_account", "members": members}],
            "ties": {"pattern": "small_world"},
            "group": {"capacity": 500, "attention_span": attention_span},
            "psychology": {"impulse_rate": impulse_rate},
        }
    )


def lively_strategy() -> Any:
    """Useful posts, a topic a day and answers: enough to keep a group of any size going."""
    import scenarios

    return scenarios.load_strategy("trust_playbook")
