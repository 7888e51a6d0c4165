"""A small Dask cluster of this machine's own, for benchmarks and tests: started as people start one, and ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
END_SECONDS = 10.0


class DaskProcesses:
    """A scheduler and workers, each a process with its own log.

    Args:
        folder: for their files.
        environment: variables that they get besides this process's own.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        given = environment.get("PYTHONPATH")
        paths = [*([given] if given else []), str(ROOT)]
        self._environment = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(paths)}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        found = folder / "scheduler.json"
        self._start(
            "scheduler",
            "dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--scheduler-file",
            str(found),
        )
        until = time.monotonic() + START_SECONDS
        while not found.exists() or not found.read_text().strip().endswith("}"):
            if time.monotonic() > until or self.processes["scheduler"].poll() is not None:
                raise RuntimeError((folder / "scheduler.log").read_text()[-2000:])
            time.sleep(0.05)
        self.address = str(json.loads(found.read_text())["address"])

    def worker(self, name: str, threads: int = 1, *options: str) -> None:
        """Start a worker; it joins when it is ready."""
        folder = str(self.folder / name)
        given = ("--nthreads", str(threads), "--name", name, "--local-directory", folder)
        self._start(name, "dask_worker", self.address, "--host", "127.0.0.1", *given, *options)

    def end(self) -> None:
        """End the workers one by one, then the scheduler: a worker that loses its scheduler takes long to go."""
        for process in reversed(self.processes.values()):
            process.terminate()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, name: str, module: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
                stdout=log,
                stderr=log,
                env=self._environment,
                cwd=self.folder,
            )


@contextmanager
def dask_processes(**environment: str) -> Iterator[DaskProcesses]:
    """A scheduler on 127.0.0.1 at a free port, without workers yet."""
    with tempfile.TemporaryDirectory() as folder:
        processes = DaskProcesses(Path(folder), environment)
        try:
            yield processes
        finally:
            processes.end()
