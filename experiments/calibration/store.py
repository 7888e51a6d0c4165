"""Where evaluated points are kept: a folder that survives a kill and that many processes may fill at once.

Each process appends to a file (part) of its own, a line a point, written at once: a kill loses the point under
way and nothing else, and a reader passes over a line that has no end yet. Who computes a point first locks
the byte of the file ``claims`` that the point's key names; the system takes the lock back from a process that dies,
so no point is computed twice and none stays claimed by the dead.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.calibration.implausibility import Judgement, Measured, judge

CLAIMS = "claims"
PARTS = "points-*.jsonl"

NUMBERS = ("low", "high", "value", "interval_low", "interval_high")


@dataclass(frozen=True)
class Point:
    """One evaluated point of the parameter space.

    Attributes:
        key: hash of values, effort, seed and version.
        stage: which stage asked for it.
        values: the free parameters, in their units.
        effort: how many runs its results rest on, as a factor.
        seed: first seed of those runs.
        version: of the model.
        results: what the patterns came to, or None if the evaluation failed.
        failure: why it failed, or empty.
        seconds: that the evaluation took.
    """

    key: str
    stage: str
    values: Mapping[str, float]
    effort: float
    seed: int
    version: str
    results: tuple[Measured, ...] | None
    failure: str = ""
    seconds: float = 0.0

    @cached_property
    def judgement(self) -> Judgement:
        """What the evidence says about it."""
        return judge(self.results)


def key_of(values: Mapping[str, float], effort: float, seed: int, version: str) -> str:
    """Thirty-two hexadecimal digits that name an evaluation."""
    content = json.dumps([sorted(values.items()), float(effort), seed, version])
    return hashlib.sha256(content.encode()).hexdigest()[:32]


class Store:
    """The folder of a calibration.

    Only one `Store` of a folder may be open in a process: closing a file drops the process's locks on it.

    Args:
        folder: where it is; made by the first point that is claimed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._points: dict[str, Point] = {}
        self._read: dict[Path, int] = {}
        self._part: int | None = None
        self._claims: int | None = None

    def __contains__(self, key: str) -> bool:
        return key in self._points

    def points(self, version: str | None = None) -> list[Point]:
        """All points read so far, of one version of the model if one is named; their order is no promise."""
        return [point for point in self._points.values() if version in (None, point.version)]

    def refresh(self) -> None:
        """Read what has been added since, by this process or another."""
        for path in sorted(self.folder.glob(PARTS)):
            with path.open("rb") as part:
                part.seek(self._read.get(path, 0))
                new = part.read()
            whole = new[: new.rfind(b"\n") + 1]
            self._read[path] = self._read.get(path, 0) + len(whole)
            for line in whole.splitlines():
                point = _point_of(json.loads(line))
                self._points.setdefault(point.key, point)

    def claim(self, key: str) -> bool:
        """Make a point ours to compute, or find that another process has it or has computed it."""
        if self._claims is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._claims = os.open(self.folder / CLAIMS, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.lockf(self._claims, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte(key))
        except (BlockingIOError, PermissionError):
            return False
        self.refresh()
        if key in self:
            self.release(key)
        return key not in self

    def release(self, key: str) -> None:
        """Give a claimed point back."""
        if self._claims is not None:
            fcntl.lockf(self._claims, fcntl.LOCK_UN, 1, _byte(key))

    def add(self, point: Point) -> None:
        """Keep a claimed point, safe on the disk, and release it."""
        if self._part is None:
            name = f"points-{os.getpid()}-{secrets.token_hex(4)}.jsonl"
            self._part = os.open(
                self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644
            )
        line = (json.dumps(_plain_of(point), allow_nan=False) + "\n").encode()
        while line:
            line = line[os.write(self._part, line) :]
        os.fsync(self._part)
        self._points[point.key] = point
        self.release(point.key)

    def close(self) -> None:
        """Release everything."""
        for opened in (self._part, self._claims):
            if opened is not None:
                os.close(opened)
        self._part = self._claims = None


def is_store(folder: Path) -> bool:
    """Whether a folder holds a calibration."""
    return (folder / CLAIMS).exists() or any(folder.glob(PARTS))


def _byte(key: str) -> int:
    """The byte of the claims that a key names: 60 bits, within what a file may be long."""
    return int(key[:15], 16)


def _plain_of(point: Point) -> dict[str, Any]:
    plain = asdict(point)
    if point.results is not None:
        plain["results"] = [_plain_result(result) for result in point.results]
    return plain


def _plain_result(result: Measured) -> dict[str, Any]:
    plain = asdict(result)
    # JSON knows neither NaN nor infinity; as words they come back through `float`.
    return plain | {
        name: str(plain[name])
        for name in NUMBERS
        if plain[name] is not None and not math.isfinite(plain[name])
    }


def _point_of(plain: dict[str, Any]) -> Point:
    found: Sequence[dict[str, Any]] | None = plain.pop("results")
    return Point(**plain, results=None if found is None else tuple(_result_of(one) for one in found))


def _result_of(plain: dict[str, Any]) -> Measured:
    return Measured(**plain | {name: None if plain[name] is None else float(plain[name]) for name in NUMBERS})
