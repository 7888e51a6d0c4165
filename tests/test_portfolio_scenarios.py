"""Portfolios as files: what ships loads and does what it is for, and every mistake is named with its place."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest

import scenarios
import sim
from scenarios.portfolio_files import shipped_portfolio
from sim.outcome import present
from tests.command_lines import good, qunlab

GROUPS = "channels:\n  - kind: friends\n    members: 10\ngroups:\n"
SEEDS = range(6)

# Text, error code, line, column, and words that the English sentence must have.
BROKEN = {
    "no groups": ("channels: [{kind: friends}]\n", "missing", 1, 1, ["`groups`"]),
    "no name": (GROUPS + "  - fills_at: 3\n", "missing", 5, 5, ["`name`", "`groups[1]`"]),
    "unknown key": (GROUPS + "  - name: a\n    fill_at: 3\n", "unknown_key_near", 6, 5, ["`fills_at`"]),
    "too full": (GROUPS + "  - name: a\n    fills_at: 501\n", "out_of_range", 6, 15, ["501", "500"]),
    "unknown channel": (
        GROUPS + "  - name: a\n    accepts: [freinds]\n",
        "unknown_word_near",
        6,
        15,
        ["“friends”"],
    ),
    "unknown rule": (GROUPS + "  - name: a\nrouting: fil\n", "unknown_word_near", 6, 10, ["“fill”"]),
    "same name": (GROUPS + "  - name: a\n  - name: a\n", "same_name", 5, 3, ["a, a"]),
    "same name by copies": (
        GROUPS + "  - name: a\n    copies: 2\n  - name: a 2\n",
        "same_name",
        5,
        3,
        ["a 1, a 2, a 2"],
    ),
    "too many": (
        GROUPS + "  - name: a\n    copies: 40\n  - name: b\n    copies: 30\n",
        "too_many_groups",
        5,
        3,
        ["70", "64"],
    ),
    "no such overflow": (
        GROUPS + "  - name: first\n    overflow: secund\n  - name: second\n",
        "no_such_group_near",
        6,
        15,
        ["“secund”", "“second”"],
    ),
    "no such target": (
        GROUPS + "  - name: a\n    strategy:\n      moves:\n        - {move: move_members, to: zzz}\n",
        "no_such_group",
        8,
        36,
        ["“zzz”", "there are a"],
    ),
    "ties from a file": (
        GROUPS + "  - name: a\nties: {pattern: file, file: ties.csv}\n",
        "ties_of_portfolio",
        6,
        7,
        ["single group"],
    ),
    "no such strategy": (
        GROUPS + "  - name: a\n    strategy: neglekt\n",
        "no_such_strategy_near",
        6,
        15,
        ["“neglect”"],
    ),
    "inline strategy": (
        GROUPS
        + "  - name: a\n    strategy:\n      moves:\n        - {move: red_packet, amount_yuan: 5 yuan}\n",
        "number_with_unit",
        8,
        43,
        ["write 5", "`groups[1].strategy.moves[1].amount_yuan`"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_portfolios(case):
    text, code, line, column, words = BROKEN[case]
    with pytest.raises(scenarios.ScenarioError) as caught:
        scenarios.parse_portfolio(text, "mine.yaml")
    error = caught.value
    assert (error.code, error.line, error.column) == (code, line, column)
    assert f"mine.yaml, line {line}" in str(error) or f"mine.yaml:{line}" in str(error)
    for word in words:
        assert word in str(error)
    chinese = error.in_language("zh")
    assert "{" not in chinese and any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_ties_that_stand_in_the_portfolio_itself_are_refused_as_well():
    channels, ties = [{"kind": "friends", "members": 5}], {"pattern": "file", "edges": [[0, 1]]}
    with pytest.raises(ValueError, match="ties from a file"):
        sim.Portfolio.model_validate({"channels": channels, "ties": ties, "groups": [{"name": "a"}]})


def test_unknown_ids_name_the_nearest(tmp_path):
    with pytest.raises(scenarios.ScenarioError) as caught:
        scenarios.load_portfolio("tier_apart")
    assert caught.value.code == "no_such_portfolio_near" and caught.value.values["meant"] == "tiers_apart"
    with pytest.raises(scenarios.ScenarioError) as caught:
        scenarios.load_portfolio(tmp_path / "none.yaml")
    assert caught.value.code == "no_file"
    with pytest.raises(scenarios.ScenarioError) as caught:
        shipped_portfolio("qqq", {}, "x.yaml", ())
    assert caught.value.code == "no_such_portfolio"


def test_a_strategy_by_its_id_is_the_shipped_one(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GROUPS + "  - name: a\n    strategy: hard_ads\n", encoding="utf-8")
    plan = scenarios.load_portfolio(path).groups[0]
    assert plan.strategy == scenarios.load_strategy("hard_ads")


@pytest.mark.parametrize("name", scenarios.portfolios())
def test_shipped_portfolios_load_round_trip_and_run(name):
    portfolio = scenarios.load_portfolio(name)
    assert scenarios.parse_portfolio(scenarios.portfolio_to_yaml(portfolio), name) == portfolio
    outcome = sim.simulate_portfolio(portfolio, 1, days=3)
    assert outcome.daily["joins"].sum() > 100
    used = sum(group.daily["minutes"] for group in outcome.groups)
    assert used.max() <= portfolio.minutes_per_day


def test_the_library_has_its_order():
    assert list(scenarios.portfolios())[:4] == ["tiers_apart", "tiers_mixed", "skimming", "fission_32"]


def test_schema_accepts_what_ships():
    jsonschema = pytest.importorskip("jsonschema")
    from scenarios.reading import plain, read_text, read_tree

    schema = scenarios.schema("portfolio")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for entry in scenarios.portfolios().values():
        values = plain(read_tree(read_text(entry.path, entry.id), entry.id))
        assert not list(validator.iter_errors(values)), entry.id
    wrong = {"channels": [{"kind": "friends", "members": 3}], "groups": [{"name": "a", "strategy": "none"}]}
    assert list(validator.iter_errors(wrong))


def runs(name, days):
    portfolio = scenarios.load_portfolio(name)
    return [sim.simulate_portfolio(portfolio, seed, days=days) for seed in SEEDS]


def last_month(group):
    return int(group.daily["talk"][-30:].sum())


def test_tiers_apart_and_mixed_have_the_same_people_and_hours():
    apart, mixed = (scenarios.load_portfolio(name) for name in ("tiers_apart", "tiers_mixed"))
    for name in ("channels", "product", "group", "minutes_per_day", "hourly", "psychology", "ties"):
        assert getattr(apart, name) == getattr(mixed, name)
    kinds = [plan.accepts for plan in apart.groups]
    assert kinds == [("official_account",), ("new_media",), ("giveaway",)]


def test_provinces_differ_in_their_stewards_and_in_what_the_staff_does():
    with_stewards, alone = (scenarios.load_portfolio(name) for name in ("provinces", "provinces_alone"))
    for name in ("channels", "product", "group", "minutes_per_day", "routing", "ties"):
        assert getattr(with_stewards, name) == getattr(alone, name)
    outcome = sim.simulate_portfolio(with_stewards, 0, days=30)
    # The most active are made stewards once a week, as long as there are so many active ones.
    stewards = [group.daily["promoted"].sum() for group in outcome.groups]
    assert min(stewards) >= 1 and stewards[0] < stewards[3]


def test_fission_fills_one_group_after_the_other():
    portfolio = scenarios.load_portfolio("fission_32")
    assert len(portfolio.names()) == 32
    outcome = sim.simulate_portfolio(portfolio, 3, days=21)
    opened = [int(np.flatnonzero(group.daily["joins"])[0]) for group in outcome.groups]
    assert opened[:31] == sorted(opened[:31]) and opened[0] == 0 and opened[30] >= 18
    # Whoever is invited to a full group goes to the last one, long before the code leads there.
    assert opened[31] < 10
    joined = sum(group.final["members_present"] + group.final["left"] for group in outcome.groups)
    assert 4000 < joined < 5500
    assert max(present(group.daily).max() for group in outcome.groups) <= 150
    assert outcome.daily["reward_fen"].sum() == 0 < outcome.daily["invites"].sum()


@pytest.mark.parametrize(("name", "place"), [("merge", 0), ("restart", 3), ("upgrade", 3)])
def test_cooled_groups_talk_again_where_their_members_are_looked_after(name, place):
    outcomes = runs(name, 120)
    old = [i for i in range(len(outcomes[0].groups)) if i != place]
    moved = sum(outcome.groups[i].daily["moved"].sum() for outcome in outcomes for i in old)
    assert moved > 10 * len(outcomes)
    # Medians: in some launches a group has not cooled, and such a one writes more than all the others together.
    before = np.median([outcome.daily["talk"][30:60].sum() for outcome in outcomes])
    after = np.median([last_month(outcome.groups[place]) for outcome in outcomes])
    left_behind = np.median([sum(last_month(outcome.groups[i]) for i in old) for outcome in outcomes])
    assert after > 2 * before
    assert after > 4 * left_behind
    closed = [outcome.groups[i].final["closed_day"] for outcome in outcomes for i in old]
    assert min(closed) > 60 if name != "upgrade" else max(closed) < 0


def test_a_core_group_takes_the_lively_and_the_rest_cools():
    outcomes = runs("vip_and_welfare", 90)

    def a_head(place):
        talk = sum(last_month(outcome.groups[place]) for outcome in outcomes)
        return talk / sum(present(outcome.groups[place].daily)[-30:].sum() for outcome in outcomes)

    assert a_head(1) > 5 * a_head(0)


def test_skimming_leaves_most_behind_and_they_cool():
    for outcome in runs("skimming", 60):
        large, paid = outcome.groups
        assert 0.05 < large.daily["moved"].sum() / large.daily["joins"].sum() < 0.4
        assert large.daily["entry_fen"].sum() > 0
        # Whoever is left is five times as many, and talks less in all.
        assert large.daily["talk"][-21:].sum() < paid.daily["talk"][-21:].sum()


def test_the_command_prints_every_group_and_their_totals():
    shown = good("portfolio", "vip_and_welfare", "--days", "30").decode()
    assert "welfare" in shown and "vip" in shown and "Core group" in shown
    found = json.loads(good("portfolio", "vip_and_welfare", "--days", "30", "--seed", "4", "--json"))
    assert found["seed"] == 4 and set(found["groups"]) == {"welfare", "vip"}
    outcome = sim.simulate_portfolio(scenarios.load_portfolio("vip_and_welfare"), 4, days=30)
    assert found["total"]["talk"] == outcome.daily["talk"].sum()
    assert found["groups"]["vip"]["members"] == outcome.groups[1].final["members_present"]
    assert found["total"]["joins"] == sum(group["joins"] for group in found["groups"].values())


def test_bad_input_to_the_command_ends_in_one_sentence():
    found: subprocess.CompletedProcess[bytes] = qunlab("portfolio", "vipp_and_welfare", "--language", "zh")
    assert found.returncode == 2
    assert "vip_and_welfare" in found.stderr.decode() and found.stderr.count(b"\n") == 1
