"""Whatever happens to those who fill a store, nothing that was written is lost, doubled or wrong."""

from __future__ import annotations

import itertools
import os
import random
import signal
import tempfile
import time
from pathlib import Path

import pytest

from experiments.commands.problems import BadInputError
from experiments.commands.sql import sql_command
from experiments.runs import parts
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.locks import Locks
from experiments.runs.store import Store
from experiments.runs.store_errors import StoreError, said
from tests.filling import Filling, fill_here, listed, materials, outcomes

NUMBER = 300
NOBODY = 65_534


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Path:
    """A store that was filled in one go."""
    folder = tmp_path_factory.mktemp("undisturbed") / "store"
    store = Store.create(folder, materials())
    assert conduct(store, listed(NUMBER), Threads(2)).computed == NUMBER
    store.close()
    return folder


def is_as_undisturbed(folder: Path, undisturbed: Path) -> bool:
    found = outcomes(folder)
    assert found[2] == NUMBER
    assert not list(folder.rglob("*.tmp"))
    return found == outcomes(undisturbed)


def wait_for_parts(folder: Path, number: int) -> None:
    until = time.monotonic() + 60
    while len(list(folder.glob("runs/*.parquet"))) < number:
        assert time.monotonic() < until
        time.sleep(0.01)


# ---- processes that end, or meet each other


def test_a_sweep_that_is_killed_three_times_ends_as_if_it_never_was(tmp_path, undisturbed) -> None:
    folder, moments, there = tmp_path / "store", random.Random(7), 0
    for _ in range(3):
        process = Filling(folder, NUMBER, "--pause", "0.03", "--a-part", "0.05")
        wait_for_parts(folder, there + 1)
        time.sleep(moments.uniform(0.0, 0.3))
        process.kill()
        there = len(list(folder.glob("runs/*.parquet")))
    done = fill_here(folder, NUMBER)
    assert 0 < done.there < NUMBER
    assert done.finished
    assert done.damaged == 0
    assert is_as_undisturbed(folder, undisturbed)


def test_two_processes_share_the_work(tmp_path, undisturbed) -> None:
    folder = tmp_path / "store"
    # Blocks of other sizes must not matter.
    both = [Filling(folder, NUMBER, "--pause", "0.02", "--block", block) for block in ("20", "33")]
    done = [process.answer() for process in both]
    assert all(one["finished"] for one in done)
    assert sum(one["computed"] for one in done) == NUMBER
    assert min(one["computed"] for one in done) > 0
    assert Store.open(folder).doubles == 0
    assert is_as_undisturbed(folder, undisturbed)


def test_what_a_dead_process_had_claimed_is_done_by_the_other(tmp_path, undisturbed) -> None:
    folder = tmp_path / "store"
    dying = Filling(folder, NUMBER, "--pause", "0.2", "--block", str(NUMBER))
    wait_for_parts(folder, 1)
    heir = Filling(folder, NUMBER)
    # All is claimed, so it waits.
    assert not heir.is_over(1.0)
    dying.kill()
    done = heir.answer()
    assert done["finished"]
    assert done["computed"] > 0
    assert is_as_undisturbed(folder, undisturbed)


def test_ctrl_c_keeps_what_was_done(tmp_path, undisturbed) -> None:
    folder = tmp_path / "store"
    process = Filling(folder, NUMBER, "--pause", "0.002", "--a-part", "1000", "--interrupt", "50")
    said = process.answer()
    assert said["error"] == "KeyboardInterrupt"
    # Pieces that were under way are kept as far as they were.
    assert 50 <= said["told"] < NUMBER
    assert len(Store.open(folder)) == said["told"]
    assert fill_here(folder, NUMBER).there == said["told"]
    assert is_as_undisturbed(folder, undisturbed)


def test_a_clock_that_jumps_a_day_changes_nothing(tmp_path, undisturbed) -> None:
    folder = tmp_path / "store"
    process = Filling(folder, NUMBER, "--pause", "0.02", "--jumping", "--a-part", "0.05")
    wait_for_parts(folder, 2)
    process.kill()
    (folder / "runs" / ".0123456789ab-000003.tmp").write_bytes(b"PAR1")
    os.utime(folder / "runs" / ".0123456789ab-000003.tmp", (2**31, 2**31))
    assert 0 < Filling(folder, NUMBER, "--jumping").answer()["computed"] < NUMBER
    assert is_as_undisturbed(folder, undisturbed)


# ---- disks


def is_one_sentence(said: dict[str, str]) -> bool:
    return all("\n" not in said[name] and "cannot be written" in said["error"] for name in ("error", "zh"))


def test_a_full_disk_ends_in_a_sentence_and_what_was_written_is_whole(tmp_path, undisturbed) -> None:
    folder = tmp_path / "store"
    # A part of some runs fits, a later one with many does not.
    assert fill_here(folder, 30).computed == 30
    size = max(path.stat().st_size for path in folder.glob("runs/*.parquet"))
    said = Filling(folder, NUMBER, "--most-bytes", str(size + 500), "--a-part", "1000").answer()
    assert is_one_sentence(said), said
    assert len(Store.open(folder)) == 30
    done = fill_here(folder, NUMBER)
    assert (done.there, done.damaged) == (30, 0)
    assert is_as_undisturbed(folder, undisturbed)


@pytest.fixture
def others_can_reach():
    """A folder in one of everybody: folders of tests are their user's alone."""
    with tempfile.TemporaryDirectory(prefix="qunlab_") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_folder_that_cannot_be_written_to_ends_in_a_sentence(others_can_reach, undisturbed) -> None:
    folder = others_can_reach / "store"
    assert fill_here(folder, 30).computed == 30
    rights = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    # Who may do everything becomes somebody who may not.
    as_nobody = ["--user", str(NOBODY)] if os.geteuid() == 0 else []
    try:
        for path in rights:
            path.chmod(0o555 if path.is_dir() else 0o444)
        said = Filling(folder, NUMBER, *as_nobody).answer()
        folder.chmod(0o000)
        shut = Filling(folder, NUMBER, *as_nobody).answer()
    finally:
        for path, mode in rights.items():
            path.chmod(mode)
    assert is_one_sentence(said), said
    assert "Permission denied" in said["error"]
    assert "cannot be read: Permission denied" in shut["error"]
    assert fill_here(folder, NUMBER).there == 30
    assert is_as_undisturbed(folder, undisturbed)


def test_a_file_where_the_folder_should_be_ends_in_a_sentence(tmp_path) -> None:
    (tmp_path / "store").write_text("mine")
    for folder in (tmp_path / "store", tmp_path / "store" / "deeper"):
        with pytest.raises(StoreError, match="store_unwritable") as found:
            fill_here(folder, 3)
        assert "\n" not in found.value.in_language("zh")
    assert (tmp_path / "store").read_text() == "mine"


@pytest.mark.parametrize("part", ["", "runs"])
def test_a_folder_that_vanishes_ends_in_a_sentence(tmp_path, part) -> None:
    folder, gone = tmp_path / "store", tmp_path / "elsewhere"
    fill_here(folder, 30)
    asked = itertools.count()

    def vanish() -> bool:
        if next(asked) == 40:
            (folder / part).rename(gone)
        return False

    with pytest.raises(StoreError) as found:
        fill_here(folder, NUMBER, vanish)
    assert "No such file" in found.value.in_language("en")
    assert not (folder / part).exists()
    if not part:
        assert len(Store.open(gone)) == 30


# ---- damage


@pytest.fixture
def in_parts(tmp_path):
    """A store of 90 runs in three parts of each kind."""
    store = Store.create(tmp_path / "store", materials())
    for number in (30, 60, 90):
        conduct(store, listed(number), Threads(1), keep_days=True, keep_events=True)
    store.close()
    return store.folder


def damage(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    if how == "flipped":
        content[len(content) // 2] ^= 1
    elif how == "truncated":
        del content[len(content) // 2 :]
    elif how == "zeroed":
        content[-100:] = bytes(100)
    else:
        content.clear()
    path.write_bytes(content)


@pytest.mark.parametrize("how", ["flipped", "truncated", "zeroed", "empty"])
def test_a_damaged_part_is_moved_aside_and_its_runs_are_done_again(in_parts, how) -> None:
    before = outcomes(in_parts)
    path = sorted(in_parts.glob("runs/*.parquet"))[1]
    damage(path, how)
    store = Store.open(in_parts)
    assert [(one.part, one.moved) for one in store.damaged] == [(f"runs/{path.name}", True)]
    for language in ("en", "zh"):
        assert path.name in said(store.damaged, language)[0]
    assert len(store) == 60
    assert (in_parts / "damaged" / "runs" / path.name).exists()
    done = conduct(store, listed(90), Threads(1), keep_days=True, keep_events=True)
    assert (done.there, done.computed, done.damaged) == (60, 30, 1)
    store.close()
    assert outcomes(in_parts) == before
    assert [len(Store.open(in_parts).paths(kind)) for kind in parts.KINDS] == [3, 3, 3, 3]


@pytest.mark.parametrize("kind", ["days", "events"])
@pytest.mark.parametrize("how", ["flipped", "truncated", "empty"])
def test_days_that_are_damaged_take_their_runs_with_them(in_parts, kind, how) -> None:
    path = sorted(in_parts.glob(f"{kind}/*.parquet"))[2]
    damage(path, how)
    if how == "flipped":
        # Too large to be read at every opening; who asks finds out.
        assert len(Store.open(in_parts)) == 90
        with pytest.raises(BadInputError, match="sql_damaged"):
            sql_command(in_parts, f"select columns(*)::varchar from {kind}", 10**6, True, False, "en")
    store = Store.open(in_parts)
    assert len(store) == 60
    assert not [one for one in store.paths(kind) if one.name == path.name]
    assert conduct(store, listed(90), Threads(1), keep_days=True, keep_events=True).computed == 30
    store.close()


def test_damaged_times_take_no_runs_with_them(in_parts) -> None:
    damage(sorted(in_parts.glob("made/*.parquet"))[0], "truncated")
    store = Store.open(in_parts)
    assert (len(store), len(store.damaged), len(store.paths("made"))) == (90, 1, 2)


def test_a_part_that_is_damaged_while_it_is_in_use_ends_in_a_sentence(in_parts) -> None:
    store = Store.open(in_parts)
    names = store.names().astype(str).tolist()
    for path in in_parts.glob("runs/*.parquet"):
        damage(path, "flipped")
    with pytest.raises(StoreError, match="store_damaged_now"):
        store.find(names)


def test_only_what_dead_writers_left_is_cleared_away(in_parts) -> None:
    living, dead = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
    days = next(in_parts.glob("days/*.parquet"))
    left = []
    for writer in (living, dead):
        for name in (f"runs/.{writer}-000000.tmp", f"days/{writer}-000000-{days.stem[-32:]}.parquet"):
            (in_parts / name).write_bytes(days.read_bytes())
            left.append(in_parts / name)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            locks = Locks(in_parts / "locks")
            locks.live(living)
            os.write(writer, b"!")
            time.sleep(60)
        finally:
            os._exit(0)
    os.read(reader, 1)
    try:
        # Half-written parts count for nothing as it is.
        store = Store.open(in_parts)
        assert len(store.paths("days")) == 3
        conduct(store, listed(93), Threads(1))
        assert [path.exists() for path in left] == [True, True, False, False]
        store.close()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    store = Store.open(in_parts)
    conduct(store, listed(96), Threads(1))
    store.close()
    assert not any(path.exists() for path in left)
    assert len(store) == 96
