"""Which death is looked into, and how closely: as codes, as a link and as the words of a command."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.asking import EditError, edited_strategy, world_of
from app.autopsy.limits import DAYS, MOST_RESCUES, MOST_SEED
from app.view import Edit, edits_of
from experiments import edited_scenarios, own_scenarios
from experiments.autopsy.causes import causes_at_work
from experiments.autopsy.cost import most_runs
from experiments.autopsy.no_return import USUAL_GRID, USUAL_RESCUES
from experiments.autopsy.responsibility import MOST_EXACT
from experiments.definitions import DEFAULT, all_definitions
from scenarios.errors import ScenarioError
from scenarios.library import strategies, worlds
from scenarios.own import OwnError

MOST_CAUSES = MOST_EXACT
"""So many causes can be named here: up to then their shares are exact."""


@dataclass(frozen=True)
class Depth:
    """How closely a death is looked into.

    Attributes:
        launches: further launches, for what kills such groups in general.
        futures: of each rescue on each day.
        grid: days on which rescues begin.
        rescues: strategies tried as rescues unless others are named.
    """

    launches: int
    futures: int
    grid: tuple[int, ...]
    rescues: tuple[str, ...]


# What a reader gets without asking takes ten to twenty seconds of one processor; the closest look, minutes.
DEPTHS: dict[str, Depth] = {
    "quick": Depth(0, 8, (0, 7, 14, 30, 60), ("trust_playbook", "light_care", "red_packets")),
    "closer": Depth(8, 20, USUAL_GRID, USUAL_RESCUES),
    "thorough": Depth(20, 40, USUAL_GRID, USUAL_RESCUES),
}

UNASKED_WORK = 75_000
"""Simulated days that a link may take without being asked for."""


@dataclass(frozen=True)
class Case:
    """One death and how it is looked into.

    Attributes:
        world, strategy: ids, of shipped ones or of the reader's own.
        seed: of the launch; the first that dies if None.
        days: length of the life that is looked at.
        death: code of the definition of death.
        depth: one of `DEPTHS`.
        causes: codes of causes, those that seem to matter most if there are none.
        rescues: ids of strategies, those of the depth if there are none.
        edits: levers of the strategy that differ.
    """

    world: str = "community_150"
    strategy: str = "hard_ads"
    seed: int | None = None
    days: int = 90
    death: str = DEFAULT.code
    depth: str = "quick"
    causes: tuple[str, ...] = ()
    rescues: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def rescues_tried(self) -> tuple[str, ...]:
        """The strategies that are tried as rescues."""
        return self.rescues or DEPTHS[self.depth].rescues

    @property
    def runs(self) -> int:
        """The most runs it takes."""
        depth = DEPTHS[self.depth]
        return most_runs(
            len(cause_codes(self.world, self.strategy, self.edits)),
            len(self.causes) or None,
            depth.launches,
            len(self.rescues_tried),
            len(depth.grid),
            depth.futures,
        )

    @property
    def modest(self) -> bool:
        """Whether it may be started by a link, without being asked for."""
        return self.runs * self.days <= UNASKED_WORK

    @property
    def strategy_given(self) -> str:
        """How a command is told of the strategy: by its id, one with changed levers by a file.

        Raises:
            EditError: if a lever cannot stand where it was set.
            OSError: if the lab's folder cannot be written.
        """
        if not self.edits:
            return self.strategy
        return str(edited_scenarios.keep(self.strategy, edited_strategy(self.strategy, self.edits)))

    def command(self) -> tuple[str, ...]:
        """The words of the command line that looks into it; errors as for `strategy_given`."""
        depth = DEPTHS[self.depth]
        words = ["autopsy", self.world, self.strategy_given, "--days", str(self.days), "--death", self.death]
        if self.seed is not None:
            words += ["--seed", str(self.seed)]
        if self.causes:
            words += ["--causes", ",".join(self.causes)]
        words += ["--launches", str(depth.launches), "--rescue", ",".join(self.rescues_tried)]
        words += ["--futures", str(depth.futures), "--grid", ",".join(map(str, depth.grid))]
        return tuple(words)

    def params(self) -> dict[str, str | list[str]]:
        """What a link carries: the group always, the rest where it differs from the usual."""
        usual = Case()
        named: dict[str, str | list[str]] = {
            "seed": "" if self.seed is None else str(self.seed),
            "days": "" if self.days == usual.days else str(self.days),
            "death": "" if self.death == usual.death else self.death,
            "depth": "" if self.depth == usual.depth else self.depth,
            "causes": "-".join(self.causes),
            "rescues": "-".join(self.rescues),
            "edit": [str(edit) for edit in self.edits],
        }
        given = {name: value for name, value in named.items() if value}
        return {"world": self.world, "strategy": self.strategy, **given}


def cause_codes(world: str, strategy: str, edits: tuple[Edit, ...] = ()) -> tuple[str, ...]:
    """Codes of what is at work in a world under a strategy.

    Args:
        world: its id.
        strategy: its id.
        edits: levers of the strategy that differ.

    Raises:
        EditError: if a lever cannot stand where it was set.
        scenarios.own.OwnError: if one of them is not there.
        scenarios.errors.ScenarioError: if one of the reader's own is not right.
    """
    shipped = world in worlds() and strategy in strategies()
    return _shipped_causes(world, strategy, edits) if shipped else _causes(world, strategy, edits)


@lru_cache(maxsize=512)
def _shipped_causes(world: str, strategy: str, edits: tuple[Edit, ...]) -> tuple[str, ...]:
    return _causes(world, strategy, edits)


def _causes(world: str, strategy: str, edits: tuple[Edit, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in causes_at_work(world_of(world), edited_strategy(strategy, edits)))


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(one.id for one in own_scenarios.choices(kind))


def case_of(params: Mapping[str, str], edited: Sequence[str] = ()) -> tuple[Case, int]:
    """The case of a link, and how many of its parts were not understood.

    Args:
        params: the link's parameters, which nobody vouches for.
        edited: what it says of levers.
    """
    usual, ignored = Case(), 0

    def among(name: str, allowed: tuple[str, ...], default: str) -> str:
        nonlocal ignored
        given = params.get(name, default)
        ignored += given not in allowed
        return given if given in allowed else default

    def whole(name: str, low: int, high: int) -> int | None:
        nonlocal ignored
        given = params.get(name)
        if given is None:
            return None
        if re.fullmatch(r"[0-9]{1,12}", given) and low <= int(given) <= high:
            return int(given)
        ignored += 1
        return None

    def several(name: str, allowed: tuple[str, ...], most: int) -> tuple[str, ...]:
        nonlocal ignored
        given = [one for one in params.get(name, "").split("-") if one]
        found = [one for one in allowed if one in given][:most]
        ignored += len(given) - len(found)
        return tuple(found)

    world = among("world", _ids("world"), usual.world)
    strategy = among("strategy", _ids("strategy"), usual.strategy)
    edits, left_out = edits_of(edited, (strategy,))
    ignored += left_out
    try:
        at_work = cause_codes(world, strategy, edits)
    except (EditError, OwnError, ScenarioError):
        # The page says so, and goes on without.
        at_work = ()
    case = Case(
        world,
        strategy,
        whole("seed", 0, MOST_SEED),
        whole("days", *DAYS) or usual.days,
        among("death", tuple(one.code for one in all_definitions()), usual.death),
        among("depth", tuple(DEPTHS), usual.depth),
        several("causes", at_work, MOST_CAUSES),
        several("rescues", tuple(strategies()), MOST_RESCUES),
        edits,
    )
    return case, ignored
