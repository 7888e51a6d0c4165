"""Talk from near: known answers on made-up messages, only aggregates reported, the command and its bad input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from experiments import command_line, simulated_talk
from experiments.commands import micro
from experiments.micro_structure import DAY, FEWEST_GROUPS, MEASURES, SHARES_OF_GROUPS, Talk, moments
from experiments.moment_tables import REAL_MOMENTS, as_csv, as_markdown, cell, read_moments
from experiments.statistics_of_talk import burstiness, gini, memory
from scenarios.texts import LANGUAGES, has_text

ROOT = Path(__file__).resolve().parents[1]

# ---- made-up groups: lists of (member, second)

# Forty bursts of three messages, one every 12 hours: A, A after 30 seconds, B after 210 more; the last is C's.
BURSTS = [
    message
    for k in range(40)
    for message in (
        ("A", k * DAY / 2),
        ("A", k * DAY / 2 + 30),
        ("B" if k < 39 else "C", k * DAY / 2 + 240),
    )
]
BEGINNING = [(name, 60.0 * k) for k in range(4) for name in "ABC"]


def talk(groups: list[list[tuple[str, float]]], end_day: float) -> Talk:
    rows = [(k, ord(who), when) for k, group in enumerate(groups) for who, when in group]
    numbers, members, seconds = (np.array(column) for column in zip(*rows, strict=True))
    return Talk(numbers, members, seconds.astype(float), end_day * DAY)


def values(groups: list[list[tuple[str, float]]], end_day: float) -> dict[str, float]:
    return {code: moment.value for code, moment in moments(talk(groups, end_day)).items()}


def test_who_writes_in_which_rhythm_and_who_follows():
    found = values([BURSTS] * 10, 30)
    gaps = np.diff([when for _, when in BURSTS])
    expected = {
        "one_message_posters": 1 / 3,
        "gini": gini([80, 39, 1]),
        "top_10": 80 / 120,
        "top_20": 80 / 120,
        "gap_median": 3.5,
        "gaps_1_minute": 40 / 119,
        "gaps_5_minutes": 80 / 119,
        "gaps_1_hour": 80 / 119,
        "burstiness": burstiness(gaps),
        "memory": memory(gaps),
        "burst_5_minutes": 3,
        "burst_30_minutes": 3,
        "same_author": 40 / 119,
        "followed_5_minutes": 2 / 3,
        "followed_15_minutes": 2 / 3,
        "followed_60_minutes": 2 / 3,
    }
    assert {code: found[code] for code in expected} == pytest.approx(expected)
    # One window and no second one; nobody was followed for 60 days; no silence had the time to end.
    assert set(found) == set(expected)


def test_a_window_is_complete_and_has_a_hundred_messages():
    assert "gini" not in values([BURSTS] * 10, 29.9)
    assert "gini" not in values([BURSTS[:99]] * 10, 30)
    assert "gini" in values([BURSTS[:100]] * 10, 30)


def test_members_of_a_month_are_held_against_all_who_ever_wrote():
    """A and D write in the second month, A, B and C wrote in the first; the mean is over both months."""
    second = [("AD"[k % 2], 30 * DAY + 3600.0 * k) for k in range(100)]
    found = values([BURSTS + second] * 10, 60)
    assert found["posters_of_ever"] == pytest.approx(2 / 4)
    assert found["one_message_posters"] == pytest.approx((1 / 3 + 0) / 2)
    assert found["gap_median"] == pytest.approx((3.5 + 60) / 2)


def test_followers_within_their_time():
    """Ten minutes to the next author and back: nobody within 5 minutes, all but the last within 15."""
    found = values([[("AB"[k % 2], 600.0 * k) for k in range(100)]] * 10, 30)
    assert found["followed_5_minutes"] == 0
    assert found["followed_15_minutes"] == found["followed_60_minutes"] == pytest.approx(99 / 100)
    assert found["same_author"] == 0


def test_newcomers_who_come_back():
    """Of ten who are followed long enough: what each does after the first message, in days."""
    later = [[1.5], [1.9, 8], [13.9], [45], [0.9], [100], [], [], [], []]
    group = [("ABCDEFGHIJ"[k], 60.0 * k + DAY * age) for k, ages in enumerate(later) for age in [0, *ages]]
    late = [("K", 91 * DAY), ("K", 92.5 * DAY)]
    found = values([sorted(group + late, key=lambda message: message[1])] * 10, 150)
    expected = {
        "newcomers_again": 6 / 10,
        "newcomers_day_2": 2 / 10,
        "newcomers_week_2": 2 / 10,
        "newcomers_month_2": 1 / 10,
        "newcomers_one_day": 5 / 10,
    }
    assert {code: found[code] for code in expected} == pytest.approx(expected)
    assert "newcomers_again" not in values([group[:-1]] * 10, 150)


def test_hours_of_the_day():
    """480 messages over all hours alike, and 60 more at 21 o'clock: the three hours around it against any three."""
    even = [("AB"[k % 2], 1800.0 * k) for k in range(480)]
    evening = [("C", 21 * 3600.0 + k) for k in range(60)]
    found = values([sorted(even + evening, key=lambda message: message[1])] * 10, 30)
    assert found["peak_to_trough"] == pytest.approx((60 + 60) / 60)
    assert "peak_to_trough" not in values([even] * 10, 30)


def test_silences_begin_and_break():
    """Twenty groups: half never speak again, some return after 80 days, some after 121, some are never silent."""
    until_20 = [("A", DAY * day) for day in range(1, 21)]
    groups = [BEGINNING] * 10
    groups += [[*BEGINNING, *until_20, ("B", 100 * DAY)]] * 3
    groups += [[*BEGINNING, *until_20, ("B", 141 * DAY)]] * 2
    groups += [[*BEGINNING, *(("C", 20.0 * k * DAY) for k in range(1, 15))]] * 5
    found = values(groups, 300)
    assert found["silent_7"] == pytest.approx(10 / 20)
    assert found["silent_30"] == found["silent_90"] == pytest.approx(15 / 20)
    assert found["silence_broken"] == pytest.approx(3 / 15)


def test_silences_count_only_groups_that_began_and_were_followed():
    silences = set(SHARES_OF_GROUPS)
    assert silences <= set(values([BEGINNING] * 10, 120.5))
    assert not silences & set(values([BEGINNING] * 10, 119))
    assert not silences & set(values([BEGINNING[:9]] * 10, 300))
    assert not silences & set(values([[("AB"[k % 2], float(k)) for k in range(20)]] * 10, 300))


def test_quartiles_are_over_groups():
    groups = [[("A" if k < ones else "B", 600.0 * k) for k in range(100)] for ones in range(50, 100, 5)]
    moment = moments(talk(groups, 30))["top_10"]
    # From 50 to 95 in steps of 5: the median lies between the fifth and the sixth.
    assert (moment.q25, moment.value, moment.q75) == pytest.approx((0.6125, 0.725, 0.8375))
    assert moment.groups == 10


def test_fewer_than_ten_groups_are_not_reported():
    assert moments(talk([BURSTS] * 9, 300)) == {}
    # Enough groups, but not of those in which newcomers can be measured.
    assert "newcomers_again" not in moments(talk([BURSTS] * 20, 300))


def test_neither_order_nor_names_matter():
    given = talk([BURSTS[k:] for k in range(12)], 300)
    order = np.random.default_rng(0).permutation(len(given.seconds))
    renamed = Talk(900 - 7 * given.groups[order], 5 - given.members[order], given.seconds[order], given.end)
    assert moments(renamed) == moments(given)


def test_simulated_talk_is_what_ordinary_members_wrote():
    """As many messages as the days' records count, in a group with ad droppers in it."""
    import scenarios
    import sim

    pair = ("giveaway_300", "neglect")
    found = simulated_talk.simulated_talk(pair, 2, 20)
    world, strategy = scenarios.load_world(pair[0]), scenarios.load_strategy(pair[1])
    daily = [sim.simulate(world, strategy, seed, days=20).daily for seed in (0, 1)]
    assert sum(int(days["dropper"].sum()) for days in daily) > 0
    assert np.bincount(found.groups).tolist() == [int(days["talk"].sum()) for days in daily]
    assert found.seconds.max() <= found.end == 20 * DAY
    both = simulated_talk.together([found, found])
    assert np.bincount(both.groups).tolist() == 2 * np.bincount(found.groups).tolist()


# ---- what is written down


def test_the_shipped_file_holds_aggregates_and_nothing_else():
    found = read_moments()
    assert list(found) == [code for code in MEASURES if code in found]
    assert all(moment.groups >= FEWEST_GROUPS for moment in found.values())
    assert as_csv(found) == REAL_MOMENTS.read_text(encoding="utf-8")
    for code, moment in found.items():
        assert (moment.q25 is None) == (code in SHARES_OF_GROUPS)
        if moment.q25 is not None:
            assert moment.q25 <= moment.value <= moment.q75


def test_the_document_has_the_table_of_the_shipped_file():
    page = (ROOT / "docs" / "micro-structure.md").read_text(encoding="utf-8")
    assert as_markdown(read_moments()) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_its_text(language):
    assert [code for code in MEASURES if not has_text(f"micro.{code}", language)] == []


def test_cells():
    assert cell("gini", 0.5, "en") == "0.5"
    assert cell("top_10", 0.516, "zh") == "52%"
    assert cell("top_10", None, "en") == "–"


# ---- the command


def parquet(folder: Path, **columns: list) -> Path:
    path = folder / "given.parquet"
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def made_up(folder: Path, groups: int) -> Path:
    rows = [(f"group-{k}", f"member-{who}", int(when)) for k in range(groups) for who, when in BURSTS]
    rows += [("group-0", "member-A", int(31 * DAY))]
    ids, members, times = (list(column) for column in zip(*rows, strict=True))
    return parquet(folder, group_id=ids, hashed_member_id=members, unix_time=times)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(
        # The first with a hundred messages a month and more, which the measures of a live window need.
        simulated_talk,
        "ENSEMBLE",
        (("interest_250", "light_care"), ("strangers_60", "neglect")),
    )
    monkeypatch.setattr(simulated_talk, "LAUNCHES", 10)
    monkeypatch.setattr(simulated_talk, "DAYS", 31)


def test_command_compares(small, tmp_path, capsys):
    assert command_line.main(["--language", "en", "micro", str(made_up(tmp_path, 10)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    real, simulated = (found[side]["gap_median"] for side in ("real", "simulated"))
    assert real == {"groups": 10, "q25": 3.5, "q75": 3.5, "value": 3.5}
    assert simulated["value"] > 0
    assert found["ratio"]["gap_median"] == pytest.approx(simulated["value"] / 3.5)
    assert found["ratio"]["silent_7"] is None
    assert [pair["world"] for pair in found["by_pair"]] == ["interest_250", "strangers_60"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_shows_a_table_without_a_file(small, language, capsys):
    assert command_line.main(["--language", language, "micro"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1 + len(MEASURES)] == ""
    real = read_moments()
    for code, line in zip(MEASURES, lines[1:], strict=False):
        assert cell(code, real[code].value, language) in line
    assert "strangers_60" in lines[-1]


def test_command_writes_aggregates_only(small, tmp_path, monkeypatch, capsys):
    target = tmp_path / "moments.csv"
    monkeypatch.setattr(micro, "REAL_MOMENTS", target)
    assert (
        command_line.main(["--language", "en", "micro", str(made_up(tmp_path, 10)), "--write", "--json"]) == 0
    )
    written = target.read_text(encoding="utf-8")
    assert "gap_median,3.5,3.5,3.5,,10\n" in written
    assert "group-" not in written
    assert "member-" not in written
    assert read_moments(target).keys() == json.loads(capsys.readouterr().out)["real"].keys()


IDS, TIMES = ["a", "b"], [1, 2]
BAD_COLUMNS = [
    {"group_id": IDS, "unix_time": TIMES},
    {"group_id": [], "hashed_member_id": [], "unix_time": []},
    {"group_id": ["a", None], "hashed_member_id": IDS, "unix_time": TIMES},
    {"group_id": IDS, "hashed_member_id": [["a"], ["b"]], "unix_time": TIMES},
    {"group_id": IDS, "hashed_member_id": IDS, "unix_time": ["noon", "night"]},
    {"group_id": IDS, "hashed_member_id": IDS, "unix_time": [1, None]},
    {"group_id": IDS, "hashed_member_id": IDS, "unix_time": [1.0, float("nan")]},
    {"group_id": IDS, "hashed_member_id": IDS, "unix_time": TIMES},
]
CODES = ["columns", "empty", "ids", "ids", "times", "times", "times", "few"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("columns", "code"), list(zip(BAD_COLUMNS, CODES, strict=True)))
def test_unusable_columns_are_one_sentence(columns, code, language, tmp_path, capsys):
    path = parquet(tmp_path, **columns)
    with pytest.raises(micro.BadInputError) as raised:
        micro.moments_of_file(str(path))
    assert raised.value.code == f"micro_{code}"
    assert_one_sentence(["--language", language, "micro", str(path)], capsys)


@pytest.mark.parametrize(
    "given",
    [
        ["no/such.parquet"],
        ["/"],
        ["/dev/null"],
        ["a\x00.parquet"],
        [""],
        [str(ROOT / "README.md")],
        ["--write"],
    ],
)
def test_what_is_no_such_file_is_one_sentence(given, capsys):
    assert_one_sentence(["--language", "en", "micro", *given], capsys)


def assert_one_sentence(arguments, capsys):
    assert command_line.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.endswith((".\n", "\u3002\n"))
