"""The replay: its acts are the run's own, its worlds part where they part, and every act has its words."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

import numpy as np
import pytest

import scenarios
import sim
from experiments.autopsy.forks import under
from experiments.replay.layout import layout_of
from experiments.replay.lines import CODES, SPOKEN, UNSEEN, codes_of, name_of, told, variants
from experiments.replay.lives import Asked, lives
from experiments.replay.parting import parting, parting_in_words
from experiments.replay.recording import Recording, Turn, recording
from scenarios.texts import LANGUAGES
from sim.community import CommunityModel
from sim.outcome import EVENT_KINDS
from sim.population import build_population
from sim.records import JOIN

CASES = (
    ("community_150", "trust_playbook", 20),
    ("giveaway_300", "fission", 12),
    ("strangers_60", "shills", 30),
    ("community_150", "challenge_21", 25),
    ("interest_250", "stewards", 8),
)
LOOK = EVENT_KINDS.index("look")
HAN = re.compile("[一-鿿]")


@cache
def lived(world: str, strategy: str, days: int, seed: int = 3) -> Recording:
    return recording(scenarios.load_world(world), scenarios.load_strategy(strategy), seed, days)


def on_day(found: Recording, day: int) -> np.ndarray:
    return found.rows[found.rows["t"].astype(int) == day]


def kinds_in(rows: np.ndarray) -> list[str]:
    return [EVENT_KINDS[int(kind)] for kind in rows["kind"]]


@pytest.mark.parametrize(("world", "strategy", "days"), CASES)
def test_the_acts_are_those_of_the_run(world: str, strategy: str, days: int) -> None:
    found = lived(world, strategy, days)
    outcome = sim.simulate(
        scenarios.load_world(world), scenarios.load_strategy(strategy), 3, days=days, events=True
    )
    assert found.outcome.daily.tobytes() == outcome.daily.tobytes()
    assert found.outcome.final == outcome.final
    events = outcome.events
    assert events is not None
    acts = events[events["kind"] != LOOK]
    assert len(acts) > 100
    for name in events.dtype.names:
        assert found.rows[name].tobytes() == acts[name].tobytes()
    assert int(found.gauges()["looks"].sum()) == int((events["kind"] == LOOK).sum())


@pytest.mark.parametrize(("world", "strategy", "days"), CASES)
def test_lines_agree_with_the_daily_counts(world: str, strategy: str, days: int) -> None:
    found = lived(world, strategy, days)
    daily = found.outcome.daily
    told_as = Counter(CODES[int(code)] for code in found.rows["code"])
    kinds = Counter(kinds_in(found.rows))
    assert set(found.rows["code"].tolist()) <= set(range(len(CODES)))
    assert all(
        CODES[int(row["code"])] in codes_of(EVENT_KINDS[int(row["kind"])]) for row in found.rows[:2000]
    )
    said = sum(count for code, count in told_as.items() if code.startswith("say.") and code != "say.ad")
    assert said == daily["starts"].sum()
    off = told_as["say.off"] + told_as["say.question_off"] + told_as["go_on.off"]
    assert off <= daily["off_topic"].sum()
    shills = found.rows["member"] == -2
    assert int((shills & np.isin(kinds_in(found.rows), SPOKEN)).sum()) == daily["shill"].sum()
    assert told_as["packet.operator"] == daily["packets_operator"].sum()
    assert told_as["packet.member"] == daily["packets_member"].sum()
    assert kinds["check_in"] == daily["check_ins"].sum()
    assert told_as["respond.poll"] == daily["votes"].sum()
    assert told_as["respond.roll_call"] == daily["roll_calls"].sum()


def test_off_topic_is_what_the_days_count() -> None:
    found = lived("community_150", "trust_playbook", 20)
    # Answers to a question or to the operator are told as such, so only what is told as talk beside the subject.
    told_off = [
        row
        for row in found.rows
        if CODES[int(row["code"])] in ("say.off", "say.question_off", "go_on.off", "answer.off")
    ]
    assert 10 < len(told_off) <= found.outcome.daily["off_topic"].sum()


def test_gauges_of_the_days() -> None:
    found = lived("giveaway_300", "fission", 12)
    gauges = found.gauges()
    assert gauges["muted"][-1] == found.outcome.final["muted"]
    assert gauges["present"][-1] == found.outcome.final["members_present"]
    for day in range(found.days):
        rows = on_day(found, day)
        answering = {
            int(row["member"]) for row, kind in zip(rows, kinds_in(rows), strict=True) if kind == "answer"
        }
        assert gauges["answering"][day] == len(answering)
        looked = found.outcome.daily["looks"][day] > 0
        assert math.isnan(gauges["trust"][day]) != looked
        assert not looked or 0.0 <= gauges["trust"][day] <= 1.0


def test_an_answer_names_the_message_that_it_answers() -> None:
    rows = lived("community_150", "trust_playbook", 20).rows
    answers = [row for row, kind in zip(rows, kinds_in(rows), strict=True) if kind == "answer"]
    quoted = [row for row in answers if row["about"] >= 0]
    assert len(quoted) > 50
    for row in quoted:
        about = rows[int(row["about"])]
        assert about["message"] == row["value"]
        assert about["member"] == row["target"]
        assert about["t"] <= row["t"]


def test_the_mesa_model_steps_through_the_same_acts() -> None:
    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("trust_playbook")
    found = recording(world, strategy, 5, 8)
    with CommunityModel(world, strategy, seed=5, days=8, events=True) as model:
        for _ in range(8):
            model.step()
        outcome = model.outcome()
    assert outcome.events is not None
    acts = outcome.events[outcome.events["kind"] != LOOK]
    assert len(acts) > 50
    for name in acts.dtype.names:
        assert found.rows[name].tobytes() == acts[name].tobytes()


def test_a_turn_is_the_fork_of_the_mesa_model() -> None:
    world = scenarios.load_world("strangers_60")
    first, other = scenarios.load_strategy("hard_ads"), scenarios.load_strategy("trust_playbook")
    found = recording(world, first, 5, 10, turn=Turn(4, other))
    with CommunityModel(world, first, seed=5, days=10, events=True) as before:
        for _ in range(4):
            before.step()
        head = before.outcome().events
        fork = under(before.state, world, other, 4)
        with CommunityModel(world, other, seed=5, days=10, state=fork) as after:
            after.day = 4
            for _ in range(6):
                after.step()
            outcome = after.outcome()
    assert head is not None
    assert outcome.events is not None
    events = np.concatenate([head, outcome.events])
    acts = events[events["kind"] != LOOK]
    assert found.outcome.daily.tobytes() == outcome.daily.tobytes()
    for name in acts.dtype.names:
        assert found.rows[name].tobytes() == acts[name].tobytes()


def test_a_turn_leaves_the_days_before_it_alone_and_moves_the_calendar() -> None:
    world = scenarios.load_world("community_150")
    first, other = scenarios.load_strategy("neglect"), scenarios.load_strategy("kol_sharing")
    plain = recording(world, first, 3, 14)
    turned = recording(world, first, 3, 14, turn=Turn(9, other))
    head = plain.rows["t"] < 9
    assert plain.rows[head].tobytes() == turned.rows[turned.rows["t"] < 9].tobytes()
    posts = turned.rows[turned.rows["kind"] == EVENT_KINDS.index("owner_post")]
    own = recording(world, other, 3, 5).rows
    opening = own[own["kind"] == EVENT_KINDS.index("owner_post")]
    assert len(posts) > 0
    assert float(posts["t"][0]) == pytest.approx(9 + float(opening["t"][0]))
    found = parting(plain, turned)
    assert found is not None
    assert found.day >= 9


def test_no_strategy_brings_back_a_group_that_is_no_more() -> None:
    world, fission = scenarios.load_world("giveaway_300"), scenarios.load_strategy("fission")
    plain = recording(world, fission, 1, 30)
    assert 0 <= plain.outcome.final["banned_day"] < 20
    turned = recording(world, fission, 1, 30, turn=Turn(20, scenarios.load_strategy("trust_playbook")))
    assert turned.rows.tobytes() == plain.rows.tobytes()
    assert parting(plain, turned) is None


@pytest.mark.parametrize("day", [-1, 10])
def test_a_turn_has_to_be_within_the_horizon(day: int) -> None:
    strategy = scenarios.load_strategy("neglect")
    with pytest.raises(ValueError, match="not within"):
        recording(scenarios.load_world("strangers_60"), strategy, 1, 10, turn=Turn(day, strategy))


def test_where_twins_part() -> None:
    one, other = lived("community_150", "neglect", 20), lived("community_150", "kol_sharing", 20)
    found = parting(one, other)
    assert found is not None
    a, b = found.places
    assert a == b > 0
    assert one.rows[:a].tobytes() == other.rows[:b].tobytes()
    assert one.rows["t"][a] != other.rows["t"][b]
    assert found.t == min(one.rows["t"][a], other.rows["t"][b])
    backwards = parting(other, one)
    assert backwards is not None
    assert backwards.t == found.t
    members = parting(one, other, members_only=True)
    assert members is not None
    assert members.t >= found.t
    assert all(act is not None and act["member"] >= 0 for act in members.acts)


def test_a_world_does_not_part_from_itself() -> None:
    one = lived("community_150", "hard_ads", 20)
    assert parting(one, one) is None
    assert parting(one, one, members_only=True) is None


def test_a_world_that_falls_silent_parts_where_the_other_goes_on() -> None:
    one = lived("strangers_60", "shills", 30)
    short = Recording(one.outcome, one.rows[:-3], one.tiers, one.muted, one.answering)
    found = parting(short, one)
    assert found is not None
    assert found.acts[0] is None
    assert found.places == (-1, len(one.rows) - 3)
    for language in LANGUAGES:
        assert "A1" in parting_in_words(found, ("A1", "B2"), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parting_in_words(language: str) -> None:
    found = parting(lived("community_150", "hard_ads", 20), lived("community_150", "trust_playbook", 20))
    assert found is not None
    said = parting_in_words(found, ("A1", "B2"), language)
    assert said.index("A1" if found.acts[0]["t"] == found.t else "B2") < len(said) / 2
    assert str(found.day + 1) in said
    assert "{" not in said
    assert bool(HAN.search(said)) == (language == "zh")


@pytest.mark.parametrize("kind", [kind for kind in EVENT_KINDS if kind != "look"])
def test_every_kind_of_event_has_lines_in_both_languages(kind: str) -> None:
    assert codes_of(kind)
    for code in codes_of(kind):
        counts = {language: len(variants(code, language)) for language in LANGUAGES}
        assert min(counts.values()) >= 1, code
        assert len(set(counts.values())) == 1, code
        if kind in ("say", "answer", "go_on"):
            assert min(counts.values()) >= 2, code
        for line in variants(code, "zh"):
            assert HAN.search(line) or code == "respond.roll_call"
    assert len(set(CODES)) == len(CODES)
    assert {*UNSEEN, *SPOKEN} <= set(EVENT_KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_in_words(language: str) -> None:
    found = lived("giveaway_300", "fission", 12)
    for row in found.rows[:500]:
        said = told(row, language)
        assert said
        assert "{" not in said
    assert told(found.rows[7], language) == told(found.rows[7].copy(), language)
    # The same act reads the same where more was written before it.
    one, other = lived("community_150", "neglect", 20).rows, lived("community_150", "kol_sharing", 20).rows
    said = {(row["t"], int(row["member"])): (int(row["message"]), int(row["hash"])) for row in one}
    again = {(row["t"], int(row["member"])): (int(row["message"]), int(row["hash"])) for row in other}
    shared = [(said[act], again[act]) for act in said.keys() & again.keys()]
    assert any(first[0] != second[0] for first, second in shared)
    assert all(first[1] == second[1] for first, second in shared)
    used = {int(value) % 3 for value in found.rows["hash"]}
    assert used == {0, 1, 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_invented_and_nobody_shares_one(language: str) -> None:
    names = [name_of(member, language) for member in range(-2, 800)]
    assert len(set(names)) == len(names)
    assert not any(re.search(r"\s", name) for name in names[2:])


def test_the_drawing_gives_everybody_a_place_of_their_own() -> None:
    people = build_population(scenarios.load_world("interest_250"), 1, 60)
    found, again = layout_of(people), layout_of(people)
    assert found.places.tobytes() == again.places.tobytes()
    assert len(np.unique(found.places.round(4), axis=0)) == len(people)
    assert np.hypot(*found.places.T).max() <= 1.0
    assert (found.ties[:, 0] < found.ties[:, 1]).all()
    near = np.hypot(*(found.places[found.ties[:, 0]] - found.places[found.ties[:, 1]]).T).mean()
    pairs = np.random.default_rng(1).integers(0, len(people), (2000, 2))
    anybody = np.hypot(*(found.places[pairs[:, 0]] - found.places[pairs[:, 1]]).T).mean()
    assert near < 0.7 * anybody


def test_strangers_and_those_who_never_come() -> None:
    people = build_population(scenarios.load_world("strangers_60"), 1, 20)
    found = layout_of(people, np.arange(10))
    assert len(found.ties) == 0
    assert len(np.unique(found.places[:10].round(4), axis=0)) == 10
    assert (found.places[10:] == 0.0).all()


def test_lives_of_what_is_asked() -> None:
    asked = Asked("strangers_60", "hard_ads", 2, 12, beside="neglect", fork_day=5, fork="trust_playbook")
    assert asked.forked
    assert asked.strategies == ("hard_ads", "trust_playbook")
    found = lives(asked)
    assert len(found.worlds) == 2
    assert found.parting is not None
    assert found.parting.day >= 5
    alone = lives(Asked("strangers_60", "hard_ads", 2, 12))
    assert alone.parting is None
    assert alone.worlds[0].rows.tobytes() == found.worlds[0].rows.tobytes()
    joined = alone.worlds[0].rows["member"][alone.worlds[0].rows["kind"] == JOIN]
    assert sorted(set(joined.tolist())) == alone.worlds[0].joined().tolist()
