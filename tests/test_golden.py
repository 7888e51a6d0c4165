"""Golden outcomes: every shipped world under every shipped strategy, one launch of 60 days.

A run is a pure function of world, strategy and seed, on any machine, so these numbers are exact; there is
no false-alarm rate. If a change of the model moves them, write the new ones with `python -m
tests.test_golden` and say in CHANGELOG.md, under Numbers, what moved and why.
"""

import hashlib
import json
from pathlib import Path

import pytest

import scenarios
import sim
from sim.outcome import silence

GOLDEN = Path(__file__).parent / "golden" / "outcomes.json"
DAYS, SEED = 60, 20_261_123


def outcomes(world_id: str) -> dict[str, dict[str, int | float | str]]:
    """What the golden file keeps of each strategy in a world."""
    world = scenarios.load_world(world_id)
    population = sim.build_population(world, SEED, DAYS)
    kept = {}
    for name in scenarios.strategies():
        outcome = sim.simulate(
            world, scenarios.load_strategy(name), SEED, days=DAYS, population=population, events=True
        )
        daily = outcome.daily
        kept[name] = {
            "talk": int(daily["talk"].sum()),
            "looks": int(daily["looks"].sum()),
            "leaves": int(daily["leaves"].sum()),
            "mutes": int(daily["mutes"].sum()),
            "claims": int(daily["claims"].sum()),
            "notices": int(daily["notices"].sum()),
            "revenue_fen": int(daily["revenue_fen"].sum()),
            "packet_fen": int(daily["packet_fen"].sum()),
            "fee_fen": int(daily["fee_fen"].sum()),
            "minutes": float(daily["minutes"].sum()),
            "first_silence": str(silence(daily).first),
            "events": hashlib.sha256(outcome.events.tobytes()).hexdigest()[:16],
        }
    return kept


@pytest.mark.parametrize("world_id", list(scenarios.worlds()))
def test_outcomes_are_the_golden_ones(world_id):
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert outcomes(world_id) == golden[world_id]


def test_every_shipped_scenario_has_golden_outcomes():
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert list(golden) == list(scenarios.worlds())
    assert all(list(golden[world]) == list(scenarios.strategies()) for world in golden)


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    text = json.dumps({world: outcomes(world) for world in scenarios.worlds()}, indent=1)
    GOLDEN.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {GOLDEN}")
