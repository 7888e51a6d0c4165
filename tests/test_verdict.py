"""The verdict's words follow its written rules, and what cannot be told apart is never ranked."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import compare
from experiments.pairing import Difference
from experiments.verdict import CODES, decide, level_for_all_pairs
from tests import fake_simulation
from tests.fake_simulation import FakeStrategy


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.build_population", fake_simulation.build_population, raising=False)
    monkeypatch.setattr("sim.simulate", fake_simulation.simulate, raising=False)


def word(gaps: dict[str, tuple[float, float]], launches: int = 100) -> tuple[str, tuple[str, ...]]:
    """The verdict when `best` leads and each other's interval below it is as given; 7 days matter."""

    def difference(first: str, second: str) -> Difference:
        low, high = gaps[second] if first == "best" else (-90.0, 90.0)
        return Difference((low + high) / 2, low, high, launches, 0, 0, 0, 1.0, 0.95)

    candidates = ("a", "best", *[name for name in gaps if name != "a"])
    means = dict.fromkeys(candidates, 0.0) | {"best": 1.0}
    code, leaders, _ = decide(candidates, means, difference, 7.0, launches)
    return code, leaders


@pytest.mark.parametrize(
    ("gaps", "code", "leaders"),
    [
        ({"a": (8, 20), "b": (30, 60)}, "clear_winner", ("best",)),
        ({"a": (2, 20), "b": (30, 60)}, "leaning", ("best",)),
        ({"a": (-3, 5), "b": (30, 60)}, "toss_up", ("a", "best")),
        ({"a": (2, 5), "b": (30, 60)}, "toss_up", ("a", "best")),
        ({"a": (-2, 20), "b": (30, 60)}, "need_more_launches", ("a", "best")),
        ({"a": (-3, 5), "b": (-20, 30)}, "need_more_launches", ("a", "best", "b")),
    ],
)
def test_words_follow_the_intervals(
    gaps: dict[str, tuple[float, float]], code: str, leaders: tuple[str, ...]
) -> None:
    assert word(gaps) == (code, leaders)
    assert code in CODES


def test_few_launches_never_decide() -> None:
    assert word({"a": (80, 90)}, launches=19) == ("need_more_launches", ())


def test_one_strategy_cannot_be_ranked() -> None:
    assert decide(("a",), {"a": 1.0}, lambda *_: pytest.fail(), 7.0, 100)[0] == "nothing_to_rank"
    assert decide((), {}, lambda *_: pytest.fail(), 7.0, 100)[0] == "nothing_to_rank"


def test_every_pair_holds_at_once() -> None:
    assert level_for_all_pairs(2, 0.95) == pytest.approx(0.95)
    assert level_for_all_pairs(5, 0.95) == pytest.approx(0.995)


def test_clear_winner_and_tiers_end_to_end() -> None:
    strategies = {
        "ads": FakeStrategy(10),
        "kol": FakeStrategy(60),
        "kol_again": FakeStrategy(60.5),
        "none": FakeStrategy(30),
    }
    comparison = compare.run("world", strategies, 60, 120)
    verdict = comparison.verdict()
    assert verdict.code == "toss_up"
    assert verdict.leaders == ("kol", "kol_again")
    assert verdict.tiers == (("kol", "kol_again"), ("none",), ("ads",))
    without = compare.run(
        "world", {k: v for k, v in strategies.items() if k != "kol_again"}, 60, 120
    ).verdict()
    assert without.code == "clear_winner"
    assert without.leaders == ("kol",)
    assert without.lively["ads"] == 0


def test_risky_strategies_are_not_ranked_unless_asked_for() -> None:
    strategies = {
        "shills": FakeStrategy(80, risks=("risk.shills",)),
        "kol": FakeStrategy(40),
        "ads": FakeStrategy(10),
    }
    comparison = compare.run("world", strategies, 40, 100)
    verdict = comparison.verdict()
    assert verdict.leaders == ("kol",)
    assert verdict.left_out == ("shills",)
    assert verdict.risks["shills"] == ("risk.shills",)
    assert "shills" in verdict.lively
    assert comparison.verdict(include_risky=True).leaders == ("shills",)


def test_direction_of_the_measure_counts() -> None:
    comparison = compare.run("world", {"short": FakeStrategy(10), "long": FakeStrategy(90)}, 40, 100)
    assert comparison.verdict("messages").leaders == ("long",)
    leaves = comparison.verdict("leaves")
    assert leaves.code == "toss_up"  # the fake's people leave alike
    assert np.isfinite(leaves.matters)
