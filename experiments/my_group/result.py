"""What came of describing the own group: its world, how well it fits the figures given, and what was assumed.

A figure fits if it lies within the middle 80 of 100 launches and the launches' median lies between half of it and twice
it (one is added to both, so that small counts are not held to more than they can tell). It fits roughly if only one of
the two holds. The group fits as its worst figure does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.my_group.description import FITTED, WEEK, Description
from experiments.my_group.fit import PEOPLE, Fitted
from experiments.my_group.making import LONGEST_AGE, RESERVE, days_of, opening_of, world_of
from experiments.my_group.observing import FIGURES, window_of
from sim.quantities import GRADES

if TYPE_CHECKING:
    from sim.world import World

MIDDLE = (0.1, 0.5, 0.9)
WITHIN = 2.0

FITS, ROUGHLY, NOT, UNKNOWN = "fits", "roughly", "not", "unknown"
"""Codes of ``my_group.fit.<code>``; "unknown" where nothing was given to compare with."""
_WORST = (FITS, ROUGHLY, NOT)


@dataclass(frozen=True)
class Figure:
    """One figure: as given, and in the launches of the fitted group.

    Attributes:
        name: one of `experiments.my_group.observing.FIGURES`.
        given: None where it is not known.
        low, middle, high: the 10th, 50th and 90th of 100 launches.
        word: how it fits.
    """

    name: str
    given: float | None
    low: float
    middle: float
    high: float
    word: str


@dataclass(frozen=True)
class Assumed:
    """Something that was assumed: the text ``my_group.assumed.<code>`` with these values."""

    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class MyGroup:
    """See the module's text.

    Attributes:
        figures: in the order of `FIGURES`.
        word: how the group fits.
        assumed: what was assumed.
        psychology: parameters of the people that differ from the usual ones.
        moved: those of them that were fitted.
        grades: how many of the other parameters rest on what, by the codes of `sim.quantities.GRADES`.
        plausible: position of the plausible world from which they were moved, −1 if nothing was fitted.
        days: simulated days until today.
        window: last days over which figures were averaged.
        launches: from which the fit is judged.
        runs: launches run in all.
        yaml: the world as a file.
    """

    figures: tuple[Figure, ...]
    word: str
    assumed: tuple[Assumed, ...]
    psychology: Mapping[str, float]
    moved: tuple[str, ...]
    grades: Mapping[str, int]
    plausible: int
    days: int
    window: int
    launches: int
    runs: int
    yaml: str

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> MyGroup:
        """What `as_dict` gave after it went through JSON.

        Raises:
            ValueError: if it is none.
        """
        from experiments.studies.restoring import restored

        return restored(cls, plain)


def my_group(description: Description, fitted: Fitted, title: Mapping[str, str]) -> tuple[MyGroup, World]:
    """The result of a search, and the world.

    Args:
        description: of the group.
        fitted: what the search found.
        title: the world's name in each language.
    """
    from scenarios.writing import world_to_yaml
    from sim.parameters import psychology_table

    world = world_of(description, fitted.psychology, title)
    figures = tuple(
        _figure(name, _given(description, name), fitted.launches[:, place])
        for place, name in enumerate(FIGURES)
    )
    judged = [one.word for one in figures if one.word != UNKNOWN]
    word = max(judged, key=_WORST.index) if description.given else UNKNOWN
    moved = PEOPLE if fitted.plausible >= 0 else ()
    rest = [one.grade for one in psychology_table() if one.name.rpartition(".")[2] not in moved]
    found = MyGroup(
        figures,
        word,
        _assumed(description),
        dict(fitted.psychology),
        moved,
        {grade: rest.count(grade) for grade in GRADES},
        fitted.plausible,
        days_of(description),
        window_of(days_of(description)),
        len(fitted.launches),
        fitted.runs,
        world_to_yaml(world),
    )
    return found, world


def fit_word(given: float, low: float, middle: float, high: float) -> str:
    """How a figure fits; the rule is in the module's text."""
    ratio = (middle + 1) / (given + 1)
    # The ends are those of counts: what rounds to the given figure holds it.
    holds = (low - 0.5 <= given <= high + 0.5, 1 / WITHIN <= ratio <= WITHIN)
    return (NOT, ROUGHLY, FITS)[sum(holds)]


def _figure(name: str, given: float | None, values: Any) -> Figure:
    low, middle, high = (float(value) for value in np.quantile(values, MIDDLE))
    word = UNKNOWN if given is None else fit_word(given, low, middle, high)
    return Figure(name, given, low, middle, high, word)


def _given(description: Description, name: str) -> float | None:
    if name == "members" and description.age_days < WEEK:
        return None
    value = getattr(description, name)
    return None if value is None else float(value)


def _assumed(description: Description) -> tuple[Assumed, ...]:
    found = []
    if description.age_days >= WEEK:
        values = {
            "opening": opening_of(description),
            "members": description.members,
            "days": days_of(description),
        }
        found.append(Assumed("opening", values))
    else:
        found.append(Assumed("new", {"days": days_of(description)}))
    if description.age_days > LONGEST_AGE:
        found.append(Assumed("older", {"days": LONGEST_AGE}))
    found.append(
        Assumed("practice_answering" if description.answers else "practice_alone", {"ads": description.ads})
    )
    unknown = [name for name in FITTED if name not in description.given and description.age_days >= WEEK]
    found += [Assumed(f"unknown.{name}", {}) for name in unknown]
    found.append(Assumed(f"ties.{description.known}", {}))
    found.append(Assumed("channel", {"channel": description.channel}))
    found.append(Assumed("reserve", {"reserve": round(RESERVE * description.members)}))
    found.append(Assumed("from_opening", {}))
    return tuple(found)
