"""The plausible worlds that ship with the lab: points that agree with the evidence, for experiments to run over."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from experiments.calibration.space import DIGITS, Space
from experiments.calibration.store import Point
from sim.parameters import Psychology

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "shipped" / "plausible_worlds.csv"

JUDGED = ("implausibility", "three_star_passed", "two_star_passed")
"""Columns after the parameters'."""


def write_ensemble(space: Space, plausible: Sequence[Point], path: Path = FILE) -> None:
    """Write plausible points: a header and a row a point, the parameters first.

    Args:
        space: the parameters.
        plausible: the points, in the order wanted.
        path: of the file, replaced at once.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow([*space.names, *JUDGED])
    for point in plausible:
        judged = point.judgement
        values = [f"{point.values[name]:.{DIGITS}g}" for name in space.names]
        rows.writerow([*values, f"{judged.implausibility:.4g}", judged.three_star[0], judged.two_star[0]])
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(written.getvalue(), encoding="utf-8")
    new.replace(path)


def plausible_worlds(path: Path = FILE) -> list[dict[str, float]]:
    """Psychology overrides of each plausible world; none as long as no ensemble has been written.

    Raises:
        ValueError: if the file has something else in it than parameters of the psychology within their bounds.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    worlds = [{name: float(value) for name, value in row.items() if name not in JUDGED} for row in rows]
    for world in worlds:
        Psychology(**world)
    return worlds
