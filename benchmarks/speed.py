"""How fast one run is: against the plain model, against its draws, when silent, and as the group grows."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.measuring import Result, lively_strategy, lively_world, processor_seconds

DAYS = 180


def against_the_oracle() -> list[Result]:
    """The compiled run and the plain Mesa model on the same lively group of 200, to the same last message."""
    import sim
    from benchmarks.plain_mesa import PlainGroup
    from sim.plain import plain_setup

    world, strategy = lively_world(200), lively_strategy()
    population = sim.build_population(world, 1, DAYS)
    setup = plain_setup(world, strategy, population)
    plain = PlainGroup(setup, seed=1, days=DAYS, record_events=False)
    began = time.process_time()
    plain.run()
    slow = time.process_time() - began
    outcome = sim.simulate(world, strategy, 1, days=DAYS, population=population)
    fast = processor_seconds(lambda: sim.simulate(world, strategy, 1, days=DAYS, population=population), 5)
    talk = sum(day["talk"] for day in plain.daily)
    if talk != outcome.daily["talk"].sum():
        raise AssertionError(f"the two models differ: {talk} messages against {outcome.daily['talk'].sum()}")
    detail = {"plain_seconds": slow, "compiled_seconds": fast, "messages": float(talk)}
    return [Result("compiled run against the plain Mesa model", slow / fast, "×", 100.0, True, detail)]


def against_the_draws() -> list[Result]:
    """The compiled run against the time of its draws alone, which no implementation can do without."""
    import sim

    world, strategy = lively_world(200), lively_strategy()
    population = sim.build_population(world, 1, DAYS)
    final = sim.simulate(world, strategy, 1, days=DAYS, population=population).final
    run = processor_seconds(lambda: sim.simulate(world, strategy, 1, days=DAYS, population=population), 7)
    blocks, words = int(final["blocks"]), int(final["words"])
    fill = draw_blocks()
    fill(10)
    drawing = processor_seconds(lambda: fill(blocks), 7)
    used = drawing / blocks * words / 4
    looks, reads = final["looks"], final["reads"]
    detail = {"run_seconds": run, "draw_seconds": drawing, "blocks": float(blocks), "words": float(words)}
    return [
        Result("compiled run against the blocks that it draws", run / drawing, "×", 4.0, False, detail),
        Result("… against the words that it uses, four a block", run / used, "×", None, False, detail),
        Result("one block of draws", drawing / blocks * 1e9, "ns"),
        Result("a look, all-in", run / looks * 1e9, "ns", detail={"looks": float(looks)}),
        Result("a message read, all-in", run / reads * 1e9, "ns", detail={"reads": float(reads)}),
    ]


def draw_blocks() -> Any:
    """A compiled loop that does nothing but draw."""
    from sim.compiling import rule
    from sim.draws import LOOK, block

    @rule
    def fill(blocks: int) -> float:
        total = 0.0
        for i in range(blocks):
            a, b, c, d = block(1, LOOK, i & 127, i >> 7, 0)
            total += a + b + c + d
        return total

    return fill


def silence() -> list[Result]:
    """Days 11 to 180 of a group in which nobody writes any more, against the same people talking."""
    lively, talk = _later_days(False)
    silent, none = _later_days(True)
    if none:
        raise AssertionError("the silent group talked")
    detail = {"lively_seconds": lively, "silent_seconds": silent, "lively_messages": float(talk)}
    return [
        Result(
            "days 11–180 of a silent group against a lively one",
            100 * silent / lively,
            "%",
            1.0,
            False,
            detail,
        )
    ]


def _later_days(silent: bool) -> tuple[float, int]:
    import sim
    from sim.engine import new_state, run_to, setup_of

    world, strategy = lively_world(200), lively_strategy()
    if silent:
        moves = [
            {**move, "when": {**move["when"], "until_day": 9}} for move in strategy.model_dump()["moves"]
        ]
        moves = [move for move in moves if move["when"]["from_day"] <= 9]
        strategy = sim.Strategy.model_validate({"moves": moves})
    population = sim.build_population(world, 1, DAYS)
    times, talk = [], 0
    for _ in range(5):
        state = new_state(setup_of(world, strategy, population), 1, DAYS)
        run_to(state, 10.0)
        if silent:
            # Nobody has the habit any more, and nobody waits for an answer or believes in one.
            state.members["confidence"] = 0.0
            state.members["attention"] = 0.0
            state.members["pending"] = -1
        run_to(state, 11.0)
        began = time.process_time()
        run_to(state, float(DAYS))
        times.append(time.process_time() - began)
        talk = int(state.days["talk"][11:].sum())
    return min(times), talk


def growth() -> list[Result]:
    """The time of a look in a group of 500, against one of 50, where a look reads as many messages.

    Larger groups talk more and each look reads more, so that a plain quotient would flatter them. The few
    of 50 are made more talkative and the many of 500 less patient, until both read six or seven messages a
    look.
    """
    import sim

    strategy = lively_strategy()
    seconds: dict[int, float] = {}
    detail: dict[str, float] = {}
    for members, impulse_rate, attention_span in ((50, 5.0, 30), (500, 0.2, 10)):
        world = lively_world(members, impulse_rate, attention_span)
        population = sim.build_population(world, 1, DAYS)
        final = sim.simulate(world, strategy, 1, days=DAYS, population=population).final
        run = processor_seconds(_timer(world, strategy, population), 5)
        seconds[members] = run / (final["looks"] + final["reads"])
        detail[f"ns_a_look_{members}"] = run / final["looks"] * 1e9
        detail[f"reads_a_look_{members}"] = final["reads"] / final["looks"]
    value = seconds[500] / seconds[50]
    return [Result("cost per look and message read, 500 members against 50", value, "×", 1.3, False, detail)]


def _timer(world: Any, strategy: Any, population: Any) -> Any:
    import sim

    return lambda: np.sum(sim.simulate(world, strategy, 1, days=DAYS, population=population).daily["talk"])
