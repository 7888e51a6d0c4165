"""Which model a point was evaluated with: points of another model say nothing about this one."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USED = ("worlds", "strategies", "populations")
TUNED_AFTERWARDS = {"ninety_five"}


def model_version() -> str:
    """Sixteen hexadecimal digits that change whenever a point might come out otherwise.

    They are of the compiled rules (`sim.compiling.kernel_hash`), of the code that builds people and measures
    patterns (its comments and docstrings aside), and of the worlds, strategies and populations that ship and that
    a pattern may use: not of cases, portfolios and the mix that is tuned for teaching.
    """
    from sim.compiling import kernel_hash

    digest = hashlib.sha256(kernel_hash().encode())
    for folder in ("sim", "experiments/patterns"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(code_of(path.read_text(encoding="utf-8")).encode())
    shipped = ROOT / "scenarios" / "shipped"
    for path in sorted(path for kind in USED for path in (shipped / kind).glob("*.yaml")):
        if path.stem in TUNED_AFTERWARDS:
            continue
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def code_of(source: str) -> str:
    """A Python file without what does not run: comments, layout and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_docstring(one)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
