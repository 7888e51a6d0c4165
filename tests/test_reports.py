"""Reports: whole in both languages, safe whatever a title says, without network, for every kind of study."""

from __future__ import annotations

import json
import platform
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from babel.messages.pofile import read_po

import scenarios
from experiments import compare
from experiments.ab_test.results import ABPlan, DayPlan, Ignorance
from experiments.command_line import main
from experiments.measures import Measure
from experiments.reports.html import as_script, seal_of, sealed
from experiments.reports.report import report_of
from experiments.runs.materials import Materials, Scenario
from experiments.runs.source import Runs, launches_of
from experiments.searching.retest import Setting
from experiments.studies.restoring import restored
from experiments.studies.study import Study, finite
from scenarios.texts import LANGUAGES, catalogue_files
from tests.reading_reports import Read, codes_in, figures, read
from tests.saved_studies import COMMANDS, WORLD, saved, saved_runs

KINDS = (*COMMANDS, "sweep", "ab_test", "unknown")
HAN = re.compile("[\u4e00-\u9fff]")
MOST_BYTES = 6_000_000
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }} </title>"


def unknown_kind(folder: Path) -> Path:
    """A study of a kind without a page of its own."""
    strategies = {"useful_posts": scenarios.load_strategy("useful_posts")}
    materials = Materials.of({WORLD: scenarios.load_world(WORLD)}, strategies, 5)
    runs = Runs(materials)
    rows = runs.rows(launches_of([Scenario.of(WORLD, "useful_posts")], range(3)))
    result = {
        "share": 0.25,
        "sure": True,
        "arms": [{"strategy": "useful_posts", "mean": float(rows[:, 0].min())}, {"strategy": "neglect"}],
        "ends": {"low": None, "high": 3},
        "list": [1, 2.5],
    }
    study = Study.of("duel", ["duel", WORLD], {"world": WORLD, "measure": "messages"}, result, runs, 3)
    study.save(folder)
    return folder


def planned_test(folder: Path) -> Path:
    """A plan for a test with real groups, with made-up numbers."""
    strategies = {name: scenarios.load_strategy(name) for name in ("useful_posts", "hard_ads")}
    materials = Materials.of({WORLD: scenarios.load_world(WORLD)}, strategies, 20)
    runs = Runs(materials)
    runs.rows(launches_of([Scenario.of(WORLD, name) for name in strategies], range(3)))
    days = tuple(
        DayPlan(day, 9.0, 5.0, 4.0, low, 6.0, low > 0, 3.0, 2.0, groups, None, None, 1.0, 60, None, None)
        for day, low, groups in ((7, -1.0, None), (14, 1.0, 22), (20, 2.0, 18))
    )
    plan = ABPlan(
        "plan", "useful_posts", "hard_ads", "lively_days", "days", True, "first_silence_7", 0.95, 0.8,
        days, 20, 40, None, (), Ignorance(3, (4.0, -1.0, 2.5), 1 / 3, 0.0, 0.6, None), None, (), 6,
    )  # fmt: skip
    Study.of("ab_test", ["plan-test", WORLD], {"world": WORLD}, plan.as_dict(), runs, 6).save(folder)
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("studies")
    made = {kind: report_of(saved(kind, folder)) for kind in COMMANDS}
    made["sweep"] = report_of(saved_runs(folder / "sweep"))
    made["ab_test"] = report_of(planned_test(folder / "ab_test"))
    made["unknown"] = report_of(unknown_kind(folder / "unknown"))
    return made


@pytest.fixture(scope="module")
def known_codes() -> set[str]:
    codes = set()
    for path in catalogue_files("en"):
        with path.open("rb") as file:
            for message in read_po(file):
                codes.add(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return codes


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_whole_and_alone(reports: dict[str, bytes], kind: str) -> None:
    content = reports[kind]
    found = read(content)
    assert found.unclosed == []
    assert set(found.texts) == set(LANGUAGES)
    assert found.loads == [] and found.handlers == []
    assert "link" not in found.elements and "img" not in found.elements and "iframe" not in found.elements
    assert len(content) < MOST_BYTES
    assert seal_of(content) == sealed(content)
    assert found.labels.count("") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_are_complete(reports: dict[str, bytes], kind: str, known_codes: set[str]) -> None:
    found = read(reports[kind])
    assert not HAN.search(found.text("en"))
    assert HAN.search(found.text("zh"))
    for language in LANGUAGES:
        assert codes_in(found.texts[language], known_codes) == []
    # Every heading, table and chart of one language has its like in the other.
    counts = [len(re.findall(r"<(?:h2|table|figure|dt|th|td)\b", part)) for part in mains(reports[kind])]
    assert counts[0] == counts[1] > 20


def mains(content: bytes) -> list[str]:
    return re.findall(r"<main.*?</main>", content.decode("utf-8"), re.DOTALL)


@pytest.mark.parametrize("kind", KINDS)
def test_charts_can_be_drawn_and_are_not_cut_off(reports: dict[str, bytes], kind: str) -> None:
    found = read(reports[kind])
    drawn = figures(found)
    assert len(drawn) == found.elements.count("figure")
    assert kind == "unknown" or len(drawn) >= 2
    for figure in drawn.values():
        made = go.Figure(figure)
        for axis in (made.layout.xaxis, made.layout.yaxis):
            low, high = sorted(axis.range)
            assert low <= 0 <= high
        for trace in made.data:
            if trace.x is not None and made.layout.xaxis.range:
                low, high = made.layout.xaxis.range
                assert all(low <= float(value) <= high for value in trace.x)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_machine_is_told(
    reports: dict[str, bytes], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = read(reports[kind])
    told = found.text("en") + found.scripts["qunlab-record"] + "".join(mains(reports[kind]))
    folder = str(tmp_path_factory.getbasetemp())
    # What a user typed may be a path; these were given to --save, which no command line in a report repeats.
    assert folder not in told
    if platform.node():
        assert not re.search(rf"\b{re.escape(platform.node())}\b", told)


def test_every_chart_has_its_figures_as_a_table(reports: dict[str, bytes]) -> None:
    for content in reports.values():
        for part in mains(content):
            for figure in re.findall(r"<figure>.*?</figure>", part, re.DOTALL):
                assert "<table>" in figure
                assert 'aria-label="' in figure


def test_the_command_does_it_again(reports: dict[str, bytes]) -> None:
    shown = reports["comparison"].decode("utf-8")
    assert (
        "<code>qunlab compare strangers_60 useful_posts hard_ads neglect --launches 24 --days 20 --first-seed 0"
        in shown
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A report on a world and a strategy whose titles would take the page over."""
    folder = tmp_path_factory.mktemp("hostile") / "kept"
    title = {"en": HOSTILE, "zh": HOSTILE}
    world = scenarios.load_world(WORLD).model_copy(
        update={"title": type(scenarios.load_world(WORLD).title)(**title)}
    )
    strategies = {
        name: one.model_copy(update={"title": type(one.title)(**title)})
        for name, one in ((name, scenarios.load_strategy(name)) for name in ("neglect", "hard_ads"))
    }
    compare.run(world, strategies, 3, 10, world_id=WORLD).save(folder)
    return read(report_of(folder))


def test_titles_stay_text(hostile: Read, reports: dict[str, bytes]) -> None:
    usual = read(reports["comparison"])
    assert hostile.unclosed == []
    assert hostile.loads == [] and hostile.handlers == []
    assert hostile.elements.count("script") == usual.elements.count("script")
    assert "img" not in hostile.elements
    assert HOSTILE in hostile.text("en")
    for name in ("qunlab-record", "qunlab-figures"):
        assert "<" not in hostile.scripts[name]
    assert "alert(1)" in json.dumps(json.loads(hostile.scripts["qunlab-record"]))


def test_json_in_a_script_cannot_end_it() -> None:
    value = {"a": "</script><!--\u2028\u2029&", "b": [1.5, None]}
    shown = as_script(value)
    assert json.loads(shown) == value
    assert not set("<>&\u2028\u2029") & set(shown)


def test_results_come_back_from_their_records() -> None:
    plain: dict[str, Any] = {
        "number": 1, "trial": 4, "values": {"a": 1}, "searched": [1, None], "means": [2.5],
        "searched_gains": [], "better": ["messages"], "no_worse": False, "surely_better": False,
        "gains": [
            {"mean": 1.0, "low": None, "high": 2.0, "launches": 3, "more": 1, "same": 1, "fewer": 1,
             "saved": 1.0, "level": 0.95},
        ],
    }  # fmt: skip
    found = restored(Setting, plain, {"Difference.low": -1.0})
    assert found.values == {"a": 1.0} and found.means == (2.5,)
    assert found.searched[0] == 1.0 and found.searched[1] != found.searched[1]
    assert found.gains[0].low == -1.0 and found.gains[0].method == "student"
    measure = Measure("messages", "messages", True, 7.0)
    assert restored(Measure, finite(vars(measure))) == measure
    with pytest.raises(ValueError, match="Measure"):
        restored(Measure, ["messages"])


def test_the_command_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = saved_runs(tmp_path / "runs")
    assert main(["report", str(folder), "--language", "en"]) == 0
    assert (tmp_path / "runs.html").stat().st_size > 4_000_000
    assert main(["report", str(folder), "--output", str(tmp_path / "own.html"), "--json"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Written: ")
    assert json.loads(said[said.index("{") :])["bytes"] == (tmp_path / "own.html").stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.html", "runs", "runs.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_study_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    (tmp_path / "empty").mkdir()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "study.json").write_text("{}")
    old = tmp_path / "old"
    old.mkdir()
    (old / "comparison.json").write_text('{"format": 0}')
    for given in ("none", "empty", "broken", "old"):
        assert main(["report", str(tmp_path / given), "--language", language]) == 2
        said = capsys.readouterr().err
        assert len(said.splitlines()) == 1
    assert main(["report", str(tmp_path / "empty"), "--output", str(tmp_path), "--language", language]) == 2
