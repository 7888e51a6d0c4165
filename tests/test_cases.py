"""The cases E1 … E10: each loads, is told in both languages, runs, and shows the direction that its document states.

Launches are paired and seeds fixed. A stated direction counts as shown if the whole 95% interval of the paired
difference lies on its side, so without any effect each of the statements would pass with a chance of 2.5%, and all of
them with next to none. The numbers of launches are set so that the intervals are narrower than the differences.
"""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import scenarios
from experiments.case_measures import CASE_MEASURES, Course
from experiments.cases import FAILS, HOLDS, OPEN, CaseResult, course_of, estimate, judged, run_case
from experiments.pairing import paired
from scenarios.case_files import MEASURE_CODES, Arm, Statement
from scenarios.texts import LANGUAGES, has_text
from sim.records import DAY, LEFT, MEMBER, PRESENT
from tests.command_lines import good, qunlab

CASES = tuple(scenarios.cases())
SIZES = {
    # Launches and days: as few as show the directions.
    "E1": (6, 100),
    "E2": (30, 40),
    "E3": (8, 60),
    "E4": (24, 400),
    "E5": (2, 60),
    "E6": (5, 60),
    "E7": (20, 150),
    "E8": (12, 60),
    "E9": (40, 32),
    "E10": (16, 62),
}
CASE = """\
row: E1
days: 20
arms:
  - {name: one, world: strangers_60, strategy: neglect}
  - {name: two, world: strangers_60, strategy: hard_ads}
measures: [trust_end, joins]
figures:
  - {measure: joins, arm: one, value: 50, kind: document, row: E1}
statements:
  - {measure: trust_end, more: one, than: two, row: C1}
"""


@pytest.fixture(scope="module")
def results() -> dict[str, CaseResult]:
    """Every case once, small."""
    return {
        name: run_case(scenarios.load_case(name), launches=launches, days=days, threads=2)
        for name, (launches, days) in SIZES.items()
    }


def test_there_are_ten():
    assert ",".join(CASES) == "E1,E2,E3,E4,E5,E6,E7,E8,E9,E10"


@pytest.mark.parametrize("name", CASES)
def test_cases_are_told_in_both_languages(name):
    case = scenarios.load_case(name)
    assert case.row == name
    codes = [f"case.{name}", f"case.{name}.help", f"case.{name}.note"]
    codes += [f"case.{name}.{arm.name}" for arm in case.arms]
    codes += [f"case_kind.{figure.kind}" for figure in case.figures]
    missing = [(code, language) for code in codes for language in LANGUAGES if not has_text(code, language)]
    assert missing == []


def test_every_measure_is_defined_and_has_its_text():
    assert set(CASE_MEASURES) == set(MEASURE_CODES)
    missing = [
        code for code in MEASURE_CODES for lang in LANGUAGES if not has_text(f"case_measure.{code}", lang)
    ]
    assert missing == []


@pytest.mark.parametrize("name", CASES)
def test_cases_show_what_their_documents_state(name, results):
    result = results[name]
    case = scenarios.load_case(name)
    assert list(result.estimates) == list(case.measures)
    assert [(one.statement.measure, one.answer) for one in result.statements] == [
        (statement.measure, HOLDS) for statement in case.statements
    ]
    for figure in result.figures:
        assert np.isfinite(figure.found.mean) and figure.found.low <= figure.found.mean <= figure.found.high


def test_most_are_left_over_after_the_first_conversion(results):
    shares = results["E1"].values["left_over"]
    assert np.all(shares["neglect"] < shares["trust_first"])
    assert 0.4 < shares["neglect"].mean() < 0.95


def test_all_five_endings_are_quieter_than_the_better_way(results):
    talk = results["E1"].values["messages_a_day"]
    for ending in ("hard_ads", "private_sales", "pitching", "pulling_in", "neglect"):
        assert np.median(talk[ending]) < 0.5 * np.median(talk["trust_first"])


def test_fission_brings_many_and_few_are_loyal(results):
    found = results["E5"].values
    assert np.all((found["joins"]["fission"] > 4000) & (found["joins"]["fission"] < 6000))
    share = found["loyal_share"]["fission"]
    assert np.all((share > 0.005) & (share < 0.5))
    assert np.allclose(share, found["loyal"]["fission"] / found["joins"]["fission"])


def test_rewarded_invitations_carry_their_risk(results):
    chance = results["E6"].values["lost_chance"]
    assert np.all(chance["card"] > 0) and np.all(chance["no_card"] == 0)


def test_the_rescue_meets_the_same_groups_as_the_giving_up(results):
    found = results["E10"].values
    failed = found["probe_failed"]
    assert failed["given_up"].tolist() == failed["rescue"].tolist()
    assert 0 < failed["rescue"].mean() < 1
    for arm in ("given_up", "rescue"):
        after_failed = ~np.isnan(found["talk_after_failed_probe"][arm])
        assert after_failed.tolist() == (failed[arm] == 1).tolist()
        assert (~np.isnan(found["talk_after_passed_probe"][arm])).tolist() == (failed[arm] == 0).tolist()


def test_a_deposit_keeps_some_from_enrolling_and_most_who_enrol_go_through(results):
    found = results["E9"].values
    assert np.all(found["enrolled_share"]["no_challenge"] == 0)
    assert paired(found["enrolled_share"]["no_deposit"], found["enrolled_share"]["deposit"]).low > 0
    assert paired(found["completion_share"]["deposit"], found["completion_share"]["no_deposit"]).mean > 0
    assert 0.4 < found["completion_share"]["deposit"].mean() < 0.95


def test_results_do_not_depend_on_threads():
    case = scenarios.parse_case(CASE, "mine.yaml")
    one, four = (run_case(case, launches=5, days=12, first_seed=7, threads=threads) for threads in (1, 4))
    for measure, arms in one.values.items():
        for arm, column in arms.items():
            assert column.tobytes() == four.values[measure][arm].tobytes()
    assert one.statements == four.statements and one.days == 12 and one.first_seed == 7


def test_arms_meet_the_same_people():
    case = scenarios.parse_case(CASE, "mine.yaml")
    one, two = (course_of(arm, 3, 10) for arm in case.arms)
    for name in ("key", "sociability", "joined", "tier"):
        assert one.people[name].tolist() == two.people[name].tolist()


def course(people, *, daily=None, days=60, bought_before=None):
    """A made-up course: one group, people given as dictionaries of their records."""
    records = np.zeros(len(people), dtype=MEMBER)
    for record, values in zip(records, people, strict=True):
        for name, value in values.items():
            record[name] = value
    own = np.zeros(days, dtype=DAY)
    for name, values in (daily or {}).items():
        own[name][: len(values)] = values
    before = np.zeros(len(people), dtype=np.int64) if bought_before is None else np.array(bought_before)
    return Course(
        daily=(own,),
        present=(np.cumsum(own["joins"] - own["leaves"]),),
        people=records,
        bought_before=before,
        lost_chances=np.array([0.25]),
        goods_fen=500.0,
    )


HERE = {"status": PRESENT}


def test_loyal_is_present_and_wrote_or_bought_in_the_last_thirty_days():
    made = course(
        [
            HERE,
            {**HERE, "messages": 3, "last_message_time": 29.9},
            {**HERE, "messages": 3, "last_message_time": 30.1},
            {**HERE, "purchases": 1, "last_purchase": 45.0},
            {"status": LEFT, "messages": 3, "last_message_time": 45.0},
        ]
    )
    assert CASE_MEASURES["loyal"].of(made) == 2
    assert CASE_MEASURES["loyal_share"].of(made) == pytest.approx(0.4)


def test_repurchase_is_of_those_who_ordered_in_the_last_thirty_days():
    made = course(
        [{**HERE, "purchases": n} for n in (0, 1, 4, 7, 2)] + [{"status": LEFT, "purchases": 9}],
        bought_before=[0, 0, 4, 5, 1, 0],
    )
    assert CASE_MEASURES["repurchase_share"].of(made) == pytest.approx(1 / 3)


def test_money_measures():
    made = course(
        [HERE, HERE], daily={"buyers": [1, 1], "revenue_fen": [1500, 2500], "goods_fen": [600, 650]}
    )
    assert CASE_MEASURES["order_value"].of(made) == 20
    assert CASE_MEASURES["basket_gain"].of(made) == pytest.approx(0.25)
    assert CASE_MEASURES["revenue_a_member"].of(made) == 20
    assert CASE_MEASURES["lost_chance"].of(made) == 0.25


def test_shares_of_nothing_are_nothing():
    made = course([HERE])
    for code in ("repurchase_share", "renewal_share", "completion_share", "order_value", "probe_failed"):
        assert np.isnan(CASE_MEASURES[code].of(made)), code


def test_renewal_and_completion():
    made = course(
        [HERE] * 4, daily={"renewals": [0, 3], "expired": [1], "enrolled": [2], "completed": [0, 1]}
    )
    assert CASE_MEASURES["renewal_share"].of(made) == 0.75
    assert CASE_MEASURES["completion_share"].of(made) == 0.5
    assert CASE_MEASURES["enrolled_share"].of(made) == 0.5


def test_the_first_packet_is_the_probe():
    talk = [9] * 10 + [2, 4] + [0] * 28 + [50]
    daily = {"portions": [0] * 9 + [30, 0, 30], "portions_2h": [0] * 9 + [29, 0, 30], "talk": talk}
    made = course([HERE], daily=daily)
    assert CASE_MEASURES["probe_failed"].of(made) == 1
    assert CASE_MEASURES["talk_after_failed_probe"].of(made) == pytest.approx(6 / 30)
    assert np.isnan(CASE_MEASURES["talk_after_passed_probe"].of(made))


def test_a_group_lives_from_its_first_member_on():
    daily = {"joins": [0] * 20 + [5], "talk": [0] * 20 + [1] * 10 + [0] * 30}
    made = course([HERE], daily=daily)
    own = made.daily[0]
    own["first_talk"], own["last_talk"] = np.arange(60) + 0.4, np.arange(60) + 0.6
    assert CASE_MEASURES["lively_days"].of(made) == pytest.approx(9.6)


def test_a_statement_is_answered_only_by_a_whole_interval():
    statement = Statement(measure="joins", more="one", than="two", row="E1")
    low, high = np.zeros(8), np.array([1.0, 2, 1, 2, 1, 2, 1, 2])
    mixed = np.array([1.0, -1] * 4)
    assert judged(statement, {"one": high, "two": low}).answer == HOLDS
    assert judged(statement, {"one": low, "two": high}).answer == FAILS
    assert judged(statement, {"one": mixed, "two": low}).answer == OPEN
    assert judged(statement, {"one": high[:1], "two": low[:1]}).answer == OPEN
    found = estimate(np.array([1.0, np.nan, 3.0]))
    assert found.mean == 2 and found.launches == 2 and found.low < 1 < 3 < found.high


BROKEN = {
    "measure": (
        CASE.replace("measures: [trust_end", "measures: [trust_and"),
        "unknown_word_near",
        6,
        "trust_end",
    ),
    "arm": (CASE.replace("arm: one", "arm: onee"), "no_such_arm_near", 8, "one"),
    "statement": (CASE.replace("than: two", "than: three"), "no_such_arm", 10, "two"),
    "not shown": (CASE.replace("{measure: joins", "{measure: loyal"), "measure_not_shown", 8, "joins"),
    "names": (
        CASE.replace("name: two", "name: one").replace("than: two", "than: one"),
        "same_name",
        4,
        "one",
    ),
    "world": (
        CASE.replace("strangers_60, strategy: n", "strangers_6, strategy: n"),
        "no_such_world_near",
        4,
        "",
    ),
    "strategy": (CASE.replace("neglect", "neglct"), "no_such_strategy_near", 4, "neglect"),
    "form": (
        CASE.replace("world: strangers_60, strategy: neglect", "strategy: neglect"),
        "arm_form",
        4,
        "world",
    ),
    "portfolio": (
        CASE.replace("world: strangers_60, strategy: neglect", "portfolio: tiers"),
        "no_such_portfolio_near",
        4,
        "tiers_",
    ),
    "inside": (
        CASE.replace("strategy: neglect", "strategy: {moves: [{move: hard_ads, discount: 3}]}"),
        "out_of_range",
        4,
        "arms[1].strategy.moves[1].discount",
    ),
    "kind": (CASE.replace("kind: document", "kind: rumour"), "unknown_word", 8, "company_claim"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_cases(case):
    text, code, line, word = BROKEN[case]
    with pytest.raises(scenarios.ScenarioError) as caught:
        scenarios.parse_case(text, "mine.yaml")
    assert (caught.value.code, caught.value.line) == (code, line), str(caught.value)
    assert word in str(caught.value)
    assert "{" not in caught.value.in_language("zh").replace("{…}", "")


def test_a_name_of_an_arm_is_a_code():
    with pytest.raises(scenarios.ScenarioError) as caught:
        scenarios.parse_case(CASE.replace("name: two", "name: Two Arms"), "mine.yaml")
    assert (caught.value.code, caught.value.line) == ("word_form", 5) and "Two Arms" in str(caught.value)


def test_arms_have_a_world_or_a_portfolio():
    portfolio = scenarios.load_portfolio("vip_and_welfare")
    assert Arm(name="a", portfolio=portfolio).world is None
    with pytest.raises(ValueError, match="either"):
        Arm(name="a", portfolio=portfolio, world=scenarios.load_world("strangers_60"))


def test_the_commands(tmp_path):
    listed = json.loads(good("cases", "--json"))
    assert [one["id"] for one in listed] == list(CASES)
    found = json.loads(good("case", "E9", "--launches", "2", "--days", "20", "--json"))
    case = scenarios.load_case("E9")
    expected = run_case(case, launches=2, days=20)
    assert found["row"] == "E9" and found["arms"] == [arm.name for arm in case.arms]
    share = found["estimates"]["enrolled_share"]["deposit"]["mean"]
    assert share == expected.estimates["enrolled_share"]["deposit"].mean > 0
    assert set(found["differences"]["enrolled_share"]) == {"no_deposit", "no_challenge"}
    path = tmp_path / "mine.yaml"
    path.write_text(CASE, encoding="utf-8")
    shown = good("case", path, "--launches", "3", "--days", "8", "--language", "zh").decode()
    assert str(path) in shown and "C1" in shown and "50" in shown


def test_bad_input_to_the_command_ends_in_one_sentence():
    for arguments, words in (
        (("case", "E11"), "E1"),
        (("case", "E1", "--launches", "0"), "--launches"),
        (("cse",), "case"),
    ):
        found = qunlab(*arguments)
        assert found.returncode == 2 and words in found.stderr.decode()
        assert found.stderr.count(b"\n") == 1


def test_results_are_plain_values(results):
    assert dataclasses.asdict(results["E9"])["launches"] == SIZES["E9"][0]
