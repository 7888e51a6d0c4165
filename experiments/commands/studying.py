"""What the commands that judge share: who runs their runs, where these are kept, and how a study ends.

Each of them takes ``--threads``, ``--scheduler``, ``--save`` and ``--json``. With ``--save FOLDER`` every run is kept
as soon as it is there: the same command goes on where it was stopped, and the folder can be reported on and verified.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from experiments.commands.output import STEPS, as_json, progress
from experiments.commands.problems import BadInputError, quoted
from experiments.runs.executors import Executor, Threads
from experiments.runs.materials import Materials
from experiments.runs.source import Runs
from experiments.studies.study import Study
from scenarios.errors import printable
from scenarios.texts import text


@dataclass(frozen=True)
class Place:
    """Where a study is run, kept and shown.

    Attributes:
        threads: of this machine.
        scheduler: address of a cluster that does the runs instead.
        save: folder that keeps runs and result.
        json: print JSON.
        language: of what is printed.
    """

    threads: int
    scheduler: str | None
    save: Path | None
    json: bool
    language: str


def name_of(given: str) -> str:
    """The id of a world or strategy that was given by its id or by the path of a file."""
    return Path(given).stem if Path(given).suffix else given


def strategies_of(given: Sequence[str], least: int, most: int) -> dict[str, Any]:
    """Strategies by id, in the order given.

    Raises:
        BadInputError: for too few or too many, or one that is named twice.
        ScenarioError: for one that does not exist or is not right.
    """
    from experiments import own_scenarios

    if not least <= len(given) <= most:
        raise BadInputError("how_many", found=len(given), least=least, most=most)
    found: dict[str, Any] = {}
    for one in given:
        if name_of(one) in found:
            raise BadInputError("named_twice", found=quoted(name_of(one)))
        found[name_of(one)] = own_scenarios.strategy_given(one)
    return found


@contextmanager
def executor_for(threads: int, scheduler: str | None) -> Iterator[Executor]:
    """Threads of this process, or the cluster at an address such as ``tcp://127.0.0.1:8786``.

    Raises:
        BadInputError: if there is no such cluster.
    """
    if scheduler is None:
        yield Threads(threads)
        return
    from experiments.runs.cluster import Cluster

    with Cluster(scheduler) as cluster:
        yield cluster


@contextmanager
def runs_for(
    materials: Materials, threads: int, scheduler: str | None, save: Path | None, language: str
) -> Iterator[Runs]:
    """Where a command gets its runs from; compiles first, with something to look at.

    Raises:
        BadInputError: if the folder is none of a study of the same materials, or the cluster is not there.
    """
    import sim

    stop = Event()
    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    with executor_for(threads, scheduler) as executor:
        store = None
        if save is not None:
            from experiments.runs.store import Store
            from experiments.runs.store_errors import said

            store = Store.of_study(save, materials)
            for sentence in said(store.damaged, language):
                print(sentence, file=sys.stderr)
        try:
            yield Runs(materials, executor, store, stop.is_set)
        finally:
            stop.set()
            if store is not None:
                store.close()


def finish(
    study: Study, shown: str, save: Path | None, json: bool, language: str, failures: Sequence[Any] = ()
) -> int:
    """Print a study as a person or a program reads it, save its record, and give the exit code."""
    if save is not None:
        try:
            study.save(save)
        except OSError as error:
            raise BadInputError(
                "cannot_write", found=quoted(str(save)), why=error.strerror or str(error)
            ) from None
    print(as_json(record(study)) if json else shown)
    for line in study.failures[:5]:
        print(text("command.study.failure", language, error=printable(line, 500)), file=sys.stderr)
    return 1 if failures or study.failures else 0


def record(study: Study) -> Mapping[str, Any]:
    """What ``--json`` prints of a study: all but the materials and the sample, which are in its folder."""
    plain = study.as_dict()
    return {
        name: plain[name] for name in ("kind", "question", "result", "runs", "failures", "provenance")
    } | {"command": study.command_line}
