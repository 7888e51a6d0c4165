"""The loader: what ships loads; every hostile file ends in one clear sentence with its place, in both languages."""

import pickle
import time

import networkx
import pytest

import scenarios
from scenarios.explaining import nearest
from scenarios.units import reading_of
from sim.strategy import Strategy
from sim.world import World

WORLD = "channels:\n  - kind: friends\n    members: 10\n"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
)
MERGES = "a: &b0 {x: 1, y: 2, z: 3}\n" + "".join(
    f"b{i}: &b{i}\n  <<: [{','.join([f'*b{i - 1}'] * 20)}]\n" for i in range(1, 9)
)

# Text, error code, line, column, and words that the English sentence must have.
WORLDS = {
    "unknown key": (WORLD + "grup: {}\n", "unknown_key_near", 4, 1, ["`grup`", "`group`", "hourly"]),
    "unknown key within": (WORLD + "group:\n  capasity: 3\n", "unknown_key_near", 5, 3, ["`capacity`"]),
    "unknown key, nothing near": (WORLD + "zzz: 1\n", "unknown_key", 4, 1, ["`zzz`", "channels"]),
    "American spelling": (
        WORLD + "ties: {pattern: small_world, neighbors: 4}\n",
        "unknown_key_near",
        4,
        30,
        ["`neighbours`"],
    ),
    "unknown kind": (
        "channels:\n  - kind: freinds\n    members: 3\n",
        "unknown_word_near",
        2,
        11,
        ["“friends”"],
    ),
    "unknown pattern": (
        WORLD + "ties: {pattern: smallworld}\n",
        "unknown_word_near",
        4,
        17,
        ["“small_world”"],
    ),
    "unknown rhythm": (WORLD + "hourly: evning\n", "unknown_word_near", 4, 9, ["“evening”"]),
    "no pattern": (WORLD + "ties: {closure: 0.1}\n", "missing", 4, 1, ["`pattern`"]),
    "no kind": ("channels:\n  - members: 3\n", "missing", 2, 5, ["`kind`", "`channels[1]`"]),
    "no channels": ("group: {}\n", "missing", 1, 1, ["`channels`"]),
    "empty channels": ("channels: []\n", "too_short", 1, 11, ["at least 1"]),
    "no members": ("channels:\n  - kind: friends\n", "no_members", 2, 3, ["`members`"]),
    "too many members": (WORLD + "group: {capacity: 5}\n", "too_many_members", 4, 19, ["10", "5"]),
    "tiers": (
        WORLD + "    tiers: {strong: 1, medium: 1, weak: 0}\n",
        "tiers_do_not_add_up",
        4,
        12,
        ["`channels[1].tiers`", "2"],
    ),
    "psychology": (WORLD + "psychology: {worth_chat: -1}\n", "out_of_range", 4, 26, ["-1", "0 to 5"]),
    "member key": (WORLD + "members: {x: {greed: 1}}\n", "key_number", 4, 11, ["“x”"]),
    "member edit": (
        WORLD + "members: {3: {gred: 1}}\n",
        "unknown_key_near",
        4,
        15,
        ["`members.3`", "`greed`"],
    ),
    "rhythm of two hours": (WORLD + "hourly: [1, 2]\n", "weights_form", 4, 9, ["24"]),
    "loop": (WORLD + "ties: {pattern: file, edges: [[0, 0]]}\n", "edge_form", 4, 30, ["[0, 0]"]),
    "tie beyond": (
        WORLD + "ties: {pattern: file, edges: [[0, 44]]}\n",
        "edge_beyond_members",
        4,
        7,
        ["44", "9"],
    ),
    "no tie file": (
        WORLD + "ties: {pattern: file, file: no.csv}\n",
        "ties_file",
        4,
        29,
        ["no.csv", "no such file"],
    ),
    "file and edges": (
        WORLD + "ties: {pattern: file, file: no.csv, edges: [[0, 1]]}\n",
        "file_and_edges",
        4,
        29,
        ["`edges`"],
    ),
}
STRATEGIES = {
    "money with a unit": (
        "moves:\n  - move: red_packet\n    amount_yuan: 5 yuan\n",
        "number_with_unit",
        3,
        18,
        ["“5 yuan”", "write 5", "`moves[1].amount_yuan`"],
    ),
    "fen for yuan": (
        "moves:\n  - move: red_packet\n    amount_yuan: 888分\n",
        "number_with_unit",
        3,
        18,
        ["write 8.88"],
    ),
    "hours for minutes": ("staffing:\n  answer_minutes: 2 hours\n", "number_with_unit", 2, 19, ["write 120"]),
    "clock time": ('staffing:\n  staff_from: "9:30"\n', "number_with_unit", 2, 15, ["write 9.5"]),
    "percent": ("staffing:\n  answer_share: 50%\n", "number_with_unit", 2, 17, ["write 0.5"]),
    "quoted number": ('staffing:\n  answer_share: "0.5"\n', "number_with_unit", 2, 17, ["write 0.5"]),
    "other unit": ("staffing:\n  answer_share: 5 yuan\n", "number", 2, 17, ["“5 yuan”", "0 to 1"]),
    "word for number": ("staffing:\n  answer_share: many\n", "number", 2, 17, ["“many”"]),
    "unit in the key": ("staffing:\n  answer_hours: 2\n", "unknown_key_near", 2, 3, ["`answer_minutes`"]),
    "out of range": (
        "moves:\n  - move: hard_ads\n    when: {per_day: 500}\n",
        "out_of_range",
        3,
        21,
        ["500", "0 to 48", "times a day"],
    ),
    "fraction": (
        "moves:\n  - move: hard_ads\n    when: {per_day: 2.5}\n",
        "whole_number",
        3,
        21,
        ["2.5", "whole number"],
    ),
    "nan": ("staffing:\n  answer_share: .nan\n", "number", 2, 17, [".nan"]),
    "infinity": ("staffing:\n  answer_minutes: -.inf\n", "number", 2, 19, ["-.inf"]),
    "true": ("staffing:\n  answer_share: true\n", "number", 2, 17, ["true"]),
    "nothing": ("staffing:\n  answer_share:\n", "number", 3, 1, ["null"]),
    "hexadecimal": ("staffing:\n  answer_share: 0x10\n", "out_of_range", 2, 17, ["16"]),
    "endless number": ("staffing:\n  answer_share: " + "9" * 5000 + "\n", "long_number", 2, 17, ["9999"]),
    "unknown move": (
        "moves:\n  - move: hard_adds\n",
        "unknown_word_near",
        2,
        11,
        ["`moves[1].move`", "“hard_adds”", "“hard_ads”", "soft_offer"],
    ),
    "no move": ("moves:\n  - when: {per_day: 1}\n", "missing", 2, 5, ["`move`"]),
    "mapping for list": ("moves: {a: 1}\n", "list_due", 1, 8, ["`moves`"]),
    "word for list": ("moves: hard_ads\n", "list_due", 1, 8, ["hard_ads"]),
    "word for mapping": ("moves:\n  - hard_ads\n", "mapping_due", 2, 5, ["hard_ads"]),
    "wrong order": (
        "moves:\n  - move: hard_ads\n    when: {from_hour: 20, to_hour: 8}\n",
        "wrong_order",
        3,
        11,
        ["`from_hour`", "`to_hour`"],
    ),
    "packet": (
        "moves:\n  - move: red_packet\n    amount_yuan: 0.1\n    portions: 50\n",
        "packet_portions",
        2,
        5,
        ["0.1", "50"],
    ),
    "part of a fen": (
        "moves:\n  - move: red_packet\n    amount_yuan: 0.015\n    portions: 1\n",
        "part_of_a_fen",
        3,
        18,
        ["0.015", "two decimals", "`moves[1].amount_yuan`"],
    ),
    "part of a fen for newcomers": (
        "moves:\n  - move: ice_breaking\n    packet_yuan: 1.001\n",
        "part_of_a_fen",
        3,
        18,
        ["1.001"],
    ),
    "exponent": (
        "moves:\n  - move: hard_ads\n    when: {per_day: 1e1}\n",
        "whole_number_written",
        3,
        21,
        ["decimal number", "here 10."],
    ),
    "hour": (
        "moves:\n  - move: hard_ads\n    when: {from_hour: 25}\n",
        "out_of_range",
        3,
        23,
        ["0 to 23.99 (hour of the day)."],
    ),
    "escape": ('title: {en: a}\n"\\e[2J\\a": 1\n', "unknown_key", 2, 1, [r"\x1b[2J\x07"]),
    "long word": ("moves:\n  - move: " + "x" * 500 + "\n", "unknown_word", 2, 11, ["x" * 59 + "\u2026"]),
    "too many moves": ("moves: [" + "{move: hard_ads}, " * 41 + "]\n", "too_long", 1, 8, ["40"]),
    "title": ("title: 5\n", "words_due", 1, 8, ["`en`"]),
    "long title": ("title: " + "x" * 5000 + "\n", "string_too_long", 1, 8, ["2000"]),
    "duplicate key": ("moves: []\nmoves: []\n", "duplicate_key", 2, 1, ["`moves`"]),
    "tab": ("moves:\n\t- move: hard_ads\n", "tab", 2, 1, ["tab"]),
    "tab further on": ("staffing:\n  answer_share: 0.5\n\tstaff_from: 9\n", "tab", 3, 1, ["tab"]),
    "cycle": ("moves: &a\n  - *a\n", "cycle", 2, 5, ["*a"]),
    "cycle in a mapping": ("a: &a\n  b: *a\n", "cycle", 2, 6, ["*a"]),
    "cycle by merging": ("a: &a\n  <<: *a\n", "cycle", 2, 7, ["*a"]),
    "no anchor": ("moves: *x\n", "no_anchor", 1, 8, ["&x"]),
    "billion laughs": (LAUGHS, "too_many_nodes", None, None, ["50000"]),
    "merge bomb": (MERGES, "too_many_nodes", None, None, ["50000"]),
    "many aliases": ("a: &a 1\nb: [" + "*a ," * 3000 + "]", "too_many_aliases", 2, 4005, ["1000"]),
    "deep list": ("[" * 5000, "too_deep", 1, 31, ["30"]),
    "deep mapping": ("{a: " * 5000, "too_deep", 1, 121, ["30"]),
    "deep dashes": ("- " * 400_000, "too_deep", 1, 61, ["30"]),
    "many keys": ("".join(f"k{i}: 1\n" for i in range(20_000)), "unknown_key", 1, 1, ["`k0`"]),
    "many values": ("moves: [" + "1," * 60_000 + "]\n", "too_many_nodes", 1, None, ["50000"]),
    "python tag": ("moves: !!python/object/apply:os.system [ls]\n", "tag", 1, 8, ["os.system"]),
    "own tag": ("moves: !x []\n", "tag", 1, 8, ["!x"]),
    "two documents": ("moves: []\n---\nmoves: []\n", "two_documents", 2, 1, ["---"]),
    "list": ("- a\n- b\n", "no_mapping", 1, 1, ["key: value"]),
    "scalar": ("hello", "no_mapping", 1, 1, ["hello"]),
    "empty": ("", "empty", None, None, ["empty"]),
    "comment only": ("# nothing\n", "empty", None, None, ["empty"]),
    "open bracket": ("moves: [\n", "open_bracket", 2, 1, ["bracket"]),
    "open quote": ('title: "abc\n', "open_quote", 2, 1, ["quote"]),
    "second colon": ("title: a: b\n", "second_colon", 1, 9, ["colon"]),
    "no colon": ("moves: []\nstaffing\n", "no_colon", None, None, ["colon"]),
    "indentation": ("staffing:\n    answer_share: 1\n  staff_to: 20\n", "indentation", 3, 3, ["indentation"]),
    "nul": ("moves: []\x00\n", "bad_character", 1, 10, ["U+0000"]),
    "bell": ("title: a\x07b\n", "bad_character", 1, 9, ["U+0007"]),
    "half a character": ('title: "\\ud800"\n', "bad_character", 1, 8, ["U+D800"]),
    "number as key": ("5: 3\n", "unknown_key", 1, 1, ["`5`"]),
    "list as key": ("[1, 2]: 3\n", "unknown_key", 1, 1, ["1"]),
    "nothing as key": ("? \n: 3\n", "unknown_key", 1, 1, []),
    "merging a number": ("<<: 5\n", "not_yaml", 1, 5, []),
}


def refused(load, *arguments):
    started = time.monotonic()
    with pytest.raises(scenarios.ScenarioError) as caught:
        load(*arguments)
    assert time.monotonic() - started < 60
    error = caught.value
    for language in ("en", "zh"):
        sentence = error.in_language(language)
        assert sentence.isprintable()
        assert len(sentence) < 1200
        assert "{" not in sentence.replace("{…}", "")
        sentence.encode()
    assert str(error) == error.in_language("en") != error.in_language("zh")
    return error


def check(error, code, line, column, words, name="mine.yaml"):
    assert error.code == code, str(error)
    if line is not None:
        assert error.line == line
    if column is not None:
        assert error.column == column
    if error.line is not None:
        assert str(error).startswith(f"{name}, line {error.line}, column {error.column}: ")
    for word in words:
        assert word in str(error)


@pytest.mark.parametrize("case", WORLDS)
def test_broken_worlds(case, tmp_path):
    text, *expected = WORLDS[case]
    check(refused(scenarios.parse_world, text, "mine.yaml", tmp_path), *expected)


@pytest.mark.parametrize("case", STRATEGIES)
def test_broken_strategies(case):
    text, *expected = STRATEGIES[case]
    check(refused(scenarios.parse_strategy, text, "mine.yaml"), *expected)


def test_a_hundred_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    started = time.monotonic()
    error = refused(scenarios.load_world, path)
    assert time.monotonic() - started < 2
    check(error, "too_large", None, None, ["100.0 MB", "1.0 MB"])


def test_pasted_text_has_the_same_limit():
    assert refused(scenarios.parse_strategy, "#" * 1_000_001, "pasted").code == "too_large"


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "gbk.yaml"
    path.write_bytes("title: x\nabout: 社群\n".encode("gbk"))
    error = refused(scenarios.load_strategy, path)
    assert (error.code, error.line, error.column) == ("not_utf8", 2, 8)


def test_byte_order_mark_and_windows_lines_are_fine(tmp_path):
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbfmoves:\r\n  - move: hard_ads\r\n")
    assert len(scenarios.load_strategy(path).moves) == 1


def test_folders_missing_files_and_devices(tmp_path):
    assert refused(scenarios.load_world, tmp_path).code == "is_folder"
    assert refused(scenarios.load_world, tmp_path / "no.yaml").code == "no_file"
    assert refused(scenarios.load_world, str(tmp_path / "no.yaml")).code == "no_file"
    assert refused(scenarios.load_world, "/dev/null").code in ("unreadable", "no_file")
    assert refused(scenarios.load_world, "a\0b.yaml").code in ("unreadable", "no_file")
    assert refused(scenarios.load_world, "x" * 5000).code in ("unreadable", "no_file", "no_such_world")


def test_unknown_ids_name_the_nearest():
    error = refused(scenarios.load_world, "comunity_150")
    assert error.code == "no_such_world_near"
    assert error.values["meant"] == "community_150"
    assert refused(scenarios.load_strategy, "playbook").values["meant"]
    assert refused(scenarios.load_strategy, "qqqq").code == "no_such_strategy"


def test_an_empty_file_on_disk(tmp_path):
    path = tmp_path / "empty.yaml"
    path.touch()
    assert refused(scenarios.load_world, path).code == "empty"


def test_all_errors_of_a_file_are_kept_in_its_order():
    error = refused(scenarios.parse_world, "channels: []\ngrup: 1\nhourly: x\n", "mine.yaml")
    assert [one.line for one in (error, *error.others)] == [1, 2, 3]


def test_errors_can_be_pickled():
    error = refused(scenarios.parse_world, WORLD + "grup: {}\n", "mine.yaml")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("world", scenarios.worlds())
def test_shipped_worlds_load_and_round_trip(world):
    loaded = scenarios.load_world(world)
    assert isinstance(loaded, World)
    assert scenarios.parse_world(scenarios.world_to_yaml(loaded), "again") == loaded


@pytest.mark.parametrize("strategy", scenarios.strategies())
def test_shipped_strategies_load_and_round_trip(strategy):
    loaded = scenarios.load_strategy(strategy)
    assert isinstance(loaded, Strategy)
    assert scenarios.parse_strategy(scenarios.strategy_to_yaml(loaded), "again") == loaded


def test_the_library_has_its_order():
    assert list(scenarios.worlds()) == [
        "community_150",
        "interest_250",
        "giveaway_300",
        "coffee_welfare",
        "strangers_60",
    ]
    assert next(iter(scenarios.strategies())) == "neglect"
    assert len(scenarios.strategies()) == 26
    assert set(scenarios.FIRST_PAGE) <= scenarios.strategies().keys()


def test_worlds_have_the_members_in_their_name():
    for world, members in (
        ("community_150", 150),
        ("interest_250", 250),
        ("giveaway_300", 300),
        ("strangers_60", 60),
    ):
        assert scenarios.load_world(world).opening_members == members


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {"en": "a", "zh": "甲"}, "about": "both: #1 'x' \n lines"},
        {"members": {3: {"greed": 1.0, "absent": True}}},
        {"hourly": [0.5] * 12 + [1.5] * 12},
        {"psychology": {"worth_chat": 0.2}},
        {"ties": {"pattern": "file", "edges": [[0, 1], [2, 3, 0.25]]}},
        {"ties": {"pattern": "kol_hub", "hubs": 2}},
        {"group": {"positioning": [1, 2, 3]}},
    ],
)
def test_any_world_round_trips(changes):
    channel = {"kind": "giveaway", "members": 9, "tiers": {"strong": 0.04, "medium": 0.36, "weak": 0.6}}
    world = World.model_validate({"channels": [channel], **changes})
    assert scenarios.parse_world(scenarios.world_to_yaml(world), "again") == world


def test_any_strategy_round_trips():
    strategy = Strategy.model_validate(
        {
            "title": "只发红包",
            "moves": [
                {"move": "hard_ads", "when": {"per_day": 1}},
                {"move": "daily_topic", "whom": {"audience": "silent", "days": 3}},
                {"move": "soft_offer", "tiers": ["weak"]},
            ],
            "staffing": {"answer_share": 0.25},
        }
    )
    assert scenarios.parse_strategy(scenarios.strategy_to_yaml(strategy), "again") == strategy


def test_aliases_and_merges_in_good_faith_are_fine():
    text = """
moves:
  - &ad
    move: hard_ads
    when: &noon {from_hour: 12, to_hour: 12}
  - <<: *ad
    when: {<<: *noon, per_day: 2}
  - *ad
"""
    moves = scenarios.parse_strategy(text, "mine.yaml").moves
    assert [move.when.per_day for move in moves] == [5, 2, 5]
    assert moves[1].when.from_hour == 12


def test_ties_from_a_table(tmp_path):
    (tmp_path / "ties.csv").write_text("member,member,strength\n0,1,0.5\n2,3\n\n", encoding="utf-8")
    (tmp_path / "w.yaml").write_text(WORLD + "ties: {pattern: file, file: ties.csv}\n", encoding="utf-8")
    assert scenarios.load_world(tmp_path / "w.yaml").ties.edges == ((0, 1, 0.5), (2, 3, None))


def test_ties_from_graphml(tmp_path):
    graph = networkx.Graph([("ann", "bo"), ("bo", "cy")])
    graph["ann"]["bo"]["strength"] = 0.25
    networkx.write_graphml(graph, tmp_path / "ties.graphml")
    (tmp_path / "w.yaml").write_text(WORLD + "ties: {pattern: file, file: ties.graphml}\n", encoding="utf-8")
    assert scenarios.load_world(tmp_path / "w.yaml").ties.edges == ((0, 1, 0.25), (1, 2, None))


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("t.csv", "0,1\n0;2\n", "edge_row", 2),
        ("t.csv", "a,b\nc,d\n", "edge_row", 2),
        ("t.csv", "", "ties_file", 4),
        ("t.graphml", "<graphml>", "ties_file", 4),
        ("t.graphml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><graphml>&a;</graphml>', "ties_file", 4),
    ],
)
def test_broken_tie_files(tmp_path, name, content, code, line):
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "w.yaml").write_text(WORLD + f"ties: {{pattern: file, file: {name}}}\n", encoding="utf-8")
    error = refused(scenarios.load_world, tmp_path / "w.yaml")
    assert (error.code, error.line) == (code, line)


def test_pasted_text_reads_no_files():
    assert (
        refused(scenarios.parse_world, WORLD + "ties: {pattern: file, file: /etc/passwd}\n", "x").code
        == "no_folder"
    )


@pytest.mark.parametrize("what", ["world", "strategy"])
def test_schema_accepts_what_ships(what):
    jsonschema = pytest.importorskip("jsonschema")
    from scenarios.reading import plain, read_text, read_tree

    schema = scenarios.schema(what)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    entries = scenarios.worlds() if what == "world" else scenarios.strategies()
    for entry in entries.values():
        values = plain(read_tree(read_text(entry.path, entry.id), entry.id))
        assert not list(validator.iter_errors(values)), entry.id
    assert list(validator.iter_errors({"colour": 1}))


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("5 yuan", "yuan", 5),
        ("¥5", "yuan", 5),
        ("50 分", "yuan", 0.5),
        ("3 天", "hours", 72),
        ("1.5h", "minutes", 90),
        ("90 秒", "minutes", 1.5),
        ("20:15", "hour", 20.25),
        ("15%", "chance", 0.15),
        ("7", "messages", 7),
        ("5 yuan", "minutes", None),
        ("5 apples", "yuan", None),
        ("20:15", "minutes", None),
        ("", "yuan", None),
    ],
)
def test_numbers_with_units_are_understood(text, unit, number):
    found = reading_of(text, unit)
    assert found is None if number is None else found == pytest.approx(number)


def test_the_nearest_word():
    assert nearest("Hard-Ads", ["hard_ads", "shills"]) == "hard_ads"
    assert nearest("xyz", ["hard_ads", "shills"]) is None
