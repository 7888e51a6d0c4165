"""How rules become machine code, and where that code is kept.

Numba's disk cache does not notice a change in a helper that lives in another file, so a stale rule could go
on running for ever. The cache folder is therefore named by a hash of every kernel source, of Numba's
version and of the processor. It has to be set before the first compiled function exists; hence every kernel
file takes its decorator from here.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs
from numba import njit, types

F = TypeVar("F", bound=Callable[..., Any])

KERNEL_FOLDER = Path(__file__).parent
CHECK_BOUNDS = os.environ.get("QUNLAB_CHECK_BOUNDS") == "1"
"""Whether compiled code checks every index; for tests, at a third of the speed."""
KERNEL_FILES = (
    "compiling.py",
    "arithmetic.py",
    "draws.py",
    "elementary.py",
    "records.py",
    "accessors.py",
    "state.py",
    "clock.py",
    "engine.py",
)


def kernel_sources() -> list[Path]:
    """The files whose text decides what the compiled code does."""
    return [KERNEL_FOLDER / name for name in KERNEL_FILES] + sorted((KERNEL_FOLDER / "rules").glob("*.py"))


def kernel_hash() -> str:
    """Sixteen hexadecimal digits that change whenever the compiled code might."""
    digest = hashlib.sha256()
    for part in (numba.__version__, sys.version, platform.machine(), str(CHECK_BOUNDS)):
        digest.update(part.encode())
    for path in kernel_sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """A writable folder for compiled code; the user's cache folder, or a temporary one where that is read-only."""
    chosen = os.environ.get("QUNLAB_KERNEL_CACHE")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("qunlab", appauthor=False))
    folder = root / f"kernels-{kernel_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Path(tempfile.mkdtemp(prefix="qunlab-kernels-"))
    return folder


CACHE_FOLDER = cache_folder()
vars(numba.config)["CACHE_DIR"] = str(CACHE_FOLDER)


def _without_literals(dispatcher: Any) -> Any:
    """Compile a rule once, not once more for each constant that some caller passes.

    Numba types the argument 0 as `Literal[int](0)` and compiles a version of its own for it, which doubled
    the cold start.
    """
    original = dispatcher.get_call_template

    def get_call_template(positional: Any, named: Any) -> Any:
        unliteral: Any = types.unliteral
        plain = tuple(unliteral(each) for each in positional)
        return original(plain, {name: unliteral(each) for name, each in named.items()})

    dispatcher.get_call_template = get_call_template
    return dispatcher


def rule(function: F) -> F:
    """Compile a rule on first use; it runs without the interpreter's lock and is kept on disk."""
    compiled: F = _without_literals(njit(cache=True, nogil=True, error_model="numpy")(function))
    return compiled


def doorway(signature: str) -> Callable[[F], F]:
    """Compile a rule that is called through its address, so that its callers do not take it in.

    Numba links every rule into each of its callers and optimises it there again, which made most of a cold start.
    What most rules come down to (posting, finding a next look) is compiled once this way, and called
    through the book of a state at the price of a jump. `sim.accessors` has the calling side.

    Args:
        signature: such as "int64(int64, float64)".
    """

    def compile_it(function: F) -> F:
        compiled: Any = numba.cfunc(signature, cache=True, error_model="numpy")(function)
        return compiled  # type: ignore[no-any-return]

    return compile_it


def inlined(function: F) -> F:
    """Like `rule`, for small functions that must vanish into their callers."""
    compiled: F = _without_literals(
        njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function)
    )
    return compiled
