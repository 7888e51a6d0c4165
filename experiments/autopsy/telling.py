"""What an autopsy says, in the reader's language: sentences made of codes and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.autopsy.autopsy import SEEDS_TRIED, Autopsy, Question
from experiments.autopsy.no_return import NoReturn
from experiments.autopsy.responsibility import CauseShare, Responsibility
from experiments.wording import counted, definition_name, listed
from scenarios.errors import printable
from scenarios.formats import number, share
from scenarios.texts import has_text, text

PARTS_SAID = 3
"""So many causes are named in the sentence about shares; the table has all."""

SETS_SAID = 4
LEAST_SAID = 0.5
"""A share of fewer days than this is not worth a word."""

LONGEST_NAME = 200


def cause_label(code: str, language: str) -> str:
    """What a cause is called."""
    if has_text(f"cause.{code}"):
        return text(f"cause.{code}", language)
    kind, _, which = code.partition(".")
    move = text(f"move.{kind}", language)
    if which:
        return text("cause.one_move", language, move=move, number=which)
    return text("cause.move", language, move=move)


def cause_help(code: str, language: str) -> str:
    """What stands in the place of a cause that is switched off, in one sentence."""
    return text(f"cause.{code}.help" if has_text(f"cause.{code}.help") else "cause.move.help", language)


def thing_name(what: str, given: str, thing: Any, language: str) -> str:
    """The name of a world or strategy: its owner's, or that of the catalogue, or its id.

    Args:
        what: "world" or "strategy".
        given: its id.
        thing: the `sim.World` or `sim.Strategy`.
        language: of the name.
    """
    titles: Mapping[str, str] = thing.title.model_dump()
    own = titles.get("zh" if language.startswith("zh") else "en") or titles.get("en") or titles.get("zh")
    if own:
        return printable(str(own), LONGEST_NAME)
    code = f"{what}.{given}"
    return text(code, language) if has_text(code, language) else printable(given, LONGEST_NAME)


def heading(question: Question, found: Autopsy, language: str) -> str:
    """Which group this is about."""
    return text(
        "autopsy.heading",
        language,
        world=thing_name("world", question.world_id, question.world, language),
        strategy=thing_name("strategy", question.strategy_id, question.strategy, language),
        seed=number(float("nan") if found.seed is None else found.seed, language),
        days=counted("days", found.days, language),
    )


def no_death_sentence(found: Autopsy, language: str) -> str:
    """Why there is nothing to explain, and which launch would be worth a look."""
    days, tried = counted("days", found.days, language), number(SEEDS_TRIED, language)
    if found.seed is None:
        return text("autopsy.nothing_dies", language, days=days, tried=tried)
    if found.death != found.death:
        return text("autopsy.failed", language, seed=found.seed)
    if found.another is None:
        return text("autopsy.alive_all", language, seed=found.seed, days=days, tried=tried)
    return text("autopsy.alive", language, seed=found.seed, days=days, another=found.another)


def sentences(question: Question, found: Autopsy, language: str) -> list[str]:
    """What is to be said on top: the death, whose fault it was, and what would have kept the group alive."""
    if not found.died:
        return [no_death_sentence(found, language)]
    said = [
        text(
            "autopsy.death",
            language,
            day=number(found.death, language, 1),
            definition=definition_name(question.definition, language),
            days=counted("days", found.days, language),
            lost=counted("days", found.days - found.death, language, 1),
        )
    ]
    if found.responsibility is None:
        return [*said, text("autopsy.nothing_at_work", language)]
    said += _share_sentences(found.responsibility, language)
    said.append(kept_alive_sentence(found.responsibility, language))
    if question.launches:
        said.append(_overall_sentence(question, found, language))
    return said


def named_causes(found: Responsibility, language: str) -> str:
    """The causes with the greatest shares, each with its days, in a row; "" if none has a share worth a word."""
    named = [one for one in _by_share(found)[:PARTS_SAID] if one.days >= LEAST_SAID]
    parts = [
        text(
            "autopsy.share.next" if place else "autopsy.share.part",
            language,
            days=number(one.days, language, 1),
            cause=cause_label(one.code, language),
        )
        for place, one in enumerate(named)
    ]
    return listed(parts, language) if parts else ""


def balance_sentences(found: Responsibility, language: str) -> list[str]:
    """What falls to whom, what lies elsewhere, and which causes kept the group going."""
    said = _operators_sentence(found, language) if named_causes(found, language) else []
    if found.horizon - found.without >= LEAST_SAID:
        without = counted("days", found.without, language, 1)
        rest = counted("days", found.horizon - found.without, language, 1)
        said.append(text("autopsy.rest", language, without=without, rest=rest))
    for one in _by_share(found):
        if one.days <= -LEAST_SAID:
            gave = counted("days", -one.days, language, 1)
            said.append(
                text("autopsy.kept_going", language, cause=cause_label(one.code, language), days=gave)
            )
    return said


def headline(found: Autopsy, language: str) -> str:
    """When a group died and of what, in one sentence; `found` has a death."""
    day, responsibility = number(found.death, language, 1), found.responsibility
    parts = "" if responsibility is None else named_causes(responsibility, language)
    if responsibility is None or not parts:
        lost = counted("days", found.days - found.death, language, 1)
        return text("autopsy.headline.plain", language, day=day, lost=lost)
    lost = counted("days", responsibility.lost, language, 1)
    return text("autopsy.headline", language, day=day, lost=lost, parts=parts)


def _by_share(found: Responsibility) -> list[CauseShare]:
    return sorted(found.shares, key=lambda one: -one.days)


def _share_sentences(found: Responsibility, language: str) -> list[str]:
    parts, said = named_causes(found, language), []
    if parts:
        lost = counted("days", found.lost, language, 1)
        said.append(text("autopsy.shares", language, lost=lost, parts=parts))
    return [*said, *balance_sentences(found, language)]


def _operators_sentence(found: Responsibility, language: str) -> list[str]:
    """What falls to the operator and what to people; nothing where people's nature is no burden at all."""
    others = found.explained - found.operators
    if others < 0:
        return []
    nature = number(others, language, 1)
    if found.operators <= -LEAST_SAID:
        gave = counted("days", -found.operators, language, 1)
        return [text("autopsy.operators.gave", language, gave=gave, others=nature)]
    own = number(max(0.0, found.operators), language, 1)
    return [text("autopsy.operators", language, operators=own, others=nature)]


def kept_alive_sentence(found: Responsibility, language: str) -> str:
    """Which smallest sets of causes, switched off, would have kept the group lively to the horizon."""
    day = number(found.horizon, language)
    if not found.kept_alive:
        return text("autopsy.kept.none", language, day=day)
    size = len(found.kept_alive[0])
    shown = [" + ".join(cause_label(code, language) for code in one) for one in found.kept_alive[:SETS_SAID]]
    sets = ("\uff1b" if language.startswith("zh") else "; ").join(shown)
    more = len(found.kept_alive) - len(shown)
    if more:
        sets = text("autopsy.kept.more", language, sets=sets, more=number(more, language))
    if size == 1:
        return text("autopsy.kept.one", language, day=day, sets=sets)
    return text("autopsy.kept.several", language, number=number(size, language), day=day, sets=sets)


def _overall_sentence(question: Question, found: Autopsy, language: str) -> str:
    launches, days = (
        counted("launches", question.launches, language),
        counted("days", found.days, language),
    )
    if found.overall is None:
        return text("autopsy.overall.none", language, launches=launches, days=days)
    died, lost = number(found.overall.died, language), counted("days", found.overall.lost, language, 1)
    return text("autopsy.overall", language, launches=launches, died=died, days=days, lost=lost)


def symptom_lines(found: Autopsy, language: str) -> list[str]:
    """The symptoms in the order in which they began."""
    days = {} if found.timeline is None else found.timeline.symptoms
    began = sorted((day, code) for code, day in days.items() if day < found.days)
    if not began:
        return [text("autopsy.symptoms.none", language)]
    return [
        text(
            "autopsy.symptom",
            language,
            day=number(day, language),
            symptom=text(f"symptom.{code}", language),
        )
        for day, code in began
    ]


def no_return_sentence(question: Question, found: NoReturn, language: str) -> str:
    """From when nothing helped any more."""
    last = found.days[-1]
    if found.day is not None:
        threshold = share(found.threshold, language)
        return text("autopsy.no_return.day", language, day=number(found.day, language), threshold=threshold)
    return text(
        "autopsy.no_return.never",
        language,
        last=number(last.day, language),
        share=share(last.best.share, language),
        rescue=thing_name("strategy", last.chosen, question.rescues[last.chosen], language),
    )
