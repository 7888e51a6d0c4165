"""What can be taken along stands beside what it is the file of: on every page, for every chart and table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.autopsy.case import Case
from app.view import View
from experiments.comparison_files import launches_csv
from experiments.outcome_rows import COLUMNS
from tests.fabricated import fabricated, keep_answer
from tests.made_autopsies import keep_autopsy
from tests.test_page_links import page_of

SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=4, days=14)
GUESSED = {"lesson": "attention", "guess": "40~sharing"}
CARDS = ("field", "life", "difference", "activity", "cash", "hidden", "symptoms", "senses", "figures")
SHEETS = ("sheet-en", "sheet-zh")
OFFERED: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    ("compare", dict(SMALL.params()), (*(f"data-{card}" for card in CARDS), "report", "launches")),  # type: ignore[arg-type]
    ("replay", {"world": "strangers_60", "days": "10"}, ("replay-days-0", "replay-acts-0")),
    (
        "replay",
        {"world": "strangers_60", "days": "10", "beside": "neglect"},
        ("replay-days-0", "replay-acts-0", "replay-days-1", "replay-acts-1"),
    ),
    ("autopsy", {}, (*(f"data-autopsy_{one}" for one in ("causes", "signs", "rescue", "probe")), "autopsy_report")),
    ("lessons", {**GUESSED, "step": "reveal"}, ("data-lesson_life", "data-lesson_measures")),
    ("lessons", {**GUESSED, "step": "knob"}, ("data-lesson_knob", *SHEETS)),
    ("lessons", {"lesson": "after_ads", "guess": "topics", "launch": "7", "step": "why"}, SHEETS),
    ("lessons", {"done": "attention~3~40~sharing"}, SHEETS),
    ("library", {"entry": "hard_ads"}, ("library-download", "library-numbers")),
    ("library", {"shelf": "worlds", "entry": "strangers_60"}, ("library-download", "library-numbers")),
    ("library", {"shelf": "moves", "entry": "fission"}, ("library-numbers",)),
    ("library", {"shelf": "plans", "entry": "first_sweep"}, ("library-download",)),
    ("library", {"entry": "hard_ads", "edit": "copy"}, ("library-draft-download",)),
    ("about", {"part": "model"}, ("data-about.state", "data-about.look")),
    ("about", {"part": "evidence"}, ("data-about.evidence", "data-about.parameters")),
    ("about", {"part": "glossary"}, ("data-about.glossary",)),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(("code", "link", "expected"), OFFERED, ids=lambda one: str(one)[:40])
def test_what_is_shown_can_be_taken_along(code: str, link: dict[str, str], expected: tuple[str, ...]) -> None:
    keep_answer(SMALL)
    keep_autopsy(Case())
    page = page_of(code, {**link, "lang": "en"})
    offered = [one.proto.id for one in page.get("download_button")]
    missing = [key for key in expected if not any(one.endswith(f"-{key}") for one in offered)]
    assert missing == []
    assert all(one.proto.label for one in page.get("download_button"))


def test_the_file_of_launches_has_a_row_each() -> None:
    comparison = fabricated(SMALL)
    rows = list(csv.DictReader(io.StringIO(launches_csv(comparison).decode())))
    assert [(row["seed"], row["strategy"]) for row in rows[:3]] == [
        ("0", "hard_ads"), ("0", "trust_playbook"), ("1", "hard_ads"),
    ]  # fmt: skip
    assert len(rows) == 4 * 2
    assert set(COLUMNS) < set(rows[0])
    talk = comparison.column("trust_playbook", "talk")
    assert [float(row["talk"]) for row in rows if row["strategy"] == "trust_playbook"] == talk.tolist()
