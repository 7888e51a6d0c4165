"""A reader's own worlds and strategies: safe names, whole files, no lost changes, nothing outside the folder."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from experiments import own_scenarios
from scenarios import own
from scenarios.errors import ScenarioError
from scenarios.library import strategies, worlds
from sim.strategy import Strategy
from sim.world import World

STRATEGY = "title: Mine\nmoves:\n  - move: hard_ads # loud\n    discount: 0.25\n"
WORLD = "title: {en: Town, zh: 小镇}\nchannels:\n  - kind: friends\n    members: 20\n"
HOSTILE_NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\system32",
    "C:\\boot.ini",
    "name\0.yaml",
    "con",
    "NUL",
    "aux.txt",
    ".",
    "..",
    "~root",
    "$(rm -rf ~)",
    "`id`",
    "<script>alert(1)</script>",
    "a" * 5000,
    "水军打法",
    "\u202egnp.exe",
    "😀",
    "own_own_own_",
    "hard_ads",
    "-rf",
    "%2e%2e%2f",
    "line\nbreak",
]
HOSTILE_YAML = {
    "a tag that would build an object": "title: x\nmoves: !!python/object/apply:os.system ['echo no']\n",
    "billion laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)),
    "a file beside it": "title: x\nchannels: [{kind: friends, members: 5}]\nties: {pattern: file, file: ../../x}\n",
    "two documents": "title: x\n---\ntitle: y\n",
    "no mapping": "- 1\n- 2\n",
    "empty": "",
    "nul": "title: a\0b\n",
    "deep": "title: " + "[" * 200 + "]" * 200,
    "a cycle": "title: &t [*t]\n",
    "too large": "# " + "x" * own.MOST_BYTES + "\ntitle: x\n",
    "a lone surrogate": 'title: "\\ud800"\n',
}


def everything_below(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_becomes_a_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "home" / "own"
    try:
        done = own.duplicate(folder, "strategy", STRATEGY, name)
    except own.OwnError as error:
        assert error.code == "no_name"
        assert not everything_below(tmp_path)
        return
    assert own.is_id(done.id)
    assert everything_below(tmp_path) == {Path("home/own/strategies") / f"{done.id}.yaml"}
    assert len(done.id) <= 60
    assert done.id not in strategies()
    assert isinstance(own.load(folder, "strategy", done.id), Strategy)


NO_IDS = [name for name in HOSTILE_NAMES if name != "own_own_own_"]
NO_IDS += ["own_", "own_../x", "own_a/b", "own_A", "own_a.yaml", "own_\u00e9", "own_a\n"]


@pytest.mark.parametrize("id_", NO_IDS)
def test_only_own_ids_are_read_written_or_deleted(tmp_path: Path, id_: str) -> None:
    (tmp_path / "passwd.yaml").write_text(STRATEGY, encoding="utf-8")
    folder = tmp_path / "own"
    for attempt in (own.read, own.load, own.delete):
        with pytest.raises(own.OwnError):
            attempt(folder, "strategy", id_)
    with pytest.raises(own.OwnError):
        own.save(folder, "strategy", STRATEGY, id_=id_)
    assert everything_below(tmp_path) == {Path("passwd.yaml")}


@pytest.mark.parametrize("text", HOSTILE_YAML.values(), ids=list(HOSTILE_YAML))
@pytest.mark.parametrize("kind", own.KINDS)
def test_hostile_text_is_refused_and_leaves_nothing(tmp_path: Path, kind: str, text: str) -> None:
    with pytest.raises((ScenarioError, own.OwnError)) as caught:
        own.save(tmp_path, kind, text)
    for language in ("en", "zh"):
        assert caught.value.in_language(language)
    assert not everything_below(tmp_path)
    with pytest.raises((ScenarioError, own.OwnError)):
        own.titled(text, "x") if text else own.parse(kind, text, "x")
        own.parse(kind, own.titled(text, "x"), "x")


def test_kept_and_found_again(tmp_path: Path) -> None:
    first = own.save(tmp_path, "strategy", STRATEGY)
    second = own.save(tmp_path, "strategy", STRATEGY)
    world = own.save(tmp_path, "world", WORLD)
    assert (
        [one.id for one in own.listing(tmp_path, "strategy")]
        == [first.id, second.id]
        == ["own_mine", "own_mine_2"]
    )
    assert own.read(tmp_path, "strategy", first.id) == STRATEGY
    assert world.name("zh") == "小镇"
    assert world.name("en") == "Town"
    found = own.load(tmp_path, "world", world.id)
    assert isinstance(found, World)
    assert found.opening_members == 20


def test_renaming_keeps_the_id_and_every_comment(tmp_path: Path) -> None:
    kept = own.save(tmp_path, "strategy", STRATEGY)
    done = own.rename(tmp_path, "strategy", kept.id, "  Two\nlines: [x] ", kept.digest)
    assert done.id == kept.id
    assert done.name("en") == "Two lines: [x]"
    assert "# loud" in own.read(tmp_path, "strategy", kept.id)
    with pytest.raises(own.OwnError):
        own.rename(tmp_path, "strategy", kept.id, " \n ")


def test_a_change_of_somebody_else_is_told_and_not_lost(tmp_path: Path) -> None:
    kept = own.save(tmp_path, "strategy", STRATEGY)
    theirs = STRATEGY.replace("0.25", "0.5")
    own.save(tmp_path, "strategy", theirs, id_=kept.id, digest=kept.digest)
    mine = STRATEGY.replace("0.25", "0.75")
    with pytest.raises(own.ConflictError) as caught:
        own.save(tmp_path, "strategy", mine, id_=kept.id, digest=kept.digest)
    assert caught.value.code == "changed"
    assert own.read(tmp_path, "strategy", kept.id) == theirs
    with pytest.raises(own.ConflictError):
        own.delete(tmp_path, "strategy", kept.id, kept.digest)
    own.save(tmp_path, "strategy", mine, id_=kept.id)
    assert own.read(tmp_path, "strategy", kept.id) == mine


def test_what_was_deleted_meanwhile_does_not_come_back_unasked(tmp_path: Path) -> None:
    kept = own.save(tmp_path, "strategy", STRATEGY)
    own.delete(tmp_path, "strategy", kept.id, kept.digest)
    own.delete(tmp_path, "strategy", kept.id, kept.digest)
    with pytest.raises(own.ConflictError) as caught:
        own.save(tmp_path, "strategy", STRATEGY, id_=kept.id, digest=kept.digest)
    assert caught.value.code == "gone"
    assert own.listing(tmp_path, "strategy") == []


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    """Twenty readers keep something of the same name at the same time."""

    def keep() -> None:
        own.save(tmp_path, "strategy", STRATEGY)

    threads = [threading.Thread(target=keep) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(own.listing(tmp_path, "strategy")) == 20
    assert all(one.readable for one in own.listing(tmp_path, "strategy"))
    assert not [path for path in (tmp_path / "strategies").iterdir() if path.name.startswith(".")]


def test_there_is_an_end_to_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST_FILES", 3)
    for _ in range(3):
        kept = own.save(tmp_path, "strategy", STRATEGY)
    with pytest.raises(own.OwnError) as caught:
        own.save(tmp_path, "strategy", STRATEGY)
    assert caught.value.code == "too_many"
    own.save(tmp_path, "strategy", STRATEGY, id_=kept.id, digest=kept.digest)
    own.save(tmp_path, "world", WORLD)


def test_other_files_of_the_folder_are_none_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "strategies"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text(STRATEGY, encoding="utf-8")
    (folder / "other.yaml").write_text(STRATEGY, encoding="utf-8")
    (folder / "own_folder.yaml").mkdir()
    (folder / "own_broken.yaml").write_bytes(b"title: \xff\n")
    if sys.platform != "win32":
        (folder / "own_link.yaml").symlink_to(tmp_path / "secret.yaml")
        with pytest.raises(own.OwnError):
            own.read(tmp_path, "strategy", "own_link")
    listed = own.listing(tmp_path, "strategy")
    assert [(one.id, one.readable) for one in listed] == [("own_broken", False)]


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere"
)
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(own.OwnError) as caught:
            own.save(tmp_path / "own", "strategy", STRATEGY)
        assert caught.value.code == "cannot_write"
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("", encoding="utf-8")
    with pytest.raises(own.OwnError) as caught:
        own.save(tmp_path / "own", "strategy", STRATEGY)
    assert caught.value.code == "cannot_write"
    assert own.listing(tmp_path / "own", "strategy") == []


def test_other_pages_find_shipped_and_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path))
    kept = own.save(own_scenarios.folder(), "strategy", STRATEGY)
    own.save(own_scenarios.folder(), "world", WORLD)
    broken = own_scenarios.folder() / "strategies" / "own_broken.yaml"
    broken.write_text("moves: [{move: nonsense}]\n", encoding="utf-8")
    found = own_scenarios.choices("strategy")
    assert [one.id for one in found] == [*strategies(), kept.id]
    assert found[0].name("en") == "Neglect"
    assert found[-1].name("zh") == "Mine"
    assert [one.id for one in own_scenarios.choices("world")] == [*worlds(), "own_town"]
    assert own_scenarios.load("strategy", kept.id) == own.parse("strategy", STRATEGY, "x")
    assert own_scenarios.load("strategy", "neglect") == Strategy()
    assert isinstance(own_scenarios.load("world", "strangers_60"), World)
    for asked in ("../x", str(broken), "own_nothing", "strangers_60"):
        with pytest.raises(own.OwnError):
            own_scenarios.load("strategy", asked)
    with pytest.raises(ScenarioError):
        own_scenarios.load("strategy", "own_broken")
