"""docs/add-a-move.md works as written: its file and texts are all that a new move takes.

The page's blocks go into a temporary folder, and a process of its own sees that folder as part of `sim.moves` and of
the catalogues. (A copy of the whole package would be compiled anew, for minutes.) Seeds are fixed, so there is no
false alarm.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "add-a-move.md"

AS_IF_ADDED = """
import importlib.abc, importlib.machinery, pathlib, sys

class Beside(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "sim.moves":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        spec.submodule_search_locations.append("moves")
        return spec

sys.meta_path.insert(0, Beside())
import scenarios.texts
scenarios.texts.LOCALE_FOLDER = pathlib.Path("locale").resolve()
"""
REPORT = """
import json
from scenarios.texts import text
from sim.moves import BY_CODE, BY_NUMBER
move = BY_CODE["birthday_greetings"]
codes = [move.label(), move.label() + ".help", *(f"field.{name}" for name in move.model_fields)]
print(json.dumps({
    "without": without,
    "with_greetings": with_greetings,
    "texts": {language: [text(code, language) for code in codes] for language in ("en", "zh")},
    "act": greetings.acts()[0],
    "no_dose": [
        Strategy.model_validate({"moves": [{"move": "birthday_greetings", **dose}]}).acts()
        for dose in ({"birthdays": 0}, {"when": {"per_day": 0}})
    ],
    "in_schema": "BirthdayGreetings" in scenarios.schema("strategy")["$defs"],
    "same_class": BY_NUMBER[move.number] is move,
}))
"""


def blocks(language: str) -> list[str]:
    page = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process reports that has the page's move."""
    folder = tmp_path_factory.mktemp("added")
    (module, trial), (english, chinese), (strategy,) = blocks("python"), blocks("po"), blocks("yaml")
    (folder / "moves").mkdir()
    (folder / "moves" / "birthday_greetings.py").write_text(module, encoding="utf-8")
    shutil.copytree(ROOT / "scenarios" / "locale", folder / "locale")
    for language, catalogue in (("en", english), ("zh", chinese)):
        (folder / "locale" / language / "LC_MESSAGES" / "my_moves.po").write_text(catalogue, encoding="utf-8")
    (folder / "birthdays.yaml").write_text(strategy, encoding="utf-8")
    (folder / "reader.py").write_text(AS_IF_ADDED + trial + REPORT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "reader.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def test_the_move_is_there_without_another_line(found):
    assert found["same_class"]
    assert found["in_schema"]
    assert (found["act"]["kind"], found["act"]["mentions"], found["act"]["every_days"]) == (1001, 4, 1)
    assert found["act"]["from_hour"] == 9.0


def test_dose_zero_is_no_move(found):
    assert found["no_dose"] == [[], []]


def test_it_has_its_texts_in_both_languages(found):
    assert found["texts"]["en"][0] == "Birthday greetings"
    assert re.search("[\u4e00-\u9fff]", "".join(found["texts"]["zh"][:2]))
    assert len(found["texts"]["en"]) == len(found["texts"]["zh"]) > 5


def test_it_does_what_the_page_says(found):
    """More messages than with nobody doing anything, in the sum of the eight launches and in most of them."""
    pairs = list(zip(found["without"], found["with_greetings"], strict=True))
    assert len(pairs) == 8
    assert sum(after for _, after in pairs) > 1.2 * sum(before for before, _ in pairs)
    assert sum(after > before for before, after in pairs) >= 6


def test_the_move_of_the_page_is_not_shipped():
    from sim.moves import BY_CODE

    assert "birthday_greetings" not in BY_CODE
    assert not (ROOT / "sim" / "moves" / "birthday_greetings.py").exists()
