"""What a search found, as a person reads it: what is surely better, what was luck, the front, and what to change."""

from __future__ import annotations

from typing import Any

from experiments.commands.cases import own_name
from experiments.commands.output import table
from experiments.measure_words import gained, interval, measure_label, measured
from experiments.path_labels import path_label
from experiments.searching.retest import SearchResult, Setting
from experiments.wording import counted
from scenarios.formats import clock, number, share
from scenarios.texts import text


def shown(found: SearchResult, world: Any, strategy: Any, days: int, language: str) -> str:
    """The result: sentences, the front as a table, what each setting changes, and how to read it."""
    heading = text(
        "command.search.heading",
        language,
        world=own_name("world", found.asked.world, world.title, language),
        strategy=own_name("strategy", found.asked.strategy, strategy.title, language),
        trials=number(found.trials, language),
        launches=counted("launches", found.launches, language),
        days=counted("days", days, language),
    )
    lines = [heading, "", *sentences(found, language), "", table(rows(found, language)), ""]
    for one in found.settings:
        said = text("label.join", language).join(changes(found, one, strategy, language))
        lines.append(text("command.search.changes", language, number=one.number, changes=said))
    lines += [""] if found.settings else []
    lines.append(_notes(found, language))
    return "\n".join(lines)


def sentences(found: SearchResult, language: str) -> list[str]:
    """What is surely better, and what became of the gains that the search promised."""
    sure = [one for one in found.settings if one.surely_better]
    values = {
        "sure": number(len(sure), language),
        "settings": counted("settings", len(found.settings), language),
        "retested": counted("launches", found.retested, language),
    }
    if not found.settings:
        said = [text("command.search.nothing", language, **values)]
    else:
        said = [text("command.search.sure" if sure else "command.search.none_sure", language, **values)]
    if found.settings or found.dropped:
        parts = [
            text(
                "command.search.kept",
                language,
                measure=measure_label(one.code, language),
                searched=gained(searched, one.unit, language),
                fresh=gained(fresh, one.unit, language),
            )
            for one, searched, fresh in zip(found.measures, found.searched_gain, found.gain, strict=True)
        ]
        said.append(text("command.search.promise", language, parts=text("label.join", language).join(parts)))
    if found.dropped:
        said.append(
            text("command.search.dropped", language, dropped=counted("settings", found.dropped, language))
        )
    if not found.present_on_front:
        said.append(text("command.search.present_beaten", language))
    return said


def rows(found: SearchResult, language: str) -> list[list[str]]:
    """The front: means of every objective in the fresh launches, and differences to the strategy as it stands."""
    head = [text("command.search.column.number", language)]
    for one in found.measures:
        head += [measure_label(one.code, language), text("command.search.column.gain", language)]
    head.append(text("command.search.column.verdict", language))
    own = [text("command.search.present", language)]
    for one, mean in zip(found.measures, found.present, strict=True):
        own += [measured(mean, one.unit, language), "–"]
    return [head, [*own, ""], *(_row(found, one, language) for one in found.settings)]


def _row(found: SearchResult, setting: Setting, language: str) -> list[str]:
    row = [str(setting.number)]
    for one, sign, mean, gain in zip(
        found.measures, found.asked.signs, setting.means, setting.gains, strict=True
    ):
        # Differences have the sign of the measure here, not that of good and bad.
        ends = (gain.low, gain.high) if sign > 0 else (-gain.high, -gain.low)
        row += [measured(mean, one.unit, language), interval(sign * gain.mean, *ends, one.unit, language)]
    word = "better" if setting.surely_better else "mixed" if setting.better else "unsure"
    return [*row, text(f"command.search.verdict.{word}", language)]


def changes(found: SearchResult, setting: Setting, strategy: Any, language: str) -> list[str]:
    """What a setting changes, lever by lever."""
    said = []
    for lever in found.levers:
        if lever.path in setting.values:
            values = {
                "lever": path_label(lever.path, strategy, language),
                "before": _value(lever.path, lever.present, language),
                "after": _value(lever.path, setting.values[lever.path], language),
            }
            said.append(text("command.search.change", language, **values))
    return said


def _value(path: str, value: float, language: str) -> str:
    name = path.rsplit(".", 1)[-1]
    if name.endswith("_hour") or name in ("staff_from", "staff_to"):
        return clock(value)
    if name.endswith("_share") or name == "discount":
        return share(value, language)
    return number(value, language, 2)


def _notes(found: SearchResult, language: str) -> str:
    matters = [
        text(
            "command.search.matters",
            language,
            measure=measure_label(one.code, language),
            amount=measured(one.matters, one.unit, language),
        )
        for one in found.measures
    ]
    return text(
        "command.search.notes",
        language,
        matters=text("label.join", language).join(matters),
        retested=counted("launches", found.retested, language),
        runs=counted("model_runs", found.runs, language),
    )
