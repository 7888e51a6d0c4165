"""Cases of the source documents as something to play: what is compared, what is measured, what the document says.

Rows E1 … E10 of the list of systems. A case file names its arms (a world under a strategy, or a portfolio), the
measures to show, the figures that the document gives, and the directions that it states. How the measures are computed
is in `experiments/case_measures.py`; here is only their vocabulary.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from scenarios.explaining import explain
from scenarios.library import cases
from scenarios.loading import find
from scenarios.named import shipped_strategy, shipped_world
from scenarios.portfolio_files import fetch_strategies, shipped_portfolio
from scenarios.reading import plain, read_text, read_tree
from sim.portfolio import Portfolio
from sim.quantities import Declaration, quantity
from sim.strategy import Strategy
from sim.wording import Words
from sim.world import World

MeasureCode = Literal[
    "lively_days",
    "joins",
    "left_over",
    "members_end",
    "messages_a_day",
    "messages_a_member_week",
    "unanswered_share",
    "minutes_a_day",
    "dropped_a_day",
    "trust_end",
    "muted_share",
    "buyer_share",
    "orders_a_member",
    "revenue_a_member",
    "order_value",
    "basket_gain",
    "repurchase_share",
    "strong_kept",
    "strong_buyers",
    "strong_trust",
    "loyal",
    "loyal_share",
    "invites_a_member",
    "lost_chance",
    "renewal_share",
    "enrolled_share",
    "completion_share",
    "probe_failed",
    "talk_after_failed_probe",
    "talk_after_passed_probe",
]
MEASURE_CODES: tuple[MeasureCode, ...] = get_args(MeasureCode)


class Arm(Declaration):
    """One of the things compared: a world under a strategy, or a portfolio.

    Attributes:
        name: Code within the case; its label is the text `case.<id>.<name>`.
        title: Its label in a file of one's own.
        world: With `strategy`; ids of shipped ones or written out.
        portfolio: Instead of both.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    title: Words = Words()
    world: World | None = None
    strategy: Strategy = Strategy()
    portfolio: Portfolio | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Arm:
        if (self.world is None) == (self.portfolio is None):
            raise PydanticCustomError("arm_form", "either a world or a portfolio")
        return self


class Figure(Declaration):
    """A figure from a source document, to be shown beside the model's, never fitted to.

    Attributes:
        measure: What it is a figure of.
        arm: The arm that is meant.
        value: The figure, in the measure's unit.
        least: Whether the document says "more than".
        kind: Whether a company claims it of itself, the document tells it of a case, or others report it elsewhere.
        row: The row of the list of systems, or the id of the evidence.
    """

    measure: MeasureCode
    arm: str
    value: float = quantity(None, 0, 1e9, "1")
    least: bool = Field(default=False, strict=True)
    kind: Literal["company_claim", "document", "report"]
    row: str = Field(pattern=r"^[A-FV][0-9]{1,2}$")


class Statement(Declaration):
    """A direction that a source document states: one arm has more of a measure than another."""

    measure: MeasureCode
    more: str
    than: str
    row: str = Field(pattern=r"^[A-FV][0-9]{1,2}$")


class Case(Declaration):
    """A case: the first arm is the one with which the others are compared."""

    title: Words = Words()
    about: Words = Words()
    row: str = Field(pattern=r"^[A-FV][0-9]{1,2}$")
    days: int = quantity(90, 1, 1000, "days")
    launches: int = quantity(50, 1, 10_000, "launches")
    arms: tuple[Arm, ...] = Field(min_length=1, max_length=12)
    measures: tuple[MeasureCode, ...] = Field(min_length=1, max_length=len(MEASURE_CODES))
    figures: tuple[Figure, ...] = Field(default=(), max_length=20)
    statements: tuple[Statement, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _fits_together(self) -> Case:
        names = [arm.name for arm in self.arms]
        if len(set(names)) < len(names):
            raise PydanticCustomError("same_name", "two arms share a name", {"names": ", ".join(names)})
        asked = [figure.arm for figure in self.figures]
        asked += [name for one in self.statements for name in (one.more, one.than)]
        for name in asked:
            if name not in names:
                raise PydanticCustomError(
                    "no_such_arm", "no arm {found}", {"found": name, "allowed": ", ".join(names)}
                )
        for measure in (*(one.measure for one in self.figures), *(one.measure for one in self.statements)):
            if measure not in self.measures:
                raise PydanticCustomError(
                    "measure_not_shown",
                    "{found} is no measure of the case",
                    {"found": measure, "allowed": ", ".join(self.measures)},
                )
        return self

    def arm(self, name: str) -> Arm:
        """The arm with a name.

        Raises:
            KeyError: If there is none.
        """
        return {arm.name: arm for arm in self.arms}[name]


def load_case(id_or_path: str | Path) -> Case:
    """A shipped case by its id, or a case from a YAML file.

    Raises:
        ScenarioError: If there is no such case or its file is not right.
    """
    path, name = find(id_or_path, {key: entry.path for key, entry in cases().items()}, "case")
    return parse_case(read_text(path, name), name)


def parse_case(text: str, name: str) -> Case:
    """A case from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    arms = values.get("arms")
    for number, arm in enumerate(arms if isinstance(arms, list) else []):
        if isinstance(arm, dict):
            _fetch(arm, tree, name, number)
    try:
        return Case.model_validate(values)
    except ValidationError as error:
        raise explain(Case, tree, name, error) from None


def fetch_world_and_strategy(arm: dict[str, Any], tree: Any, name: str, number: int) -> None:
    """Put a shipped world and strategy in place of their ids in one arm.

    Args:
        arm: As it stands in the file.
        tree: Of the file.
        name: What errors call the file.
        number: The arm's place among the arms, from 0.

    Raises:
        ScenarioError: If there is no such world or strategy.
    """
    where = ("arms", number)
    if isinstance(arm.get("world"), str):
        arm["world"] = shipped_world(arm["world"], tree, name, (*where, "world"))
    if isinstance(arm.get("strategy"), str):
        arm["strategy"] = shipped_strategy(arm["strategy"], tree, name, (*where, "strategy"))


def _fetch(arm: dict[str, Any], tree: Any, name: str, number: int) -> None:
    """Put shipped worlds, strategies and portfolios in place of their ids in one arm."""
    where = ("arms", number)
    fetch_world_and_strategy(arm, tree, name, number)
    if isinstance(arm.get("portfolio"), str):
        arm["portfolio"] = shipped_portfolio(arm["portfolio"], tree, name, (*where, "portfolio"))
    fetch_strategies(arm.get("portfolio"), tree, name, (*where, "portfolio"))
