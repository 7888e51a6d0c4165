"""Patterns with a known answer, in place of the model's: what a calibration must find is written down here.

Where each pattern holds is a matter of a few parameters alone; about `UNHEARD_OF` no pattern says anything.
"""

from __future__ import annotations

import hashlib
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from experiments.calibration.space import default_values, free_space

NOISE = 0.01
HEARD_OF = (
    "attention_rate",
    "idle_fade",
    "company",
    "sociability_sigma",
    "stay",
    "go_on",
    "diffusion",
    "answer_rate",
    "answer_crowding",
    "worth_tie",
    "worth_chat",
)
UNHEARD_OF = ("freshness_days", "mention_rate", "packet_extensive")
KNOWN = "sociability_sigma"
KNOWN_SHARES = (0.55, 0.7)


@dataclass(frozen=True)
class FakeResult:
    id: str
    part: str
    strength: int
    low: float
    high: float
    value: float | None
    interval_low: float | None
    interval_high: float | None
    passed: bool | None
    runs: int


def evaluate(
    psychology: Mapping[str, float] | None = None,
    *,
    effort: float = 1.0,
    first_seed: int = 0,
    threads: int = 2,
) -> list[FakeResult]:
    values = default_values() | dict(psychology or {})
    space = free_space()
    x = dict(zip(space.names, space.point(values), strict=True))
    dead = x["attention_rate"] < 0.15
    numbers: list[tuple[str, str, int, float, float, float | None]] = [
        ("V01", "", 3, 0.6, 0.7, x["attention_rate"] * (1 - 0.4 * x["idle_fade"])),
        ("V03", "", 3, 0.8, math.inf, x["company"] + 0.5 * x["attention_rate"]),
        ("V09", "", 3, *KNOWN_SHARES, x[KNOWN]),
        ("V12", "B", 3, 0.3, 0.5, x["stay"] * x["go_on"]),
        ("V12", "M", 3, 0.0, 0.2, math.nan if dead else (x["diffusion"] - 0.5) ** 2 + 0.2 * x["stay"] - 0.05),
        ("V15", "", 3, 0.1, 0.25, x["answer_rate"] - x["answer_crowding"]),
        ("V06", "", 2, 0.4, 0.6, math.nan if dead else x["worth_tie"]),
        ("V14", "", 2, 0.3, 0.7, x["worth_chat"]),
        ("V07", "", 1, 0.8, 0.9, 0.0),
        ("V23", "", 3, 0.7, 0.9, None),
    ]
    return [_result(values, effort, first_seed, *each) for each in numbers]


def _result(
    values: Mapping[str, float],
    effort: float,
    seed: int,
    pattern: str,
    part: str,
    strength: int,
    low: float,
    high: float,
    value: float | None,
) -> FakeResult:
    if value is None:
        return FakeResult(pattern, part, strength, low, high, None, None, None, None, 0)
    content = repr((sorted(values.items()), seed, pattern, part)).encode()
    chance = int.from_bytes(hashlib.sha256(content).digest()[:8]) / 2**64
    error = NOISE / math.sqrt(effort)
    value += error * (2 * chance - 1)
    passed = low <= value <= high
    half = 1.96 * error
    return FakeResult(pattern, part, strength, low, high, value, value - half, value + half, passed, 10)


def slow(
    psychology: Mapping[str, float], *, effort: float, first_seed: int, threads: int
) -> list[FakeResult]:
    """As `evaluate`; it notes that it has begun in a file of the folder ``FAKE_PATTERNS`` and takes a while."""
    (Path(os.environ["FAKE_PATTERNS"]) / f"{time.monotonic_ns()}-{os.getpid()}").write_text(
        repr(sorted(psychology.items()))
    )
    time.sleep(0.1)
    return evaluate(psychology, effort=effort, first_seed=first_seed, threads=threads)


def moody(
    psychology: Mapping[str, float], *, effort: float, first_seed: int, threads: int
) -> list[FakeResult]:
    """Hangs, fails or dies, as the attention says."""
    share = (psychology["attention_rate"] - 0.01) / 0.05
    if share > 0.9:
        time.sleep(3600)
    if share > 0.8:
        raise ValueError("no such\n attention")
    if share > 0.7:
        os._exit(3)
    return evaluate(psychology, effort=effort, first_seed=first_seed, threads=threads)
