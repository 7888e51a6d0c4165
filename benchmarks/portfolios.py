"""What it costs that many groups are one model: a portfolio against its groups alone."""

from __future__ import annotations

import time

from benchmarks.measuring import Result

DAYS = 60
GROUPS, MEMBERS = 32, 5_000
PLENTY = 14_400.0  # minutes a day, so that the groups live the same lives together as alone


def portfolio_against_its_groups() -> list[Result]:
    """The same groups of 156 under the full playbook, run together with one desk, and one after the other."""
    import sim
    from scenarios import load_strategy
    from sim.engine import new_state, run_to, setup_of
    from sim.portfolio_engine import new_portfolio_state, run_portfolio_to
    from sim.portfolio_population import build_portfolio_population

    plan = {"name": "group", "copies": GROUPS, "strategy": load_strategy("trust_playbook").model_dump()}
    portfolio = sim.Portfolio.model_validate(
        {
            "channels": [{"kind": "new_media", "members": MEMBERS}],
            "routing": "spread",
            "minutes_per_day": PLENTY,
            "groups": [plan],
        }
    )
    world, strategy = portfolio.group_world(), portfolio.strategies()[0]
    populations, _ = build_portfolio_population(portfolio, 1, DAYS)
    together, alone = [], []
    for _ in range(3):
        state = new_portfolio_state(portfolio, 1, DAYS)
        began = time.process_time()
        run_portfolio_to(state, float(DAYS))
        together.append(time.process_time() - began)
        setups = [setup_of(world, strategy, population) for population in populations]
        groups = [new_state(setup, 1, DAYS, place=place) for place, setup in enumerate(setups)]
        began = time.process_time()
        for group in groups:
            run_to(group, float(DAYS))
        alone.append(time.process_time() - began)
        talk = sum(int(group.days["talk"].sum()) for group in groups)
        if talk != sum(int(group.days["talk"].sum()) for group in state.states):
            raise AssertionError("the groups live other lives together than alone")
    detail = {"together_seconds": min(together), "alone_seconds": min(alone), "messages": float(talk)}
    return [
        Result(
            f"a portfolio of {GROUPS} groups and {MEMBERS:,} members against its groups alone",
            min(together) / min(alone),
            "×",
            1.15,
            False,
            detail,
        )
    ]
