"""The fit of the own group in words and a table."""

from __future__ import annotations

from experiments.commands.output import table
from experiments.my_group.description import BOUNDS, Description, FieldError
from experiments.my_group.result import Assumed, Figure, MyGroup
from experiments.wording import counted
from scenarios.formats import number
from scenarios.texts import text


def told(description: Description, found: MyGroup, language: str) -> str:
    """All of it as a person reads it."""
    rows = [[text(f"my_group.column.{name}", language) for name in ("figure", "given", "simulated", "fit")]]
    rows += [figure_cells(one, language) for one in found.figures]
    lines = [
        fit_sentence(found, language),
        "",
        table(rows, left=1),
        "",
        rule(found, language),
        "",
        text("my_group.assumed", language),
        *(f"- {assumed_sentence(one, language)}" for one in found.assumed),
    ]
    if found.moved:
        lines += ["", text("my_group.people", language, runs=number(found.runs, language))]
    return "\n".join(lines)


def fit_sentence(found: MyGroup, language: str) -> str:
    """How the group fits, in one sentence."""
    return text(f"my_group.fit.{found.word}.sentence", language)


def rule(found: MyGroup, language: str) -> str:
    """What the words of the fit mean."""
    days = counted("days", found.window, language)
    return text("my_group.rule", language, launches=number(found.launches, language), days=days)


def figure_name(name: str, language: str) -> str:
    """What a figure is called, with its unit."""
    return text(f"my_group.figure.{name}", language)


def figure_cells(one: Figure, language: str) -> list[str]:
    """A figure's name, what was given, its interval, and how it fits."""
    given = "–" if one.given is None else number(one.given, language, _digits(one.given))
    return [
        figure_name(one.name, language),
        given,
        interval(one, language),
        text(f"my_group.fit.{one.word}", language),
    ]


def interval(one: Figure, language: str) -> str:
    """The median of a figure and its middle 80 of 100 launches."""
    middle, low, high = (number(value, language, _digits(value)) for value in (one.middle, one.low, one.high))
    return text("my_group.interval", language, middle=middle, low=low, high=high)


def assumed_sentence(one: Assumed, language: str) -> str:
    """Something that was assumed, as a sentence."""
    values = {
        name: text(f"channel.{value}", language)
        if name == "channel"
        else number(float(value), language, 1 if name == "ads" else 0)
        for name, value in one.values.items()
    }
    code = "practice_no_ads" if one.code.startswith("practice") and not one.values["ads"] else one.code
    if code == "practice_no_ads":
        code += "_answering" if one.code == "practice_answering" else "_alone"
    return text(f"my_group.assumed.{code}", language, **values)


def field_error(error: FieldError, language: str) -> str:
    """What is wrong with a field, in one sentence."""
    bounds = BOUNDS.get(error.field)
    values = {}
    if error.code == "range" and bounds is not None:
        values = {"low": number(bounds.low, language), "high": number(bounds.high, language)}
    label = text(f"my_group.field.{error.field}", language)
    return text(f"my_group.error.{error.code}", language, field=label, **values)


def _digits(value: float) -> int:
    return 0 if value >= 20 or float(value).is_integer() else 1
