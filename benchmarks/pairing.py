"""How many times fewer launches it takes because two strategies meet the same people and the same luck."""

from __future__ import annotations

import math

from benchmarks.measuring import Result

WORLD = "community_150"
PAIRS = (
    ("neglect", "morning_report"),
    ("useful_posts", "light_care"),
    ("trust_playbook", "light_care"),
    ("trust_playbook", "playbook_with_ads"),
)
"""Strategies of like fate: under the first two groups fall silent sooner or later, under the others they live."""

APART = ("trust_playbook", "hard_ads")
"""Strategies under which the same people come to different ends."""

LAUNCHES = 100
DAYS = 60
REACH = 5.0


def what_pairing_saves() -> list[Result]:
    """For messages in the first week, and for every measure of strategies that come to like ends."""
    import scenarios
    from experiments import compare
    from experiments.pairing_gain import gains

    names = list(dict.fromkeys(name for pair in (*PAIRS, APART) for name in pair))
    strategies = {name: scenarios.load_strategy(name) for name in names}
    comparison = compare.run(scenarios.load_world(WORLD), strategies, LAUNCHES, DAYS)
    found = {(one.first, one.second, one.measure): one for one in gains(comparison)}
    results = []
    for first, second in (*PAIRS, APART):
        mine = {key[2]: one for key, one in found.items() if {key[0], key[1]} == {first, second}}
        detail = {code: one.saved for code, one in mine.items() if math.isfinite(one.saved)}
        detail["share of different fates"] = mine["messages"].fates
        # What those save that come to different ends is only told: there is little in common to be saved.
        reach = None if (first, second) == APART else REACH
        for code in ("messages_7", "messages"):
            limit = f", limited by {mine[code].limit}" if mine[code].limit else ""
            what = f"launches saved by pairing {first} and {second}, {code}{limit}"
            results.append(Result(what, mine[code].saved, "×", reach, True, detail))
    return results
