"""Every row of the list of systems lives where the table says, is used by a shipped scenario, and shows its effect.

Each effect is a paired ensemble with fixed seeds that would hold by chance less than once in 3,000 tries were it not
there (`experiments.coverage.definitions`); a passing row goes on passing until the model changes.
"""

import importlib
import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.command_line import main
from experiments.commands.coverage import measure_label
from experiments.coverage.definitions import FALSE_ALARM
from experiments.coverage.rows import IDS, chosen, rows
from experiments.coverage.run import measured, needed, result_of, run_rows
from scenarios.library import cases, portfolios, strategies, worlds
from scenarios.texts import LANGUAGES, text
from sim.parameters import Psychology

KINDS = {"world": worlds, "strategy": strategies, "portfolio": portfolios, "case": cases}
BY_ID = {row.id: row for row in rows()}

NOT_SHOWN = {
    # Fewer look after a purge, and no more conversations are begun; but the fewer are present, the readier each is to
    # answer (`diffusion`), so those left talk more with each other. See test_a_purge_raises_talk_by_diffusion_only.
    "C24": {"log_talk"},
}
"""Row → measures whose stated direction the model does not show, and why."""

WITHOUT_ITS_CAUSE = {
    # Row, place of the effect, and the parameters without which there is nothing to bring it about.
    "ads tire": ("C1", 0, {"ad_fatigue": 0.0, "overload_fatigue": 0.0}),
    "shills are found out": ("C15", 1, {"shill_notice": 0.0, "shill_spread": 0.0}),
    "packets are sent on": ("C10", 1, {"packet_reciprocity": 0.0}),
    "a fifth carries the talk": ("A7", 1, {"sociability_sigma": 0.0}),
    "the probe counts who looks": ("C29", 1, {"attention_rate": 0.0}),
    "offers fit the moment": ("C36", 0, {"buying_heat": 0.0}),
}


def test_every_row_is_there_once_and_in_order():
    assert len(IDS) == len(set(IDS)) == 78
    assert tuple(row.id for row in rows()) == IDS


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_lives_where_it_says_and_is_used(row):
    assert row.where and row.scenarios and row.effects
    for name in row.where:
        module, _, thing = name.rpartition(".")
        assert hasattr(importlib.import_module(module), thing), name
    for name in row.scenarios:
        kind, _, id = name.partition("/")
        assert id in KINDS[kind](), name


@pytest.mark.statistical
@pytest.mark.parametrize("id", IDS)
def test_the_effects_show(id):
    """All effects of a row, but those that the model is known not to show; these have to go on failing, or be listed
    no longer."""
    result = run_rows([BY_ID[id]], threads=2)[0]
    failing = {one.effect.measure.code for one in result.effects if not one.holds}
    assert failing == NOT_SHOWN.get(id, set()), [(one.effect.measure.code, one.t) for one in result.effects]


def test_the_same_arm_twice_shows_no_effect():
    effect = BY_ID["C12"].effects[0]
    same = replace(effect, against=effect.arm, launches=6)
    result = result_of(same, measured([same])[0])
    assert (result.mean, result.t, result.holds) == (0.0, 0.0, False)


@pytest.mark.statistical
@pytest.mark.parametrize("name", WITHOUT_ITS_CAUSE)
def test_without_its_cause_an_effect_is_gone(name):
    id, place, nature = WITHOUT_ITS_CAUSE[name]
    effect = BY_ID[id].effects[place]
    with_cause, without = (result_of(effect, measured([effect], nature=one)[0]) for one in (None, nature))
    assert with_cause.holds
    assert not without.holds


@pytest.mark.statistical
def test_a_purge_raises_talk_by_diffusion_only():
    """Without diffusion, members answering as readily as among 90, the row's own statement holds: talk is no higher."""
    effect = next(one for one in BY_ID["C24"].effects if one.measure.code == "log_talk")
    psychology = Psychology()
    alone = psychology.answer_rate * (90 / 10) ** -psychology.diffusion
    as_it_is, without = (
        result_of(effect, measured([effect], nature=one)[0])
        for one in (None, {"diffusion": 0.0, "answer_rate": alone})
    )
    assert as_it_is.low > effect.bound
    assert without.holds


def test_an_effect_in_the_other_direction_does_not_hold():
    effect = BY_ID["C12"].effects[0]
    values = measured([effect], launches=6)[0]
    assert result_of(replace(effect, direction=-effect.direction), values).t < 0


def test_the_bar_is_a_one_sided_test_of_the_stated_level():
    rng = np.random.default_rng(7)
    draws = rng.standard_normal((400_000, 8))
    t = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / np.sqrt(8))
    # 133 alarms are due; 5 standard deviations either way.
    assert abs(int((t > needed(8)).sum()) - 400_000 * FALSE_ALARM) < 58


def test_results_do_not_depend_on_the_threads():
    row = BY_ID["C12"]
    one, three = (run_rows([row], launches=6, threads=threads)[0] for threads in (1, 3))
    assert [effect.mean for effect in one.effects] == [effect.mean for effect in three.effects]
    assert [effect.t for effect in one.effects] == [effect.t for effect in three.effects]


def test_rows_by_id_and_by_letter():
    assert [row.id for row in chosen("c5, C1")] == ["C1", "C5"]
    assert len(chosen("C")) == 40
    with pytest.raises(KeyError, match="C41"):
        chosen("C41")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_and_measures_have_names(language):
    for row in rows():
        assert text(f"row.{row.id}", language)
        for effect in row.effects:
            assert measure_label(effect.measure.code, language)


def test_the_command(capsys):
    assert main(["coverage", "--rows", "C12", "--launches", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in found["rows"]] == ["C12"]
    assert found["rows"][0]["effects"][0]["launches"] == 4
    assert main(["coverage", "--rows", "C41"]) == 2
    assert "C41" in capsys.readouterr().err
