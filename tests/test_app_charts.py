"""Charts: honest axes, colours that hold, names that do not overlap, and a twin table with the same figures."""

from __future__ import annotations

import csv
import io
import itertools
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from app.charts.activity import activity_chart, highest, moves_table, rows_of
from app.charts.base import Chart, apart, day_ticks
from app.charts.cash import OUT, cash_chart
from app.charts.difference import Asked, difference_chart
from app.charts.field import field_html, field_table
from app.charts.figures import figures_table, plain_figures, show_figure
from app.charts.hidden import PARTS, hidden_chart
from app.charts.life import life_chart
from app.palette import STYLES, style_of
from app.view import View
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT
from experiments.kpis import KPIS
from experiments.measures import MEASURES
from scenarios.library import FIRST_PAGE, strategies
from tests.fabricated import fabricated

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return fabricated(View(launches=30, days=90))


def all_charts(comparison: Comparison, words: Words) -> dict[str, Chart]:
    made = {"life": life_chart(comparison, 90, DEFAULT, words), "cash": cash_chart(comparison, words)}
    for code in MEASURES:
        asked = Asked(comparison.measure(code), "shills", 90, DEFAULT)
        made[f"difference {code}"] = difference_chart(comparison, asked, words)
    for part in PARTS:
        made[f"hidden {part}"] = hidden_chart(comparison, part, words)
    for smooth in (1, 7):
        top = highest(comparison, smooth)
        for name in comparison.strategies:
            made[f"activity {name} {smooth}"] = activity_chart(comparison, name, smooth, top, words)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_words_and_a_twin(comparison: Comparison, language: str) -> None:
    for name, chart in all_charts(comparison, Words(language)).items():
        drawn = chart.figure().to_plotly_json()
        words = [chart.alt, *re.findall(r"'text': '([^']*)'", str(drawn))]
        assert len(chart.alt) > 8, name
        assert not any("{" in text or "nan" in text.lower() for text in words), name
        if language == "zh":
            assert re.search("[一-鿿]", chart.alt), name
        else:
            assert not re.search("[一-鿿]", str(drawn)), name
        table = chart.table
        assert table.rows, name
        assert all(len(row) == len(table.columns) for row in table.rows), name
        assert len({column.heading for column in table.columns}) == len(table.columns), name
        assert table.shown(), name


def test_no_axis_is_cut_off(comparison: Comparison) -> None:
    for name, chart in all_charts(comparison, Words("en")).items():
        made = chart.figure()
        if name.startswith(("cash", "difference")):
            low, high = made.layout.xaxis.range or (-1, 1)
            assert low < 0 < high, name
        else:
            assert made.layout.yaxis.range[0] == 0, name
            assert list(made.layout.xaxis.range) == [0, 90], name


def test_panels_share_one_scale(comparison: Comparison) -> None:
    top = highest(comparison, 1)
    drawn = [activity_chart(comparison, name, 1, top, Words("en")).figure() for name in FIRST_PAGE]
    assert {tuple(made.layout.yaxis.range) for made in drawn} == {(0, top)}
    assert top >= max(float(np.nanmax(comparison.fan(name))) for name in FIRST_PAGE)


def test_the_grey_zone_is_the_smallest_difference_that_matters(comparison: Comparison) -> None:
    asked = Asked(comparison.measure("lively_days"), "hard_ads", 90, DEFAULT)
    shapes = difference_chart(comparison, asked, Words("en")).figure().layout.shapes
    zone = next(shape for shape in shapes if shape.type == "rect")
    assert (zone.x0, zone.x1) == (-asked.measure.matters, asked.measure.matters)


def test_files_carry_codes_and_plain_numbers(comparison: Comparison) -> None:
    words = Words("zh")
    tables = [chart.table for chart in all_charts(comparison, words).values()]
    tables += [
        field_table(comparison, DEFAULT, words),
        moves_table(comparison, words),
        plain_figures(comparison, DEFAULT),
    ]
    for table in tables:
        text = table.csv().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == len(table.rows) + 1
        assert not re.search("[一-鿿]", text)
        assert all(re.fullmatch(r"[a-z0-9_.]+", name) for name in rows[0])


def test_the_files_hold_what_the_charts_show(comparison: Comparison) -> None:
    table = life_chart(comparison, 90, DEFAULT, Words("en")).table
    curve = comparison.life_curve("shills", DEFAULT)
    place = [column.code for column in table.columns].index("shills.lively_share")
    np.testing.assert_allclose([row[place] for row in table.rows], curve.share)
    cash = cash_chart(comparison, Words("en"))
    bars = [trace for trace in cash.figure().data if trace.type == "bar"]
    money = comparison.money("trust_playbook")
    total = sum(bar.x[list(FIRST_PAGE).index("trust_playbook")] for bar in bars) * 100
    assert total == pytest.approx(money.revenue - sum(getattr(money, part) for part in OUT), abs=0.01)


class Dots(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.dots: list[tuple[str, bool]] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "i":
            self.dots.append((given["title"] or "", given.get("class") != "d"))
        if given.get("role") == "img":
            self.labels.append(given["aria-label"] or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_field_shows_every_launch(comparison: Comparison, language: str) -> None:
    read = Dots()
    read.feed(field_html(comparison, 30, DEFAULT, ("shills",), Words(language)))
    assert len(read.dots) == 30 * len(FIRST_PAGE)
    assert all(title for title, _ in read.dots)
    assert len(read.labels) == len(FIRST_PAGE)
    alive = [sum(lively for _, lively in read.dots[i : i + 30]) for i in range(0, 30 * len(FIRST_PAGE), 30)]
    assert alive == [comparison.lively(name, 30).count for name in comparison.strategies]


def test_names_are_escaped(comparison: Comparison) -> None:
    from dataclasses import replace

    spec = {**comparison.strategy_specs, "shills": {"title": {"en": "<b>x</b>", "zh": ""}}}
    page = field_html(replace(comparison, strategy_specs=spec), 30, DEFAULT, (), Words("en"))
    assert "<b>" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_figures_have_names_and_formulas(comparison: Comparison, language: str) -> None:
    for row in figures_table(comparison, DEFAULT, Words(language)).shown():
        assert all(value.strip() for value in row.values())


def test_key_figures_are_shown_in_their_units() -> None:
    shown = {code: show_figure(code, 0.25, Words("en")) for code in KPIS}
    shares = {code for code, text in shown.items() if text == "25%"}
    assert {
        "conversion",
        "topicality",
        "platform_risk",
        "event_attendance",
        "renewal_rate",
        "dead_365",
    } <= shares
    assert {code for code in KPIS if "share" in code or "rate" in code.split("_")} <= shares
    assert shown["order_value"] == "¥0"
    assert shown["repurchases_a_month"] == shown["orders_a_member"] == "0.25"
    assert "0" not in {text for code, text in shown.items() if code != "order_value"}


def test_moves_with_one_name_share_a_row(comparison: Comparison) -> None:
    rows = rows_of(comparison.marks, "trust_playbook")
    assert len({(row.move, row.trigger) for row in rows}) == len(rows)
    assert {"ice_breaking", "red_packet", "soft_offer"} <= {row.move for row in rows}
    packet = next(row for row in rows if row.move == "red_packet")
    assert packet.days[:2] == (8, 17)


@pytest.mark.parametrize("wanted", [[0, 0, 0], [100, 100, 99], [3, 50, 51, 52, 100], [10]])
def test_labels_keep_apart_in_order(wanted: list[float]) -> None:
    placed = apart(wanted, 5, 0, 100)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for low, high in itertools.pairwise(order):
        assert placed[high] - placed[low] >= 5 - 1e-9
    assert max(placed) <= 100


@pytest.mark.parametrize("days", [7, 8, 30, 45, 90, 100, 180, 365])
def test_day_axes_end_at_the_horizon(days: int) -> None:
    ticks = day_ticks(days)
    assert ticks[0] == 0
    assert ticks[-1] == days
    assert len(ticks) <= 9
    assert ticks == sorted(set(ticks))


# ---- colours


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    a, b = sorted((float(linear(first) @ weights), float(linear(second) @ weights)))
    return (b + 0.05) / (a + 0.05)


def oklab(values: np.ndarray) -> np.ndarray:
    cones = np.array(
        [
            [0.41222147, 0.53633254, 0.05144599],
            [0.2119035, 0.68069955, 0.10739696],
            [0.08830246, 0.28171884, 0.6299787],
        ]
    )
    back = np.array(
        [
            [0.21045426, 0.79361779, -0.00407205],
            [1.9779985, -2.42859221, 0.45059371],
            [0.02590404, 0.78277177, -0.80867577],
        ]
    )
    return back @ np.cbrt(cones @ np.clip(values, 0, 1))


# Machado, Oliveira and Fernandes 2009, full severity.
SIGHT = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}


@pytest.mark.parametrize("background", ["#ffffff", "#12161c"])
def test_colours_stand_out_in_light_and_dark(background: str) -> None:
    for name in strategies():
        assert contrast(style_of(name).colour, background) >= 3.0, name


@pytest.mark.parametrize("sight", SIGHT)
def test_first_page_colours_are_told_apart_by_every_eye(sight: str) -> None:
    seen = {name: oklab(SIGHT[sight] @ linear(STYLES[name].colour)) for name in FIRST_PAGE}
    for first, second in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[first] - seen[second]) >= 0.115, (first, second)


def test_every_strategy_has_a_style_of_its_own() -> None:
    styles = [style_of(name) for name in strategies()]
    assert len({(one.colour, one.dash) for one in styles}) == len(styles)
    assert style_of("my_own") == style_of("my_own")
