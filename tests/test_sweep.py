"""Sweeps: what they cost, that they keep what the model gives, and that a stopped one goes on as if it had not been."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import command_line
from experiments.commands.sweep import duration, size
from experiments.outcome_rows import row_of
from experiments.plans import kinds
from experiments.plans.cost import estimate
from experiments.plans.expansion import Expansion
from experiments.plans.kept import expansion_in
from experiments.plans.plan_files import load_plan
from experiments.runs.identity import Identities
from experiments.runs.materials import Materials
from experiments.runs.pieces import Workshop
from experiments.runs.store import FILE, Store
from tests.command_lines import ROOT

SMALL = """
worlds: [strangers_60]
strategies: [one_ad_a_day, hard_ads]
days: 10
seeds: {first: 3, count: 4}
factors:
  - {path: strategy.moves.0.when.per_day, values: [0, 3]}
  - {parameter: stay, low: 0.5, high: 0.8}
design: {kind: sobol, points: 4, seed: 2}
"""
LONGER = SMALL.replace("count: 4", "count: 25")
FAILING = """
worlds:
  full: {channels: [{kind: new_media, members: 20, arrivals_per_day: 20}]}
  fine: {channels: [{kind: new_media, members: 20}]}
strategies: [neglect]
days: 1000
seeds: {count: 2}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0) -> tuple[str, str]:
    found = command_line.main([*map(str, arguments), "--language", "en"])
    out, err = capsys.readouterr()
    assert found == code, err
    return out, err


def rows_in(folder: Path) -> dict[str, bytes]:
    store = Store.open(folder)
    names = [name.decode() for name in store.names()]
    rows = {name: row.tobytes() for name, row in store.find(names).items()}
    store.close()
    return rows


# ---- what it costs


def test_the_cost_is_told_and_nothing_is_kept(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cost = json.loads(
        said(capsys, "sweep", plan, tmp_path / "store", "--cost", "--json", "--threads", "1")[0]
    )
    assert not (tmp_path / "store").exists()
    assert cost["runs"] == 1 * 2 * 4 * 4
    assert (cost["worlds"], cost["strategies"], cost["points"], cost["launches"]) == (1, 2, 4, 4)
    assert 1 <= cost["tried"] <= cost["runs"]
    for interval in (cost["seconds"], cost["bytes"]):
        assert 0 < interval["low"] < interval["likely"] < interval["high"]
    assert cost["seconds"]["high"] < 600
    assert 1e3 < cost["bytes"]["likely"] < 1e6
    shown = said(capsys, "sweep", plan, "--cost")[0]
    assert "32 runs: 1 world × 2 strategies × 4 points × 4 launches, 10 days each" in shown


def test_the_disk_is_estimated_from_a_few_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "longer.yaml"
    path.write_text(LONGER + "keep: [days]\n")
    expansion = Expansion(load_plan(path))
    cost = estimate(expansion, 1, seconds=0.0)
    assert cost.tried < len(expansion)
    said(capsys, "sweep", path, tmp_path / "store")
    taken = sum(part.stat().st_size for part in (tmp_path / "store").rglob("*.parquet"))
    # Nine runs tell the size of two hundred roughly: a part has a head and a foot of its own.
    assert cost.bytes.likely / 4 < taken < cost.bytes.likely * 4


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.43, "0.4 s"), (12.3, "12 s"), (89, "89 s"), (200, "3.3 min"), (7200, "2 h"), (9e5, "10 d")],
)
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds, "en") == shown


def test_sizes() -> None:
    assert [size(one, "en") for one in (9, 1234, 5.6e6, 7.89e9)] == ["9 B", "1.23 kB", "5.6 MB", "7.89 GB"]


# ---- what it keeps


def test_a_sweep_keeps_what_the_model_gives(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    out, err = said(capsys, "sweep", plan, folder)
    assert "All 32 runs" in out
    _, question = shlex.split(out.split("qunlab sql ")[1].rpartition(", or")[0])
    answer = json.loads(said(capsys, "sql", folder, question, "--json")[0])
    assert answer["columns"][2:4] == ["strategy.moves.0.when.per_day", "world.psychology.stay"]
    assert len(answer["rows"]) == 8
    assert "Time: about" in err
    expansion = Expansion(load_plan(plan))
    names, workshop = Identities(expansion.materials), Workshop(expansion.materials)
    expected = {
        names.run(run): row_of(workshop.outcome(run)).tobytes() for run in expansion.runs(0, len(expansion))
    }
    assert rows_in(folder) == expected

    plan.write_text("title: Another title\n" + SMALL)
    again = json.loads(said(capsys, "sweep", plan, folder, "--json")[0])
    assert (again["runs"], again["there"], again["computed"], again["failed"]) == (32, 32, 0, 0)
    resumed = json.loads(said(capsys, "resume", folder, "--json")[0])
    assert (resumed["there"], resumed["computed"]) == (32, 0)


def test_a_resumed_sweep_needs_no_other_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "world.yaml").write_text("channels: [{kind: new_media, members: 25}]\n")
    path = tmp_path / "plan.yaml"
    path.write_text(
        "worlds: [world.yaml]\nstrategies: [neglect]\ndays: 5\nseeds: {count: 3}\nkeep: [days, events]\n"
    )
    folder = tmp_path / "store"
    said(capsys, "sweep", path, folder)
    path.unlink()
    (tmp_path / "world.yaml").unlink()
    for part in (folder / "runs").iterdir():
        part.unlink()
    resumed = json.loads(said(capsys, "resume", folder, "--json")[0])
    assert (resumed["there"], resumed["computed"]) == (0, 3)
    store = Store.open(folder)
    assert store.paths("days")
    assert store.paths("events")
    assert store.plan is not None
    assert store.plan["id"] == "plan"
    store.close()


def test_failed_runs_are_told_of_and_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "failing.yaml", tmp_path / "store"
    path.write_text(FAILING)
    out, err = said(capsys, "sweep", path, folder, code=1)
    assert "2 failed" in out
    assert "--retry-failed" in out
    assert "Some of the runs tried failed" in err
    there = json.loads(said(capsys, "resume", folder, "--json", code=1)[0])
    assert (there["there"], there["computed"], there["failed"]) == (4, 0, 2)
    tried = json.loads(said(capsys, "resume", folder, "--retry-failed", "--json", code=1)[0])
    assert (tried["there"], tried["computed"], tried["failed"]) == (2, 2, 2)


# ---- stopped and gone on with

SLOWLY = """
import sys, time
from experiments.command_line import main
from experiments.runs import conduct, store
from experiments.runs.pieces import Workshop

def outcome(*given, usual=Workshop.outcome, **named):
    time.sleep(0.02)
    return usual(*given, **named)

Workshop.outcome = outcome
store.SECONDS_A_PART, conduct.MOST_A_PIECE = 0.001, 8
sys.exit(main(sys.argv[1:]))
"""


def begun(path: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A sweep in a process of its own that writes every few runs, as soon as some are there."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, "sweep", str(path), str(folder), "--threads", "1", "--language", "en"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 120
    while not list((folder / "runs").glob("*.parquet")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.2)  # some more
    return process


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_sweep_goes_on_to_the_same_end(
    how: signal.Signals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder, whole = tmp_path / "longer.yaml", tmp_path / "stopped", tmp_path / "whole"
    path.write_text(LONGER)
    process = begun(path, folder)
    os.kill(process.pid, how)
    _, err = process.communicate(timeout=60)
    there = len(rows_in(folder))
    assert 0 < there < 200
    if how == signal.SIGINT:
        assert process.returncode == 130
        kept = re.search(r"Stopped: (\d+) of 200 runs are kept in .*To go on: qunlab resume ", err.decode())
        assert kept is not None, err
        assert int(kept[1]) == there
    resumed = json.loads(said(capsys, "resume", folder, "--json")[0])
    assert (resumed["there"], resumed["computed"], resumed["failed"]) == (there, 200 - there, 0)
    said(capsys, "sweep", path, whole)
    assert rows_in(folder) == rows_in(whole)


# ---- what is refused


def test_a_store_of_another_plan_is_refused(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    said(capsys, "sweep", plan, folder)
    before = rows_in(folder)
    for old, new in (("days: 10", "days: 11"), ("seed: 2", "seed: 3"), ("count: 4", "count: 5")):
        plan.write_text(SMALL.replace(old, new))
        err = said(capsys, "sweep", plan, folder, code=2)[1]
        assert "keeps the runs of another plan" in err
    assert rows_in(folder) == before


def test_a_store_without_a_plan_is_not_resumed(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = load_plan(plan)
    Store.create(tmp_path / "store", Materials.of(loaded.worlds, loaded.strategies, 10), None).close()
    assert "but no plan" in said(capsys, "resume", tmp_path / "store", code=2)[1]
    assert "another plan" in said(capsys, "sweep", plan, tmp_path / "store", code=2)[1]


def test_points_that_would_be_others_here_are_not_gone_on_with(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    said(capsys, "sweep", plan, folder)
    store = Store.open(folder)
    assert len(expansion_in(store)) == 32
    store.close()
    record: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    record["plan"]["points"] = "0" * 32
    (folder / FILE).write_text(json.dumps(record), encoding="utf-8")
    assert "other points" in said(capsys, "resume", folder, code=2)[1]


def test_what_is_wrong_with_the_command_line(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--cost" in said(capsys, "sweep", plan, code=2)[1]
    assert "first_sweep" in said(capsys, "sweep", "first_swep", tmp_path / "x", code=2)[1]
    assert said(capsys, "resume", tmp_path / "nowhere", code=2)[1].count("\n") == 1
    plan.write_text(SMALL.replace("low: 0.5", "low: 5"))
    err = said(capsys, "sweep", plan, tmp_path / "x", code=2)[1]
    assert "small.yaml, line 8" in err
    assert not (tmp_path / "x").exists()


def test_a_plan_that_nobody_runs_is_refused(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "RUNNERS", {})
    assert "asks for a sweep" in said(capsys, "sweep", plan, tmp_path / "x", code=2)[1]


def test_plans_are_listed_and_have_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(said(capsys, "plans", "--json")[0])
    assert listed[0]["id"] == "first_sweep"
    schema = json.loads(said(capsys, "schema", "plan")[0])
    assert {"worlds", "strategies", "factors", "design"} <= schema["properties"].keys()
    assert json.loads(said(capsys, "schema")[0])["plan"] == schema


def test_no_run_fails_unseen_in_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "failing.yaml", tmp_path / "store"
    path.write_text(FAILING)
    said(capsys, "sweep", path, folder, code=1)
    rows = np.array([np.frombuffer(row) for row in rows_in(folder).values()])
    assert sorted(np.isnan(rows).all(axis=1).tolist()) == [False, False, True, True]
