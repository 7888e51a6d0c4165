"""``qunlab ordinary``: how long the groups of a population live, by every definition, with luck and ignorance apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError
from scenarios.texts import LANGUAGES, text

if TYPE_CHECKING:
    from scenarios.populations import GroupMix

TUNED: tuple[str, ...] = ("ninety_five",)
"""Shipped populations that were made so that a certain result comes out; their note is printed with every result."""


def ordinary(
    given: str,
    groups: int,
    worlds: int,
    days: int,
    first_seed: int,
    threads: int,
    json: bool,
    language: str,
) -> None:
    """Run a population and print what it says about the three sayings.

    Args:
        given: id or path of the population.
        groups: in each plausible world.
        worlds: how many of the plausible worlds; 0 for the default psychology alone.
        days: the last day asked about.
        first_seed: seed of the first group.
        threads: groups at a time.
        json: print JSON instead of tables.
        language: of the tables.

    Raises:
        BadInputError: if more people would come into a group than a run can hold.
    """
    import sim
    from experiments.calibration.ensemble import plausible_worlds
    from experiments.ordinary import SEEN_AFTER, chosen_worlds, sample
    from experiments.ordinary_answers import answers
    from experiments.ordinary_tables import Tables, plain
    from scenarios.populations import load_population
    from sim.population import PopulationTooLargeError

    mix = load_population(given)
    known = shipped_id(mix)
    if known in TUNED and not json:
        print(f"{tuned_note(known)}\n")
    plausible = plausible_worlds()
    chosen = chosen_worlds(plausible, worlds)
    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    try:
        with progress(text("command.ordinary.running", language)) as report:
            samples = sample(
                mix, chosen, groups, days, first_seed=first_seed, threads=threads, on_progress=report
            )
    except PopulationTooLargeError as error:
        values = {"found": error.people, "days": days + SEEN_AFTER, "most": error.most}
        raise BadInputError("too_many_people", **values) from None
    result = plain(answers(samples, min(worlds, len(plausible)), days))
    if json:
        notes = {one: text(f"population.{known}.help", one) for one in LANGUAGES} if known in TUNED else None
        asked = {"population": given, "first_seed": first_seed, "note": notes}
        print(as_json({**asked, **result}))
        return
    _print(Tables(result, language), known, language)


def shipped_id(mix: GroupMix) -> str | None:
    """The id of the shipped population that is the same as this one, whatever file it was read from."""
    from scenarios.populations import load_population, populations

    return next((known for known in populations() if load_population(known) == mix), None)


def tuned_note(known: str) -> str:
    """The note of a tuned population, in every language: who reads on is to have read it."""
    bar = "=" * 80
    said = [text(f"population.{known}.help", one) for one in LANGUAGES]
    return "\n".join([bar, *said, bar])


def _print(tables: Any, known: str | None, language: str) -> None:
    if known is not None:
        print(text(f"population.{known}", language))
        if known not in TUNED:
            print(text(f"population.{known}.help", language))
    print(f"{tables.size()}\n")
    headings = tables.headings()
    for name, rows in tables.tables().items():
        print(f"{headings[name]}\n{table(rows)}\n")
    print("\n".join(tables.sentences().values()))
    print(text("ordinary.intervals", language))
