"""A report from whatever a folder holds."""

from __future__ import annotations

from pathlib import Path

from experiments.comparison import Comparison
from experiments.reports.comparison_page import comparison_page
from experiments.reports.html import report_html
from experiments.reports.parts import Page
from experiments.reports.reader import Reader
from experiments.reports.sources import Source, open_source, record_of_comparison
from experiments.reports.store_page import store_page
from experiments.reports.study_page import study_page
from scenarios.texts import LANGUAGES


def report_of(folder: Path) -> bytes:
    """The report on a folder as one HTML file.

    Raises:
        BadInputError: if it holds nothing that can be reported on.
    """
    source = open_source(folder)
    return report_html([page_of(source, language) for language in LANGUAGES], source.record)


def report_of_comparison(comparison: Comparison) -> bytes:
    """The report on a comparison at hand as one HTML file."""
    record = record_of_comparison(comparison)
    pages = [comparison_page(comparison, record.study, Reader(language)) for language in LANGUAGES]
    return report_html(pages, record)


def page_of(source: Source, language: str) -> Page:
    """The page on something in one language."""
    reader = Reader(language)
    if source.comparison is not None:
        return comparison_page(source.comparison, source.record.study, reader)
    if source.store is not None and source.record.study.kind == "sweep":
        return store_page(source.store, source.record.study, reader)
    return study_page(source.record.study, reader)
