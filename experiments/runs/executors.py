"""Who runs the pieces of a study: threads here, or a cluster (`experiments.runs.cluster`), behind one interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from experiments.runs.materials import Materials
from experiments.runs.pieces import Piece, PieceResult, Workshop

PIECES_WAITING = 2
"""So many pieces a thread are handed out in advance."""


class Executor(Protocol):
    """Runs pieces. Which one does it changes no outcome, only how long it takes."""

    @property
    def places(self) -> int:
        """How many pieces are worked on at a time."""

    def results(
        self,
        materials: Materials,
        pieces: Iterable[Piece],
        should_stop: Callable[[], bool] | None = None,
    ) -> Iterator[PieceResult]:
        """Run pieces and give their results as they come, in any order.

        Pieces are taken only as fast as they are worked on. Once `should_stop` says yes no further piece is begun, and
        of those under way what is done is given.

        Args:
            materials: of the study.
            pieces: to run.
            should_stop: asked between runs, from several threads at a time.
        """


class Threads:
    """Threads of this process: runs release the interpreter's lock, so threads are all it takes.

    Args:
        number: how many.
    """

    def __init__(self, number: int = 1) -> None:
        self._number = number

    @property
    def places(self) -> int:
        """Threads."""
        return self._number

    def results(
        self,
        materials: Materials,
        pieces: Iterable[Piece],
        should_stop: Callable[[], bool] | None = None,
    ) -> Iterator[PieceResult]:
        """See `Executor`."""
        own = threading.local()
        ended = threading.Event()

        def stopping() -> bool:
            return ended.is_set() or (should_stop is not None and should_stop())

        def work(piece: Piece) -> PieceResult:
            if not hasattr(own, "workshop"):
                own.workshop = Workshop(materials)
            result: PieceResult = own.workshop.piece(piece, stopping)
            return result

        coming = iter(pieces)
        waiting: set[Future[PieceResult]] = set()
        with ThreadPoolExecutor(self._number, thread_name_prefix="piece") as pool:
            try:
                while True:
                    while len(waiting) < PIECES_WAITING * self._number and not stopping():
                        piece = next(coming, None)
                        if piece is None:
                            break
                        waiting.add(pool.submit(work, piece))
                    if not waiting:
                        return
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                # Whoever took the results may have gone away in the middle.
                ended.set()
                for future in waiting:
                    future.cancel()
