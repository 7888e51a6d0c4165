"""The advice follows the verdict, lets money decide only among those that life does not tell apart, and says why."""

from __future__ import annotations

import pytest

from experiments import compare
from experiments.advice import LESS_IS_BETTER, advise
from experiments.advice_words import PARTS, advice_sentences
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT
from experiments.outcome_rows import POSITION
from tests import fake_simulation
from tests.fake_simulation import FakeStrategy


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.build_population", fake_simulation.build_population, raising=False)
    monkeypatch.setattr("sim.simulate", fake_simulation.simulate, raising=False)


def compared(launches: int = 60, **strategies: FakeStrategy) -> Comparison:
    return compare.run("world", strategies, launches, 60)


def advice_on(comparison: Comparison, baseline: str = ""):
    return advise(comparison, comparison.verdict(), DEFAULT, baseline)


def charge(comparison: Comparison, strategy: str, fen: float) -> None:
    """Let every launch of a strategy cost so much more, in fees."""
    rows = comparison.ensemble.rows[:, comparison.strategies.index(strategy)]
    rows[:, POSITION["fee_fen"]] += fen


def test_a_longer_life_decides_whatever_it_costs() -> None:
    comparison = compared(short=FakeStrategy(9.0), long=FakeStrategy(50.0))
    charge(comparison, "long", 9_000_000)
    advice = advice_on(comparison)
    assert advice is not None
    assert (advice.choice, advice.basis, advice.against) == ("long", "life", "short")
    assert advice.gain == comparison.difference("long", "short")
    assert advice.money == comparison.money("long")
    assert advice.hours_a_week == pytest.approx(comparison.money("long").minutes / 60 / 60 * 7)


def test_money_decides_among_those_that_live_alike() -> None:
    comparison = compared(short=FakeStrategy(9.0), dear=FakeStrategy(50.0), cheap=FakeStrategy(50.0))
    charge(comparison, "dear", 300_000)
    charge(comparison, "short", -900_000)
    advice = advice_on(comparison)
    assert advice is not None
    assert (advice.choice, advice.basis, advice.between) == ("cheap", "money", ("dear", "cheap"))
    assert advice.more_money is not None
    assert advice.more_money.mean == pytest.approx(300_000)


def test_nothing_is_advised_between_equals() -> None:
    advice = advice_on(compared(one=FakeStrategy(50.0), other=FakeStrategy(50.0)))
    assert advice is not None
    assert (advice.choice, advice.basis, advice.between) == ("", "", ("one", "other"))
    assert advice.gain is None
    assert advice.money is None


def test_money_does_not_decide_against_a_life_that_is_surely_longer() -> None:
    comparison = compared(short=FakeStrategy(9.0), longer=FakeStrategy(52.0), richer=FakeStrategy(47.0))
    charge(comparison, "longer", 300_000)
    assert comparison.verdict().code == "toss_up"
    assert comparison.difference("longer", "richer").low > 0
    advice = advice_on(comparison)
    assert advice is not None
    assert (advice.choice, advice.basis, advice.between) == ("", "trade", ("longer", "richer"))


def test_few_launches_advise_nothing() -> None:
    comparison = compared(8, one=FakeStrategy(9.0), other=FakeStrategy(50.0))
    charge(comparison, "one", 300_000)
    advice = advice_on(comparison)
    assert advice is not None
    assert advice.choice == ""


def test_what_is_not_ranked_is_never_advised() -> None:
    risky = FakeStrategy(400.0, risks=("risk.shills",))
    advice = advice_on(compared(risky=risky, one=FakeStrategy(9.0), other=FakeStrategy(30.0)))
    assert advice is not None
    assert advice.choice == "other"
    assert advise(*_alone(risky)) is None


def _alone(risky: FakeStrategy):
    comparison = compared(risky=risky, one=FakeStrategy(9.0))
    return comparison, comparison.verdict(), DEFAULT


def test_signs_speak_for_the_choice() -> None:
    comparison = compared(short=FakeStrategy(9.0, talk=3), long=FakeStrategy(50.0, talk=40))
    advice = advice_on(comparison)
    assert advice is not None
    messages, *others = advice.signs
    assert messages.mine == comparison.kpis("long")["messages_a_day"] > messages.theirs
    for sign in others:
        assert (sign.mine < sign.theirs) is (sign.code in LESS_IS_BETTER)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("lives", "parts"), [((9.0, 50.0), PARTS), ((50.0, 50.0), ("which", "sure"))])
def test_sentences_name_the_strategy_and_its_figures(
    language: str, lives: tuple[float, float], parts: tuple[str, ...]
) -> None:
    comparison = compared(neglect=FakeStrategy(lives[0]), useful_posts=FakeStrategy(lives[1]))
    verdict = comparison.verdict()
    said = advice_sentences(comparison, verdict, advise(comparison, verdict, DEFAULT), language)
    assert tuple(said) == parts
    assert "{" not in "".join(said.values())
    if len(parts) == len(PARTS):
        count = str(verdict.lively["useful_posts"])
        assert count in said["why"]
        assert "¥1,200" in said["cost"]
