"""Filling a store with the runs of a list, however long it is and whoever else is at it.

The list is walked block by block. Of each block those runs that are in the store already are left out; the rest is
claimed, looked at again, and handed to whoever runs it, so neither all runs nor all results are ever in memory. Blocks
that another process has claimed are waited for at the end; if that process dies they are done here.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from experiments.runs.executors import Executor
from experiments.runs.identity import Identities
from experiments.runs.interrupting import interruptible
from experiments.runs.materials import Run
from experiments.runs.pieces import Piece, PieceResult
from experiments.runs.store import Store

BLOCK = 128
"""Runs that are claimed at a time."""

FIRST_PIECE = 8
MOST_A_PIECE = 64
PIECE_SECONDS = 0.25
"""Pieces begin with `FIRST_PIECE` runs and then hold as many as take about so long, fewer towards the end."""

WAIT_SECONDS = 0.2
"""Between two looks at what other processes are about."""


class RunList(Protocol):
    """Runs in an order that never changes, made as they are asked for."""

    def __len__(self) -> int:
        """How many there are."""

    def runs(self, start: int, stop: int) -> list[Run]:
        """Those at places from `start` up to but without `stop`; best with those of the same people side by side."""


@dataclass(frozen=True)
class Conducted:
    """What came of it.

    Attributes:
        total: runs in the list.
        there: how many were in the store already, or put there by another process meanwhile.
        computed: how many were run here.
        failed: how many of both failed.
        damaged: how many parts of the store were found damaged.
    """

    total: int
    there: int
    computed: int
    failed: int
    damaged: int

    @property
    def finished(self) -> bool:
        """Whether the store holds all of the list."""
        return self.there + self.computed == self.total

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {**asdict(self), "finished": self.finished}


def conduct(
    store: Store,
    runs: RunList,
    executor: Executor,
    *,
    block: int = BLOCK,
    keep_days: bool = False,
    keep_events: bool = False,
    retry_failed: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Conducted:
    """Run those runs of a list that a store lacks, and keep them there.

    Args:
        store: of the materials that the runs are made of.
        runs: the list.
        executor: who runs them.
        block: how many to claim at a time.
        keep_days: keep the days too, of what is run now.
        keep_events: keep the event logs too, of what is run now.
        retry_failed: run those that failed before once more.
        on_progress: called with (runs in the store, runs in the list).
        should_stop: asked between runs; what is done by then is kept.

    Raises:
        StoreError: if the store cannot be written to.
        KeyboardInterrupt: on Ctrl-C, once all that was under way is kept; a second one does not wait for that.
    """
    store.check_addable()
    work = _Work(store, runs, executor.places, block, (keep_days, keep_events), retry_failed, on_progress)
    with interruptible(should_stop) as stopping:
        work.stopping = stopping
        try:
            work.all(executor)
        finally:
            try:
                store.flush()
            finally:
                work.release()
    return Conducted(len(runs), work.there, work.computed, work.failed, len(store.damaged))


class _Work:
    def __init__(
        self,
        store: Store,
        runs: RunList,
        places: int,
        block: int,
        keep: tuple[bool, bool],
        retry: bool,
        on_progress: Callable[[int, int], None] | None,
    ) -> None:
        self.there = self.computed = self.failed = 0
        self.stopping: Callable[[], bool] = lambda: False
        self._store, self._list, self._places, self._block = store, runs, max(1, places), block
        self._keep, self._retry, self._on_progress = keep, retry, on_progress
        self._identities = Identities(store.materials, store.model)
        self._total = len(runs)
        self._of_list = self._list_number()
        self._numbers = itertools.count()
        self._names: dict[int, tuple[int, list[str]]] = {}
        self._under_way: set[str] = set()
        self._left: dict[int, int] = {}
        self._complete: list[int] = []
        self._elsewhere: list[int] = []
        self._size = FIRST_PIECE
        self._retried: set[str] = set()

    def all(self, executor: Executor) -> None:
        """Go through the list, and then through what others had claimed until nothing is left of it."""
        blocks: Sequence[int] = range(-(-self._total // self._block))
        while blocks and not self.stopping():
            self._elsewhere = []
            pieces = self._pieces(blocks)
            first = next(pieces, None)
            if first is not None:
                given = itertools.chain([first], pieces)
                results = executor.results(self._store.materials, given, self.stopping)
                try:
                    for result in results:
                        self._take(result)
                finally:
                    getattr(results, "close", bool)()
            # Nothing is held while waiting for others, who may be waiting for us.
            self._store.flush()
            self.release()
            if len(self._elsewhere) == len(blocks):
                time.sleep(WAIT_SECONDS)
            blocks = self._elsewhere

    def release(self) -> None:
        """Give all claims back."""
        for number in (*self._left, *self._complete):
            self._release(number)
        self._left, self._complete = {}, []

    def _pieces(self, blocks: Sequence[int]) -> Iterator[Piece]:
        for number in blocks:
            if self.stopping():
                return
            start, stop = self._span(number)
            runs = self._list.runs(start, stop)
            names = [self._identities.run(run) for run in runs]
            missing = self._missing(names)
            if missing:
                if not self._store.claim(self._of_list, start, stop):
                    self._elsewhere.append(number)
                    continue
                self._store.refresh()
                missing = self._missing(names)
                if missing:
                    self._left[number] = len(missing)
                else:
                    self._release(number)
            self._pass_over(names, missing)
            yield from self._cut(
                number, [runs[place] for place in missing], [names[place] for place in missing]
            )

    def _missing(self, names: Sequence[str]) -> list[int]:
        """Places of the names that are neither in the store nor under way, each name once."""
        there = self._store.has(names)
        if self._retry:
            there &= ~self._store.has_failed(names) | np.array([name in self._retried for name in names])
        if there.all():
            return []
        found = {names[place]: place for place in np.flatnonzero(~there)[::-1]}
        return sorted(
            place
            for name, place in found.items()
            if not (name in self._under_way or self._store.is_waiting(name))
        )

    def _pass_over(self, names: Sequence[str], missing: Sequence[int]) -> None:
        self.there += len(names) - len(missing)
        gone = set(missing)
        rest = [name for place, name in enumerate(names) if place not in gone]
        self.failed += int(self._store.has_failed(rest).sum()) if rest and self._store.failed else 0
        self._report()

    def _cut(self, block: int, runs: Sequence[Run], names: Sequence[str]) -> Iterator[Piece]:
        """Pieces of a block; runs of the same people stay together if that makes none much larger."""
        at = 0
        while at < len(runs):
            left = self._total - block * self._block - at
            size = max(1, min(self._size, left // (2 * self._places)))
            end = at + size
            while end < min(len(runs), at + 2 * size) and _same_people(runs[end - 1], runs[end]):
                end += 1
            end = min(end, len(runs))
            number = next(self._numbers)
            self._names[number] = block, list(names[at:end])
            self._under_way.update(names[at:end])
            yield Piece(number, tuple(runs[at:end]), *self._keep)
            at = end

    def _take(self, result: PieceResult) -> None:
        block, names = self._names.pop(result.piece.number)
        number = len(result.rows)
        self._store.add(names[:number], result)
        self._under_way.difference_update(names)
        self.computed += number
        self.failed += sum(map(bool, result.errors))
        if self._retry:
            self._retried.update(name for name, error in zip(names, result.errors, strict=False) if error)
        self._left[block] -= number
        if not self._left[block]:
            self._complete.append(block)
            del self._left[block]
        if not self._store.waiting:
            # What is complete is on the disk now, and others may look at it.
            for one in self._complete:
                self._release(one)
            self._complete = []
        if number:
            mean = max(float(result.seconds.mean()), 1e-6)
            self._size = min(MOST_A_PIECE, 2 * self._size, max(1, round(PIECE_SECONDS / mean)))
        self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.there + self.computed, self._total)

    def _span(self, number: int) -> tuple[int, int]:
        return number * self._block, min(self._total, (number + 1) * self._block)

    def _release(self, number: int) -> None:
        self._store.release(self._of_list, *self._span(number))

    def _list_number(self) -> int:
        """A number below 2^28 that processes with the same list agree on."""
        if not self._total:
            return 0
        ends = self._list.runs(0, 1) + self._list.runs(self._total - 1, self._total)
        said = [str(self._total), *(self._identities.run(run) for run in ends)]
        return int.from_bytes(hashlib.sha256(":".join(said).encode()).digest()[:4]) >> 4


def _same_people(first: Run, second: Run) -> bool:
    return first.seed == second.seed and first.scenario.world == second.scenario.world
