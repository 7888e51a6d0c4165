"""The README's commands run as they are written, and its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from experiments.coverage.rows import IDS
from experiments.patterns.definitions import PATTERNS
from tests.command_lines import COMMANDS

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


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (r"(\d+) ready-made groups\n", "worlds"),
        (r"(\d+) ways to run one\n", "strategies"),
        (r"(\d+) ready-made portfolios", "portfolios"),
        (r"(\d+) cases that", "cases"),
        (r"(\d+) \u4e2a\u73b0\u6210\u7684\u7fa4\n", "worlds"),
        (r"(\d+) \u5957\u6253\u6cd5\n", "strategies"),
        (r"(\d+) \u4e2a\u7fa4\u77e9\u9635", "portfolios"),
        (r"\u7684 (\d+) \u4e2a\u6848\u4f8b", "cases"),
    ],
)
def test_the_readme_counts_what_ships(said, kind):
    assert [int(found) for found in re.findall(said, README)] == [len(getattr(scenarios, kind)())]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (r"(\d+) patterns of", len(PATTERNS)),
        (r"(\d+) \u6761\u89c4\u5f8b", len(PATTERNS)),
        (r"the (\d+) rows", len(IDS)),
        (r"(\d+) \u884c\u505a\u6cd5", len(IDS)),
    ],
)
def test_the_readme_counts_patterns_and_rows(said, number):
    assert [int(found) for found in re.findall(said, README)] == [number]


def test_the_readme_names_every_command():
    halves = README.split("\n## \u4e2d\u6587\u8bf4\u660e\n")
    assert len(halves) == 2
    for half, rare in zip(halves, (set(), {"schema"}), strict=True):
        assert {name for name in COMMANDS if f"qunlab {name}" not in half} <= {"lab", *rare}


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
