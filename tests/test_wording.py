"""Sentences about comparisons are whole in both languages, for every verdict there can be."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from experiments import compare, wording
from experiments.advice_words import sentences
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, all_definitions
from experiments.job_status import STATES
from experiments.kpis import KPIS
from experiments.measures import MEASURES
from experiments.money import Money
from experiments.verdict import CODES
from scenarios.texts import LANGUAGES, has_text
from tests import fake_simulation
from tests.fake_simulation import FakeStrategy


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> Comparison:
    monkeypatch.setattr("sim.build_population", fake_simulation.build_population, raising=False)
    monkeypatch.setattr("sim.simulate", fake_simulation.simulate, raising=False)
    strategies = {
        "hard_ads": FakeStrategy(12),
        "shills": FakeStrategy(40, risks=("risk.shills",)),
        "mine": FakeStrategy(80),
    }
    made = compare.run("world", strategies, 30, 120, world_id="community_150")
    return replace(made, strategy_specs={"mine": {"title": {"en": "My own", "zh": ""}}})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_verdict_is_a_sentence(comparison: Comparison, code: str, language: str) -> None:
    verdict = replace(comparison.verdict(), code=code)
    told = sentences(comparison, verdict, DEFAULT, "", language)
    for said in (wording.verdict_word(verdict, language), *told):
        assert said
        assert not re.search(r"[{}]|nan|None", said)
        assert (re.search("[\u4e00-\u9fff]", said) is not None) == (language == "zh")


def test_the_sentence_speaks_in_frequencies(comparison: Comparison) -> None:
    verdict = comparison.verdict()
    first, which, why, sure, cost, risk = sentences(comparison, verdict, DEFAULT, "", "en")
    assert first.startswith("Of 30 launches, still lively on day 120:")
    assert first.index("My own") < first.index("Five hard ads")
    assert which.startswith("Which: Take My own")
    assert why.startswith("Why: ")
    assert sure.startswith("How sure: My own keeps")
    assert cost.startswith("What it costs: ")
    assert "not ranked" in risk
    assert wording.world_name(comparison, "zh") != "community_150"
    assert wording.strategy_name(comparison, "unknown", "en") == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_shown_has_a_name(language: str) -> None:
    codes = [
        f"{what}.{name}{part}" for what, names in _NAMED.items() for name in names for part in ("", ".help")
    ]
    codes += [f"death.{one.kind}{part}" for one in all_definitions() for part in ("", ".name")]
    codes += [f"job.{state}" for state in STATES]
    assert [code for code in codes if not has_text(code, language)] == []
    for one in all_definitions():
        assert wording.definition_name(one, language)


_NAMED = {"compared": MEASURES, "kpi": tuple(KPIS), "money": tuple(Money.__dataclass_fields__)}
