"""Running `qunlab` as its users do: real processes and what they print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from experiments.command_line import build

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = tuple(str(one.name or one.callback.__name__) for one in build("en").registered_commands)
SMALL = ("strangers_60", "hard_ads", "useful_posts")


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.command_line", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


def qunlab(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    process = start(*arguments, **environment)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def good(*arguments: str | Path, **environment: str) -> bytes:
    found = qunlab(*arguments, **environment)
    assert found.returncode == 0, found.stderr.decode()
    assert b"Traceback" not in found.stderr
    return found.stdout
