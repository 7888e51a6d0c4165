"""How long it takes to begin: imports, help, and compiling with and without a cache."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from benchmarks.measuring import Result, child

_COMPILE = """
import json, time
import networkx, numba, numpy, pydantic
import sim, sim.world
began = time.perf_counter()
import sim.engine, sim.population  # rules with a door are compiled when they are imported
sim.warm_up()
print(json.dumps({"seconds": time.perf_counter() - began}))
"""


def imports() -> list[Result]:
    """From the start of Python to its end: ``import sim``, and ``qunlab --help``."""
    bare = _least_seconds("-c", "pass")
    return [
        Result("import sim", _least_seconds("-c", "import sim"), "s", 0.3, detail={"python_alone": bare}),
        Result("qunlab --help", _least_seconds("-m", "experiments.command_line", "--help"), "s", 0.5),
    ]


def compiling() -> list[Result]:
    """Compiling the model into an empty cache, and finding it there."""
    with tempfile.TemporaryDirectory() as folder:
        cold, cached, again = (child(_COMPILE, QUNLAB_KERNEL_CACHE=folder)["seconds"] for _ in range(3))
    return [
        Result("compile, cold", cold, "s", 20.0),
        Result("compile, cached", min(cached, again), "s", 1.0),
    ]


def _least_seconds(*arguments: str) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - began)
    return min(times)
