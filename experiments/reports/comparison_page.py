"""The page of a comparison: the verdict in frequencies, life curves, paired differences, activity, money, figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.advice_words import sentences
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, Definition
from experiments.kpis import KPIS
from experiments.measures import DEFAULT_WAGE_FEN, MEASURES
from experiments.pairing_gain import DIFFERENT_FATES, ENOUGH, STILL, gains
from experiments.pairing_words import limit_words, log_rank_sentence, saved_shown
from experiments.palette import style_of
from experiments.reports.charts import Line, lines_chart
from experiments.reports.closing import definitions_section, provenance_section
from experiments.reports.parts import Chart, Key, Page, Section, Table
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart, intervals_chart
from experiments.studies.study import Study
from experiments.wording import definition_name, strategy_name, verdict_word, world_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

Floats = NDArray[np.float64]

MONEY = (
    "revenue", "entry", "goods", "packets", "fees", "rewards", "staff", "profit", "profit_low", "profit_high",
    "loss_share", "cost_per_loyal_member", "minutes",
)  # fmt: skip


def comparison_page(comparison: Comparison, study: Study, reader: Reader) -> Page:
    """The page of a comparison in one language; `study` is its record."""
    language, definition = reader.language, DEFAULT
    verdict = comparison.verdict()
    subtitle = reader(
        "report.comparison.subtitle",
        launches=reader.counted("launches", comparison.launches),
        days=reader.counted("days", comparison.days),
        strategies=len(comparison.strategies),
    )
    cautions = [reader("report.caution.luck_only")]
    if comparison.failures:
        cautions.insert(0, reader("report.caution.failures", failures=len(comparison.failures)))
    if not comparison.complete:
        cautions.insert(
            0, reader("report.caution.incomplete", done=comparison.launches, requested=comparison.requested)
        )
    return Page(
        language,
        reader("report.kind.comparison"),
        reader.plain(world_name(comparison, language)),
        subtitle,
        verdict_word(verdict, language),
        tuple(reader.plain(one) for one in sentences(comparison, verdict, definition, "", language)),
        tuple(cautions),
        (
            _life(comparison, definition, reader),
            _differences(comparison, definition, reader),
            _activity(comparison, reader),
            _money(comparison, reader),
            _figures(comparison, definition, reader),
            _pairing(comparison, definition, reader),
            definitions_section(reader, MEASURES, definition, comparison.measure),
            provenance_section(study, reader),
        ),
    )


def leader_of(comparison: Comparison, definition: Definition) -> str:
    """The strategy that the others are held against: of those ranked the one that keeps groups lively longest."""
    ranked = [name for name in comparison.strategies if name not in comparison.risks] or comparison.strategies
    days = {name: comparison.lively_days(name, comparison.judged_day, definition) for name in ranked}
    return max(ranked, key=lambda name: -1.0 if math.isnan(days[name]) else days[name])


def _names(comparison: Comparison, reader: Reader) -> dict[str, str]:
    return {
        name: reader.plain(strategy_name(comparison, name, reader.language)) for name in comparison.strategies
    }


def _keys(names: dict[str, str]) -> tuple[Key, ...]:
    return tuple(Key(shown, style_of(name).colour, style_of(name).dash) for name, shown in names.items())


def _life(comparison: Comparison, definition: Definition, reader: Reader) -> Section:
    names = _names(comparison, reader)
    curves = {name: comparison.life_curve(name, definition) for name in names}

    def per_hundred(value: float) -> str:
        return reader.number(100 * value)

    def said(name: str) -> list[str]:
        curve = curves[name]
        return [
            reader(
                "life.hover",
                name=names[name],
                share=per_hundred(curve.share[i]),
                low=per_hundred(curve.low[i]),
                high=per_hundred(curve.high[i]),
                day=day,
            )
            for i, day in enumerate(curve.days)
        ]

    def draw() -> go.Figure:
        lines = [
            Line(
                curve.days,
                100 * curve.share,
                said(name),
                style_of(name),
                ((100 * curve.low, 100 * curve.high),),
                steps=True,
            )
            for name, curve in curves.items()
        ]
        mark = (float(comparison.judged_day), reader("chart.day", day=comparison.judged_day))
        return lines_chart(
            lines,
            reader("axis.days"),
            reader("axis.lively"),
            comparison.days,
            101,
            mark,
            height=360,
            y_ticks=(0, 25, 50, 75, 100),
        )

    days = [
        day
        for day in range(comparison.days + 1)
        if day % 7 == 0 or day == comparison.days or day in comparison.life_days
    ]
    rows = []
    for day in days:
        cells = [reader.number(day)]
        for curve in curves.values():
            ends = reader.between(per_hundred(curve.low[day]), per_hundred(curve.high[day]))
            cells.append(reader("report.mean_interval", mean=per_hundred(curve.share[day]), interval=ends))
        rows.append(tuple(cells))
    last = [
        reader("life.alt.part", name=names[name], share=per_hundred(curve.share[-1]))
        for name, curve in curves.items()
    ]
    chart = Chart(
        reader("report.life.title"),
        reader("life.alt", days=comparison.days, parts=reader.listed(last)),
        draw,
        Table((reader("column.day"), *names.values()), tuple(rows), left=0),
        _keys(names),
        reader("report.life.note"),
    )
    base = leader_of(comparison, definition)
    support = log_rank_sentence(comparison, definition, base, reader.language)
    dead = reader("report.dead_means", definition=definition_name(definition, reader.language))
    return Section(
        reader("report.section.life"), (dead,), (chart,), terms=((reader("report.support"), support),)
    )


def _differences(comparison: Comparison, definition: Definition, reader: Reader) -> Section:
    names, base = _names(comparison, reader), leader_of(comparison, definition)
    others = [name for name in names if name != base]
    judged = comparison.measure("lively_days")
    found = {name: comparison.difference(name, base, "lively_days", None, definition) for name in others}
    found = dict(
        sorted(found.items(), key=lambda item: -item[1].mean if math.isfinite(item[1].mean) else 0.0)
    )

    def draw() -> go.Figure:
        rows = []
        for name, one in found.items():
            said = reader(
                "difference.hover",
                mean=reader.amount(one.mean, judged, signed=True),
                low=reader.bare(one.low, judged),
                high=reader.bare(one.high, judged),
                more=one.more,
                fewer=one.fewer,
                of=one.launches,
            )
            label = reader.difference(one, judged)
            rows.append(Row(names[name], label, (one.mean, one.low, one.high), style_of(name), said))
        axis = reader("difference.axis", unit=reader(f"unit.{judged.unit}"), baseline=names[base])
        return intervals_chart(rows, axis, judged.matters, reader("difference.zone"))

    heading = [reader(f"report.column.{code}") for code in ("strategy", "mean", "more", "fewer", "launches")]
    twin = Table(
        tuple(heading),
        tuple(
            (
                names[name],
                reader.difference(one, judged),
                *(reader.number(value) for value in (one.more, one.fewer, one.launches)),
            )
            for name, one in found.items()
        ),
    )
    parts = [f"{names[name]} {reader.amount(one.mean, judged, signed=True)}" for name, one in found.items()]
    alt = reader(
        "difference.alt",
        measure=reader("compared.lively_days"),
        baseline=names[base],
        parts=reader.listed(parts) if parts else "–",
    )
    note = reader("report.difference.note", matters=reader.amount(judged.matters, judged))
    charts = (Chart(reader("report.difference.title", baseline=names[base]), alt, draw, twin, note=note),)
    caption = reader("report.difference.all", baseline=names[base])
    return Section(
        reader("report.section.differences"),
        (reader("report.difference.lead"),),
        charts if others else (),
        ((caption, _all_measures(comparison, definition, others, names, reader)),) if others else (),
    )


def _all_measures(
    comparison: Comparison,
    definition: Definition,
    others: list[str],
    names: dict[str, str],
    reader: Reader,
) -> Table:
    base = leader_of(comparison, definition)
    rows = []
    for code in MEASURES:
        judged = comparison.measure(code)
        cells = [reader(f"compared.{code}")]
        cells += [
            reader.difference(comparison.difference(name, base, code, None, definition), judged)
            for name in others
        ]
        rows.append(tuple(cells))
    return Table((reader("report.column.measure"), *(names[name] for name in others)), tuple(rows))


def _activity(comparison: Comparison, reader: Reader) -> Section:
    names = _names(comparison, reader)
    fans = {name: comparison.fan(name, 7) for name in names}
    tops = [float(np.nanmax(fan)) for fan in fans.values() if np.any(~np.isnan(fan))]
    top, days = 1.04 * max([1.0, *tops]), np.arange(comparison.days, dtype=np.float64) + 0.5
    shown = [day for day in range(comparison.days) if (day + 1) % 7 == 0 or day == comparison.days - 1]
    charts = []
    for name, fan in fans.items():
        rows = []
        for day in shown:
            low, _, middle, _, high = (reader.number(value, 1) for value in fan[:, day])
            ends = reader.between(low, high)
            rows.append((reader.number(day + 1), reader("report.mean_interval", mean=middle, interval=ends)))
        table = Table((reader("column.day"), reader("report.column.messages")), tuple(rows), left=0)
        month, end = (
            float(np.nanmean(part)) if np.any(~np.isnan(part)) else 0.0 for part in (fan[2, :30], fan[2, -7:])
        )
        alt = reader(
            "activity.alt", name=names[name], first=reader.number(month, 1), last=reader.number(end, 1)
        )
        charts.append(Chart(names[name], alt, _fan(name, fan, days, top, comparison.days, reader), table))
    return Section(reader("report.section.activity"), (reader("report.activity.lead"),), tuple(charts))


def _fan(
    name: str, fan: Floats, days: Floats, top: float, last: int, reader: Reader
) -> Callable[[], go.Figure]:
    def draw() -> go.Figure:
        said = [
            reader(
                "activity.hover",
                day=i + 1,
                middle=reader.number(column[2], 1),
                low=reader.number(column[0], 1),
                high=reader.number(column[4], 1),
            )
            for i, column in enumerate(fan.T)
        ]
        line = Line(days, fan[2], said, style_of(name), ((fan[0], fan[4]), (fan[1], fan[3])))
        return lines_chart([line], reader("axis.days"), reader("report.axis.messages"), last, top, height=200)

    return draw


def _money(comparison: Comparison, reader: Reader) -> Section:
    names = _names(comparison, reader)
    found = {name: comparison.money(name, DEFAULT_WAGE_FEN).as_dict() for name in names}

    def shown(code: str, value: float) -> str:
        if code == "loss_share":
            return reader.share(value)
        return reader.number(value) if code == "minutes" else reader.money(value)

    rows = tuple(
        (reader(f"money.{code}"), *(shown(code, float(one[code])) for one in found.values()))
        for code in MONEY
        if any(one[code] for one in found.values())
    )

    def draw() -> go.Figure:
        bars = []
        for name, one in found.items():
            label = reader(
                "report.mean_interval",
                mean=reader.money(one["profit"]),
                interval=reader.between(reader.money(one["profit_low"]), reader.money(one["profit_high"])),
            )
            yuan = (one["profit"] / 100, one["profit_low"] / 100, one["profit_high"] / 100)
            bars.append(Row(names[name], label, yuan, style_of(name), label))
        return bars_chart(bars, reader("axis.yuan"))

    parts = [f"{names[name]} {reader.money(one['profit'])}" for name, one in found.items()]
    alt = reader("report.money.alt", parts=reader.listed(parts))
    table = Table((reader("report.column.amount"), *names.values()), rows)
    chart = Chart(reader("report.money.title"), alt, draw, table, note=reader("report.money.note"))
    lead = reader("report.money.lead", wage=reader.money(DEFAULT_WAGE_FEN))
    return Section(reader("report.section.money"), (lead,), (chart,))


def _figures(comparison: Comparison, definition: Definition, reader: Reader) -> Section:
    names = _names(comparison, reader)
    values = {name: comparison.kpis(name, definition) for name in names}
    codes = [code for code in KPIS if any(not math.isnan(found[code]) for found in values.values())]
    rows = tuple(
        (
            reader(f"kpi.{code}"),
            *(reader.figure(code, found[code]) for found in values.values()),
            reader(f"kpi.{code}.help"),
        )
        for code in codes
    )
    heading = (reader("report.column.figure"), *names.values(), reader("report.column.meaning"))
    return Section(
        reader("report.section.figures"), tables=(("", Table(heading, rows, last_left=True)),), folded=True
    )


def _pairing(comparison: Comparison, definition: Definition, reader: Reader) -> Section:
    names = _names(comparison, reader)
    rows = tuple(
        (
            reader("pairing.pair", first=names[one.first], second=names[one.second]),
            reader(f"compared.{one.measure}"),
            limit_words(one, reader.language),
            saved_shown(one.saved, reader.language),
        )
        for one in gains(comparison, definition=definition)
    )
    heading = tuple(
        reader(f"command.pairing.column.{code}") for code in ("pair", "measure", "limit", "saved")
    )
    note = reader(
        "pairing.notes",
        fates=reader.share(DIFFERENT_FATES),
        still=reader.share(STILL),
        enough=reader.number(ENOUGH),
    )
    return Section(
        reader("command.pairing.heading"), (note,), tables=(("", Table(heading, rows, left=3)),), folded=True
    )
