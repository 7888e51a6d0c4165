"""Rows E1 to E10: the cases of the source documents, each with the directions that its document states."""

from __future__ import annotations

from experiments.case_measures import CASE_MEASURES
from experiments.coverage.definitions import Arm, Effect, Measure, Row
from scenarios.case_files import Case, MeasureCode, load_case

LAUNCHES = {
    "E1": 12,
    "E2": 40,
    "E3": 40,
    "E4": 24,
    "E5": 6,
    "E6": 24,
    "E7": 40,
    "E8": 24,
    "E9": 150,
    "E10": 40,
}
"""Launches by case: enough for each stated direction to show, and no more than that takes."""

FISSION_JOINS, FISSION_LOYAL = 4000.0, (0.02, 0.5)
"""E5 states figures and no direction: 4,949 joins, about a fifth of them loyal. Asked is their order of magnitude."""

WHERE: dict[str, tuple[str, ...]] = {
    "E1": ("experiments.cases.run_case", "sim.moves.move_members.MoveMembers"),
    "E2": ("experiments.cases.run_case", "sim.portfolio.Portfolio"),
    "E3": ("experiments.cases.run_case", "sim.moves.flash_sale.FlashSale"),
    "E4": ("experiments.cases.run_case", "sim.settings.Settings"),
    "E5": ("experiments.cases.run_case", "sim.moves.fission.Fission"),
    "E6": ("experiments.cases.run_case", "sim.moves.fission.Fission"),
    "E7": ("experiments.cases.run_case", "sim.moves.stewards.Stewards"),
    "E8": ("experiments.cases.run_case", "sim.world.Product"),
    "E9": ("experiments.cases.run_case", "sim.moves.check_in_challenge.CheckInChallenge"),
    "E10": ("experiments.cases.run_case", "sim.moves.packet_probe.PacketProbe"),
}


def case_measure(code: MeasureCode) -> Measure:
    """A measure of the cases, by its code there."""
    return Measure(f"case.{code}", CASE_MEASURES[code].of)


def arm_of(case: Case, name: str) -> Arm:
    """An arm of a case as the coverage table runs it."""
    found = next(arm for arm in case.arms if arm.name == name)
    nature = found.portfolio if found.portfolio is not None else found.world
    if nature is None:
        raise ValueError(f"the arm {name} of {case.row} is neither a world nor a portfolio")
    return Arm(nature, found.strategy, case.days, of_case=True)


def effects_of(id: str) -> tuple[Effect, ...]:
    """The stated directions of a case."""
    case = load_case(id)
    launches = LAUNCHES[id]
    if id == "E5":
        only = arm_of(case, case.arms[0].name)
        low, high = FISSION_LOYAL
        return (
            Effect(case_measure("joins"), only, None, 1, FISSION_JOINS, launches),
            Effect(case_measure("loyal_share"), only, None, 1, low, launches),
            Effect(case_measure("loyal_share"), only, None, -1, high, launches),
        )
    return tuple(
        Effect(case_measure(one.measure), arm_of(case, one.more), arm_of(case, one.than), launches=launches)
        for one in case.statements
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return tuple(Row(id, where, (f"case/{id}",), effects_of(id)) for id, where in WHERE.items())
