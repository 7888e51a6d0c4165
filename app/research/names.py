"""What the page calls sweeps, worlds, strategies and the numbers that are varied."""

from __future__ import annotations

import datetime
import time

from app.wording import Words
from experiments import own_scenarios
from experiments.path_labels import path_label
from experiments.runs.materials import Materials
from experiments.sweeps.shelf import Sweep

MOST_NAMED = 3


def sweep_title(one: Sweep, words: Words) -> str:
    """The plan's own title, that of the shipped plan, or what it is about."""
    own = one.title.get(words.language) or one.title.get("en") or one.title.get("zh")
    if own:
        return " ".join(own.split())[:80]
    if one.shipped:
        return words(f"plan.{one.shipped}")
    return words(
        "ex.sweep.title",
        strategies=_some([entry_name("strategy", name, words) for name in one.strategies], words),
        worlds=_some([entry_name("world", name, words) for name in one.worlds], words),
    )


def sweep_label(one: Sweep, words: Words) -> str:
    """The title, how many runs, and when: enough to tell two of the same title apart."""
    return words("ex.sweep.label", title=sweep_title(one, words), runs=one.runs, when=moment(one.when, words))


def entry_name(family: str, name: str, words: Words) -> str:
    """What a world or strategy is called: as in the catalogue, by its owner, or its id."""
    if words.has(f"{family}.{name}"):
        return words(f"{family}.{name}")
    kept = {one.id: one for one in own_scenarios.choices(family)}
    return kept[name].name(words.language) if name in kept else name


def number_name(path: str, strategy: str, materials: Materials, words: Words) -> str:
    """What a number that is varied is called."""
    return path_label(path, materials.strategy(strategy), words.language)


def value_of(value: float, words: Words) -> str:
    """A value of a factor, with as many digits as it takes."""
    return words.number(value, 0) if value == int(value) and abs(value) < 1e15 else f"{value:.3g}"


def moment(when: float, words: Words) -> str:
    """A moment: the time if it is today, else the day."""
    then = datetime.datetime.fromtimestamp(when).astimezone()
    if time.time() - when < 86_400 and then.date() == datetime.datetime.now().astimezone().date():
        return f"{then:%H:%M}"
    from scenarios.formats import date

    return date(then.date(), words.language)


def _some(names: list[str], words: Words) -> str:
    if len(names) <= MOST_NAMED:
        return words.listed(names)
    return words("ex.and_more", names=words.listed(names[:MOST_NAMED]), n=len(names) - MOST_NAMED)
