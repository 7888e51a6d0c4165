"""Runs on many machines: a Dask scheduler and its workers, behind the interface of `experiments.runs.executors`.

Start them in the environment of this project, where only machines you trust can reach them (see ``docs/scale.md``)::

    dask scheduler --host 127.0.0.1 --port 8786
    dask worker tcp://127.0.0.1:8786 --nworkers 1 --nthreads 2

Pieces are handed out in bundles, two a thread. A worker that is lost costs what it had not finished: Dask gives it to
others. A piece is blamed for the death of workers only if they died with that piece alone on the whole cluster, since
all that a worker held when it died is under suspicion at first.
"""

from __future__ import annotations

import itertools
import logging
import math
import pickle
import re
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from experiments.commands.problems import BadInputError, quoted
from experiments.runs import cluster_work
from experiments.runs.materials import Materials
from experiments.runs.pieces import Piece, PieceResult, one_line

ADDRESS = re.compile(r"(tcp|tls)://\S+:[0-9]{1,5}")
PATIENCE = 30.0
"""Seconds to wait for a first worker, and for a worker after the last was lost."""

CONNECT_SECONDS = 10.0
"""Seconds to wait for a scheduler at most."""

LOOK = 0.2
"""Seconds between looks at whether to stop and whether there are workers, while no result comes."""

COUNT_AGAIN = 2.0
"""Seconds after which the threads of the cluster are counted again: workers come and go."""

BUNDLES_WAITING = 2
"""So many bundles of pieces a thread are handed out: the way there and back must not leave a thread idle."""

BUNDLE_SECONDS = 1.0
"""Small pieces are sent in bundles of about so much work: sending one and fetching its result costs milliseconds."""

BUNDLES_A_SECOND = 50.0
"""No more are sent than this, as a client manages; on many threads each bundle holds more work instead."""

MOST_IN_A_BUNDLE = 256
AHEAD = 2
"""Bundles become smaller when what is known to come is less than so many of them a thread, so that all end together."""

STOPPING = 20.0
"""Seconds that pieces under way have to give what they have once a plan is stopped."""


class Cluster:
    """The workers of a Dask scheduler; a context manager.

    Args:
        address: of the scheduler, such as ``tcp://127.0.0.1:8786``; with ``tls://`` Dask's own configuration has to
            name the certificates.
        patience: seconds to wait for a scheduler or a worker.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address = address
        self.patience = patience
        self.client: Any = None
        self._levels: dict[str, int] = {}

    def __enter__(self) -> Cluster:
        """Connect.

        Raises:
            BadInputError: if there is no scheduler or no worker, or if a worker has another version of the model.
        """
        if not ADDRESS.fullmatch(self.address):
            raise BadInputError("cluster_address", found=quoted(self.address))
        try:
            import distributed
        except ImportError:
            raise BadInputError("cluster_library") from None
        self._silence()
        try:
            self._connect(distributed)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Disconnect; the cluster stays as it is."""
        if self.client is not None:
            with suppress(Exception):
                self.client.close(timeout=2)
            self.client = None
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    @property
    def places(self) -> int:
        """Threads of all workers, at least 1."""
        return max(1, sum(self.threads().values()))

    def threads(self) -> dict[str, int]:
        """Threads of each worker by its address.

        Raises:
            BadInputError: if the scheduler is gone.
        """
        if self.client is None or self.client.status != "running":
            raise self.lost()
        try:
            found: dict[str, int] = self.client.nthreads()
        except Exception:
            raise self.lost() from None
        return found

    def lost(self) -> BadInputError:
        """The error that the scheduler is gone."""
        return BadInputError("cluster_lost", found=quoted(self.address))

    def results(
        self,
        materials: Materials,
        pieces: Iterable[Piece],
        should_stop: Callable[[], bool] | None = None,
    ) -> Iterator[PieceResult]:
        """See `experiments.runs.executors.Executor`.

        Raises:
            BadInputError: if the scheduler is gone, no worker is left, or one has another version of the model; what
                was given before is right all the same.
        """
        return _Plan(self, materials, should_stop).results(iter(pieces))

    def _connect(self, distributed: Any) -> None:
        # A client that has to find out for itself that it has no certificates takes long to end.
        if self.address.startswith("tls") and not _certificates(distributed):
            raise BadInputError("cluster_certificates")
        try:
            self.client = distributed.Client(
                self.address,
                timeout=min(self.patience, CONNECT_SECONDS),
                set_as_default=False,
                direct_to_workers=False,
            )
        except Exception as error:
            why = one_line(error)
            raise BadInputError("cluster_not_found", found=quoted(self.address), why=why) from None
        try:
            self.client.wait_for_workers(1, timeout=self.patience)
        except TimeoutError:
            raise self.empty() from None
        except Exception:
            raise self.lost() from None
        for worker, found in self.client.run(cluster_work.version, on_error="return").items():
            if isinstance(found, Exception):
                raise BadInputError("cluster_environment", worker=worker, why=one_line(found))
            check_version(found, worker)

    def empty(self) -> BadInputError:
        """The error that there is no worker."""
        return BadInputError("cluster_no_worker", found=quoted(self.address), seconds=round(self.patience))

    def _silence(self) -> None:
        # Whatever the client has to say about lost connections is said by the errors raised here, in one sentence.
        for name in ("distributed", "distributed.client"):
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.setLevel(logging.CRITICAL + 1)


def check_version(found: str, worker: str) -> None:
    """Refuse a worker of another version.

    Raises:
        BadInputError: if it is one.
    """
    own = cluster_work.version()
    if found != own:
        raise BadInputError("cluster_version", worker=worker, found=found, own=own)


def _certificates(distributed: Any) -> bool:
    """Whether Dask's configuration names certificates that can be loaded."""
    try:
        return distributed.Security().get_connection_args("client")["ssl_context"] is not None
    except Exception:
        return False


class _Plan:
    """One call of `Cluster.results`."""

    def __init__(
        self, cluster: Cluster, materials: Materials, should_stop: Callable[[], bool] | None
    ) -> None:
        self.cluster = cluster
        self.client = cluster.client
        self.name = uuid.uuid4().hex
        self.should_stop = should_stop
        self.stopped_at = 0.0
        self.sent = 0
        self.under_way: dict[Any, tuple[Any, list[Piece]]] = {}
        self.ahead: deque[Piece] = deque()
        self.pieces_done = 0
        self.seconds = 0.0
        self.finished: SimpleQueue[Any] = SimpleQueue()
        self.suspects: deque[Piece] = deque()
        self.alone = False
        self.places = 0
        self.counted = 0.0
        self.last_worker = time.monotonic()
        self._pickled = pickle.dumps(materials)
        self._materials: Any = None

    def results(self, coming: Iterator[Piece]) -> Iterator[PieceResult]:
        """See `Cluster.results`."""
        try:
            self._send_materials()
            while True:
                self._count()
                self._send_more(coming)
                if not self.under_way and self.suspects and not self._stopping():
                    # One at a time, so that if workers die again it is this piece that kills them.
                    self.alone = True
                    self._send([self.suspects.popleft()])
                if not self.under_way:
                    return
                yield from self._results()
                if self.stopped_at and time.monotonic() > self.stopped_at + STOPPING:
                    return
        finally:
            self._end()

    def _send_more(self, coming: Iterator[Piece]) -> None:
        places = max(1, self.places)
        while not self._stopping() and len(self.under_way) < BUNDLES_WAITING * places:
            whole = self._pieces_a_bundle()
            self.ahead.extend(itertools.islice(coming, max(0, AHEAD * places * whole - len(self.ahead))))
            if not self.ahead:
                return
            number = min(whole, math.ceil(len(self.ahead) / (AHEAD * places)))
            self._send([self.ahead.popleft() for _ in range(number)])

    def _pieces_a_bundle(self) -> int:
        if not self.pieces_done:
            return 1
        wanted = max(BUNDLE_SECONDS, self.places / BUNDLES_A_SECOND)
        each = max(self.seconds / self.pieces_done, wanted / MOST_IN_A_BUNDLE)
        return max(1, int(wanted / each))

    def _results(self) -> Iterator[PieceResult]:
        """What has finished, waiting for a moment if nothing has."""
        futures = self._finished()
        if not futures:
            return
        if self.client.status != "running":
            raise self.cluster.lost()
        good = {future.key: future for future in futures if future.status == "finished"}
        try:
            # One that was lost on its way here, and could not be done again, is None.
            answers = self.client.gather(good, errors="skip") if good else {}
        except Exception:
            raise self.cluster.lost() from None
        for future in futures:
            _, pieces = self.under_way.pop(future.key)
            answer = answers.get(future.key)
            if answer is None:
                yield from self._failed(future, pieces)
                continue
            for result in _results(pieces, answer):
                self.pieces_done += 1
                self.seconds += float(result.seconds.sum())
                # Pieces that were not begun when the plan was stopped have nothing to give.
                if result.piece.runs:
                    yield result

    def _failed(self, future: Any, pieces: list[Piece]) -> list[PieceResult]:
        """What becomes of pieces that gave no answer; nothing of those that will be tried again."""
        from distributed import KilledWorker

        if future.status != "error":
            # Futures are cancelled by nobody but a client that has lost its scheduler.
            raise self.cluster.lost()
        try:
            error = future.exception(timeout=self.cluster.patience)
        except Exception:
            raise self.cluster.lost() from None
        if isinstance(error, ImportError):
            raise BadInputError("cluster_environment", worker=self.cluster.address, why=one_line(error))
        if isinstance(error, KilledWorker) and not self.alone:
            self.suspects.extend(pieces)
            # The materials may have been on that worker too, and be as suspect.
            self._send_materials()
            return []
        why = one_line(error)
        if isinstance(error, KilledWorker):
            last = getattr(error.last_worker, "address", "")
            why = f"Every worker that tried these runs died; the last was {last}."
        return [PieceResult.failed(piece, why) for piece in pieces]

    def _finished(self) -> list[Any]:
        found: list[Any] = []
        with suppress(Empty):
            found.append(self.finished.get(timeout=LOOK))
            while True:
                found.append(self.finished.get_nowait())
        return found

    def _stopping(self) -> bool:
        if not self.stopped_at and self.should_stop is not None and self.should_stop():
            self.stopped_at = time.monotonic()
            self._tell_workers()
        return bool(self.stopped_at)

    def _count(self) -> None:
        """How many threads there are by now, and whether nobody has been there for too long."""
        now = time.monotonic()
        if now < self.counted + COUNT_AGAIN and self.places:
            return
        self.places, self.counted = sum(self.cluster.threads().values()), now
        if self.places:
            self.last_worker = now
        elif now > self.last_worker + self.cluster.patience:
            raise self.cluster.empty()

    def _send_materials(self) -> None:
        self.sent += 1
        self._materials = self._submit(cluster_work.same, f"materials-{self.name}-{self.sent}", self._pickled)

    def _send(self, pieces: list[Piece]) -> None:
        self.sent += 1
        future = self._submit(
            cluster_work.work,
            (f"pieces-{self.name}", self.sent),
            self._materials,
            self.name,
            cluster_work.version(),
            pickle.dumps(pieces),
        )
        self.under_way[future.key] = future, pieces
        future.add_done_callback(self.finished.put)

    def _submit(self, work: Callable[..., Any], key: Any, *arguments: Any) -> Any:
        if self.client is None or self.client.status != "running":
            raise self.cluster.lost()
        try:
            return self.client.submit(work, *arguments, key=key, pure=False)
        except Exception:
            raise self.cluster.lost() from None

    def _tell_workers(self) -> None:
        with suppress(Exception):
            self.client.run(cluster_work.end, self.name, on_error="ignore")

    def _end(self) -> None:
        """Whoever took the results may have gone away in the middle."""
        if self.under_way and self.client.status == "running":
            if not self.stopped_at:
                self._tell_workers()
            with suppress(Exception):
                self.client.cancel([future for future, _ in self.under_way.values()])
        self.under_way.clear()
        self._materials = None


def _results(pieces: list[Piece], answer: Any) -> Iterator[PieceResult]:
    if isinstance(answer, cluster_work.Refusal):
        check_version(answer.version, answer.host)
    for piece, parts in zip(pieces, answer, strict=True):
        # Pieces do not travel back: they are here, with the very scenarios they were made of.
        yield PieceResult(replace(piece, runs=piece.runs[: len(parts[0])]), *parts)
