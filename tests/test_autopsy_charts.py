"""The charts of the Autopsy page: signed bars, symptoms on their days, rescues by choice, packets against the truth."""

from __future__ import annotations

import re

import pytest

from app.autopsy.case import DEPTHS, Case
from app.charts.autopsy import responsibility_chart
from app.charts.autopsy_probe import probe_chart
from app.charts.autopsy_rescue import rescue_chart
from app.charts.autopsy_signs import signs_chart, talk_table
from app.charts.base import Chart
from app.wording import Words
from experiments.autopsy.probe_tally import probe_tally
from tests.made_autopsies import CHANCES, DAYS, DEATH, SEED, SHARES, made_autopsy, made_no_return

CLOSER = Case(world="strangers_60", seed=SEED, depth="closer")
HAN = re.compile("[一-鿿]")


def charts_of(words: Words) -> dict[str, Chart]:
    found, fates = made_autopsy(CLOSER), made_no_return(CLOSER.rescues_tried, CHANCES)
    names = {name: words(f"strategy.{name}") for name in CLOSER.rescues_tried}
    assert found.responsibility is not None
    assert found.timeline is not None
    return {
        "causes": responsibility_chart(found.responsibility, found.overall, words),
        "signs": signs_chart(found.timeline, DAYS, DEATH, 30, words),
        "rescue": rescue_chart(fates, ["light_care"], names, DEATH, words),
        "probe": probe_chart(found.timeline.probes, words),
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_has_words_and_a_twin(language: str) -> None:
    for name, chart in charts_of(Words(language)).items():
        drawn = str(chart.figure().to_plotly_json())
        assert bool(HAN.search(chart.alt)) == (language == "zh"), name
        assert bool(HAN.search(drawn)) == (language == "zh"), name
        assert not re.search(r"\{\w+\}|\bnan\b|\binf\b", chart.alt), name
        table = chart.table
        assert len({column.heading for column in table.columns}) == len(table.columns), name
        assert all(len(row) == len(table.columns) for row in table.rows), name
        assert not re.search(r"\b(nan|inf)\b", table.csv().decode()), name


def test_bars_are_signed_and_operators_stand_apart() -> None:
    chart = charts_of(Words("en"))["causes"]
    made = chart.figure()
    bars = [one for one in made.data if one.type == "bar"]
    assert [one.x[0] for one in bars] == [20.0, -3.0, 30.0, 10.0, 8.0]
    assert len({one.marker.color for one in bars[:2]} | {one.marker.color for one in bars[2:]}) == 2
    assert bars[0].marker.color == bars[1].marker.color != bars[2].marker.color
    low, high = made.layout.xaxis.range
    assert low < -3 < 30 < high
    kinds = [row[1] for row in chart.table.rows]
    assert kinds == ["move", "staffing", "mechanism", "mechanism", "mechanism"]
    assert sum(row[2] for row in chart.table.rows) == pytest.approx(sum(SHARES.values()))
    diamonds = [one for one in made.data if one.type == "scatter" and one.mode == "markers"]
    assert [round(one.x[0], 6) for one in diamonds] == [21.0, -2.0, 31.0, 11.0, 9.0]


def test_symptoms_stand_on_their_days_and_the_rest_are_listed() -> None:
    chart = charts_of(Words("en"))["signs"]
    marks = [one.x[0] for one in chart.figure().data if one.type == "scatter"]
    assert marks == [3.0, 9.0]
    assert len(chart.table.rows) == 7
    assert [row["Began on day"] for row in chart.table.shown()][:3] == ["3", "9", "never"]
    timeline = made_autopsy(CLOSER).timeline
    assert timeline is not None
    assert talk_table(timeline, Words("en")).rows[1] == (7, 12)


def test_only_chosen_rescues_are_drawn_and_all_are_in_the_file() -> None:
    words, fates = Words("en"), made_no_return(CLOSER.rescues_tried, CHANCES)
    names = {name: words(f"strategy.{name}") for name in CLOSER.rescues_tried}
    for shown in ([], ["light_care"], ["light_care", "useful_posts"]):
        chart = rescue_chart(fates, shown, names, DEATH, words)
        lines = [one for one in chart.figure().data if one.mode == "lines+markers"]
        assert len(lines) == 2 + len(shown)
        assert list(lines[-1].y) == pytest.approx([90, 60, 10, 5])
        header = chart.table.csv().decode("utf-8-sig").splitlines()[0]
        assert all(f"{name}.share" in header for name in DEPTHS["closer"].rescues)


def test_probes_are_counted_by_what_they_said_and_what_was_true() -> None:
    timeline = made_autopsy(CLOSER).timeline
    assert timeline is not None
    tally = probe_tally(timeline.probes)
    assert (tally.probes, tally.right, tally.false_alarms, tally.missed) == (4, 2, 1, 1)
    shaded = [one for one in charts_of(Words("en"))["probe"].figure().layout.shapes if one.type == "rect"]
    assert [(one.x0 + one.x1) / 2 for one in shaded] == [1, 3]
