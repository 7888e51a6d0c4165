"""Small studies of every kind, run and saved as users do."""

from __future__ import annotations

from pathlib import Path

from experiments.command_line import main

WORLD = "strangers_60"

COMMANDS = {
    "comparison": ("compare", WORLD, "useful_posts", "hard_ads", "neglect", "--launches", "24", "--days", "20"),
    "race": ("race", WORLD, "useful_posts", "hard_ads", "--days", "20", "--most-launches", "30"),
    "robust": ("robust", WORLD, "useful_posts", "neglect", "--worlds", "4", "--launches", "3", "--days", "20"),
    "sensitivity": (
        "sensitivity", WORLD, "useful_posts", "--factors", "answer_rate,stay,small_talk", "--days", "20",
        "--trajectories", "4", "--points", "4", "--seeds", "2",
    ),
    "search": (
        "search", WORLD, "useful_posts", "--days", "20", "--trials", "6", "--launches", "3", "--retest", "8",
    ),
    "autopsy": (
        "autopsy", WORLD, "hard_ads", "--days", "25", "--launches", "3", "--futures", "2", "--grid", "0,7",
        "--causes", "hard_ads,strangers", "--rescue", "useful_posts",
    ),
}  # fmt: skip


def saved(kind: str, folder: Path) -> Path:
    """Run and save one of `COMMANDS`."""
    code = main([*COMMANDS[kind], "--save", str(folder / kind), "--threads", "1", "--language", "en"])
    assert code == 0
    return folder / kind


def saved_runs(folder: Path) -> Path:
    """A few kept runs, as a sweep leaves them."""
    import scenarios
    from experiments.runs.materials import Materials, Scenario
    from experiments.runs.source import Runs, launches_of
    from experiments.runs.store import Store

    strategies = {name: scenarios.load_strategy(name) for name in ("useful_posts", "hard_ads")}
    materials = Materials.of({WORLD: scenarios.load_world(WORLD)}, strategies, 15)
    store = Store.create(folder, materials)
    given = [
        Scenario.of(WORLD, name, {"world.psychology.ad_fatigue": value})
        for name in strategies
        for value in (0.03, 0.1)
    ]
    Runs(materials, store=store).rows(launches_of(given, range(8)))
    store.close()
    return folder
