"""Plans that are not right: their text, the code of the sentence, its line, and what the sentence must say."""

BASE = "worlds: [strangers_60]\nstrategies: [hard_ads, neglect]\n"
ONE = "worlds: [strangers_60]\nstrategies: [one_ad_a_day]\n"
FACTOR = ONE + "factors:\n  - "
WRITTEN_OUT = (
    "worlds:\n  - mine:\n      channels: [{kind: new_media, members: 20}]\n      group: {capacity: 900}\n"
    "strategies: [neglect]\n"
)
NOT_IN_ALL = (
    "worlds: [strangers_60]\nstrategies: [hard_ads, red_packets]\n"
    "factors:\n  - {path: strategy.moves.0.amount_yuan, values: [1]}\n"
)
BAD: dict[str, tuple[str, str, int, list[str]]] = {
    "no worlds": ("strategies: [neglect]\n", "missing", 1, ["`worlds`"]),
    "unknown key": (BASE + "facotrs: []\n", "unknown_key_near", 3, ["`facotrs`", "`factors`"]),
    "unknown world": (
        "worlds:\n  - stranger_60\nstrategies: [neglect]\n",
        "no_such_world_near",
        2,
        ["strangers_60"],
    ),
    "unknown strategy": (
        "worlds: [strangers_60]\nstrategies: {a: x123}\n",
        "no_such_strategy",
        2,
        ["“x123”"],
    ),
    "file in a text": ("worlds: [my.yaml]\nstrategies: [neglect]\n", "plan_no_folder", 1, ["my.yaml"]),
    "worlds a word": (
        "worlds: strangers_60\nstrategies: [neglect]\n",
        "plan_list",
        1,
        ["`worlds`", "“strangers_60”"],
    ),
    "world a number": ("worlds: [5]\nstrategies: [neglect]\n", "plan_entry", 1, ["`worlds[1]`", "“5”"]),
    "world twice": (
        "worlds:\n- strangers_60\n- strangers_60\nstrategies: [neglect]\n",
        "plan_id_twice",
        3,
        ["twice"],
    ),
    "strange id": ("worlds: [{../x: {}}]\nstrategies: [neglect]\n", "plan_id", 1, ["“../x”"]),
    "no strategy": (
        "worlds: [strangers_60]\nstrategies: []\n",
        "too_short",
        2,
        ["`strategies`", "at least 1"],
    ),
    "written out wrongly": (
        WRITTEN_OUT,
        "out_of_range",
        4,
        ["`worlds.mine.group.capacity`", "900", "1 to 500"],
    ),
    "days": (BASE + "days: 5000\n", "out_of_range", 3, ["`days`", "5000", "1 to 1000"]),
    "seeds": (BASE + "seeds:\n  count: 2.5\n", "whole_number", 4, ["`seeds.count`", "2.5"]),
    "keep": (BASE + "keep: [day]\n", "unknown_word_near", 3, ["“day”", "“days”"]),
    "design word": (
        BASE + "design: {kind: sobel, points: 4}\n",
        "unknown_word_near",
        3,
        ["“sobel”", "“sobol”"],
    ),
    "neither": (FACTOR + "values: [1]\n", "plan_path_or_parameter", 4, ["`factors[1]`", "`parameter`"]),
    "both": (
        FACTOR + "{path: world.hourly, parameter: stay}\n",
        "plan_path_or_parameter",
        4,
        ["`factors[1]`"],
    ),
    "near parameter": (FACTOR + "parameter: answer_rat\n", "plan_parameter_near", 4, ["“answer_rate”"]),
    "no parameter": (FACTOR + "parameter: zzzz\n", "plan_parameter", 4, ["“zzzz”", "94 parameters"]),
    "near path": (
        FACTOR + "path: strategy.moves.0.when.perday\n    values: [1]\n",
        "plan_path_near",
        4,
        ["strategy.moves.0.when.per_day", "strategy “one_ad_a_day”"],
    ),
    "no root": (FACTOR + "{path: psychology.stay}\n", "plan_path_near", 4, ["“world.psychology.stay”"]),
    "nowhere": (FACTOR + "{path: 7}\n", "string_due", 4, ["`factors[1].path`"]),
    "no number": (
        FACTOR + "{path: world.hourly, values: [1]}\n",
        "plan_path_near",
        4,
        ["world “strangers_60”"],
    ),
    "dunder": (FACTOR + "{path: world.__class__.x, values: [1]}\n", "plan_path", 4, ["“world.__class__.x”"]),
    "no such move": (
        BASE + "factors:\n  - {path: strategy.moves.0.when.per_day, values: [1]}\n",
        "plan_move",
        4,
        ["strategy “neglect”", "it has 0", "every strategy"],
    ),
    "move past the end": (
        FACTOR + "{path: strategy.moves.3.when.per_day, values: [1]}\n",
        "plan_move",
        4,
        ["“one_ad_a_day”", "it has 1"],
    ),
    "not in all": (
        NOT_IN_ALL,
        "plan_path_near",
        4,
        ["strategy “hard_ads”"],
    ),
    "beyond the bounds": (
        FACTOR + "path: strategy.moves.0.when.per_day\n    values: [1, 99]\n",
        "plan_out_of_bounds",
        5,
        ["`factors[1].values[2]`", "99", "0 to 48", "times a day"],
    ),
    "half an ad": (
        FACTOR + "path: strategy.moves.0.when.per_day\n    values: [1, 1.5]\n",
        "plan_whole",
        5,
        ["1.5", "whole numbers"],
    ),
    "no number value": (
        FACTOR + "parameter: stay\n    values: [0.5, often]\n",
        "plan_number",
        5,
        ["“often”"],
    ),
    "true": (FACTOR + "parameter: stay\n    values: [true]\n", "plan_number", 5, ["“true”"]),
    "nan": (FACTOR + "parameter: stay\n    values: [.nan]\n", "plan_number", 5, ["“.nan”"]),
    "value twice": (FACTOR + "parameter: stay\n    values: [0.5, 0.5]\n", "plan_value_twice", 5, ["0.5"]),
    "values and range": (
        FACTOR + "parameter: stay\n    values: [0.5]\n    low: 0.1\n",
        "plan_values_or_range",
        5,
        ["not both"],
    ),
    "no range": (
        FACTOR + "path: strategy.moves.0.when.per_day\n",
        "plan_range_due",
        4,
        ["`low` and `high`", "0 to 48"],
    ),
    "order": (FACTOR + "parameter: stay\n    low: 0.8\n    high: 0.6\n", "plan_order", 5, ["0.8", "0.6"]),
    "low too low": (FACTOR + "parameter: stay\n    low: -1\n", "plan_out_of_bounds", 5, ["-1", "0 to 0.95"]),
    "log of nothing": (
        FACTOR + "parameter: answer_rate\n    low: 0\n    scale: log\n",
        "plan_log",
        6,
        ["above 0"],
    ),
    "factor twice": (
        FACTOR + "parameter: stay\n  - path: world.psychology.stay\n",
        "plan_factor_twice",
        5,
        ["`factors[2]`", "world.psychology.stay", "factor 1"],
    ),
    "name twice": (
        FACTOR + "{parameter: stay, name: a}\n  - {parameter: go_on, name: a}\n",
        "plan_factor_twice",
        5,
        ["“a”"],
    ),
    "design without factors": (
        BASE + "design: {kind: random, points: 4}\n",
        "plan_no_factors",
        3,
        ["random"],
    ),
    "points of a grid": (
        FACTOR + "parameter: stay\ndesign:\n  kind: grid\n  points: 9\n",
        "plan_points_of_grid",
        7,
        ["`levels`"],
    ),
    "levels of points": (
        FACTOR + "parameter: stay\ndesign: {kind: random, points: 9, levels: 3}\n",
        "plan_levels_of_points",
        5,
        ["random"],
    ),
    "no points": (FACTOR + "parameter: stay\ndesign: {kind: random}\n", "plan_points_due", 5, ["`points`"]),
    "sobol": (
        FACTOR + "parameter: stay\ndesign: {kind: sobol, points: 100}\n",
        "plan_power_of_two",
        5,
        ["100", "64 or 128"],
    ),
    "plausible factors": (
        FACTOR + "parameter: stay\ndesign: {kind: plausible_worlds, points: 5}\n",
        "plan_plausible_factors",
        3,
        ["`factors`"],
    ),
    "too many plausible": (
        BASE + "design: {kind: plausible_worlds, points: 5000}\n",
        "plan_plausible_most",
        3,
        ["5000"],
    ),
    "too many runs": (
        FACTOR + "{parameter: stay}\n  - {parameter: go_on}\nseeds:\n  count: 1000000\n",
        "plan_too_many_runs",
        7,
        ["25 points", "25000000 runs", "10000000"],
    ),
    "impossible together": (
        FACTOR + "{path: strategy.moves.0.when.from_hour, values: [9, 20]}\n",
        "plan_not_possible",
        3,
        ["strategy.moves.0.when.from_hour = 20", "strategy “one_ad_a_day”", "`from_hour`"],
    ),
    "race alone": (ONE + "race: {measure: profit}\n", "plan_race_alone", 2, ["at least 2"]),
    "race measure": (BASE + "race: {measure: profits}\n", "unknown_word_near", 3, ["“profit”"]),
    "race for minutes": (BASE + "race: {measure: minutes}\n", "plan_race_measure", 3, ["“minutes”"]),
    "race confidence": (BASE + "race: {confidence: 95}\n", "out_of_range", 3, ["95", "0.5 to 0.9999"]),
    "race and sensitivity": (
        BASE + "factors: [{parameter: stay}]\nrace: {}\nsensitivity: {}\n",
        "plan_race_or_sensitivity",
        5,
        ["not both"],
    ),
    "sensitivity to nothing": (BASE + "sensitivity: {}\n", "plan_no_factors", 3, ["morris"]),
    "sensitivity with a design": (
        FACTOR + "{parameter: stay}\ndesign: {kind: grid}\nsensitivity: {method: pawn}\n",
        "plan_own_design",
        5,
        ["pawn"],
    ),
    "sobol sensitivity": (
        FACTOR + "{parameter: stay}\nsensitivity: {method: sobol, points: 100}\n",
        "plan_power_of_two",
        5,
        ["64 or 128"],
    ),
    "tag": ("worlds: !!python/object/apply:os.system [ls]\n", "tag", 1, ["python/object"]),
    "billion laughs": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{to}: &{to} [{', '.join([f'*{by}'] * 9)}]\n" for by, to in zip("abcdef", "bcdefg", strict=True)
        ),
        "too_many_nodes",
        5,
        ["50000"],
    ),
    "list": ("- worlds\n", "no_mapping", 1, ["[…]"]),
}
