"""Standing settings and the newer moves in strategy files: read, refused with their place, written back."""

import pytest

import scenarios
from scenarios.errors import ScenarioError
from sim.moves import BY_CODE
from sim.settings import Settings
from sim.strategy import Strategy


def strategy(*moves, **settings):
    return Strategy.model_validate(
        {"moves": [{"move": one} if isinstance(one, str) else one for one in moves], **settings}
    )


def test_settings_reach_the_run_as_plain_numbers():
    kept = strategy(settings={"entry": "paid", "entry_fee_yuan": 9.9, "screening": True, "voice": 0.5})
    values = kept.setup()["staffing"]
    assert (values["entry"], values["entry_fen"], values["screening"], values["voice"]) == (
        3.0,
        990.0,
        1.0,
        0.5,
    )
    assert strategy().settings == Settings()
    assert strategy().fixed_values()["rules"] == 0


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("settings:\n  entri: paid\n", "unknown_key_near", 2, 3, ["`entri`", "`entry`"]),
        ("settings:\n  entry: payed\n", "unknown_word_near", 2, 10, ["`settings.entry`", "paid"]),
        ("settings:\n  screening: 1\n", "truth_due", 2, 14, ["`settings.screening`", "true or false"]),
        ("settings:\n  voice: 0.5\n  enforcement: 2\n", "out_of_range", 3, 16, ["0 to 1"]),
        ("settings:\n  term_days: 1 年\n", "number", 2, 14, ["`settings.term_days`"]),
        ("settings:\n  entry_fee_yuan: 5 yuan\n", "number_with_unit", 2, 19, ["write 5"]),
        ("settings: paid\n", "mapping_due", 1, 11, ["`settings`"]),
        ("moves:\n  - {move: check_in_challenge, misses: 30}\n", "too_many_misses", 2, 5, ["30", "21"]),
        ("moves:\n  - {move: recruit, channel: freinds}\n", "unknown_word_near", 2, 30, ["“friends”"]),
        ("moves:\n  - {move: fission, steady: 1}\n", "truth_due", 2, 29, ["true or false"]),
    ],
)
def test_wrong_entries_are_named_with_their_place(text, code, line, column, words):
    with pytest.raises(ScenarioError) as caught:
        scenarios.parse_strategy(text, "mine.yaml")
    error = caught.value
    assert (error.code, error.line, error.column) == (code, line, column)
    assert all(word in str(error) for word in words), str(error)
    assert error.in_language("zh") != str(error)


def test_settings_and_new_moves_survive_their_yaml():
    whole = strategy(
        *BY_CODE,
        {"move": "move_members", "tiers": ["strong"], "closes_group": True},
        {"move": "steer_topic", "when": {"trigger": "schedule"}},
        {"move": "fission", "steady": True, "gift": 0.5},
        settings={"entry": "questionnaire", "rules": True, "strikes_allowed": 0, "purpose": "brand"},
    )
    text = scenarios.strategy_to_yaml(whole)
    assert scenarios.parse_strategy(text, "again.yaml") == whole
    assert "settings" not in scenarios.strategy_to_yaml(strategy("poll"))
