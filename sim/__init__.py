"""The model of one messaging group: World × Strategy × seed → Outcome.

    >>> import sim
    >>> outcome = sim.simulate(sim.World(), sim.Strategy(), seed=1, days=30)

Importing `sim` costs next to nothing; each name below brings in its file, and with it Numba or Mesa, on
first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.community import CommunityModel, Member, Operator
    from sim.engine import Setup, setup_of, simulate
    from sim.outcome import Outcome
    from sim.parameters import Psychology
    from sim.population import Population, build_population
    from sim.portfolio import Portfolio
    from sim.portfolio_engine import PortfolioOutcome, simulate_portfolio
    from sim.portfolio_model import PortfolioModel
    from sim.settings import Settings
    from sim.strategy import Strategy
    from sim.warming import warm_up
    from sim.world import World

_HOME = {
    "CommunityModel": "sim.community",
    "Member": "sim.community",
    "Operator": "sim.community",
    "Outcome": "sim.outcome",
    "Population": "sim.population",
    "Psychology": "sim.parameters",
    "Setup": "sim.engine",
    "Strategy": "sim.strategy",
    "World": "sim.world",
    "build_population": "sim.population",
    "setup_of": "sim.engine",
    "simulate": "sim.engine",
    "Settings": "sim.settings",
    "simulate_portfolio": "sim.portfolio_engine",
    "PortfolioOutcome": "sim.portfolio_engine",
    "PortfolioModel": "sim.portfolio_model",
    "Portfolio": "sim.portfolio",
    "warm_up": "sim.warming",
}

__all__ = [
    "CommunityModel",
    "Member",
    "Operator",
    "Outcome",
    "Population",
    "Portfolio",
    "PortfolioModel",
    "PortfolioOutcome",
    "Psychology",
    "Settings",
    "Setup",
    "Strategy",
    "World",
    "build_population",
    "setup_of",
    "simulate",
    "simulate_portfolio",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    """Import the file of a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
