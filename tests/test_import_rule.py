"""Imports go one way, sim <- scenarios <- experiments <- app, and the model knows no screen and no store."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Each package may import itself and those before it.
ORDER = ("sim", "scenarios", "experiments", "app")
# These import the packages and are imported by none of them.
OUTSIDE = {"tests", "benchmarks"}
NEVER_IN_SIM = {"streamlit", "plotly", "pandas", "typer", "rich", "ruamel", "pyarrow", "duckdb"}
MESA_FILES = {"sim/community.py", "sim/portfolio_model.py"}
PLAIN_MESA = "benchmarks/plain_mesa.py"


def imported_modules(source: str, file: str) -> list[tuple[int, str]]:
    """Line and full name of all that a file imports, at any depth, relative and by-name imports too."""
    package = list(Path(file).with_suffix("").parts[:-1])
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source, filename=file)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            if node.level > len(package):
                base = ["<outside>"]
            module = [*base, *([node.module] if node.module else [])]
            found += [(node.lineno, ".".join([*module, alias.name])) for alias in node.names]
        elif isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if (
                called in {"import_module", "__import__"}
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                found.append((node.lineno, first.value))
    return sorted(found)


def offences(source: str, file: str) -> list[str]:
    """Every import of one file that breaks a rule, as `file:line imports module`."""
    own = file.split("/", maxsplit=1)[0]
    banned: set[str] = set()
    if own in ORDER:
        banned |= set(ORDER[ORDER.index(own) + 1 :]) | OUTSIDE
        if file not in MESA_FILES:
            banned.add("mesa")
    if own == "sim":
        banned |= NEVER_IN_SIM
    if file == PLAIN_MESA:
        banned |= set(ORDER)
    return [
        f"{file}:{line} imports {module}"
        for line, module in imported_modules(source, file)
        if module.split(".", maxsplit=1)[0] in banned
    ]


@pytest.mark.parametrize("package", ORDER)
def test_package_keeps_the_rule(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files, f"{package}/ has no Python file to check"
    found = [
        offence
        for path in files
        for offence in offences(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


def test_plain_mesa_benchmark_uses_nothing_of_the_lab() -> None:
    assert offences((ROOT / PLAIN_MESA).read_text(encoding="utf-8"), PLAIN_MESA) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("sim/kernel.py", "import scenarios\n"),
        ("sim/kernel.py", "from experiments.runner import run\n"),
        ("sim/kernel.py", "import app.main as main\n"),
        ("sim/deep/kernel.py", "import app\n"),
        ("sim/kernel.py", "import pandas as pd\n"),
        ("sim/kernel.py", "from plotly import graph_objects\n"),
        ("sim/kernel.py", "from ruamel.yaml import YAML\n"),
        ("sim/kernel.py", "import pyarrow.parquet\n"),
        ("sim/kernel.py", "import numpy, duckdb\n"),
        ("sim/kernel.py", "import mesa\n"),
        ("sim/deep/community.py", "import mesa\n"),
        ("sim/community.py", "import streamlit\n"),
        ("sim/kernel.py", "def f():\n    import typer\n"),
        ("sim/kernel.py", "if TYPE_CHECKING:\n    from rich.table import Table\n"),
        ("sim/kernel.py", "importlib.import_module('streamlit.web')\n"),
        ("sim/kernel.py", "__import__('app')\n"),
        ("sim/kernel.py", "from tests.helpers import x\n"),
        ("scenarios/load.py", "import experiments\n"),
        ("scenarios/load.py", "from app import main\n"),
        ("scenarios/load.py", "from mesa import Model\n"),
        ("experiments/runner.py", "from app.pages import home\n"),
        ("experiments/runner.py", "import benchmarks\n"),
        ("benchmarks/plain_mesa.py", "from sim.kernel import step\n"),
        ("benchmarks/plain_mesa.py", "import experiments\n"),
    ],
)
def test_checker_finds_a_bad_import(file: str, source: str) -> None:
    assert len(offences(source, file)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("sim/community.py", "import mesa\nfrom mesa.space import NetworkGrid\n"),
        (
            "sim/kernel.py",
            "from . import rules\nfrom .rules import share\nimport numpy\nfrom sim import app_like\n",
        ),
        ("sim/deep/kernel.py", "from ..rules import share\n"),
        ("sim/kernel.py", "import simple_app\nimport richer\n"),
        ("scenarios/load.py", "from sim.kernel import step\nfrom ruamel.yaml import YAML\n"),
        ("experiments/runner.py", "import scenarios, sim, duckdb\n"),
        ("app/main.py", "import experiments, scenarios, sim, streamlit\n"),
        ("benchmarks/plain_mesa.py", "import mesa\n"),
        ("benchmarks/speed.py", "import sim\n"),
    ],
)
def test_checker_passes_a_good_import(file: str, source: str) -> None:
    assert offences(source, file) == []


def test_relative_imports_are_resolved_from_their_own_package() -> None:
    assert imported_modules("from ..b import c\nfrom . import d\n", "sim/a/x.py") == [
        (1, "sim.b.c"),
        (2, "sim.a.d"),
    ]
