"""The calibration finds what is there to be found, and says what it does not know."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter

import numpy as np
import pytest

from experiments import command_line
from experiments.calibration import ensemble
from experiments.calibration.emulator import emulated, emulator_of, fit
from experiments.calibration.implausibility import (
    FAILED_LOSS,
    MOST_DISTANCE,
    distance,
    judge,
)
from experiments.calibration.profiles import profiles_of
from experiments.calibration.region import reflected, sample_prior, sample_region
from experiments.calibration.space import (
    FREE_PARAMETERS,
    LOGARITHMIC_FROM,
    MOST_FREE,
    default_values,
    free_space,
)
from experiments.calibration.store import Store, is_store, key_of
from experiments.calibration.waves import passing
from experiments.commands import calibrate as commands
from experiments.commands.problems import BadInputError
from experiments.patterns.definitions import PATTERNS
from sim.parameters import psychology_table
from tests import fake_patterns
from tests.calibrating import EFFORT, HERE, SPACE, go, point_at, result

# ---- the space


def test_few_enough_parameters_are_free_and_each_has_its_own_prior() -> None:
    table = {one.name: one for one in psychology_table()}
    assert len(set(FREE_PARAMETERS)) == len(FREE_PARAMETERS) == free_space().dimension <= MOST_FREE == 25
    for axis in free_space().axes:
        low, high = table[axis.name].prior
        assert (axis.low, axis.high) == (low, high)
        assert axis.logarithmic == (low > 0 and high / low >= LOGARITHMIC_FROM)
        middle = axis.value(0.5)
        assert middle == pytest.approx(
            math.sqrt(low * high) if axis.logarithmic else (low + high) / 2, rel=1e-5
        )


def test_each_strong_pattern_that_a_parameter_names_is_named_by_a_free_one() -> None:
    strong = {pattern.id for pattern in PATTERNS if pattern.strength > 1}
    of_all = {source for one in psychology_table() for source in one.sources} & strong
    of_free = {source for one in psychology_table() if one.name in FREE_PARAMETERS for source in one.sources}
    assert of_all
    assert sorted(of_all - of_free) == []


def test_a_point_is_its_values_to_the_last_digit() -> None:
    space = free_space()
    for shares in sample_prior(space.dimension, 64, 3):
        values = space.values(shares)
        assert values == {name: float(f"{value:.6g}") for name, value in values.items()}
        assert space.point(values) == pytest.approx(shares, abs=2e-5)
        assert space.values(space.point(values)) == values


# ---- implausibility


def test_distance_counts_in_half_widths_and_simulation_errors() -> None:
    assert distance(result(0.5)) == distance(result(0.4)) == distance(result(0.6)) == 0
    assert distance(result(0.7)) == pytest.approx(1)
    assert distance(result(0.2)) == pytest.approx(2)
    assert distance(result(0.7, error=0.1)) == pytest.approx(0.5)
    assert (
        distance(result(99.0)) == distance(result(math.nan)) == distance(result(-math.inf)) == MOST_DISTANCE
    )
    assert distance(result(9.0, 1.5, math.inf)) == distance(result(math.inf, 1.5, math.inf)) == 0
    assert distance(result(0.75, 1.5, math.inf)) == pytest.approx(1)
    assert distance(result(2.0, 0.0, 0.0)) == pytest.approx(2)


def test_the_judgement_is_by_strength() -> None:
    far = [result(0.7, name="A"), result(0.8, strength=2, name="B"), result(9.0, strength=1, name="C")]
    judged = judge([*far, result(0.5), result(None)])
    assert judged.maxima == pytest.approx((2, 1, 0))
    assert judged.implausibility == judged.maxima[0]
    assert judged.worst[:2] == ("B", "A")
    assert judged.loss == pytest.approx(3 * 1 + 2 * 4)
    assert judged.three_star == (1, 2)
    assert judged.two_star == (0, 1)
    assert judge(None).loss == FAILED_LOSS
    assert not judge(None).plausible


@pytest.mark.parametrize(
    ("strong", "good", "plausible"),
    [((3, 3), (4, 5), True), ((3, 3), (3, 5), False), ((2, 3), (5, 5), False), ((3, 3), (0, 0), True)],
)
def test_plausible_is_every_three_star_and_four_fifths_of_two_star(strong, good, plausible) -> None:
    def some(counts, strength):
        passed, of = counts
        return [result(0.5 if i < passed else 0.65, strength=strength) for i in range(of)]

    assert judge([*some(strong, 3), *some(good, 2), result(None)]).plausible == plausible
    assert not judge([*some(strong, 3), *some(good, 2), result(math.nan)]).plausible


# ---- emulator and region


def test_the_emulator_knows_a_quadratic_and_how_little_it_knows_of_noise() -> None:
    draws = np.random.default_rng(1)
    at, elsewhere = draws.random((200, 5)), draws.random((200, 5))

    def truth(x):
        return np.column_stack([x[:, 0] + 2 * x[:, 1] * x[:, 2] - x[:, 3] ** 2, np.zeros(len(x))])

    noisy = truth(at) + draws.normal(0, (0.001, 1.0), (200, 2))
    known, noise = fit(at, noisy)
    guess, error = known.predict(known.basis.along(elsewhere))
    assert np.abs(guess - truth(elsewhere)[:, 0]).max() < 0.02
    assert error.max() < 0.02
    assert noise.error == pytest.approx(1, rel=0.15)


def test_emulated_values_keep_their_order_and_are_linear_near_the_target() -> None:
    values = np.array([-math.inf, -99, 0, 0.3, 0.5, 0.7, 99, math.inf])
    found = emulated(values, 0.4, 0.6, 10)
    assert np.all(np.diff(found) >= 0)
    assert np.isfinite(found).all()
    assert found[4] == 0
    assert found[5] == pytest.approx(0.2, rel=0.01)


def test_the_region_holds_where_the_patterns_do_and_is_not_all_of_it() -> None:
    points = [point_at(shares) for shares in sample_prior(SPACE.dimension, 150, 0)]
    emulator = emulator_of(SPACE, points)
    good = sample_region(emulator, np.array([SPACE.point(one.values) for one in points]), 40, draws(2))
    assert len(np.unique(good, axis=0)) == len(good) == 40
    assert emulator.implausibility(good).max() <= 3
    losses = [point_at(shares).judgement.loss for shares in good]
    assert np.median(losses) < 0.25 * np.median([one.judgement.loss for one in points])
    # Dead where attention is low: no value to learn from, yet ruled out.
    attention = SPACE.names.index("attention_rate")
    assert good[:, attention].min() > 0.15
    unheard_of = SPACE.names.index(fake_patterns.UNHEARD_OF[0])
    assert np.ptp(good[:, unheard_of]) > 0.7


def draws(seed):
    return np.random.default_rng(seed)


def test_reflection_stays_in_the_cube() -> None:
    assert reflected(np.array([-0.2, 0.3, 1.1, 2.3, -1.6])) == pytest.approx([0.2, 0.3, 0.9, 0.3, 0.4])


# ---- the stages, on the fake patterns


WANTED = {"prior": 150, "emulate": 64, "ensemble": 80}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("finished"))
    counts = {name: go(store, name, wanted) for name, wanted in WANTED.items()}
    yield store, counts
    store.close()


def test_each_stage_comes_nearer(finished) -> None:
    store, counts = finished
    assert counts.pop("ensemble") >= WANTED["ensemble"]
    assert counts == {name: wanted for name, wanted in WANTED.items() if name != "ensemble"}
    losses = {
        name: np.median([point.judgement.loss for point in store.points(HERE) if point.stage == name])
        for name in WANTED
    }
    assert losses["prior"] > 5 * losses["emulate"]
    assert losses["emulate"] > 5 * losses["ensemble"]
    by_stage = Counter(point.stage for point in passing(store.points(HERE), 0))
    assert by_stage["prior"] <= 1
    assert by_stage["ensemble"] >= 60


def test_polishing_lowers_the_loss(tmp_path) -> None:
    pytest.importorskip("optuna")
    store = Store(tmp_path)
    go(store, "prior", 60)
    assert go(store, "polish", 25) == 25
    store.close()
    losses = {
        name: [point.judgement.loss for point in store.points(HERE) if point.stage == name]
        for name in ("prior", "polish")
    }
    assert np.median(losses["polish"]) < 0.6 * np.median(losses["prior"])


def test_the_first_point_is_the_defaults(finished) -> None:
    values = SPACE.values(SPACE.point(default_values()))
    assert key_of(values, EFFORT, 0, HERE) in finished[0]


def test_profiles_tell_the_known_from_the_unknowable(finished) -> None:
    store, _ = finished
    points = store.points(HERE)
    found = {one.name: one for one in profiles_of(SPACE, points, passing(points, EFFORT))}
    known = found[fake_patterns.KNOWN]
    assert known.verdict == "identified"
    low, high = (SPACE.axes[SPACE.names.index(known.name)].share(end) for end in known.plausible)
    # A point passes if its interval reaches the target, which widens what passes by the simulated error.
    assert fake_patterns.KNOWN_SHARES[0] - 0.06 < low < high < fake_patterns.KNOWN_SHARES[1] + 0.06
    assert known.least[0] > 2 > known.least[6]
    assert {found[name].verdict for name in fake_patterns.UNHEARD_OF} == {"not_identified"}
    few = profiles_of(SPACE, points, passing(points, EFFORT)[:5])
    assert {one.verdict for one in few} == {"too_few"}


def test_the_ensemble_file_gives_back_the_points(finished, tmp_path) -> None:
    plausible = passing(finished[0].points(HERE), EFFORT)
    file = tmp_path / "worlds.csv"
    assert ensemble.plausible_worlds(file) == []
    ensemble.write_ensemble(SPACE, plausible, file)
    assert ensemble.plausible_worlds(file) == [dict(point.values) for point in plausible]
    header, first = file.read_text().splitlines()[:2]
    assert header.split(",") == [*SPACE.names, "implausibility", "three_star_passed", "two_star_passed"]
    assert first.split(",")[-2:] == ["6", str(plausible[0].judgement.two_star[0])]
    file.write_text(file.read_text().replace("attention_rate", "no_such_thing"))
    with pytest.raises(ValueError, match="no_such_thing"):
        ensemble.plausible_worlds(file)


def test_the_file_that_ships_can_be_read() -> None:
    worlds = ensemble.plausible_worlds()
    assert all(set(world) <= {one.name for one in psychology_table()} for world in worlds)


# ---- the commands

FAKE = "tests.fake_patterns:evaluate"


def run(folder, stage, points, json=True, language="en", write=False):
    return commands.calibrate(str(folder), stage, points, EFFORT, 0, 1, write, json, language, FAKE)


def test_calibrate_and_profiles_say_how_it_stands(tmp_path, capsys) -> None:
    folder = tmp_path / "store"
    assert run(folder, "prior", 12) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["points"], told["plausible"], told["failed"]) == (12, 0, 0)
    assert set(told["best"]["values"]) == set(FREE_PARAMETERS)
    for language, word in (("en", "evaluated"), ("zh", "评估")):
        assert run(folder, "prior", 12, json=False, language=language) == 0
        assert word in capsys.readouterr().out
        assert command_line.main(["profiles", str(folder), "--language", language]) == 0
        assert "attention_rate" in capsys.readouterr().out
    assert command_line.main(["profiles", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["profiles"]] == list(FREE_PARAMETERS)
    assert {one["verdict"] for one in told["profiles"]} == {"too_few"}


def test_write_writes_what_passes_and_nothing_else(finished, tmp_path, capsys, monkeypatch) -> None:
    folder = tmp_path / "store"
    shutil.copytree(finished[0].folder, folder)
    monkeypatch.setattr(commands, "model_version", lambda: HERE)
    monkeypatch.setattr(commands, "free_space", lambda: SPACE)
    file = tmp_path / "worlds.csv"
    monkeypatch.setattr(
        commands, "write_ensemble", lambda space, points: ensemble.write_ensemble(space, points, file)
    )
    assert run(folder, None, None, write=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == len(ensemble.plausible_worlds(file)) >= 80
    monkeypatch.setattr(commands, "model_version", lambda: "another model")
    with pytest.raises(BadInputError):
        run(folder, None, None, write=True)


@pytest.mark.parametrize("command", ["calibrate", "profiles"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help(command, language, capsys) -> None:
    assert command_line.main([command, "--help", "--language", language]) == 0
    assert "STORE" in capsys.readouterr().out


def test_bad_input_ends_in_a_sentence(tmp_path, capsys, monkeypatch) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    cases = [
        ["calibrate", str(tmp_path / "new"), "--stage", "prio"],
        ["calibrate", str(tmp_path / "other")],
        ["calibrate", str(tmp_path / "other" / "file")],
        ["calibrate", str(tmp_path / "new"), "--write"],
        ["calibrate", str(tmp_path / "new"), "--effort", "0"],
        ["calibrate", str(tmp_path / "new"), "--points", "none"],
        ["calibrate", str(tmp_path / "new"), "--stage", "ensemble"],
        ["profiles", str(tmp_path / "new")],
        ["profiles", str(tmp_path / "nowhere")],
    ]
    for case in cases:
        assert command_line.main(case) == 2, case
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
    monkeypatch.setattr(commands, "find_spec", lambda name: None)
    assert (
        command_line.main(["calibrate", str(tmp_path / "new"), "--stage", "polish", "--language", "en"]) == 2
    )
    assert "pip install optuna" in capsys.readouterr().err
    assert not is_store(tmp_path / "new")
