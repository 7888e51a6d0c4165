"""The command line as its users meet it: real processes, real files, and every kind of bad input."""

from __future__ import annotations

import errno
import io
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyarrow.parquet
import pytest

from experiments import command_line
from experiments.commands import problems
from experiments.commands.compare import mean_shown
from experiments.commands.lab import free_port
from experiments.commands.output import as_json, table, width
from experiments.comparison import Comparison
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.texts import text
from tests.command_lines import COMMANDS, ROOT, SMALL, good, qunlab, start

# ---- what there is


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([*command.split(), "--help", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert "…" not in shown
    assert "..." not in re.sub(r"(STRATEGY|COMMAND)(\.\.\.})?\.\.\.|ARGS\]\.\.\.", "", shown)
    assert ("用法" in shown) == (language == "zh")
    if language == "zh":
        assert "Show this message" not in shown
        assert "default:" not in shown


def test_the_language_is_the_systems_unless_given() -> None:
    assert "列出" in good("--help", LC_ALL="zh_CN.UTF-8").decode()
    assert "List" in good("--help", LC_ALL="de_DE.UTF-8").decode()
    assert "List" in good("--help", "--language", "en", LC_ALL="zh_CN.UTF-8").decode()
    assert "课程" in good("worlds", "--language=zh", LC_ALL="C").decode()


def test_the_list_of_commands_says_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--help", "--language", "en"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for command in COMMANDS:
        assert f"{command} {text(f'command.help.{command}', 'en')}" in shown


def test_an_unknown_command_is_answered_with_all_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["zzzzzz", "--language", "en"]) == 2
    assert f"there are {', '.join(COMMANDS)}." in capsys.readouterr().err
    assert command_line.main(["portfolo", "--language", "en"]) == 2
    assert "did you mean portfolio?" in capsys.readouterr().err


def test_help_waits_for_nothing_heavy() -> None:
    code = (
        "import sys; from experiments.command_line import main; main(['--help']); "
        "print([name for name in ('numpy', 'numba', 'scipy', 'pyarrow', 'pydantic', 'rich', 'streamlit', 'mesa',"
        " 'pandas', 'networkx', 'ruamel') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert found.stdout.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize("what", ["worlds", "strategies"])
def test_lists_give_the_id_first_and_plain(what: str) -> None:
    lines = good(what).decode().splitlines()
    ids = [line.split()[0] for line in lines]
    assert {"worlds": "community_150", "strategies": "trust_playbook"}[what] in ids
    assert "\x1b" not in "".join(lines)
    assert ids == [one["id"] for one in json.loads(good(what, "--json"))]
    chinese = good(what, "--language", "zh").decode().splitlines()
    assert ids == [line.split()[0] for line in chinese]
    assert chinese != lines


def test_schema() -> None:
    every = json.loads(good("schema"))
    assert set(every) == {"world", "strategy", "portfolio", "plan"}
    assert json.loads(good("schema", "both")) == every
    for what in every:
        assert json.loads(good("schema", what)) == every[what]
    parts = {"world": "channels", "strategy": "moves", "portfolio": "groups", "plan": "worlds"}
    assert all(parts[what] in every[what]["properties"] for what in every)


# ---- run


def test_run_gives_the_same_bytes_again_and_on_any_number_of_threads(tmp_path: Path) -> None:
    found = []
    for threads in ("1", "2", "3"):
        file = tmp_path / f"{threads}.parquet"
        command = (
            "run",
            *SMALL[:2],
            "--seed",
            "5",
            "--days",
            "20",
            "--threads",
            threads,
            "--events",
            file,
            "--json",
        )
        found.append((good(*command), file.read_bytes()))
    assert found[0] == found[1] == found[2]
    plain = json.loads(found[0][0])
    assert (plain["seed"], plain["days"]) == (5, 20)
    assert len(plain["daily"]["talk"]) == 20
    assert sum(plain["daily"]["talk"]) == plain["outcome"]["talk"]


def test_the_event_log_is_as_the_model_page_says(tmp_path: Path) -> None:
    file = tmp_path / "事件.parquet"
    shown = good("run", *SMALL[:2], "--days", "15", "--events", file).decode()
    assert "事件.parquet" in shown
    log = pyarrow.parquet.read_table(file)
    assert log.column_names == ["t", "kind", "member", "target", "message", "value"]
    assert [str(one) for one in log.schema.types] == ["double", "string", "int64", "int64", "int64", "double"]
    times = log["t"].to_pylist()
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] < 15
    assert {"join", "look"} <= set(log["kind"].to_pylist())
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_run_is_readable(language: str) -> None:
    shown = good("run", *SMALL[:2], "--days", "10", "--language", language).decode()
    assert "hard_ads" in shown
    assert len(shown.splitlines()) > 8
    assert not re.search(r"\bnan\b", shown)
    assert "{" not in shown


# ---- compare


def test_compare_gives_the_same_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    command = ("compare", *SMALL, "--launches", "7", "--days", "15", "--json")
    one = good(*command, "--threads", "1", "--save", tmp_path / "kept")
    assert one == good(*command, "--threads", "2") == good(*command, "--threads", "3")
    plain = json.loads(one)
    assert plain["strategies"] == ["hard_ads", "useful_posts"]
    assert plain["verdict"]["code"] == "need_more_launches"
    assert plain["results"]["hard_ads"]["lively"]["15"]["of"] == 7
    assert plain["failures"] == []
    assert Comparison.load(tmp_path / "kept").launches == 7


@pytest.mark.parametrize("language", ["en", "zh"])
def test_compare_is_readable(language: str) -> None:
    found = qunlab("compare", *SMALL, "--launches", "3", "--days", "10", "--language", language)
    assert found.returncode == 0
    shown = found.stdout.decode()
    assert "useful_posts" in shown
    assert "{" not in shown
    assert "\x1b" not in shown


def test_compare_takes_files(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("moves:\n  - move: hard_ads\n", encoding="utf-8")
    command = ("compare", "strangers_60", "neglect", mine, "--launches", "2", "--days", "8", "--json")
    assert json.loads(good(*command))["strategies"] == ["neglect", "mine"]


# ---- output that goes nowhere


@pytest.mark.parametrize("command", ["worlds", "schema", "--help"])
def test_a_closed_output_is_said(command: str) -> None:
    shell = f'"{sys.executable}" -m experiments.command_line {command} --language en >&-'
    found = subprocess.run(["sh", "-c", shell], capture_output=True, cwd=ROOT, check=False)
    assert found.returncode == 1
    assert found.stderr.decode() == "The output cannot be written: standard output is closed.\n"


@pytest.mark.parametrize("moment", ["write", "flush"])
def test_a_full_disk_is_said(
    moment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        pass

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    setattr(Full, moment, full)
    monkeypatch.setattr(sys, "stdout", Full())
    assert command_line.main(["worlds", "--language", "en"]) == 1
    assert capsys.readouterr().err == "The output cannot be written: No space left on device.\n"


# ---- what is said is fit for a terminal


def test_control_characters_are_escaped_and_long_words_cut() -> None:
    assert problems.quoted("a\x1b[2J\x07b") == r"'a\x1b[2J\x07b'"
    assert problems.quoted("x" * 61) == "'" + "x" * 59 + "\u2026'"
    assert problems.quoted("x" * 60) == "'" + "x" * 60 + "'"
    assert printable("\x1b" * 30) == r"\x1b" * 14 + "\u2026"


def test_comparing_few_days_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compare", *SMALL, "--launches", "20", "--days", "5", "--language"]
    assert command_line.main([*command, "en"]) == 0
    shown = capsys.readouterr().out
    assert "Too few days" in shown
    assert "5 days cannot show" in shown
    assert "longer than 7 days" in shown
    assert "\u201cFive hard ads a day\u201d" in shown
    assert "ever muted (mean)" in shown
    assert command_line.main([*command, "zh"]) == 0
    shown = capsys.readouterr().out
    assert "\u5929\u6570\u592a\u5c11" in shown
    assert re.search("\uff0920 ", shown)
    assert "\uff09 20 " not in shown.split("hard_ads")[0]


def test_small_means_are_not_nothing() -> None:
    assert [mean_shown(value, "en") for value in (0.0, 0.01, 0.06, 2.0)] == ["0", "<0.1", "0.1", "2"]


def test_nouns_follow_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["run", *SMALL[:2], "--days", "1", "--language", "en"]) == 0
    shown = capsys.readouterr().out
    assert "after 1 day." in shown
    assert "ever muted" in shown
    assert "those who have left since included" in shown
    assert counted("days", 1.0, "en", 1) == "1 day"
    assert counted("days", 1.2, "en", 1) == "1.2 days"


# ---- ends before the end


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    process = start("run", *SMALL[:1], "neglect", "--days", "120", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    shown = process.stderr.read().decode()
    assert process.wait(60) == 0
    assert "Traceback" not in shown
    assert "BrokenPipe" not in shown


def test_ctrl_c_ends_it_quietly() -> None:
    process = start("compare", "community_150", "neglect", "hard_ads", "--launches", "100000")
    assert process.stderr is not None
    shown = b""
    while b"/200000" not in shown:
        line = process.stderr.readline()
        assert line, shown
        shown += line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert b"Stopped." in err


# ---- the lab


def test_the_lab_takes_the_next_free_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port
    assert free_port(port) == port


def test_the_lab_opens_on_this_machine_only() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start("lab", "--port", str(port))
        assert process.stdout is not None
        try:
            assert f"{port} is taken" in process.stdout.readline().decode()
            url = process.stdout.readline().decode().split()[4]
            assert url.startswith("http://127.0.0.1:")
            until = time.monotonic() + 60
            while True:
                try:
                    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                        assert answer.read() == b"ok"
                    break
                except OSError:
                    assert time.monotonic() < until, "the lab did not open"
                    assert process.poll() is None
                    time.sleep(0.2)
        finally:
            process.send_signal(signal.SIGINT)
            out, shown = process.communicate(timeout=30)
    assert process.returncode == 0
    assert b"Traceback" not in shown
    assert b"Aborted" not in out + shown


# ---- small parts


def test_tables_stay_aligned_with_chinese() -> None:
    lines = table([["策略", "天"], ["ab", "1,000"]]).splitlines()
    assert [width(line) for line in lines] == [11, 11]
    assert lines[1] == "ab    1,000"


def test_json_has_no_nan() -> None:
    assert json.loads(as_json({"b": float("nan"), "a": [float("inf"), 1.5]})) == {"a": [None, 1.5], "b": None}


def test_the_longest_run_is_the_models() -> None:
    from sim.engine import LONGEST_RUN

    assert problems.MOST_DAYS == LONGEST_RUN
