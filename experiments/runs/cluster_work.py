"""What a worker of a cluster does with a piece: a worker imports this and the model, and no screen, store or Mesa.

Pieces and materials come as bytes, which the scheduler passes on without looking into them. A thread keeps its
workshop from piece to piece, and a process compiles the rules once, when its first piece comes.
"""

from __future__ import annotations

import pickle
import socket
import threading
from collections import deque
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

from experiments.comparison_format import FORMAT
from experiments.question import model_version
from experiments.runs.materials import Materials
from experiments.runs.pieces import Piece, PieceResult, Workshop

PLANS_REMEMBERED = 1000

Parts = tuple[Any, ...]
"""The fields of a `PieceResult` but for its piece, of which whoever sent it knows all but how many runs were run."""


class Refusal(NamedTuple):
    """What a worker of another version says instead."""

    version: str
    host: str


_own = threading.local()
_compiling = threading.Lock()
_ended: deque[str] = deque(maxlen=PLANS_REMEMBERED)


@cache
def version() -> str:
    """What client and workers must agree on: the model and the form of its rows."""
    return f"{model_version()}-{FORMAT}"


def end(plan: str) -> None:
    """Begin no further run of a plan here."""
    _ended.append(plan)


def same(materials: bytes) -> bytes:
    """Materials as a task of their own: every worker fetches its result once, and a lost one can be made again."""
    return materials


def work(materials: bytes, plan: str, asked: str, pieces: bytes) -> list[Parts] | Refusal:
    """Run some pieces.

    Args:
        materials: pickled `Materials`.
        plan: id of the call of `Cluster.results` that the pieces are part of.
        asked: the client's `version`.
        pieces: a pickled list of `Piece`.

    Returns:
        The parts of each result; or a refusal if this worker's version is not the one asked for.
    """
    if asked != version():
        return Refusal(version(), socket.gethostname())
    workshop = _workshop(materials, plan)
    given: list[Piece] = pickle.loads(pieces)  # noqa: S301 (the client's own)
    return [_parts(workshop.piece(piece, lambda: plan in _ended)) for piece in given]


def _parts(result: PieceResult) -> Parts:
    return tuple(getattr(result, one.name) for one in fields(result) if one.name != "piece")


def _workshop(materials: bytes, plan: str) -> Workshop:
    if getattr(_own, "plan", None) != plan:
        _compile()
        found: Materials = pickle.loads(materials)  # noqa: S301 (likewise)
        _own.plan, _own.workshop = plan, Workshop(found)
    workshop: Workshop = _own.workshop
    return workshop


def _compile() -> None:
    import sim

    # Once it is done, doing it again costs a millisecond; two threads that compile at a time would do it twice.
    with _compiling:
        sim.warm_up()
