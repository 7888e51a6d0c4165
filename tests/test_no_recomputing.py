"""Turning a lever starts no job and makes nothing anew that does not depend on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import app.results
import app.signs_cards
from app.view import View
from experiments import jobs
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT
from tests.fabricated import keep_answer

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=24, days=40)
MAKERS = {
    app.results: (
        "activity_chart", "cash_chart", "difference_chart", "field_html", "figures_table", "hidden_chart",
        "highest", "life_chart",
    ),
    app.signs_cards: ("sense_chart", "symptoms_html", "tiers_html"),
}  # fmt: skip
JUDGED = {"life_chart": 1, "difference_chart": 1, "field_html": 1}
"""What every change of how life is judged touches."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counter[str]:
    """How often each maker was called, each figure was built, verdicts were reached and jobs were asked for."""
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))
    st.cache_resource.clear()
    count: Counter[str] = Counter()

    def counting(name: str, maker: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            count[name] += 1
            return maker(*args, **more)

        return call

    for module, names in MAKERS.items():
        for name in names:
            monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    monkeypatch.setattr(Comparison, "verdict", counting("verdict", Comparison.verdict))
    monkeypatch.setattr(go.Figure, "__init__", counting("figures", go.Figure.__init__))
    monkeypatch.setattr(jobs, "_start", counting("jobs", lambda *_args: jobs.Job("none")))
    return count


@pytest.fixture
def page(made: Counter[str]) -> AppTest:
    keep_answer(SMALL)
    opened = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**SMALL.params(), "lang": "en"}.items():
        opened.query_params[name] = value
    opened.run()
    assert not opened.exception
    assert made["figures"] == len(opened.get("plotly_chart")) > 10
    assert made["verdict"] == made["life_chart"] == made["cash_chart"] == 1
    made.clear()
    return opened


def test_what_the_page_judges_by(page: AppTest, made: Counter[str]) -> None:
    page.button_group(key="day@en").set_value(7).run()
    assert made == {**JUDGED, "symptoms_html": 1, "verdict": 1, "figures": 2}
    made.clear()
    page.selectbox(key="death@en").set_value("cold").run()
    assert made == {**JUDGED, "figures_table": 1, "verdict": 1, "figures": 2}
    made.clear()
    page.selectbox(key="baseline@en").set_value("trust_playbook").run()
    assert made == {"difference_chart": 1, "figures": 1}
    made.clear()
    page.selectbox(key="measure@en").set_value("profit").run()
    assert made == {"difference_chart": 1, "figures": 1}
    made.clear()
    # And back: what was made is still there.
    page.selectbox(key="measure@en").set_value("lively_days").run()
    page.selectbox(key="death@en").set_value(DEFAULT.code).run()
    assert not page.exception
    assert made["cash_chart"] == made["jobs"] == 0


def test_how_a_card_is_looked_at(page: AppTest, made: Counter[str]) -> None:
    for side in ("table", "chart"):
        page.button_group(key="form-life@en").set_value(side).run()
    assert made == {}
    page.button_group(key="smooth@en").set_value("week").run()
    assert made == {"activity_chart": 2, "highest": 1, "figures": 2}
    page.button_group(key="smooth@en").set_value("day").run()
    assert made["figures"] == 2


def test_another_visitor(page: AppTest, made: Counter[str]) -> None:
    other = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**SMALL.params(), "lang": "en"}.items():
        other.query_params[name] = value
    other.run()
    assert not other.exception
    assert len(other.get("plotly_chart")) == len(page.get("plotly_chart"))
    assert made == {}


def test_levers_that_have_not_been_run(page: AppTest, made: Counter[str]) -> None:
    page.number_input(key="launches@en").set_value(30)
    page.selectbox(key="world@en").set_value("strangers_60")
    page.number_input(key="lever:hard_ads:moves.0.when.per_day@en").set_value(1)
    page.run()
    page.multiselect(key="strategies@en").set_value(["hard_ads", "shills"]).run()
    page.toggle(key="all_levers").set_value(True).run()
    page.number_input(key="my_group:members@en").set_value(80)
    page.run()
    assert not page.exception
    assert made == {}
