"""Runs on a real Dask scheduler with real worker processes: the same bytes, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import scenarios
from benchmarks.dask_processes import DaskProcesses, dask_processes
from experiments.commands.problems import BadInputError
from experiments.runs import cluster_work
from experiments.runs.cluster import Cluster
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.identity import Identities
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.pieces import Piece, PieceResult
from experiments.runs.store import Store
from tests.filling import Listed

DAYS = 14
# A module that Python imports by itself when a worker starts; it makes one strategy deadly where it is run.
DEADLY = """
import os, sys
if any("distributed.cli.dask_worker" in one for one in sys.orig_argv) or "--multiprocessing-fork" in sys.orig_argv \\
        or any("spawn_main" in one for one in sys.orig_argv):
    from experiments.runs import pieces
    outcome = pieces.Workshop.outcome
    def deadly(self, run, *, events=False):
        if dict(run.scenario.values).get("strategy.staffing.answer_share") == 0.125:
            os._exit(9)
        return outcome(self, run, events=events)
    pieces.Workshop.outcome = deadly
"""


def materials() -> Materials:
    world = scenarios.load_world("strangers_60")
    return Materials.of({"small": world}, {"none": scenarios.load_strategy("neglect")}, DAYS)


def some_pieces(number: int, runs: int = 4, **kept: bool) -> list[Piece]:
    scenario = Scenario.of("small", "none", {"world.psychology.answer_rate": 0.4})
    return [
        Piece(place, tuple(Run(scenario, place * runs + seed) for seed in range(runs)), **kept)
        for place in range(number)
    ]


def by_number(results: Iterator[PieceResult]) -> dict[int, PieceResult]:
    found: dict[int, PieceResult] = {}
    for one in results:
        assert one.piece.number not in found, "a piece came twice"
        found[one.piece.number] = one
    return found


def same(one: dict[int, PieceResult], other: dict[int, PieceResult]) -> bool:
    """Whether two sets of results hold the same bytes for the same runs."""
    return one.keys() == other.keys() and all(
        one[k].piece == other[k].piece
        and one[k].errors == other[k].errors
        and one[k].rows.tobytes() == other[k].rows.tobytes()
        and [d.tobytes() for d in one[k].days if d is not None]
        == [d.tobytes() for d in other[k].days if d is not None]
        and [e.tobytes() for e in one[k].events if e is not None]
        == [e.tobytes() for e in other[k].events if e is not None]
        for k in one
    )


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    pytest.importorskip("distributed")
    hooks = tmp_path_factory.mktemp("hooks")
    (hooks / "sitecustomize.py").write_text(DEADLY)
    # One death is enough for suspicion, so that the test is not made of restarts.
    kept = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with dask_processes(PYTHONPATH=str(hooks), **kept) as running:
        running.worker("first")
        yield running


@pytest.fixture(scope="module")
def here() -> dict[int, PieceResult]:
    return by_number(Threads(1).results(materials(), some_pieces(30)))


def workers_of(cluster: Cluster, number: int) -> dict[str, int]:
    """Addresses and process ids, once there are so many."""
    cluster.client.wait_for_workers(number, timeout=60)
    found: dict[str, int] = cluster.client.run(os.getpid)
    return found


def test_one_worker_gives_the_same_bytes_as_threads(
    dask: DaskProcesses, here: dict[int, PieceResult]
) -> None:
    assert same(by_number(Threads(2).results(materials(), some_pieces(30))), here)
    with Cluster(dask.address) as cluster:
        assert cluster.places == 1
        assert same(by_number(cluster.results(materials(), iter(some_pieces(30)))), here)


def test_two_workers_give_the_same_bytes_and_days_and_events(
    dask: DaskProcesses, here: dict[int, PieceResult]
) -> None:
    dask.worker("second", 2)
    with Cluster(dask.address) as cluster:
        processes = workers_of(cluster, 2)
        assert cluster.places == 3
        found = by_number(cluster.results(materials(), some_pieces(30)))
        assert same(found, here)
        assert {one.process for one in found.values()} <= set(processes.values())
        kept = some_pieces(6, keep_days=True, keep_events=True)
        full = by_number(cluster.results(materials(), kept))
        assert all(len(one.days) == len(one.events) == 4 for one in full.values())
        assert same(full, by_number(Threads(1).results(materials(), kept)))
        assert not any(cluster.client.run(_mesa_is_loaded).values())


def _mesa_is_loaded() -> bool:
    import sys

    return "mesa" in sys.modules


def test_pieces_are_taken_only_as_they_are_worked_on(dask: DaskProcesses) -> None:
    taken = 0

    def endless() -> Iterator[Piece]:
        nonlocal taken
        for piece in some_pieces(100_000, 1):
            taken += 1
            yield piece

    with Cluster(dask.address) as cluster:
        results = cluster.results(materials(), endless())
        for _ in range(5):
            next(results)
        results.close()
        assert taken < 20_000
        # The cluster is free for the next.
        assert len(by_number(cluster.results(materials(), some_pieces(3)))) == 3


def test_stopping_gives_what_is_done_and_no_more(dask: DaskProcesses, here: dict[int, PieceResult]) -> None:
    asked = time.monotonic()
    with Cluster(dask.address) as cluster:
        results = cluster.results(materials(), some_pieces(4000, 8), lambda: time.monotonic() > asked + 2)
        found = by_number(results)
    runs = sum(len(one.piece.runs) for one in found.values())
    assert 0 < runs < 32_000
    assert all(len(one.rows) == len(one.piece.runs) > 0 for one in found.values())


def test_a_killed_worker_costs_nothing_but_time(dask: DaskProcesses) -> None:
    pieces = some_pieces(300)
    expected = by_number(Threads(2).results(materials(), pieces))
    with Cluster(dask.address) as cluster:
        victim = max(workers_of(cluster, 2).values())
        found: dict[int, PieceResult] = {}
        for one in cluster.results(materials(), pieces):
            if len(found) == 20:
                os.kill(victim, signal.SIGKILL)
            found[one.piece.number] = one
        assert same(found, expected)
        assert not any(error for one in found.values() for error in one.errors)


def test_a_piece_that_kills_its_worker_fails_and_the_others_go_on(
    dask: DaskProcesses, here: dict[int, PieceResult]
) -> None:
    pieces = some_pieces(30)
    deadly = Scenario.of("small", "none", {"strategy.staffing.answer_share": 0.125})
    pieces.insert(5, Piece(1000, (Run(deadly, 0), Run(deadly, 1))))
    with Cluster(dask.address) as cluster:
        workers_of(cluster, 2)
        found = by_number(cluster.results(materials(), pieces))
    failed = found.pop(1000)
    assert same(found, here)
    assert np.isnan(failed.rows).all() and len(failed.rows) == 2
    assert all("died" in error for error in failed.errors)


def test_a_plan_through_the_cluster_fills_a_store_as_threads_do(dask: DaskProcesses, tmp_path: Path) -> None:
    listed = Listed([run for piece in some_pieces(40) for run in piece.runs])
    names = [Identities(materials()).run(run) for run in listed.all]
    kept = []
    with Cluster(dask.address) as cluster:
        for folder, executor in (("there", cluster), ("here", Threads(1))):
            store = Store.create(tmp_path / folder, materials())
            done = conduct(store, listed, executor, block=32)
            assert done.finished and done.computed == 160 and not done.failed
            kept.append({name: row.tobytes() for name, row in store.find(names).items()})
            store.close()
    assert len(kept[0]) == 160
    assert kept[0] == kept[1]


def test_another_version_of_the_model_is_refused(
    dask: DaskProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        with Cluster(dask.address) as cluster:
            monkeypatch.setattr(cluster_work, "model_version", lambda: "of another day")
            cluster_work.version.cache_clear()
            with pytest.raises(BadInputError) as late:
                list(cluster.results(materials(), some_pieces(3)))
        with pytest.raises(BadInputError) as early, Cluster(dask.address):
            pass
    finally:
        monkeypatch.undo()
        cluster_work.version.cache_clear()
    assert late.value.code == early.value.code == "cluster_version"
    assert "of another day" in early.value.in_language("en")
    assert early.value.in_language("zh") != early.value.in_language("en")


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "a b"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadInputError) as caught, Cluster(address):
        pass
    assert caught.value.code == "cluster_address"


def test_an_encrypted_address_without_certificates_is_refused_at_once() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(BadInputError) as caught, Cluster("tls://127.0.0.1:9"):
        pass
    assert caught.value.code == "cluster_certificates"


def test_nobody_at_the_address() -> None:
    pytest.importorskip("distributed")
    began = time.monotonic()
    # Port 9 is for discarding and hardly ever open.
    with pytest.raises(BadInputError) as caught, Cluster("tcp://127.0.0.1:9", patience=1.0):
        pass
    assert caught.value.code == "cluster_not_found"
    assert time.monotonic() - began < 20


def test_no_worker_and_then_no_scheduler(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    with dask_processes() as alone:
        with pytest.raises(BadInputError) as caught, Cluster(alone.address, patience=1.0):
            pass
        assert caught.value.code == "cluster_no_worker"
        alone.worker("only", 1, "--no-nanny")
        with Cluster(alone.address) as cluster:
            expected = by_number(Threads(1).results(materials(), some_pieces(5)))
            found: dict[int, PieceResult] = {}
            with pytest.raises(BadInputError) as lost:
                for one in cluster.results(materials(), some_pieces(20_000)):
                    found[one.piece.number] = one
                    if len(found) == 5:
                        alone.processes["scheduler"].kill()
            assert lost.value.code == "cluster_lost"
            assert all(
                found[number].rows.tobytes() == expected[number].rows.tobytes()
                for number in found.keys() & expected.keys()
            )
            with pytest.raises(BadInputError):
                _ = cluster.places
    assert capfd.readouterr().err == ""


def test_workers_files_go_with_the_processes(tmp_path: Path) -> None:
    with dask_processes() as alone:
        folder = alone.folder
        assert (folder / "scheduler.json").exists()
        scheduler = alone.processes["scheduler"]
    assert scheduler.poll() is not None
    assert not folder.exists()
