"""Every kind of bad input to the command line ends in one sentence and exit code 2; no target is harmed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from experiments import command_line
from tests.command_lines import qunlab

# ---- bad input

W, S = "strangers_60", "neglect"
BAD = [
    ["nonsense"],
    ["rnu"],
    [""],
    ["run"],
    ["run", W],
    ["run", W, S, "more"],
    ["run", "community_15", S],
    ["run", W, "neglekt"],
    ["run", "", S],
    ["run", "no/such/file.yaml", S],
    ["run", "/", S],
    ["run", "/dev/null", S],
    ["run", "a\x01b", S],
    ["run", W, S, "--days", "0"],
    ["run", W, S, "--days", "-3"],
    ["run", W, S, "--days", "1.5"],
    ["run", W, S, "--days", "nan"],
    ["run", W, S, "--days", "1e3"],
    ["run", W, S, "--days", "9" * 5000],
    ["run", W, S, "--days", "１２"],
    ["run", W, S, "--days"],
    ["run", W, S, "--days="],
    ["run", W, S, "--seed", "-1"],
    ["run", W, S, "--seed", str(2**63)],
    ["run", W, S, "--seed", "x"],
    ["run", W, S, "--threads", "0"],
    ["run", W, S, "--threads", "1000000"],
    ["run", W, S, "--wage", "inf"],
    ["run", W, S, "--wage", "-1"],
    ["run", W, S, "--events", "/no/such/folder/e.parquet"],
    ["run", W, S, "--events", "/"],
    ["run", W, S, "--events", ""],
    ["run", W, S, "--events", "-"],
    ["run", W, S, "--events", "events.csv"],
    ["run", W, S, "--events", "a\x00.parquet"],
    ["run", W, S, "--events", "x" * 300 + ".parquet"],
    ["run", "a\x1b]0;b\x07", S],
    ["run", W, S, "--nonsense"],
    ["run", W, S, "--json=1"],
    ["run", W, S, "--language", "fr"],
    ["run", W, S, "--language"],
    ["compare"],
    ["compare", W],
    ["compare", W, S],
    ["compare", W, S, S],
    ["compare", W, S, "hard_adds"],
    ["compare", W, *[S] * 13],
    ["compare", W, S, "hard_ads", "--launches", "0"],
    ["compare", W, S, "hard_ads", "--launches", "10000000000"],
    ["compare", W, S, "hard_ads", "--first-seed", str(2**63 - 1)],
    ["compare", W, S, "hard_ads", "--death", "sleepy"],
    ["compare", W, S, "hard_ads", "--baseline", "kol_sharing"],
    ["compare", W, S, "hard_ads", "--save", "/"],
    ["schema", "nonsense"],
    ["lab", "--port", "0"],
    ["lab", "--port", "65536"],
    ["lab", "--port", "x"],
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_bad_input_is_one_sentence(
    arguments: Sequence[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["--language", language, *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1, shown.err
    assert 8 < len(shown.err) < 700
    assert "Traceback" not in shown.err
    assert shown.err.rstrip("\n").isprintable()
    if language == "zh" and "fr" not in arguments and arguments[-1] != "--language":
        assert re.search("[\u4e00-\u9fff]", shown.err)


def test_bad_input_in_a_process_of_its_own() -> None:
    for arguments in ([], ["run", W, S, "--days", "x"], ["run", W, "neglekt"]):
        found = qunlab(*arguments)
        assert found.returncode == 2
        assert found.stdout == b""
        assert len(found.stderr.decode().splitlines()) == 1


HOSTILE_FILES = {
    "nothing": b"",
    "a_list": b"- 1\n- 2\n",
    "bad_bytes": b"\xff\xfe\x00moves",
    "unknown_key": b"moves: []\nmooves: 3\n",
    "wrong_number": b"moves:\n  - move: hard_ads\n    when: {per_day: .nan}\n",
    "open_bracket": b"moves: [",
    "a_tag": b"!!python/object/apply:os.system ['true']\n",
    "billion_laughs": b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 107)),
    "cyclic": b"a: &a\n  b: *a\n",
    "deep": b"[" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_hostile_files_end_in_one_message(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_bytes(HOSTILE_FILES[name])
    for arguments in (("run", file, S), ("run", W, file)):
        found = qunlab(*arguments, "--days", "1")
        if name == "nothing" and found.returncode == 0:
            continue
        assert found.returncode == 2, found.stderr.decode()
        assert b"Traceback" not in found.stderr
        assert len(found.stderr.decode().splitlines()) == 1


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    found = qunlab("run", file, S)
    assert found.returncode == 2
    assert len(found.stderr.decode().splitlines()) == 1


def test_a_bug_is_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug\nin two lines")

    monkeypatch.setattr("experiments.commands.listings.show", broken)
    assert command_line.main(["worlds", "--language", "en"]) == 1
    shown = capsys.readouterr().err
    assert "RuntimeError: a bug in two lines" in shown
    assert len(shown.splitlines()) == 1
    monkeypatch.setenv("QUNLAB_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        command_line.main(["worlds"])


# ---- where the event log must not go


def refused_events(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    given = ["run", W, S, "--days", "2", "--language", "en", "--events", str(file)]
    assert command_line.main(given) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert ".qunlab-events" not in shown.err
    return shown.err


def test_events_go_into_no_pipe_and_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe, folder, link = tmp_path / "pipe.parquet", tmp_path / "folder.parquet", tmp_path / "link.parquet"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(pipe)
    assert "no plain file" in refused_events(pipe, capsys)
    assert "no plain file" in refused_events(link, capsys)
    assert "is a folder" in refused_events(folder, capsys)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == sorted([pipe, folder, link])


def test_events_replace_nothing_but_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "precious.parquet"
    file.write_text("a thesis", encoding="utf-8")
    assert "no Parquet file" in refused_events(file, capsys)
    assert file.read_text(encoding="utf-8") == "a thesis"
    file.unlink()
    for days in ("2", "3"):
        assert command_line.main(["run", W, "hard_ads", "--days", days, "--events", str(file)]) == 0
    assert pyarrow.parquet.read_table(file)["t"].to_pylist()[-1] > 2
    assert list(tmp_path.iterdir()) == [file]


def test_events_in_a_closed_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain_open = Path.open

    def closed(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if mode == "xb":
            raise PermissionError(13, "Permission denied", str(path))
        return plain_open(path, mode, *more, **named)

    monkeypatch.setattr(Path, "open", closed)
    assert "No file can be made in the folder" in refused_events(tmp_path / "e.parquet", capsys)
