"""The whole of a sensitivity analysis: on made runs whose shares are known, on a store, and once for real."""

import json

import numpy as np
import pytest

import scenarios
from experiments.command_line import main
from experiments.commands.problems import BadInputError
from experiments.commands.sensitivity import Wanted
from experiments.ranges import Range
from experiments.runs.executors import Threads
from experiments.runs.materials import Materials
from experiments.runs.source import Runs
from experiments.runs.store import Store
from experiments.sensitivity.factors import Factor, default_factors, factors_of
from experiments.sensitivity.kept_runs import kept_runs
from experiments.sensitivity.study import Asked, Size, sensitivity
from tests.command_lines import good
from tests.made_runs import MadeRuns


def test_the_study_screens_shares_and_counts():
    def formula(values, luck):
        x = {name.rpartition(".")[2]: value for name, value in values.items()}
        days = (
            45 + 6 * np.log(x.get("answer_rate", 1.6)) + 40 * x.get("lurker_share", 0.5) + luck.normal(0, 4)
        )
        return {"first_silence_7": days}

    runs = MadeRuns(formula)
    chosen = tuple(
        one
        for one in default_factors()
        if one.path.rpartition(".")[2] in {"answer_rate", "lurker_share", "stay", "go_on"}
    )
    size = Size(points=128, trajectories=12)
    asked = Asked("world", "light_care")
    found = sensitivity(runs, asked, chosen, size)
    assert set(found.screening.survivors) == {"world.psychology.answer_rate", "world.psychology.lurker_share"}
    assert found.ranked[0] == "world.psychology.lurker_share"
    parts = {one.path.rpartition(".")[2]: one.total.share for one in found.shares.factors}
    variances = {"answer_rate": 36 * np.log(10) ** 2 / 12, "lurker_share": 1600 * 0.6**2 / 12}
    whole = sum(variances.values()) + 16
    assert parts == pytest.approx({name: one / whole for name, one in variances.items()}, abs=0.08)
    assert found.luck == pytest.approx(16 / whole, abs=0.06)
    assert found.runs == len(runs.asked) == (12 * 5 + 128 * 4) * 4
    assert found.runs <= size.runs(4)
    assert json.dumps(found.as_dict()["ranked"])


def test_a_difference_takes_a_strategys_values_for_the_first_only():
    asked = Asked("w", "a", "b")
    chosen = (Factor("world.psychology.stay", Range(0, 1)), Factor("strategy.moves.0.mentions", Range(1, 9)))
    first, second = asked.scenarios(chosen, np.array([0.5, 1.0]))
    assert dict(first.values) == {"world.psychology.stay": 0.5, "strategy.moves.0.mentions": 9.0}
    assert (second.strategy, dict(second.values)) == ("b", {"world.psychology.stay": 0.5})


def test_of_luck_alone_nothing_survives_and_no_shares_are_computed():
    runs = MadeRuns(lambda values, luck: {"first_silence_7": 45 + luck.normal()})
    found = sensitivity(runs, Asked("world", "light_care"), default_factors()[:3], Size(points=16))
    if not found.screening.survivors:
        assert found.shares is None
    assert found.luck == pytest.approx(1.0, abs=0.25)


def test_methods_alone_and_what_they_refuse():
    runs = MadeRuns(lambda values, luck: {"first_silence_7": 40 * values["world.psychology.stay"]})
    chosen = tuple(one for one in default_factors() if one.path.endswith(("stay", "go_on")))
    asked = Asked("world", "light_care")
    distances = sensitivity(runs, asked, chosen, Size("pawn", points=128, seeds=2)).distances
    assert {one.path: one.above for one in distances} == {
        "world.psychology.stay": True,
        "world.psychology.go_on": False,
    }
    alone = sensitivity(runs, asked, chosen, Size("sobol", points=64, seeds=2))
    assert alone.screening is None
    assert alone.shares.factors[0].total.share == pytest.approx(1.0, abs=0.1)
    with pytest.raises(ValueError, match="at most"):
        sensitivity(runs, asked, default_factors(), Size("sobol"))
    with pytest.raises(ValueError, match="unknown method"):
        sensitivity(runs, asked, chosen, Size("best"))


def test_the_runs_of_a_store_are_points(tmp_path):
    materials = Materials.of(
        {"w": scenarios.load_world("strangers_60")}, {"light_care": scenarios.load_strategy("light_care")}, 20
    )
    store = Store.of_study(tmp_path / "kept", materials)
    asked = Asked("w", "light_care", measure="minutes", day=20)
    chosen = factors_of(
        "packet_luck,strategy.moves.2.minutes=1:60", materials.world("w"), materials.strategy("light_care")
    )
    sensitivity(Runs(materials, Threads(1), store), asked, chosen, Size("pawn", points=128, seeds=2))
    store.close()
    again = Store.open(tmp_path / "kept")
    kept = kept_runs(again, asked)
    again.close()
    assert kept.points.shape == (256, 2)
    assert len(np.unique(kept.blocks)) == 128
    distances = {one.path: one for one in kept.distances()}
    assert distances["strategy.moves.2.minutes"].above
    assert not distances["world.psychology.packet_luck"].above


SMALL = (
    "strangers_60",
    "light_care",
    "--days",
    "25",
    "--factors",
    "answer_rate,impulse_rate",
    "--points",
    "8",
)


def test_the_command_says_luck_and_ranks_in_both_languages(tmp_path, capsys):
    folder = str(tmp_path / "kept")
    small = ("sensitivity", *SMALL, "--trajectories", "3", "--measure", "messages", "--save", folder)
    english = good(*small, "--threads", "1").decode()
    assert "is luck" in english
    assert "Readiness to answer" in english
    assert main(["--language", "zh", *small]) == 0
    assert "运气" in capsys.readouterr().out
    assert main(["--language", "en", *small, "--json", "--threads", "2"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["kind"] == "sensitivity"
    assert plain["result"]["factors"][0]["path"] == "world.psychology.answer_rate"
    assert plain["runs"] == plain["result"]["runs"] > 0
    study = json.loads((tmp_path / "kept" / "study.json").read_text())
    assert study["result"] == plain["result"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--factors", "nothing"), "world.psychology.nothing"),
        (("--measure", "joy"), "joy"),
        (("--method", "magic"), "magic"),
        (("--points", "48"), "48"),
        (("--against", "light_care"), "light_care"),
        (("--store", "/nowhere"), "/nowhere"),
    ],
)
def test_bad_input_ends_in_one_sentence(more, said, capsys):
    assert main(["--language", "en", "sensitivity", "strangers_60", "light_care", *more]) == 2
    sentence = capsys.readouterr().err
    assert said in sentence
    assert len(sentence.strip().splitlines()) == 1


def test_wanted_words_do_it_again():
    numbers = {"trajectories": 3, "points": 8, "seeds": 2, "first_seed": 5}
    wanted = Wanted("w", "a", "b", "stay", "profit", "all", 30, "cold", 4000.0, None, numbers)
    assert wanted.command[:5] == ("sensitivity", "w", "a", "--against", "b")
    assert wanted.command[-2:] == ("--first-seed", "5")
    with pytest.raises(BadInputError):
        _ = Wanted("w", "a", None, None, "profit", "all", 30, "dead", 4000.0, None, numbers).asked
