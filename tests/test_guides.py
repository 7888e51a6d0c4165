"""The commands in the researcher's guides run as they are written, one after the other, in one folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDES = ("experiments", "judging")


def blocks(guide: str) -> list[str]:
    """What a reader types, in the order of the page."""
    page = (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
    return re.findall(r"```sh\n(.*?)```", page, flags=re.DOTALL)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_of_a_guide_run(guide: str, tmp_path: Path) -> None:
    assert blocks(guide)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", "\n".join(blocks(guide))],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "QUNLAB_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
