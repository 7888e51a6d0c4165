"""``qunlab compare``: strategies side by side on the same launches."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event
from typing import Any

from experiments import compare as comparing
from experiments.advice_words import sentences
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import MOST_STRATEGIES, BadInputError, check_people, definition_of, quoted
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.measures import MEASURES
from experiments.pairing_gain import DIFFERENT_FATES, ENOUGH, STILL, gains
from experiments.pairing_words import limit_words, log_rank_sentence, saved_shown
from experiments.senses import SENSES
from experiments.wording import counted, definition_name, strategy_name, verdict_word, world_name
from scenarios.errors import printable
from scenarios.formats import money, number, share, signed
from scenarios.texts import text


def compare(
    world_given: str,
    strategies_given: list[str],
    launches: int,
    days: int,
    first_seed: int,
    threads: int,
    death: str,
    baseline: str | None,
    save: Path | None,
    json: bool,
    language: str,
    wage_fen: float,
    pairing: bool = False,
    day: int | None = None,
) -> int:
    """Compare, print, and say with the exit code whether every run went through (0) or not (1).

    Raises:
        BadInputError: for anything given that cannot be used.
    """
    from experiments import own_scenarios

    world = own_scenarios.world_given(world_given)
    strategies = _strategies(strategies_given)
    definition = definition_of(death)
    reference = _baseline(baseline, list(strategies))
    if save is not None and save.exists() and not (save / "comparison.json").exists():
        raise BadInputError("save_exists", found=quoted(str(save)))
    check_people(world, first_seed, days)
    comparison = _run(world, world_given, strategies, launches, days, first_seed, threads, language)
    if save is not None:
        try:
            comparison.save(save)
        except OSError as error:
            raise BadInputError(
                "cannot_write", found=quoted(str(save)), why=error.strerror or str(error)
            ) from None
    if json:
        print(as_json(plain(comparison, definition, reference, wage_fen, day)))
    else:
        print(report(comparison, definition, reference, language, wage_fen, day))
        if pairing:
            print("\n" + pairing_report(comparison, definition, language, wage_fen))
    for failure in comparison.failures[:5]:
        said = {"launch": failure.launch, "seed": failure.seed, "strategy": printable(failure.strategy)}
        print(
            text("command.compare.failure", language, **said, error=printable(failure.error, 500)),
            file=sys.stderr,
        )
    if len(comparison.failures) > 5:
        rest = number(len(comparison.failures) - 5, language)
        print(text("command.compare.failures", language, count=rest), file=sys.stderr)
    return 1 if comparison.failures else 0


def plain(
    comparison: Comparison, definition: Definition, baseline: str, wage_fen: float, day: int | None = None
) -> dict[str, Any]:
    """Everything as plain data, every number that a page of this comparison shows among it.

    What is unknown or beyond the horizon is NaN or infinite.
    """
    results = {}
    for name in comparison.strategies:
        curve = comparison.life_curve(name, definition)
        results[name] = {
            "lively": {end: vars(comparison.lively(name, end, definition)) for end in comparison.life_days},
            "deaths": comparison.deaths(name, definition),
            "life_curve": {"day": curve.days, "share": curve.share, "low": curve.low, "high": curve.high},
            "messages_by_day": comparison.fan(name),
            "messages_by_day_weekly": comparison.fan(name, 7),
            "moves": [vars(mark) for mark in comparison.marks if mark.strategy == name],
            "kpis": comparison.kpis(name, definition),
            "money": comparison.money(name, wage_fen).as_dict(),
            "hidden": vars(comparison.hidden(name)),
            "symptoms": [vars(one) for one in comparison.symptoms(name, day)],
            "senses": {code: comparison.sense(name, code) for code in SENSES},
            "tiers": {tier: vars(one) for tier, one in comparison.tiers(name).items()},
            "differences": {
                code: comparison.difference(name, baseline, code, day, definition, wage_fen).as_dict()
                for code in MEASURES
                if name != baseline
            },
            "log_rank": (
                None if name == baseline else vars(comparison.log_rank(name, baseline, definition, day))
            ),
        }
    verdict = comparison.verdict(day=day, definition=definition)
    return {
        "world": comparison.world_id,
        "strategies": list(comparison.strategies),
        "launches": comparison.launches,
        "logged": comparison.logged,
        "days": comparison.days,
        "day": verdict.day,
        "first_seed": comparison.first_seed,
        "definition": definition.code,
        "baseline": baseline,
        "verdict": verdict.as_dict(),
        "pairing": [one.as_dict() for one in gains(comparison, definition=definition, wage_fen=wage_fen)],
        "results": results,
        "failures": [vars(failure) for failure in comparison.failures],
    }


def report(
    comparison: Comparison,
    definition: Definition,
    baseline: str,
    language: str,
    wage_fen: float,
    day: int | None = None,
) -> str:
    """The comparison as a person reads it: the verdict, one table, and what it rests on."""
    verdict = comparison.verdict(day=day, definition=definition)
    heading = text(
        "command.compare.heading",
        language,
        world=printable(world_name(comparison, language)),
        launches=counted("launches", comparison.launches, language),
        days=counted("days", comparison.days, language),
    )
    lines = [heading, "", verdict_word(verdict, language)]
    lines += sentences(comparison, verdict, definition, baseline, language)
    lines += ["", table(_rows(comparison, definition, baseline, language, wage_fen, day), left=2), ""]
    notes = {
        "definition": definition_name(definition, language),
        "baseline": printable(strategy_name(comparison, baseline, language)),
        "matters": counted("days", verdict.matters, language, 1),
    }
    lines.append(text("command.compare.notes", language, day=verdict.day, **notes))
    lines.append(log_rank_sentence(comparison, definition, baseline, language, day))
    return "\n".join(lines)


def pairing_report(comparison: Comparison, definition: Definition, language: str, wage_fen: float) -> str:
    """How many launches pairing saves for every pair and measure, and what limits it."""
    names = {name: printable(strategy_name(comparison, name, language)) for name in comparison.strategies}
    rows = [
        [text(f"command.pairing.column.{name}", language) for name in ("pair", "measure", "limit", "saved")]
    ]
    for one in gains(comparison, definition=definition, wage_fen=wage_fen):
        pair = text("pairing.pair", language, first=names[one.first], second=names[one.second])
        measure = text(f"compared.{one.measure}", language)
        rows.append([pair, measure, limit_words(one, language), saved_shown(one.saved, language)])
    values = {
        "fates": share(DIFFERENT_FATES, language),
        "still": share(STILL, language),
        "enough": number(ENOUGH, language),
    }
    heading = text("command.pairing.heading", language)
    return "\n".join([heading, "", table(rows, left=3), "", text("pairing.notes", language, **values)])


def mean_shown(value: float, language: str) -> str:
    """A mean with one decimal; what is above zero and would be shown as 0 is shown as <0.1."""
    shown = number(value, language, 1)
    return f"<{number(0.1, language, 1)}" if value > 0 and shown == "0" else shown


def _rows(
    comparison: Comparison,
    definition: Definition,
    baseline: str,
    language: str,
    wage_fen: float,
    day: int | None,
) -> list[list[str]]:
    days = tuple(sorted({*comparison.life_days, comparison.judged_day if day is None else day}))
    head = [text(f"command.compare.column.{name}", language) for name in ("strategy", "name")]
    head += [text("command.compare.column.lively", language, day=number(day, language)) for day in days]
    head += [
        text(f"command.compare.column.{name}", language)
        for name in ("messages", "left", "muted", "profit", "difference")
    ]
    rows = [head]
    for name in comparison.strategies:
        kpis, profit = comparison.kpis(name, definition), comparison.money(name, wage_fen).profit
        row = [printable(name), printable(strategy_name(comparison, name, language))]
        row += [number(comparison.lively(name, day, definition).count, language) for day in days]
        row.append(mean_shown(kpis["messages_a_day"], language))
        row.append(mean_shown(float(comparison.column(name, "leaves").mean()), language))
        row.append(mean_shown(float(comparison.column(name, "mutes").mean()), language))
        row.append(money(profit, language))
        if name == baseline:
            row.append("–")
        else:
            gap = comparison.difference(name, baseline, day=day, definition=definition)
            low, high = (signed(value, language, 1) for value in (gap.low, gap.high))
            row.append(f"{signed(gap.mean, language, 1)} ({low} … {high})")
        rows.append(row)
    return rows


def _run(
    world: Any,
    world_given: str,
    strategies: dict[str, Any],
    launches: int,
    days: int,
    first_seed: int,
    threads: int,
    language: str,
) -> Comparison:
    import sim

    stop = Event()
    with progress(text("command.compiling", language), STEPS) as report_compiling:
        sim.warm_up(lambda done, total, _name: report_compiling(done, total))
    with progress(text("command.running", language)) as report_running:
        try:
            return comparing.run(
                world,
                strategies,
                launches,
                days,
                first_seed,
                threads,
                report_running,
                stop.is_set,
                world_id=Path(world_given).stem if Path(world_given).suffix else world_given,
            )
        finally:
            stop.set()


def _strategies(given: list[str]) -> dict[str, Any]:
    from experiments import own_scenarios

    if not 2 <= len(given) <= MOST_STRATEGIES:
        raise BadInputError("how_many_strategies", found=len(given), most=MOST_STRATEGIES)
    found: dict[str, Any] = {}
    for one in given:
        path = Path(one)
        name = path.stem if path.suffix else one
        if name in found:
            raise BadInputError("named_twice", found=quoted(name))
        found[name] = own_scenarios.strategy_given(one)
    return found


def _baseline(given: str | None, names: list[str]) -> str:
    if given is None:
        return names[0]
    if given not in names:
        raise BadInputError("baseline", found=quoted(given), allowed=", ".join(names))
    return given
