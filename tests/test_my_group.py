"""The own group: fields become a world, a world is fitted to figures, and the fit is said by a rule."""

from __future__ import annotations

import json

import numpy as np
import pytest

import sim
from experiments.calibration.ensemble import plausible_worlds
from experiments.command_line import main
from experiments.commands.my_group import made
from experiments.my_group import fit as fitting
from experiments.my_group.asking import command_of
from experiments.my_group.description import BOUNDS, KNOWN, Description, FieldError
from experiments.my_group.fit import PEOPLE, RUNS, Fitted, distance, fit, people_of
from experiments.my_group.making import LONGEST_AGE, days_of, opening_of, practice_of, world_of
from experiments.my_group.observing import FIGURES, observed
from experiments.my_group.result import FITS, NOT, ROUGHLY, UNKNOWN, MyGroup, fit_word, my_group
from experiments.my_group.telling import field_error, told
from experiments.studies.study import finite
from scenarios.loading import parse_world
from sim.channels import CHANNEL_KINDS
from tests.made_days import days_of as records_of
from tests.made_days import events_of

SMALL = Description(members=40, age_days=28, messages=80, speakers=12, exits=2, newcomers=0.5)
TITLE = {"en": "Mine", "zh": "我的"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search of a few runs."""
    for name, value in {"TRIES": 4, "ROUNDS": 1, "PROPOSALS": 2, "LAUNCHES_EACH": 2, "FRESH": 4}.items():
        monkeypatch.setattr(fitting, name, value)


@pytest.mark.parametrize("channel", CHANNEL_KINDS)
@pytest.mark.parametrize("known", KNOWN)
def test_every_description_is_a_world(channel: str, known: str) -> None:
    for members in (5, 150, 500):
        one = Description(members=members, speakers=3, channel=channel, known=known, exits=500, newcomers=70)
        world = world_of(one, {}, TITLE)
        assert 1 <= world.opening_members <= 500
        assert world.channels[0].kind == channel
        assert world.channels[0].arrivals_per_day == pytest.approx(10)
        assert sum(each.reserve for each in world.channels) == round(0.4 * members)
        assert world.product.goods_yuan == pytest.approx(79.6)
        sim.build_population(world, 1, 7)


def test_the_opening_is_reckoned_back() -> None:
    # In 60 days 2 a week came, which is 17, and 3 a month left, which is 6.
    assert opening_of(Description(members=150, age_days=60, newcomers=2, exits=3)) == 139
    assert opening_of(Description(members=150, age_days=0, messages=None, speakers=None, exits=None)) == 150
    assert opening_of(Description(members=100, age_days=60, newcomers=60)) == 30
    assert days_of(Description(age_days=3000)) == LONGEST_AGE


def test_the_practice_of_now() -> None:
    often = practice_of(Description(ads=3, answers=True))
    assert (often.moves[0].when.per_day, often.moves[0].when.every_days) == (3, 1)
    assert often.staffing.answer_share > 0
    seldom = practice_of(Description(ads=0.25, answers=False))
    assert (seldom.moves[0].when.per_day, seldom.moves[0].when.every_days) == (1, 4)
    assert seldom.staffing.answer_share == 0
    assert practice_of(Description(ads=0)).moves == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"members": 4}, "range"),
        ({"members": None}, "range"),
        ({"price_yuan": float("nan")}, "range"),
        ({"margin": 101}, "range"),
        ({"speakers": 200}, "speakers"),
        ({"messages": 5}, "messages"),
        ({"age_days": 6}, "age"),
        ({"known": "well"}, "code"),
        ({"channel": "../etc"}, "code"),
    ],
)
def test_fields_that_cannot_stand(changed: dict[str, object], code: str) -> None:
    with pytest.raises(FieldError) as refused:
        Description.from_dict({**Description().as_dict(), **changed})
    assert refused.value.code == code
    for language in ("en", "zh"):
        said = field_error(refused.value, language)
        assert said
        assert "{" not in said


def test_figures_are_those_of_the_last_four_weeks() -> None:
    talk = np.zeros(42)
    talk[14:], talk[13] = 2, 1000
    leaves = np.zeros(42)
    leaves[-1], leaves[0] = 14, 9
    joins = np.zeros(42)
    joins[0] = 100
    daily = records_of(42, talk=talk, leaves=leaves, joins=joins)
    events = events_of(
        (13.9, "say", 9, -1),
        (14.1, "say", 1, -1),
        (14.2, "answer", 1, 2),
        (15.0, "go_on", 2, -1),
        (22.0, "say", 1, -1),
        (23.0, "look", 5, -1),
        (24.0, "owner_post", -1, -1),
    )
    found = dict(zip(FIGURES, observed(sim.Outcome(0, daily, events)), strict=True))
    assert found == {"members": 77, "messages": 14, "speakers": 3 / 4, "exits": 15}


@pytest.mark.parametrize(
    ("given", "launches", "word"),
    [
        (10, (8, 11, 15), FITS),
        (10, (8, 30, 60), ROUGHLY),
        (10, (11, 12, 13), ROUGHLY),
        (10, (30, 60, 90), NOT),
        (0, (0, 0, 0), FITS),
        (0, (0, 1, 3), FITS),
        (40, (0, 0, 2), NOT),
    ],
)
def test_the_rule_of_the_fit(given: float, launches: tuple[float, float, float], word: str) -> None:
    assert fit_word(given, *launches) == word


def test_a_group_fits_as_its_worst_figure_does() -> None:
    figures = np.tile([150.0, 60.0, 20.0, 4.0], (40, 1))
    assert my_group(Description(), Fitted({}, 3, figures, 9), TITLE)[0].word == FITS
    figures[:, 1] = 600.0
    found, _ = my_group(Description(), Fitted({}, 3, figures, 9), TITLE)
    assert [one.word for one in found.figures] == [FITS, NOT, FITS, FITS]
    assert found.word == NOT


def test_moved_people_stay_within_bounds() -> None:
    bounds = {one.name: (one.low, one.high) for one in sim.quantities.quantities(sim.Psychology)}
    for shift in (-9.0, -0.5, 0.0, 0.5, 9.0):
        people = people_of(plausible_worlds()[5], np.full(len(fitting.FACTORS), shift))
        assert all(bounds[name][0] <= people[name] <= bounds[name][1] for name in PEOPLE)
        sim.Psychology(**people)
    usual = sim.Psychology(**plausible_worlds()[5])
    still = people_of(plausible_worlds()[5], np.zeros(len(fitting.FACTORS)))
    assert all(still[name] == pytest.approx(getattr(usual, name), rel=1e-5) for name in PEOPLE)


def test_distance_grows_with_what_is_wrong() -> None:
    right = np.array([[150.0, 60.0, 20.0, 4.0]])
    assert distance(right, Description()) == 0
    wrong = [right * np.array([1, factor, 1, 1]) for factor in (1.5, 3.0, 20.0)]
    assert [distance(one, Description()) for one in wrong] == sorted(
        distance(one, Description()) for one in wrong
    )
    assert distance(wrong[2], Description(messages=None)) == 0


@pytest.mark.usefixtures("quick")
def test_a_fit_hangs_on_the_seed_and_not_on_the_threads() -> None:
    seen: list[int] = []
    worlds = plausible_worlds()
    first = fit(SMALL, worlds, threads=1, on_progress=lambda done, _: seen.append(done))
    second = fit(SMALL, worlds, threads=3)
    other = fit(SMALL, worlds, first_seed=7)
    assert first.psychology == second.psychology
    assert np.array_equal(first.launches, second.launches)
    assert other.psychology != first.psychology
    assert seen == list(range(1, first.runs + 1))
    assert first.launches.shape == (4, len(FIGURES))


def test_the_search_comes_nearer_than_the_usual_people() -> None:
    # Forty people who write a lot: the usual ones hardly do.
    talkative = Description(members=40, age_days=28, messages=300, speakers=25, exits=1, ads=0)
    found = fit(talkative, plausible_worlds())
    assert found.runs == RUNS
    usual = np.array([_usual(talkative, seed) for seed in range(20)])
    assert distance(found.launches, talkative) < 0.6 * distance(usual, talkative)


def _usual(description: Description, seed: int) -> np.ndarray:
    world, practice = world_of(description, {}, {}), practice_of(description)
    return observed(sim.simulate(world, practice, seed, days=days_of(description), events=True))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_study_keeps_the_world(language: str) -> None:
    found, study = made(SMALL, "", 0, 1, None, command_of(SMALL), language)
    assert study.kind == "my_group"
    assert study.command_line.startswith("qunlab my-group --members 40 --age 28 --messages 80")
    assert len(study.sample) == 8
    assert MyGroup.from_dict(json.loads(json.dumps(finite(study.result)))) == found
    world = parse_world(found.yaml, "mine.yaml")
    assert world.psychology.impulse_rate == found.psychology["impulse_rate"]
    assert sum(found.grades.values()) + len(PEOPLE) == len(sim.parameters.psychology_table())
    said = told(SMALL, found, language)
    assert "{" not in said
    assert len(found.assumed) >= 5


@pytest.mark.usefixtures("quick")
def test_a_new_group_has_nothing_to_fit() -> None:
    new = Description(members=50, age_days=0, messages=None, speakers=None, exits=None)
    found, study = made(new, "Fresh", 0, 1, None, command_of(new), "en")
    assert found.word == UNKNOWN
    assert {one.word for one in found.figures} == {UNKNOWN}
    assert found.moved == ()
    assert parse_world(found.yaml, "new.yaml").title.en == "Fresh"
    assert "--messages" not in study.command


@pytest.mark.usefixtures("quick")
def test_the_command(tmp_path, capsys) -> None:
    file = tmp_path / "mine.yaml"
    words = ["my-group", "--members", "40", "--age", "28", "--messages", "80", "--speakers", "12"]
    assert main(["--language", "en", *words, "--output", str(file), "--name", "<b>x</b>"]) == 0
    printed = capsys.readouterr().out
    assert "Messages a week" in printed
    assert str(file) in printed
    assert parse_world(file.read_text(encoding="utf-8"), "mine.yaml").title.zh == "<b>x</b>"
    assert main([*words, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["kind"] == "my_group"
    assert plain["result"]["figures"][1]["given"] == 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--members", "3"], "--members"),
        (["--members", "?"], "Members now"),
        (["--channel", "nowhere"], "--channel"),
        (["--speakers", "300"], "more members write"),
        (["--age", "2", "--exits", "1"], "younger than a week"),
        (["--name", "x" * 81], "80 characters"),
    ],
)
def test_bad_input_is_one_sentence(words: list[str], said: str, capsys) -> None:
    assert main(["--language", "en", "my-group", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_every_field_has_bounds_and_words() -> None:
    from scenarios.texts import has_text

    for name in Description.__dataclass_fields__:
        assert all(has_text(f"my_group.field.{name}", language) for language in ("en", "zh"))
        assert name in BOUNDS or name in ("channel", "known", "answers")
