"""The red packet probe: what is dead, what is read, and that probing leaves the group as it was."""

import json

import numpy as np
import pytest

import sim
from experiments import command_line
from experiments.commands.probe import whole_numbers
from experiments.commands.problems import BadInputError
from experiments.probe import Reading, days_needed, probe, probe_launch, silent_after, summary, with_act
from sim import engine
from sim.moves.base import When
from sim.moves.red_packet import RedPacket
from tests import small_worlds
from tests.made_days import days_of

DAYS = (3, 8)


def test_summary_of_known_readings():
    readings = [
        Reading(present=10, left=5, fen=100, dead=True),  # a hit
        Reading(present=10, left=0, fen=900, dead=True),  # missed
        Reading(present=20, left=1, fen=800, dead=False),  # a false alarm
        Reading(present=20, left=0, fen=900, dead=False),
        Reading(present=40, left=0, fen=900, dead=False),
    ]
    found = summary(7, 30, readings)
    assert (found.hits.count, found.hits.of) == (1, 2)
    assert (found.false_alarms.count, found.false_alarms.of) == (1, 3)
    assert (found.right.count, found.right.of) == (1, 2)
    assert (found.cost_fen, found.members, found.launches) == (720, 20, 5)
    assert np.isnan(summary(7, 30, readings[3:]).hits.share)


@pytest.mark.parametrize(
    ("first", "last", "silent"),
    [
        (2.1, 2.9, True),  # before
        (5.1, 5.2, True),  # earlier on the probe's day
        (5.1, 5.9, False),  # the day's last word comes after the probe
        (5.83, 5.83, False),
        (12.3, 12.4, False),
        (19.5, 19.9, False),  # the first word of the last day comes in time
        (19.84, 19.9, True),  # and now it does not
        (20.1, 20.2, True),
    ],
)
def test_silence_is_exact_at_both_ends(first, last, silent):
    daily = days_of(25)
    for name, value in (("talk", 2), ("first_talk", first), ("last_talk", last)):
        daily[name][int(first)] = value
    assert silent_after(daily, 5.83, 14) == silent


def test_silence_beyond_the_records_is_unknown():
    with pytest.raises(ValueError, match="days do not tell"):
        silent_after(days_of(18), 5.0, 14)


def run(strategy="packets", **more):
    return probe(
        small_worlds.world("friends"),
        small_worlds.strategy(strategy),
        3,
        DAYS,
        **{"portions": (5, 40), **more},
    )


def test_results_do_not_depend_on_threads_and_seeds_are_launches():
    alone, together = run(), run(threads=3)
    assert [repr(one) for one in alone] == [repr(one) for one in together]
    assert [(one.day, one.portions) for one in alone] == [(3, 5), (3, 40), (8, 5), (8, 40)]
    world, strategy = small_worlds.world("friends"), small_worlds.strategy("packets")
    one = probe_launch(world, strategy, 2, DAYS, 20.0, (5, 40), 30)
    assert one == probe_launch(world, strategy, 2, DAYS, 20.0, (5, 40), 30)


def test_truth_is_the_run_without_the_probe():
    """The readings' truth is that of an ordinary run of the same seed, whatever was probed before."""
    world, strategy = small_worlds.world("friends"), small_worlds.strategy("ads")
    daily = sim.simulate(world, strategy, 5, days=days_needed(DAYS)).daily
    truth = [silent_after(daily, day + 20 / 24, 14) for day in DAYS]
    found = probe_launch(world, strategy, 5, DAYS, 20.0, (5, 40), 30)
    assert [one.dead for one in found] == [truth[0], truth[0], truth[1], truth[1]]


def test_a_packet_added_goes_beside_the_strategys_acts():
    """A copy with an act of no weight lives on exactly like the group; one with a packet opens it at its time."""
    world, strategy = small_worlds.world("friends"), small_worlds.strategy("packets")
    people = sim.build_population(world, 4, 12)
    state = engine.new_state(engine.setup_of(world, strategy, people), 4, 12)
    t = 3 + 20 / 24
    engine.run_to(state, t)

    def added(first_day):
        when = When(from_day=first_day, until_day=3, from_hour=20.0, to_hour=20.0)
        move = RedPacket(move="red_packet", amount_yuan=9.0, portions=30, minutes=0.0, when=when)
        return with_act(state, move.keyed_acts(9)[0], t)

    late = When(from_day=3, until_day=3, from_hour=1.0, to_hour=1.0)
    idle = with_act(state, RedPacket(move="red_packet", when=late).keyed_acts(9)[0], t)
    packet = added(3)
    before = int(state.days["portions"].sum())
    for one in (state, idle, packet):
        engine.run_to(one, 12)
    assert idle.days.tobytes() == state.days.tobytes()
    assert idle.members.tobytes() == state.members.tobytes()
    assert packet.days["portions"][3] == state.days["portions"][3] + 30
    assert packet.days.tobytes() != state.days.tobytes()
    assert state.days["portions"].sum() > before  # the strategy's own packets go on


def test_more_portions_than_members_are_always_left():
    found = run(portions=(100,))
    assert all(one.false_alarms.count == one.false_alarms.of for one in found)
    assert all(one.hits.count == one.hits.of for one in found)
    # Nobody takes two, so at most one portion a member is paid for, of twice the mean at most.
    assert all(0 < one.cost_fen <= one.members * 60 for one in found)


def test_an_emptied_packet_costs_all_of_it():
    found = run(portions=(1,), fen_a_portion=200)
    assert all(one.cost_fen == 200 for one in found)


def test_nobody_is_there_before_the_opening():
    reading = probe_launch(small_worlds.world("friends"), small_worlds.strategy(), 1, (0,), 2.0, (20,), 30)[0]
    assert reading == Reading(present=0, left=20, fen=0, dead=False)


def test_lists_of_whole_numbers():
    assert whole_numbers("--days", "30, 7,30", 0, 99) == (7, 30)
    assert whole_numbers("--days", "7\uff0c30", 0, 99) == (7, 30)
    for wrong in ("", "7,", "7;30", "7,100", "-1", "1.5", "nan"):
        with pytest.raises(BadInputError) as found:
            whole_numbers("--days", wrong, 0, 99)
        assert wrong in found.value.in_language("en")
    with pytest.raises(BadInputError):
        whole_numbers("--days", ",".join(map(str, range(13))), 0, 99)


def test_the_command(capsys):
    asked = ["probe", "strangers_60", "neglect", "--launches", "3", "--days", "2,5", "--portions", "20,90"]
    assert command_line.main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["day"], one["portions"]) for one in found["results"]] == [(2, 20), (2, 90), (5, 20), (5, 90)]
    assert all(one["hits"]["of"] + one["false_alarms"]["of"] == 3 for one in found["results"])
    assert command_line.main([*asked, "--language", "zh"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) == 9
    assert command_line.main([*asked, "--language", "en"]) == 0
    assert "called dead" in capsys.readouterr().out.lower()


@pytest.mark.parametrize(
    "wrong",
    [["--days", "7,x"], ["--days", "990"], ["--hour", "24"], ["--portions", "101"], ["--launches", "0"]],
)
def test_bad_input_is_one_sentence(wrong, capsys):
    assert command_line.main(["probe", "strangers_60", "neglect", *wrong]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1
    assert wrong[0] in shown.err
