"""From pages to one file that needs no network: template, styles, charts and Plotly's script are all inside.

Whatever comes from a study is text: the template escapes it, and JSON inside a script cannot end that script. The file
carries a digest of itself, so a byte that was changed later is found out (`experiments.studies.verify`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from experiments.reports.parts import Page
from experiments.reports.reader import Reader
from experiments.reports.record import Record

FOLDER = Path(__file__).parent
BLANK = "0" * 64
SEAL = re.compile(rb'<meta name="qunlab-seal" content="([0-9a-f]{64})">')
RECORD = re.compile(rb'<script type="application/json" id="qunlab-record">(.*?)</script>', re.DOTALL)


def report_html(pages: Sequence[Page], record: Record) -> bytes:
    """The file.

    Args:
        pages: one a language, the first of which is shown where a browser does not say what it would like.
        record: of the study, to be carried inside.
    """
    figures: dict[str, Any] = {}

    def figure(page: Page, chart: Any) -> str:
        name = f"figure-{len(figures)}"
        made = json.loads(chart.draw().to_json())
        # The template of a figure is Plotly's standard one again and again; here it is not used.
        made.get("layout", {}).pop("template", None)
        figures[name] = made
        return name

    rendered = (
        _environment()
        .get_template("report.html")
        .render(
            pages=pages,
            readers={page.language: Reader(page.language) for page in pages},
            figure=figure,
            figures=figures,
            record=record.as_dict(),
            style=_file("report.css"),
            script=_file("report.js"),
            plotly=_plotly(),
            seal=BLANK,
        )
    )
    content = rendered.encode("utf-8")
    return content.replace(BLANK.encode(), sealed(content).encode(), 1)


def sealed(content: bytes) -> str:
    """The digest of a report without its own: 64 hexadecimal digits."""
    blank = f'<meta name="qunlab-seal" content="{BLANK}">'.encode()
    return hashlib.sha256(SEAL.sub(blank, content, count=1)).hexdigest()


def seal_of(content: bytes) -> str | None:
    """The digest that a report carries, or None if it is no report."""
    found = SEAL.search(content)
    return found and found[1].decode()


def record_in(content: bytes) -> Mapping[str, Any]:
    """The record inside a report, as plain data.

    Raises:
        ValueError: if there is none.
    """
    found = RECORD.search(content)
    if found is None:
        raise ValueError("no report of this lab")
    plain = json.loads(found[1])
    if not isinstance(plain, dict):
        raise ValueError("no report of this lab")
    return plain


def as_script(value: Any) -> str:
    """JSON that cannot end the script it stands in."""
    shown = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        shown = shown.replace(letter, f"\\u{ord(letter):04x}")
    return shown


def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.lstrip_blocks = True
    made.filters["script"] = lambda value: Markup(as_script(value))  # noqa: S704  # escaped by `as_script`
    made.filters["own"] = Markup  # the package's own files only
    return made


@cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())
