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
    "E6": 16,
    "E7": 20,
    "E8": 24,
    "E9": 24,
    "E10": 40,
}
"""Launches by case: enough for each stated direction to show, and no more than that takes."""

FIGURES: dict[str, tuple[tuple[MeasureCode, str, int, float], ...]] = {
    # 4,949 joins, about a fifth of them loyal.
    "E5": (
        ("joins", "fission", 1, 4000.0),
        ("loyal_share", "fission", 1, 0.02),
        ("loyal_share", "fission", -1, 0.5),
    ),
    # 71% of those who had paid a deposit went through with it (F66).
    "E9": (("completion_share", "deposit", 1, 0.4), ("completion_share", "deposit", -1, 0.99)),
}
"""Cases with figures instead of directions: measure, arm, side and bound. Asked is the order of magnitude only; the
case itself shows the document's figure beside the model's."""

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
    if id in FIGURES:
        return tuple(
            Effect(case_measure(code), arm_of(case, arm), None, direction, bound, launches)
            for code, arm, direction, bound in FIGURES[id]
        )
    return tuple(
        Effect(case_measure(one.measure), arm_of(case, one.more), arm_of(case, one.than), launches=launches)
        for one in case.statements
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return tuple(Row(id, where, (f"case/{id}",), effects_of(id)) for id, where in WHERE.items())
