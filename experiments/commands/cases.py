"""``qunlab case``: a case of the source documents, played: measures by arm, the document's figures, its directions."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import money, number, share
from scenarios.texts import has_text, text

if TYPE_CHECKING:
    from experiments.cases import CaseResult, Estimate
    from scenarios.case_files import Case

DIGITS = {"days": 1, "messages": 1, "members": 1, "minutes": 1, "moves": 1, "orders": 3, "1": 2}
"""Decimals shown, by unit."""


def case_command(
    given: str,
    launches: int | None,
    days: int | None,
    first_seed: int,
    threads: int,
    json: bool,
    language: str,
) -> None:
    """Play a case and print what became of it.

    Args:
        given: id or path of the case.
        launches: number of launches; the case's own if None.
        days: length of a run; the case's own if None.
        first_seed: seed of the first launch.
        threads: launches at a time.
        json: print JSON instead of tables.
        language: of the tables.

    Raises:
        BadInputError: if more people would come than a run can hold.
    """
    import scenarios
    import sim
    from experiments.cases import run_case
    from sim.population import PopulationTooLargeError

    case = scenarios.load_case(given)
    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    try:
        with progress(text("command.running", language)) as report:
            result = run_case(
                case,
                launches=launches,
                days=days,
                first_seed=first_seed,
                threads=threads,
                on_progress=report,
            )
    except PopulationTooLargeError as error:
        values = {"found": error.people, "days": days or case.days, "most": error.most}
        raise BadInputError("too_many_people", **values) from None
    print(as_json(_plain(given, case, result)) if json else "\n".join(_page(given, case, result, language)))


def _plain(given: str, case: Case, result: CaseResult) -> dict[str, Any]:
    head = {"case": given, "row": case.row, "launches": result.launches, "days": result.days}
    return {
        **head,
        "first_seed": result.first_seed,
        "arms": [arm.name for arm in case.arms],
        "values": result.values,
        "estimates": _fields(result.estimates),
        "differences": _fields(result.differences),
        "figures": [{**one.figure.model_dump(), "found": asdict(one.found)} for one in result.figures],
        "statements": [
            {**one.statement.model_dump(), "difference": one.difference.as_dict(), "answer": one.answer}
            for one in result.statements
        ],
    }


def _fields(found: Any) -> dict[str, dict[str, Any]]:
    return {measure: {arm: asdict(one) for arm, one in arms.items()} for measure, arms in found.items()}


def _page(given: str, case: Case, result: CaseResult, language: str) -> list[str]:
    launches, days = counted("launches", result.launches, language), counted("days", result.days, language)
    name = own_name("case", given, case.title, language)
    page = [text("command.case.heading", language, name=name, launches=launches, days=days)]
    about = case.about.in_language(language) or _said(f"case.{given}.help", language)
    page += [printable(about, 2000), ""] if about else [""]
    page += [table(_values(given, case, result, language), left=2), ""]
    if result.figures:
        page += [table(_figures(given, case, result, language), left=2), ""]
    page += [_statement(given, case, one, language) for one in result.statements]
    note = _said(f"case.{given}.note", language)
    return page + ([note] if note else []) + [text("command.case.intervals", language)]


def _said(code: str, language: str) -> str:
    return text(code, language) if has_text(code, language) else ""


def own_name(what: str, given: str, title: Any, language: str) -> str:
    """The title that a file gives itself, or the shipped name of its id, or the id."""
    return printable(title.in_language(language) or _said(f"{what}.{given}", language) or given, 300)


def _arm(given: str, case: Case, name: str, language: str) -> str:
    title = case.arm(name).title.in_language(language)
    return printable(title or _said(f"case.{given}.{name}", language) or name, 300)


def _shown(measure: str, value: float, language: str) -> str:
    from experiments.case_measures import CASE_MEASURES

    unit = CASE_MEASURES[measure].unit  # type: ignore[index]
    if unit == "share":
        return share(value, language, 1)
    if unit == "yuan":
        return money(100 * value, language, 2)
    return number(value, language, DIGITS[unit])


def _interval(measure: str, found: Estimate, language: str) -> str:
    if not math.isfinite(found.low):
        return number(float("nan"), language)
    low, high = _shown(measure, found.low, language), _shown(measure, found.high, language)
    return text("command.case.range", language, low=low, high=high)


def _values(given: str, case: Case, result: CaseResult, language: str) -> list[list[str]]:
    columns = ("measure", "arm", "value", "interval", "launches")
    rows = [[text(f"command.case.column.{name}", language) for name in columns]]
    for measure, arms in result.estimates.items():
        for place, (arm, found) in enumerate(arms.items()):
            rows.append(
                [
                    "" if place else text(f"case_measure.{measure}", language),
                    _arm(given, case, arm, language),
                    _shown(measure, found.mean, language),
                    _interval(measure, found, language),
                    number(found.launches, language),
                ]
            )
    return rows


def _figures(given: str, case: Case, result: CaseResult, language: str) -> list[list[str]]:
    columns = ("measure", "arm", "document", "here", "kind")
    rows = [[text(f"command.case.column.{name}", language) for name in columns]]
    for one in result.figures:
        figure = one.figure
        said = _shown(figure.measure, figure.value, language)
        rows.append(
            [
                text(f"case_measure.{figure.measure}", language),
                _arm(given, case, figure.arm, language),
                text("command.case.least", language, value=said) if figure.least else said,
                _shown(figure.measure, one.found.mean, language),
                text(f"case_kind.{figure.kind}", language, row=figure.row),
            ]
        )
    return rows


def _statement(given: str, case: Case, one: Any, language: str) -> str:
    statement, difference = one.statement, one.difference
    return text(
        f"command.case.statement.{one.answer}",
        language,
        measure=text(f"case_measure.{statement.measure}", language),
        more=_arm(given, case, statement.more, language),
        than=_arm(given, case, statement.than, language),
        row=statement.row,
        difference=_difference(statement.measure, difference.mean, language),
        low=_difference(statement.measure, difference.low, language),
        high=_difference(statement.measure, difference.high, language),
    )


def _difference(measure: str, value: float, language: str) -> str:
    """A difference with its sign; that of two shares in percentage points, which are not percent of a share."""
    from experiments.case_measures import CASE_MEASURES

    if CASE_MEASURES[measure].unit == "share":  # type: ignore[index]
        return text("command.case.points", language, value=number(100 * value, language, 1))
    return _shown(measure, value, language)
