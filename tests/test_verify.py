"""Verification: what is as it was passes; a changed byte, number, seed or part is found and named."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from experiments.command_line import main
from experiments.outcome_rows import COLUMNS, POSITION
from experiments.reports.html import as_script, record_in, sealed
from experiments.reports.report import report_of
from experiments.studies.study import digest
from experiments.studies.verify import compare
from scenarios.texts import LANGUAGES
from tests.saved_studies import saved, saved_runs


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison, a study with its runs, kept runs, and a report of each."""
    folder = tmp_path_factory.mktemp("made")
    saved("comparison", folder)
    saved("race", folder)
    saved_runs(folder / "sweep")
    for kind in ("comparison", "race", "sweep"):
        (folder / f"{kind}.html").write_bytes(report_of(folder / kind))
    return folder


def verify(what: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["verify", str(what), "--threads", "1", "--language", "en", *more])
    return code, capsys.readouterr().out


def copy_of(given: Path, folder: Path) -> Path:
    target = folder / given.name
    if given.is_dir():
        shutil.copytree(given, target)
    else:
        shutil.copy(given, target)
    return target


@pytest.mark.parametrize(
    "name", ["comparison", "race", "sweep", "comparison.html", "race.html", "sweep.html"]
)
def test_what_is_as_it_was_holds(made: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = verify(made / name, capsys)
    assert code == 0
    assert re.match(r"(24|32|\d+) of \d+ runs were run again, and every number is the same", said)
    assert len(said.splitlines()) == 1


def test_so_many_runs_as_asked_for(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = verify(made / "sweep", capsys, "--runs", "5", "--json")
    found = json.loads(said)
    assert (code, found["rerun"], found["runs"], found["holds"]) == (0, 5, 32, True)
    assert json.loads(verify(made / "comparison", capsys, "--runs", "50", "--json")[1])["rerun"] == 50


def test_any_byte_of_a_report_counts(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = copy_of(made / "comparison.html", tmp_path)
    content = report.read_bytes()
    place = content.index(b'<td class="numbers">', len(content) // 100) + len(b'<td class="numbers">')
    report.write_bytes(content[:place] + b"9" + content[place:])
    code, said = verify(report, capsys, "--runs", "2")
    assert code == 1
    assert "does not agree with its seal" in said


def with_record(content: bytes, record: dict[str, Any]) -> bytes:
    """A report with another record, sealed anew as a forger would."""
    begin = content.index(b'id="qunlab-record">') + len(b'id="qunlab-record">')
    changed = content[:begin] + as_script(record).encode() + content[content.index(b"</script>", begin) :]
    return re.sub(
        rb'qunlab-seal" content="[0-9a-f]{64}"',
        b'qunlab-seal" content="' + sealed(changed).encode() + b'"',
        changed,
        count=1,
    )


def test_a_forged_row_is_found_by_running_it_again(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = copy_of(made / "race.html", tmp_path)
    content = report.read_bytes()
    record = json.loads(json.dumps(record_in(content)))
    name = next(iter(record["rows"]))
    row = np.frombuffer(base64.b64decode(record["rows"][name]), dtype="<f8").copy()
    row[POSITION["talk"]] += 1.0
    record["rows"][name] = base64.b64encode(row.tobytes()).decode()
    report.write_bytes(with_record(content, record))
    code, said = verify(report, capsys)
    assert code == 1
    assert "study inside the file was changed" in said
    record["digest"] = digest(record)
    report.write_bytes(with_record(content, record))
    code, said = verify(report, capsys)
    assert code == 1
    assert "1 of them came out otherwise" in said
    assert said.splitlines()[-1].endswith("other numbers in talk")


def test_a_forged_world_or_seed_is_found(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = copy_of(made / "race.html", tmp_path)
    content = report.read_bytes()
    record = json.loads(json.dumps(record_in(content)))
    record["study"]["materials"]["worlds"]["strangers_60"]["psychology"]["stay"] = 0.3
    record["digest"] = digest(record)
    report.write_bytes(with_record(content, record))
    code, said = verify(report, capsys, "--runs", "3")
    assert code == 1
    assert "not the run that its name says" in said


def test_a_changed_number_of_a_comparison_is_found(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of(made / "comparison", tmp_path)
    table = pyarrow.parquet.read_table(folder / "launches.parquet")
    place = table.column_names.index("looks")
    looks = table.column("looks").to_numpy().copy()
    looks += 1e-9
    pyarrow.parquet.write_table(
        table.set_column(place, "looks", pyarrow.array(looks)), folder / "launches.parquet"
    )
    code, said = verify(folder, capsys, "--runs", "4")
    assert code == 1
    assert "The numbers in launches are not those that were written" in said
    assert "4 of them came out otherwise" in said
    assert "other numbers in looks" in said


def test_a_changed_result_of_a_study_is_found(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of(made / "race", tmp_path)
    path = folder / "study.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["result"]["runs"] += 1
    path.write_text(json.dumps(plain), encoding="utf-8")
    code, said = verify(folder, capsys, "--runs", "2")
    assert code == 1
    assert "study.json does not agree with its digest" in said


def test_a_damaged_part_is_found(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(made / "sweep", tmp_path)
    part = next((folder / "runs").glob("*.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))
    code, said = verify(folder, capsys)
    assert code == 1
    assert part.name in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_model_is_said_and_compared_all_the_same(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    folder = copy_of(made / "comparison", tmp_path)
    path = folder / "comparison.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    now, plain["provenance"]["model"] = plain["provenance"]["model"], "0123456789abcdef"
    path.write_text(json.dumps(plain), encoding="utf-8")
    code, said = verify(folder, capsys, "--runs", "3", "--language", language)
    assert code == 0
    assert "0123456789abcdef" in said and now in said


def test_comparing_rows() -> None:
    row = np.full(len(COLUMNS), np.nan)
    row[3] = -0.0
    import hashlib

    from experiments.studies.study import Sampled

    one = Sampled("w", "s", (), 1, "n", hashlib.sha256(row.tobytes()).hexdigest())
    assert compare(one, row, row) is None
    assert compare(one, row, None) is None
    other = row.copy()
    other[3] = 0.0
    for kept, columns in ((row, (COLUMNS[3],)), (None, ())):
        found = compare(one, other, kept)
        assert found is not None and found.columns == columns
    failed = compare(one, row, row, "ValueError: no")
    assert failed is not None and failed.error == "ValueError: no"


def test_what_is_no_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("<p>nothing</p>")
    (tmp_path / "false.html").write_text(
        '<script type="application/json" id="qunlab-record">{"format": 1}</script>'
    )
    for given in ("page.html", "false.html", "none.html", "."):
        assert main(["verify", str(tmp_path / given), "--language", "en"]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
