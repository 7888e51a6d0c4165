"""What a report's page is made of: sentences first, then sections with charts, tables and definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import plotly.graph_objects as go

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Cells as they are shown; all are plain text.

    Attributes:
        heading: of the columns.
        rows: each as long as the heading.
        left: how many columns hold words and are flush left; the others hold numbers and are flush right.
        last_left: the last column holds words too.
    """

    heading: Cells
    rows: tuple[Cells, ...]
    left: int = 1
    last_left: bool = False

    def side(self, position: int) -> str:
        """What the cells of a column hold: "words" or "numbers"."""
        words = position < self.left or (self.last_left and position == len(self.heading) - 1)
        return "words" if words else "numbers"


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key: the name, and how its line or bar looks.

    Attributes:
        name: shown text.
        colour: as #rrggbb.
        dash: Plotly's name of a line's dash; "bar" for a filled area.
    """

    name: str
    colour: str
    dash: str = "solid"


@dataclass(frozen=True)
class Chart:
    """A chart and its twin.

    Attributes:
        title: what it shows, in a few words.
        alt: the same in a sentence with its main figures, for those who do not see it.
        draw: makes the Plotly figure.
        table: its figures.
        key: names of what is drawn, where the chart does not name them itself.
        note: a sentence under the title, or nothing.
    """

    title: str
    alt: str
    draw: Callable[[], go.Figure]
    table: Table
    key: tuple[Key, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page.

    Attributes:
        title: its heading.
        sentences: under it.
        charts: in order.
        tables: each with a caption (may be empty).
        terms: words and what they mean.
        folded: shown only when opened: for what few readers look up.
        code: text to be shown as it is typed.
    """

    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    folded: bool = False
    code: str = ""


@dataclass(frozen=True)
class Page:
    """A report in one language.

    Attributes:
        language: "en" or "zh".
        kind: what kind of study it is, in words.
        title: what was studied.
        subtitle: how much of it was run.
        word: the result in a word or two; may be empty.
        sentences: the result, most important first.
        cautions: at most three, to be seen before the figures.
        sections: the rest.
    """

    language: str
    kind: str
    title: str
    subtitle: str
    word: str
    sentences: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def terms(found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Words and meanings for a `Section`, without those that have none."""
    return tuple((word, meaning) for word, meaning in found.items() if meaning)
