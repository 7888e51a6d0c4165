"""The lab's server: what it is started as, and what it has loaded before anybody comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

import app.server
from app.view import View
from experiments.comparison import Comparison
from tests.fabricated import keep_answer

ROOT = Path(__file__).resolve().parents[1]


def test_streamlit_finds_it() -> None:
    assert discover_asgi_app(ROOT / "app" / "server.py").is_asgi_app


def test_it_starts_before_heavy_libraries_are_there_and_then_loads_every_page() -> None:
    code = (
        "import sys, app.server; heavy = ('numba', 'scipy', 'pandas', 'mesa', 'networkx', 'duckdb');"
        "print([name for name in heavy if name in sys.modules]); import app.compare_page;"
        "print([name for name in heavy if name in sys.modules]); app.server.load(); from app.pages import PAGES;"
        "print([page.code for page in PAGES if page.place.partition(':')[0] not in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert found.stdout.decode().splitlines() == ["[]", "[]", "[]"]


def test_the_first_answer_is_read_and_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path))
    keep_answer(View())
    asked: list[object] = []
    verdict = Comparison.verdict
    monkeypatch.setattr(
        Comparison, "verdict", lambda *args, **more: asked.append(1) or verdict(*args, **more)
    )
    app.server.load()
    assert asked


def test_what_cannot_be_loaded_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_question: object) -> None:
        raise OSError("a disk is gone")

    monkeypatch.setattr(app.server.jobs, "cached", failing)
    app.server.load()
