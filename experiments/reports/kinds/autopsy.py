"""The page of an autopsy: when the group died, what share each cause has in it, and until when it could be saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from experiments.autopsy.autopsy import Autopsy, Question
from experiments.autopsy.no_return import NoReturn
from experiments.autopsy.responsibility import Overall, Responsibility
from experiments.autopsy.telling import (
    cause_help,
    cause_label,
    no_return_sentence,
    sentences,
    symptom_lines,
)
from experiments.definitions import DEFAULT
from experiments.palette import GREY, Style
from experiments.reports.charts import Line, lines_chart
from experiments.reports.kinds.shared import definition_in, page_of, strategy_name, world_name
from experiments.reports.parts import Chart, Key, Page, Section, Table
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart
from experiments.studies.restoring import restored
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

OPERATOR = Style("#c03c30")
NATURE = Style("#3c6c9c")
BEST = Style("#0a7d7d")
BEFORE = Style(GREY, "dash")

BEYOND = {"Autopsy.death": math.inf, "Timeline.symptoms": math.inf}


def autopsy_page(study: Study, reader: Reader) -> Page:
    """The page of an autopsy in one language."""
    found = restored(Autopsy, study.result, BEYOND)
    question = question_of(study)
    title = reader(
        "report.title.of",
        what=strategy_name(study, question.strategy_id, reader),
        world=world_name(study, question.world_id, reader),
    )
    sections = []
    if found.responsibility is not None:
        sections.append(_causes(found.responsibility, found.overall, reader))
    if found.died:
        lines = [line.strip() for line in symptom_lines(found, reader.language)]
        sections.append(Section(reader("autopsy.symptoms"), tuple(lines)))
    if found.no_return is not None and found.no_return.days:
        sections.append(_rescue(question, found.no_return, reader))
    said = sentences(question, found, reader.language)
    return page_of(study, reader, title, "", said, sections, (), question.definition)


def question_of(study: Study) -> Question:
    """What was asked; rescues are known by their ids only, and strategies and worlds as they were run."""
    import sim

    asked = study.question
    world, strategy = str(asked["world"]), str(asked["strategy"])
    there = study.materials.strategies
    return Question(
        world_id=world,
        world=study.materials.world(world),
        strategy_id=strategy,
        strategy=study.materials.strategy(strategy),
        rescues={
            name: study.materials.strategy(name) if name in there else sim.Strategy()
            for name in asked["rescues"]
        },
        seed=asked["seed"],
        definition=definition_in(asked["death"]) or DEFAULT,
        launches=int(asked["launches"]),
        first_seed=int(asked["first_seed"]),
        futures=int(asked["futures"]),
        threshold=float(asked["threshold"]),
    )


def _causes(found: Responsibility, overall: Overall | None, reader: Reader) -> Section:
    shares = sorted(found.shares, key=lambda one: -one.days)

    def draw() -> go.Figure:
        rows = []
        for one in shares:
            label = reader.counted("days", one.days, 1)
            style = NATURE if one.kind == "mechanism" else OPERATOR
            name = cause_label(one.code, reader.language)
            rows.append(Row(name, label, (one.days, one.low, one.high), style, label))
        return bars_chart(rows, reader("report.autopsy.days"))

    parts = [f"{cause_label(one.code, reader.language)} {reader.number(one.days, 1)}" for one in shares]
    keys = (
        Key(reader("report.autopsy.operator"), OPERATOR.colour, "bar"),
        Key(reader("report.autopsy.nature"), NATURE.colour, "bar"),
    )
    chart = Chart(
        reader("report.autopsy.causes"),
        reader("report.autopsy.causes.alt", parts=reader.listed(parts) if parts else "–"),
        draw,
        _cause_table(found, overall, reader),
        keys,
    )
    off = tuple(
        (cause_label(one.code, reader.language), cause_help(one.code, reader.language)) for one in shares
    )
    return Section(reader("report.autopsy.section"), charts=(chart,), terms=off)


def _cause_table(found: Responsibility, overall: Overall | None, reader: Reader) -> Table:
    """A row a cause: its share, alone, and over further launches where there are some."""
    names = ["cause", "days", "alone_off", "alone_on", *([] if overall is None else ["mean", "greatest"])]
    general = {} if overall is None else {one.code: one for one in overall.shares}
    rows = []
    for one in sorted(found.shares, key=lambda one: -one.days):
        row = [cause_label(one.code, reader.language), reader.number(one.days, 1)]
        row += [reader.signed(one.alone_off, 1), reader.number(one.alone_on, 1)]
        if one.code in general:
            mean = general[one.code].days
            ends = reader.between(reader.number(mean.low, 1), reader.number(mean.high, 1))
            row.append(reader("report.mean_interval", mean=reader.number(mean.mean, 1), interval=ends))
            row.append(reader.number(general[one.code].greatest))
        rows.append(tuple(row))
    return Table(tuple(reader(f"autopsy.column.{name}") for name in names), tuple(rows))


def _rescue(question: Question, found: NoReturn, reader: Reader) -> Section:
    days = found.days

    def draw() -> go.Figure:
        def said(share: float, low: float, high: float, day: int) -> str:
            ends = reader.between(reader.share(low), reader.share(high))
            shown = reader("report.mean_interval", mean=reader.share(share), interval=ends)
            return f"{reader('chart.day', day=day)}: {shown}"

        x = [one.day for one in days]
        lines = []
        for style, chances in ((BEFORE, [one.as_before for one in days]), (BEST, [one.best for one in days])):
            told = [said(c.share, c.low, c.high, day) for c, day in zip(chances, x, strict=True)]
            band = ([100 * c.low for c in chances], [100 * c.high for c in chances])
            lines.append(Line(x, [100 * c.share for c in chances], told, style, (band,)))
        mark = None if found.day is None else (float(found.day), reader("chart.day", day=found.day))
        return lines_chart(
            lines,
            reader("report.autopsy.begins"),
            reader("report.autopsy.rescued"),
            max(x),
            101,
            mark,
            y_ticks=(0, 25, 50, 75, 100),
        )

    heading = tuple(reader(f"autopsy.column.{name}") for name in ("day", "best", "as_before"))
    rows = tuple(
        (
            reader.number(one.day),
            reader(
                "report.mean_interval",
                mean=reader.share(one.best.share),
                interval=reader.between(reader.share(one.best.low), reader.share(one.best.high)),
            ),
            reader.share(one.as_before.share),
        )
        for one in days
    )
    keys = (
        Key(reader("autopsy.column.best"), BEST.colour),
        Key(reader("autopsy.column.as_before"), BEFORE.colour, BEFORE.dash),
    )
    parts = [f"{reader('chart.day', day=one.day)} {reader.share(one.best.share)}" for one in days]
    chart = Chart(
        reader("report.autopsy.rescue"),
        reader("report.autopsy.rescue.alt", parts=reader.listed(parts)),
        draw,
        Table(heading, rows, left=0),
        keys,
    )
    sentence = no_return_sentence(question, found, reader.language)
    return Section(reader("report.autopsy.rescue.section"), (sentence,), (chart,))
