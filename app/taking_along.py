"""What a reader takes along from a comparison: a report in one file, and the command that gives the same figures."""

from __future__ import annotations

import streamlit as st

from app.reproduce import show_command
from app.view import View
from app.wording import Words
from experiments.comparison import Comparison
from experiments.reproducing import compare_command, files_of


def show_taking_along(comparison: Comparison, view: View, words: Words) -> None:
    """The report's button, and the command with the files that it needs."""

    def report() -> bytes:
        from experiments.reports.report import report_of_comparison

        return report_of_comparison(comparison)

    st.download_button(
        words("take.report"),
        report,
        file_name="qunlab-report.html",
        mime="text/html",
        icon=":material/description:",
        help=words("take.report.help"),
        on_click="ignore",
        key="report",
    )
    files = files_of(comparison)
    show_command(compare_command(comparison, files, view.death, view.baseline), words)
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
