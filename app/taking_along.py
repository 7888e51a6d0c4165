"""What a reader takes along from a comparison: a report in one file, every launch, and the command that gives them."""

from __future__ import annotations

import streamlit as st

from app.once import once
from app.reproduce import show_command
from app.session import current
from app.view import View
from app.wording import Words
from experiments.comparison import Comparison
from experiments.reproducing import compare_command, files_of


def show_taking_along(comparison: Comparison, view: View, words: Words) -> None:
    """The buttons for the report and the launches, and the command with the files that it needs."""

    def report() -> bytes:
        from experiments.reports.report import report_of_comparison

        return report_of_comparison(comparison)

    def launches() -> bytes:
        from experiments.comparison_files import launches_csv

        return launches_csv(comparison)

    with st.container(horizontal=True):
        for code, made, file, mime, icon in (
            ("report", report, "qunlab-report.html", "text/html", ":material/description:"),
            ("launches", launches, "qunlab-launches.csv", "text/csv", ":material/download:"),
        ):
            st.download_button(
                words(f"take.{code}"), made, file_name=file, mime=mime, icon=icon,
                help=words(f"take.{code}.help"), on_click="ignore", key=code,
            )  # fmt: skip
    files = once(current(), ("files",), lambda: files_of(comparison))
    show_command(compare_command(comparison, files, view.death, view.baseline, view.day), words)
    if not files:
        return
    st.caption(words("take.files"))
    with st.container(horizontal=True):
        for name, yaml in files.items():
            st.download_button(
                name,
                yaml,
                file_name=name,
                mime="application/yaml",
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
                key=f"file-{name}",
            )
