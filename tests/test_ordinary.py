"""Ordinary groups: the sample, the three sayings on made-up groups, the command, and the page."""

import json
import re

import numpy as np
import pytest

import sim
from experiments import answers as page
from experiments import command_line
from experiments.commands.ordinary import TUNED, shipped_id
from experiments.definitions import DEFAULT
from experiments.ordinary import (
    ARMS,
    NUMBERS,
    PLACE,
    SEEN_AFTER,
    WorldSample,
    chosen_worlds,
    practice_of,
    sample,
    sample_world,
    under,
)
from experiments.ordinary_answers import answers, share_by_day
from experiments.ordinary_tables import Tables, plain
from experiments.uncertainty import day_reached
from scenarios.loading import load_strategy
from scenarios.populations import load_population, parse_population, populations
from scenarios.texts import LANGUAGES, has_text, text
from sim.outcome import silence

INF = np.inf


# The sample


MIX = """
groups:
  - id: few
    share: 0.5
    world:
      channels: [{kind: friends, members: 8}]
    operators:
      - {share: 0.5, strategy: neglect}
      - {share: 0.5, strategy: light_care}
  - id: strangers
    share: 0.5
    world:
      channels: [{kind: new_media, members: 6}]
    operators:
      - share: 1.0
        strategy: {moves: [{move: hard_ads}, {move: soft_offer}, {move: hard_ads}]}
"""


@pytest.fixture(scope="module")
def small():
    return parse_population(MIX, "mix")


def test_every_practice_has_its_share_over_all_worlds(small):
    found = sample(small, [{}, {"answer_rate": 0.5}], 4, 8)
    assert [len(one.numbers) for one in found] == [4, 4]
    names, counts = np.unique(np.concatenate([one.practices for one in found]), return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {
        "hard_ads+soft_offer": 4,
        "light_care": 2,
        "neglect": 2,
    }


def test_threads_change_nothing(small):
    one, three = (sample(small, [{}, {"go_on": 0.2}], 3, 10, first_seed=5, threads=n) for n in (1, 3))
    for a, b in zip(one, three, strict=True):
        np.testing.assert_array_equal(a.numbers, b.numbers)
        assert a.practices.tolist() == b.practices.tolist()


def test_a_group_is_what_a_run_of_it_says(small):
    """Group 1 of the second of two worlds, seed and all, run by hand."""
    changed = {"attention_rate": 0.1}
    found = sample_world(small, changed, 1, 2, 3, 20, first_seed=40)
    cell, seed = small.pick(1 * 2 + 1, 6), 40 + 3 + 1
    world = under(cell.world, changed)
    people = sim.build_population(world, seed, 20 + SEEN_AFTER)
    assert world.psychology.attention_rate == 0.1
    for column, strategy in (
        (DEFAULT.code, cell.strategy),
        *((arm, load_strategy(arm)) for arm in ARMS),
    ):
        run = sim.simulate(world, strategy, seed, days=20 + SEEN_AFTER, population=people)
        death = silence(run.daily).first
        assert found.column(column)[1] == (death if death <= 20 else INF)
    assert (
        found.column("first_week")[1]
        == sim.simulate(world, cell.strategy, seed, days=20 + SEEN_AFTER, population=people)
        .daily["talk"][:7]
        .sum()
    )


def test_plausible_worlds_are_chosen_evenly():
    worlds = [{"go_on": 0.1 + 0.01 * i} for i in range(10)]
    assert [worlds.index(one) for one in chosen_worlds(worlds, 5)] == [1, 3, 5, 7, 9]
    assert chosen_worlds(worlds, 20) == worlds
    assert chosen_worlds(worlds, 0) == chosen_worlds([], 5) == [{}]


def test_practices_are_known_by_what_they_do():
    assert practice_of(sim.Strategy()) == "neglect"
    assert practice_of(load_strategy("trust_playbook")) == "trust_playbook"
    assert practice_of(sim.Strategy.model_validate({"staffing": {"answer_share": 0.31}})) == "other"
    names = {practice_of(cell.strategy) for cell in load_population("ordinary").cells()}
    assert "private_sales+soft_offer" in names
    assert len(names) == 9


# The sayings, on made-up groups


def made(deaths, week=None, practices=None, arms=None):
    """A world of groups of 100 members that die on given days by every definition."""
    deaths = np.asarray(deaths, dtype=float)
    numbers = np.repeat(deaths[:, None], len(NUMBERS), axis=1)
    numbers[:, PLACE["first_week"]] = np.full(len(deaths), 50.0) if week is None else week
    numbers[:, PLACE["members"]] = 100
    for arm, values in (arms or {}).items():
        numbers[:, PLACE[arm]] = values
    names = np.full(len(deaths), "neglect") if practices is None else np.array(practices)
    return WorldSample(numbers, names)


def test_ninety_five_of_a_hundred():
    world = made([5.0] * 100 + [40.0] * 290 + [INF] * 10)
    found = answers([world] * 3, 3, 730).dying["cold"]
    assert [round(found.dead[day].mean, 3) for day in (7, 30, 90, 730)] == [0.25, 0.25, 0.975, 0.975]
    assert found.answers == {7: "no", 30: "no", 90: "yes", 180: "yes", 365: "yes", 730: "yes"}
    assert found.reached.day == 40
    assert found.reached.whole == (40, 40)
    undecided = answers([made([5.0] * 19 + [INF])], 0, 100).dying["cold"]
    assert undecided.answers == {7: "open", 30: "open", 90: "open"}
    assert undecided.reached.whole == (5, INF)


def test_worlds_that_disagree_leave_ninety_five_open():
    worlds = [made([5.0] * 200), made([5.0] * 170 + [INF] * 30)] * 3
    found = answers(worlds, 6, 730).dying[DEFAULT.code]
    assert found.dead[730].luck[1] < 0.95  # luck alone would say no
    assert found.answers[730] == "open"
    assert found.reached.day == INF
    assert found.reached.ignorance == (5, INF)


def test_the_first_week_that_decides():
    dull, lively = [0.0, 3.0, 50.0] * 20, [200.0] * 60
    world = made([20.0] * 60 + [INF] * 60, week=[*dull, *lively])
    found = answers([world], 0, 200).first_week
    assert [found.dead[name].groups for name in ("cold", "dull", "lively")] == [40, 20, 60]
    assert (found.not_lively.mean, found.answer) == (1.0, "yes")
    assert (found.dead["lively"].mean, found.predicts.mean) == (0.0, 1.0)
    assert (found.thirds["quietest"].mean, found.thirds["liveliest"].mean) != (0.0, 0.0)
    assert sum(one.groups for one in found.thirds.values()) == 120
    nothing = answers([made([20.0, INF] * 40, week=[50.0, 50.0] * 40)], 0, 200).first_week
    assert (nothing.answer, nothing.predicts.mean) == ("no", 0.5)
    assert answers([world], 0, 60).first_week is None


def test_two_years_and_practices():
    world = made([700.0] * 90 + [INF] * 30, practices=["neglect"] * 90 + ["trust_playbook"] * 30)
    found = answers([world] * 2, 2, 900)
    assert (found.half_life.day, found.two_years) == (700, "yes")
    assert list(found.practices) == ["neglect", "trust_playbook"]
    assert [one.alive.mean for one in found.practices.values()] == [0.0, 1.0]
    assert [one.share for one in found.practices.values()] == [0.75, 0.25]
    assert found.practices["trust_playbook"].lively_days["own"] == 900
    assert answers([made([20.0] * 50)], 0, 200).two_years == "no"
    assert answers([made([INF] * 50)], 0, 730).two_years == "beyond_horizon"
    assert answers([made([INF] * 50)], 0, 950).two_years == "no"


def test_what_care_gains_is_paired():
    own = np.array([10.0, 300.0, 50.0, INF])
    world = made(own, arms={"light_care": own + 20, "trust_playbook": np.full(4, INF)})
    found = answers([world], 0, 400)
    assert found.lively_days["own"].mean == (10 + 300 + 50 + 400) / 4
    assert found.gained["light_care"].mean == 15  # the last cannot gain
    assert found.gained["trust_playbook"].mean == (390 + 100 + 350) / 4


def test_days_are_read_off_the_bands():
    bands = share_by_day([made([1.0, 3.0, 3.0, INF])], "cold", 5)
    assert bands.mean.tolist() == [0, 0.25, 0.25, 0.75, 0.75, 0.75]
    assert day_reached(bands, 0.75).day == 3
    assert day_reached(bands, 0.76).day == INF


# Words, command and page


@pytest.fixture(scope="module")
def result():
    """Two worlds that differ, and groups of all fates."""
    week, practices = [1.0] * 10 + [300.0] * 30, ["other"] * 20 + ["private_sales+soft_offer"] * 20
    one = made([5.0] * 30 + [INF] * 10, week, practices)
    two = made([5.0] * 35 + [600.0] * 5, week, practices)
    return json.loads(json.dumps(plain(answers([one, two], 2, 730))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_and_sentences(result, language):
    tables = Tables(result, language)
    assert tables.headings().keys() == tables.tables().keys()
    for rows in tables.tables().values():
        assert len({len(row) for row in rows}) == 1
        assert not re.search("nan|None|inf", " ".join(cell for row in rows for cell in row))
    for sentence in (*tables.sentences().values(), tables.size()):
        assert not re.search(r"nan|None|inf\b|[{}]", sentence)
    day_7 = tables.ninety_five()[1]
    assert day_7[1:3] == [*Tables(result, "en").ninety_five()[1][1:3]]
    assert "81%" in day_7[1]
    practices = [row[0] for row in tables.two_years()[1:]]
    assert text("ordinary.practice.other", language) in practices
    sales = [text(f"move.{kind}", language) for kind in ("private_sales", "soft_offer")]
    assert " + ".join(sales) in practices


def test_what_is_not_reached_is_said(result):
    rows = {row[0]: row for row in Tables(result, "en").reached()}
    assert rows["Cold"][1] == "after 730"
    alone = {**result, "worlds": 0}
    assert Tables(alone, "en").reached()[1][-1] == "–"
    assert "luck only" in Tables(alone, "en").size()


def test_shipped_populations_have_texts_and_tuned_ones_a_note():
    for known in populations():
        for language in LANGUAGES:
            assert has_text(f"population.{known}", language)
            assert has_text(f"population.{known}.help", language)
        assert shipped_id(load_population(known)) == known
    assert TUNED == ("ninety_five",)
    assert "PROVES NOTHING" in text("population.ninety_five.help", "en")
    assert "不能证明任何事" in text("population.ninety_five.help", "zh")
    source = populations()["ninety_five"].read_text(encoding="utf-8")
    assert "proves nothing" in " ".join(source.replace("#", "").split())
    assert "不能证明" in source


def run(capsys, *arguments):
    code = command_line.main(["ordinary", *arguments, "--groups", "2", "--worlds", "0", "--threads", "1"])
    out = capsys.readouterr().out
    assert code == 0
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_printed_in_both_languages_first(capsys, language):
    out = run(capsys, "--population", "ninety_five", "--days", "7", "--language", language)
    for one in LANGUAGES:
        assert out.index(text("population.ninety_five.help", one)) < out.index("%\u2013")


def test_the_note_follows_a_copy_and_is_not_printed_without_need(capsys, tmp_path):
    copy = tmp_path / "mine.yaml"
    copy.write_bytes(populations()["ninety_five"].read_bytes())
    found = json.loads(run(capsys, "--population", str(copy), "--days", "7", "--json"))
    assert found["note"] == {one: text("population.ninety_five.help", one) for one in LANGUAGES}
    own = tmp_path / "own.yaml"
    own.write_text(MIX, encoding="utf-8")
    found = json.loads(run(capsys, "--population", str(own), "--days", "90", "--json"))
    assert found["note"] is None
    assert found["dying"]["cold"]["dead"].keys() == {"7", "30", "90"}
    assert found["first_week"]["not_lively"]["groups"] >= 0


@pytest.mark.parametrize(
    "arguments",
    [["--days", "6"], ["--days", "971"], ["--groups", "0"], ["--worlds", "-1"], ["--population", "nobody"]],
)
def test_bad_input_is_one_sentence(capsys, arguments):
    assert command_line.main(["--language", "en", "ordinary", *arguments]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_tuned_mix_does_what_its_note_says():
    """Dead by day 180, of 60 groups: TUNE `cared_for` ANEW in ninety_five.yaml if a new calibration fails this."""
    mix, dead = load_population("ninety_five"), 0
    for number in range(60):
        cell = mix.pick(number, 60)
        dead += silence(sim.simulate(cell.world, cell.strategy, number, days=188).daily).first <= 180
    assert 0.93 <= dead / 60 <= 0.97


def test_the_page_shows_the_stored_result():
    words = page.PAGE.read_text(encoding="utf-8")
    assert page.filled(words, page.stored()) == words, "python -m experiments.answers --write makes both anew"
    kinds = re.findall(r"<!-- answers: (\w+) (\w+) (en|zh) -->", words)
    assert len(kinds) == 24
    assert {one[:2] for one in kinds if one[2] == "en"} == {one[:2] for one in kinds if one[2] == "zh"}
    links = re.findall(r"\]\(([^)]*)\)", words)
    headings = re.findall(r"^#+ (.*)$", words, flags=re.MULTILINE)
    assert [
        one for one in links if one.lstrip("#") not in headings and not (page.PAGE.parent / one).is_file()
    ] == []
    prose = re.sub(r"\]\([^)]*\)", "", words)
    assert re.findall("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", prose) == []


def test_a_page_that_drifts_is_found(tmp_path, monkeypatch, capsys):
    changed = tmp_path / "answers.md"
    changed.write_text(page.PAGE.read_text(encoding="utf-8").replace("95 of 100?", "94?"), encoding="utf-8")
    monkeypatch.setattr(page, "PAGE", changed)
    assert page.main([]) == 1
    assert "does not show" in capsys.readouterr().out
    with pytest.raises(ValueError, match="no table"):
        page.filled("<!-- answers: table nothing en -->\n<!-- end -->", page.stored())
    with pytest.raises(ValueError, match="end"):
        page.filled("<!-- answers: table dying en -->\n", page.stored())


def test_a_stopped_computation_goes_on_where_it_was(tmp_path, monkeypatch, small):
    worlds = [{"go_on": 0.1}, {"go_on": 0.2}, {"go_on": 0.3}]
    monkeypatch.setattr(page, "plausible_worlds", lambda: worlds)
    monkeypatch.setattr(page, "load_population", lambda _name: small)
    asked = {"worlds": 3, "groups": 2, "days": 8, "folder": tmp_path}
    whole = page.computed(**{**asked, "folder": tmp_path / "other"}, threads=2)
    ran = []

    def stopping(mix, psychology, place, *rest, **more):
        if place == 2 and len(ran) == 2:
            ran.append("stopped")
            raise KeyboardInterrupt
        ran.append(place)
        return sample_world(mix, psychology, place, *rest, **more)

    monkeypatch.setattr(page, "sample_world", stopping)
    with pytest.raises(KeyboardInterrupt):
        page.computed(**asked)
    assert page.computed(**asked) == whole
    assert ran == [0, 1, "stopped", 2]
    assert (whole["worlds"], whole["groups"], whole["population"]) == (3, 2, "ordinary")
