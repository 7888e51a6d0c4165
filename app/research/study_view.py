"""A study's answer: the same page as in its report, sentence first, then one chart and its table, the rest folded.

Every kind of study is drawn by this: what it says and shows is made by `experiments.reports`.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.card import data_button, show_chart, show_table
from app.charts.base import Chart
from app.plain_text import literal
from app.reproduce import show_command
from app.twin import Column, Table
from app.wording import Words
from experiments.reports import parts
from experiments.reports.reader import Reader
from experiments.reports.study_page import study_page
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

PAPER = {"light": "rgba(255,255,255,0.8)", "dark": "rgba(18,22,28,0.8)"}
CLOSING = 3
"""Every report ends with so many sections (words, provenance, materials), of which the page shows the first."""


def show_study(study: Study, folder: Path, words: Words) -> None:
    """A study's answer.

    Args:
        study: the study.
        folder: where its record is.
        words: the reader's.
    """
    page = study_page(study, Reader(words.language))
    with st.container(border=True, key="ex-answer"):
        st.caption(literal(" · ".join(part for part in (page.kind, page.title, page.subtitle) if part)))
        if page.word:
            st.header(literal(page.word), anchor=False)
        for place, sentence in enumerate(page.sentences):
            said = literal(sentence)
            st.markdown(f"**{said}**" if place == 0 else said)
        for caution in page.cautions:
            st.caption(f":material/info: {literal(caution)}")
    sections = page.sections[: len(page.sections) - CLOSING]
    shown = False
    for number, section in enumerate(sections):
        if not shown and section.charts:
            shown = True
            _chart(section.charts[0], f"ex-study-{study.kind}-0", words)
            _rest(section, section.charts[1:], number, study.kind, words)
        else:
            _rest(section, section.charts, number, study.kind, words)
    _meanings(page, words)
    _take_along(study, folder, words)
    show_command(study.command_line, words)


def _chart(chart: parts.Chart, key: str, words: Words) -> None:
    """A chart with its twin to turn to and its data to take along."""
    table = twin_of(chart.table)
    with st.container(key=key):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(literal(chart.title), help=literal(chart.note) or None, anchor=False, width="content")
            form = st.segmented_control(
                words("card.form"),
                ("chart", "table"),
                default="chart",
                required=True,
                format_func=lambda code: words(f"card.form.{code}"),
                key=f"form-{key}@{words.language}",
                label_visibility="collapsed",
            )
        if form == "table":
            show_table(table, chart.alt)
        else:
            _keys(chart)
            show_chart(Chart(partial(_figure, chart), chart.alt, table), f"{key}-plot")
        data_button(table.csv, "study", f"{key}-file", words)


def _figure(chart: parts.Chart) -> go.Figure:
    """The report's figure; what is written over a row stands on paper, so that no line runs through it."""
    made = chart.draw()
    paper = PAPER["dark" if st.context.theme.type == "dark" else "light"]
    made.update_annotations(selector={"name": "row"}, bgcolor=paper, borderpad=1)
    return made


def _keys(chart: parts.Chart) -> None:
    if chart.key:
        # Names of parts; colours are our own constants.
        said = "  ".join(f"<span style='color:{one.colour}'>■</span> {_safe(one.name)}" for one in chart.key)
        st.html(f"<div style='font-size:.9rem'>{said}</div>")


def _safe(given: str) -> str:
    from html import escape

    return escape(given)


def _rest(
    section: parts.Section, charts: tuple[parts.Chart, ...], number: int, kind: str, words: Words
) -> None:
    if not (charts or section.tables or section.sentences):
        return
    with st.expander(literal(section.title), key=f"ex-more-{kind}-{number}"):
        for sentence in section.sentences:
            st.markdown(literal(sentence))
        for place, chart in enumerate(charts):
            _chart(chart, f"ex-study-{kind}-{number}-{place + 1}", words)
        for caption, table in section.tables:
            if caption:
                st.caption(literal(caption))
            show_table(twin_of(table), caption or section.title)


def _meanings(page: parts.Page, words: Words) -> None:
    terms = [term for section in page.sections[-CLOSING:] for term in section.terms]
    if terms:
        with st.expander(words("ex.meanings"), icon=":material/menu_book:"):
            for word, meaning in terms:
                st.markdown(f"**{literal(word)}** {literal(meaning)}")


def _take_along(study: Study, folder: Path, words: Words) -> None:
    with st.container(horizontal=True):
        st.download_button(
            words("ex.take.report"), partial(report_in, folder), file_name=f"qunlab-{study.kind}.html",
            mime="text/html", icon=":material/description:", on_click="ignore", key="ex_study_report",
        )  # fmt: skip
        st.download_button(
            words("ex.take.json"), partial(_record, study), file_name=f"qunlab-{study.kind}.json",
            mime="application/json", icon=":material/data_object:", on_click="ignore", key="ex_study_json",
        )  # fmt: skip


def report_in(folder: Path) -> bytes:
    """The report of what a folder holds."""
    from experiments.reports.report import report_of

    return report_of(folder)


def _record(study: Study) -> bytes:
    return json.dumps(study.as_dict(), ensure_ascii=False, indent=1).encode()


def twin_of(table: parts.Table) -> Table:
    """A report's table as one of the page's; its cells are texts already."""
    names = [name or " " for name in table.heading]
    columns = tuple(
        Column(name, f"{name}{' ' * names[:place].count(name)}", literal) for place, name in enumerate(names)
    )
    return Table(columns, table.rows)
