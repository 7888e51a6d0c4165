"""The four senses on weeks written by hand: known values, bounds, and every part rising with what it counts."""

import numpy as np
import pytest

from experiments.senses import KINDS, PARTS, SENSES, sense_parts, senses
from scenarios.texts import LANGUAGES, has_text
from tests.made_days import days_of, events_of, members

DAYS = 21


def group(**fields):
    return days_of(DAYS, **{"joins": members(DAYS, 100), **fields})


def wednesdays(number, weeks=3):
    return np.tile([0, 0, number, 0, 0, 0, 0], weeks)


def test_only_complete_weeks_count():
    assert {code: values.shape for code, values in senses(days_of(20)).items()} == dict.fromkeys(SENSES, (2,))
    assert all(values.shape == (0,) for values in senses(days_of(6), events_of()).values())


def test_nothing_is_no_sense_at_all():
    found = senses(days_of(DAYS), events_of())
    assert all((values == 0).all() for values in found.values())


def test_ritual():
    # Ten newcomers in the second week, of whom four are greeted; a session of 20 of the members every Wednesday.
    joins = members(DAYS, 100)
    joins[7] = 10
    welcomed = np.zeros(DAYS, dtype=int)
    welcomed[8] = 4
    parts = sense_parts(group(joins=joins, welcomed=welcomed, attendance=wednesdays(20)))
    assert parts["greeted"][:2].tolist() == [0.0, 0.4]
    assert np.isnan(parts["greeted"][2])
    # 20 of 110 came: s(2/11, 1/10) = (2/11) / (2/11 + 1/10) = 20/31, as regular as can be.
    assert parts["programme"] == pytest.approx([0.0, 20 / 31, 20 / 31])
    found = senses(group(joins=joins, welcomed=welcomed, attendance=wednesdays(20)))["ritual"]
    assert found == pytest.approx([0.0, 100 * (0.4 + 20 / 31) / 2, 100 * 20 / 31])


def test_a_programme_at_changing_days_is_no_ritual():
    attendance = np.zeros(DAYS, dtype=int)
    attendance[[2, 10, 19]] = 20
    assert (sense_parts(group(attendance=attendance))["programme"] == 0).all()
    # Wednesday in the first week, Wednesday and Saturday in the second: the cosine is 1/√2.
    attendance[:] = 0
    attendance[[2, 9, 12]] = 25
    turnout = 0.25 / 0.35
    assert sense_parts(group(attendance=attendance))["programme"][1] == pytest.approx(turnout / np.sqrt(2))


def test_participation():
    daily = group(speakers=4, votes=3, check_ins=3, starts=4, starts_answered=3)
    # Ten acts a day among a hundred members earn half; three of four starts were answered.
    assert senses(daily)["participation"] == pytest.approx([62.5] * 3)


def test_freshness():
    joins = members(DAYS, 100)
    joins[14] = 5
    daily = group(joins=joins, looks=[*[200] * 7, *[100] * 7, *[105] * 7], votes=wednesdays(1), coupons=1)
    parts = sense_parts(daily)
    assert parts["arrivals"] == pytest.approx([100 / 100.05, 0.0, 0.5])
    assert parts["variety"] == pytest.approx([0.5] * 3)
    assert parts["looking"] == pytest.approx([1.0, 0.5, 0.5])
    assert senses(daily)["freshness"][2] == pytest.approx(50.0)


def test_belonging():
    events = events_of(
        (0.1, "say", 1, -1),
        (0.2, "answer", 2, 1),
        (0.3, "answer", 1, 2),  # 1 and 2 answer each other
        (0.4, "answer", 3, 1),  # 3 answers 1, who does not answer 3
        (0.5, "answer", 4, -1),  # an answer to the operator
        (0.6, "look", 5, -1),
        (0.7, "owner_answer", -1, 1),
        (7.5, "say", 2, -1),
        (8.5, "go_on", 2, -1),
        (9.5, "answer", 9, 2),
        (20.9, "say", 7, -1),
        (21.0, "say", 7, -1),  # after the last complete week
    )
    parts = sense_parts(group(invites_unpaid=wednesdays(1)), events)
    assert parts["answering"] == pytest.approx([3 / 5, 1 / 3, 0.0])
    assert parts["reciprocity"] == pytest.approx([1 / 2, 0.0, 0.0])
    # Of 1, 2, 3, 4 only 2 wrote again; of 2 and 9 neither.
    assert parts["returning"][1:] == pytest.approx([1 / 4, 0.0])
    assert np.isnan(parts["returning"][0])
    assert parts["inviting"] == pytest.approx([0.5] * 3)
    found = senses(group(invites_unpaid=wednesdays(1)), events)["belonging"]
    assert found == pytest.approx([100 * (0.6 + 0.5 + 0.5) / 3, 25 * (1 / 3 + 1 / 4 + 1 / 2), 12.5])


def test_belonging_is_unknown_without_an_event_log():
    found = senses(group(talk=5))
    assert np.isnan(found["belonging"]).all()
    assert not np.isnan(found["participation"]).any()


def random_group(draws, scale=1):
    fields = {name: draws.integers(0, 40 * scale, DAYS) for name in KINDS}
    fields |= {
        name: draws.integers(0, 90 * scale, DAYS) for name in ("speakers", "votes", "check_ins", "looks")
    }
    starts = draws.integers(0, 50, DAYS)
    joins = draws.integers(0, 10, DAYS)
    return {
        **fields,
        "joins": joins,
        "leaves": np.minimum(joins, draws.integers(0, 10, DAYS)),
        "starts": starts,
        "starts_answered": draws.integers(0, starts + 1),
        "invites_unpaid": draws.integers(0, 3, DAYS),
    }


def random_events(draws, number=300):
    kinds = np.array(["say", "answer", "go_on", "look"])[draws.integers(0, 4, number)]
    times = np.sort(draws.uniform(0, DAYS, number))
    who, whom = draws.integers(0, 12, number), draws.integers(-1, 12, number)
    rows = zip(times.tolist(), kinds.tolist(), who.tolist(), whom.tolist(), strict=True)
    return events_of(*((t, kind, i, j if kind == "answer" else -1) for t, kind, i, j in rows))


@pytest.mark.parametrize("seed", range(20))
def test_bounds(seed):
    """Whatever the numbers, absurd ones included, no part leaves 0..1 and no sense 0..100."""
    draws = np.random.default_rng(seed)
    daily, events = days_of(DAYS, **random_group(draws, scale=10 ** (seed % 4))), random_events(draws)
    for values in sense_parts(daily, events).values():
        known = values[~np.isnan(values)]
        assert ((known >= 0) & (known <= 1)).all()
    for values in senses(daily, events).values():
        assert ((values >= 0) & (values <= 100)).all()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("sense", "name"),
    [
        ("ritual", "welcomed"),
        ("participation", "speakers"),
        ("participation", "votes"),
        ("participation", "check_ins"),
        ("participation", "starts_answered"),
        ("freshness", "votes"),
        ("freshness", "coupons"),
        ("freshness", "looks"),
        ("belonging", "invites_unpaid"),
    ],
)
def test_more_is_never_less(seed, sense, name):
    """More of what a sense counts, in one week and nothing else, does not lower it in that week."""
    draws = np.random.default_rng(100 + seed)
    fields, events = random_group(draws), random_events(draws)
    fields["coupons"] = np.zeros(DAYS, dtype=int)
    more = {key: value.copy() for key, value in fields.items()}
    more[name][7:14] = fields["starts"][7:14] if name == "starts_answered" else more[name][7:14] + 1
    before = senses(days_of(DAYS, **fields), events)[sense][1]
    after = senses(days_of(DAYS, **more), events)[sense][1]
    assert after >= before
    if name in ("speakers", "invites_unpaid", "coupons"):
        assert after > before


def test_bigger_sessions_at_the_same_hour_raise_ritual():
    values = [senses(group(attendance=wednesdays(number)))["ritual"][2] for number in (0, 1, 5, 20, 100)]
    assert values == sorted(values)
    assert len(set(values)) == 5


def test_the_table_of_definitions_is_what_is_computed():
    assert {part.code for part in PARTS} == sense_parts(group()).keys()
    assert {part.sense for part in PARTS} == set(SENSES)
    for language in LANGUAGES:
        codes = [f"sense.{code}" for code in SENSES] + [f"sense.{code}.help" for code in SENSES]
        codes += [f"sense.part.{part.code}" for part in PARTS]
        assert [code for code in codes if not has_text(code, language)] == []
