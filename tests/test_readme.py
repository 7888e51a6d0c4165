"""The README's commands run as they are written, and its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every command line in a `sh` block, without its comment."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [shlex.join(line).replace("'>'", ">") for line in lines if line]


def test_the_readme_has_the_two_commands_and_a_command_line():
    assert {"make lab", "make test"} <= set(commands())
    assert sum(command.startswith("qunlab ") for command in commands()) >= 5


@pytest.mark.parametrize("command", [each for each in commands() if each.startswith("qunlab ")])
def test_a_command_of_the_readme_runs(command, tmp_path):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "QUNLAB_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["lab", "test", "bench", "lint", "format"])
def test_a_make_target_of_the_readme_exists(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_of_the_readme_leads_to_a_file(link):
    assert (ROOT / link).is_file()


def test_every_code_block_of_a_document_in_python_compiles():
    for document in sorted((ROOT / "docs").glob("*.md")):
        for block in re.findall(
            r"```python\n(.*?)```", document.read_text(encoding="utf-8"), flags=re.DOTALL
        ):
            compile(block, document.name, "exec")
