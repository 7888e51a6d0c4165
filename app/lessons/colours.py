"""An arm keeps its colour and mark throughout its lesson; colours are those of the first page, told apart by all."""

from __future__ import annotations

from experiments.palette import Style
from scenarios.lesson_files import Lesson

STYLES = (
    Style("#3c6c9c", "solid", "circle"),
    Style("#e0780c", "dash", "triangle-up"),
    Style("#009c9c", "dot", "diamond"),
    Style("#c03c30", "dashdot", "square"),
    Style("#9030f0", "longdash", "x"),
    Style("#7b818b", "longdashdot", "cross"),
)
"""By an arm's place; a lesson has at most six arms."""

ACCENT = "#2f74b5"


def style_of(lesson: Lesson, arm: str) -> Style:
    """How an arm is drawn."""
    return STYLES[[one.name for one in lesson.arms].index(arm)]
