"""A store keeps runs as they were, knows which it has, and answers questions about them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments import command_line
from experiments.commands.problems import BadInputError
from experiments.commands.sql import sql_command
from experiments.outcome_rows import COLUMNS
from experiments.runs import sql
from experiments.runs import store as store_module
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.identity import Identities
from experiments.runs.index import Index, entries, names_of
from experiments.runs.materials import Run, Scenario
from experiments.runs.pieces import Piece, PieceResult, Workshop
from experiments.runs.source import Runs
from experiments.runs.store import Store
from experiments.runs.store_errors import StoreError
from sim.records import DAY, EVENT_KINDS
from tests.command_lines import qunlab
from tests.filling import DAYS, Listed, listed, materials, outcomes

FAILING = Scenario.of("strangers_60", "neglect", {"world.psychology.answer_rate": -1.0})


def made_up(number: int, first: int = 0, error: str = "") -> tuple[list[str], PieceResult]:
    """Rows that no model made, with the names of runs."""
    runs = [Run(Scenario("strangers_60", "neglect"), first + place) for place in range(number)]
    rows = np.random.default_rng(first).normal(size=(number, len(COLUMNS)))
    rows[:, 0], rows[0, 1] = np.inf, -0.0
    if error:
        rows[:] = np.nan
    names = [Identities(materials()).run(run) for run in runs]
    result = PieceResult(
        Piece(0, tuple(runs)), rows, (error,) * number, np.full(number, 0.5), 100.0, "host", 7
    )
    return names, result


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "store", materials())
    yield made
    made.close()


def asked_of(store: Store, question: str) -> list[dict[str, object]]:
    answer = sql.ask(Store.open(store.folder), question, 1000)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def printed(capsys, folder: Path, question: str, *options: str) -> str:
    assert command_line.main(["sql", str(folder), question, *options, "--language", "en"]) == 0
    return capsys.readouterr().out


def small_parts(monkeypatch) -> None:
    monkeypatch.setattr(store_module, "RUNS_A_PART", 20)


# ---- what is kept


def test_rows_come_back_bit_by_bit_before_and_after_they_are_written(store) -> None:
    names, result = made_up(50)
    store.add(names, result)
    before = store.find(names)
    assert len(store) == store.waiting == 50
    assert not store.has(names).any()
    store.flush()
    for found in (before, store.find(names), Store.open(store.folder).find(names)):
        assert b"".join(found[name].tobytes() for name in names) == result.rows.tobytes()
    assert store.has(names).all()
    assert not store.has(made_up(3, 1000)[0]).any()
    assert store.names().astype(str).tolist() == sorted(names)
    assert not list(store.folder.rglob("*.tmp"))


def test_only_parts_that_are_asked_for_are_read_and_few_are_kept(store, monkeypatch) -> None:
    monkeypatch.setattr(store_module, "RUNS_A_PART", 5)
    parts = [made_up(5, first) for first in range(0, 100, 5)]
    for part in parts:
        store.add(*part)
    read = []
    whole = store_module.Shelf.table
    monkeypatch.setattr(
        store_module.Shelf,
        "table",
        lambda self, path, columns: read.append(path) or whole(self, path, columns),
    )
    for _ in range(4):
        for names, result in parts[3:6]:
            assert np.array_equal(store.find(names)[names[2]], result.rows[2])
    assert len(read) == len(set(read)) == 3
    for names, _ in parts:
        store.find(names)
    assert len(store._shelf._matrices) == 8


def test_others_see_parts_once_they_look_again(store) -> None:
    other = Store.open(store.folder)
    names, result = made_up(4)
    store.add(names, result)
    store.flush()
    assert len(other) == 0
    other.refresh()
    assert other.has(names).all()


def test_no_row_is_written_twice_whoever_comes_second(store) -> None:
    names, result = made_up(10)
    other = Store.open(store.folder)
    store.add(names, result)
    store.flush()
    other.add(
        names[5:], replace(result, rows=result.rows[5:], errors=result.errors[5:], seconds=result.seconds[5:])
    )
    more, further = made_up(5, 50)
    other.add(more, further)
    other.close()
    again = Store.open(store.folder)
    assert (len(again), again.doubles) == (15, 0)


def test_where_rows_stand_twice_each_run_is_read_once(store, tmp_path) -> None:
    names, result = made_up(10)
    twin = Store.create(tmp_path / "twin", materials())
    for one, some in ((store, slice(0, 7)), (twin, slice(3, 10))):
        part = replace(
            result, rows=result.rows[some], errors=result.errors[some], seconds=result.seconds[some]
        )
        part = replace(part, piece=Piece(0, result.piece.runs[some]))
        one.add(names[some], part)
        one.close()
    for kind in ("runs", "made"):
        for path in (twin.folder / kind).iterdir():
            path.rename(store.folder / kind / path.name)
    both = Store.open(store.folder)
    assert (len(both), both.doubles) == (10, 4)
    found, _, rows = outcomes(store.folder)
    assert (found, rows) == (sorted(names), 10)
    said = asked_of(store, "select count(*) as n, count(distinct run) as different from runs")
    assert said == [{"n": 10, "different": 10}]


def test_an_index_prefers_runs_that_went_through() -> None:
    index, names = Index(), names_of([f"{place:024x}" for place in range(6)])
    index.add(entries(names[:4], np.array([True, False, True, False]), 0))
    index.add(entries(names[::-1], np.array([False, False, True, True, True, False]), 1))
    assert index.names.tolist() == names.tolist()
    part, row = index.places(names)
    assert part.tolist() == [1, 0, 0, 0, 1, 1]
    assert row.tolist() == [5, 1, 2, 3, 1, 0]
    assert index.has_failed(names).tolist() == [False, False, True, False, False, False]
    assert index.doubles == 4
    index.drop([1])
    assert index.names.tolist() == names[1:4].tolist()


# ---- filling it


def test_a_plan_is_filled_once_and_gone_on_with(store, monkeypatch) -> None:
    small_parts(monkeypatch)
    plan, told = listed(100), []
    asked = iter(range(10**6))
    stopped = conduct(store, plan, Threads(1), block=16, should_stop=lambda: next(asked) > 60)
    assert 0 < stopped.computed < 100
    assert not stopped.finished
    assert len(store) == stopped.computed
    assert store.waiting == 0
    rest = conduct(store, plan, Threads(2), block=7, on_progress=lambda *progress: told.append(progress))
    assert (rest.there, rest.computed, rest.failed) == (stopped.computed, 100 - stopped.computed, 0)
    assert rest.finished
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert plan.most == 16
    again = conduct(store, plan, Threads(2))
    assert (again.there, again.computed, again.total) == (100, 0, 100)
    workshop = Workshop(store.materials)
    names = [Identities(store.materials).run(run) for run in plan.all]
    rows = workshop.piece(Piece(0, tuple(plan.all[40:60]))).rows
    found = store.find(names[40:60])
    assert np.array([found[name] for name in names[40:60]]).tobytes() == rows.tobytes()


def test_a_run_that_is_listed_twice_is_run_once(store) -> None:
    some = listed(30).all
    done = conduct(store, Listed(some + some[::-1]), Threads(2), block=20)
    assert (done.total, done.computed, done.there) == (60, 30, 30)


def test_failed_runs_are_rows_and_stay_until_they_are_tried_again(store, monkeypatch) -> None:
    plan = Listed([*listed(9).all, *(Run(FAILING, seed) for seed in range(3))])
    done = conduct(store, plan, Threads(1))
    assert (done.computed, done.failed) == (12, 3)
    kept = conduct(store, plan, Threads(1))
    assert (kept.computed, kept.failed, kept.there) == (0, 3, 12)
    tried = conduct(store, plan, Threads(1), retry_failed=True)
    assert (tried.computed, tried.failed) == (3, 3)
    assert (len(store), store.doubles, store.failed) == (12, 0, 3)
    said = asked_of(store, "select error, count(*) as n from runs where error <> '' group by 1")
    assert [row["n"] for row in said] == [3]
    assert "answer_rate" in said[0]["error"]
    # What was wrong is mended.
    monkeypatch.setattr(Workshop, "outcome", _mended(Workshop.outcome))
    mended = conduct(store, plan, Threads(1), retry_failed=True)
    assert (mended.computed, mended.failed, mended.there) == (3, 0, 9)
    assert (len(store), store.failed) == (12, 0)
    said = asked_of(store, "select count(*) as n, max(error) as e from runs")
    assert said == [{"n": 12, "e": ""}]


def _mended(outcome):
    def right(self, run, *, events=False):
        return outcome(
            self, replace(run, scenario=Scenario(run.scenario.world, run.scenario.strategy)), events=events
        )

    return right


def test_days_and_events_are_kept_on_request(store) -> None:
    plan = listed(6)
    conduct(store, plan, Threads(1), keep_days=True, keep_events=True)
    run = plan.all[4]
    name = Identities(store.materials).run(run)
    outcome = Workshop(store.materials).outcome(run, events=True)
    asked = f"select * exclude run from days where run = '{name}' order by day"
    days = asked_of(store, asked)
    assert [row.pop("day") for row in days] == list(range(1, DAYS + 1))
    for row, record in zip(days, outcome.daily, strict=True):
        np.testing.assert_array_equal(list(row.values()), [record[field] for field in DAY.names or ()])
        assert tuple(row) == DAY.names
    asked = f"select kind, t, value from events where run = '{name}'"
    events = asked_of(store, asked)
    assert [row["t"] for row in events] == outcome.events["t"].tolist()
    assert [row["kind"] for row in events] == [EVENT_KINDS[kind] for kind in outcome.events["kind"]]


def test_studies_find_their_runs_in_a_store(store) -> None:
    some = listed(12).all
    first = Runs(store.materials, store=store)
    rows = first.rows(some)
    store.flush()
    second = Runs(store.materials, store=Store.open(store.folder))
    assert second.rows(some).tobytes() == rows.tobytes()
    assert (first.computed, second.computed) == (12, 0)


# ---- what it is of


def test_a_store_of_other_runs_is_refused_in_a_sentence(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "store"
    names, result = made_up(3)
    store = Store.of_study(folder, materials())
    store.add(names, result)
    store.close()
    assert Store.of_study(folder, materials()).find(names).keys() == set(names)
    assert refused(lambda: Store.of_study(folder, materials(5))) == "store_other_materials"
    assert refused(lambda: Store.create(folder, materials())) == "store_there"
    assert refused(lambda: Store.open(tmp_path / "nowhere")) == "no_store"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    assert refused(lambda: Store.of_study(tmp_path / "other", materials())) == "store_not_empty"
    assert refused(lambda: Store.open(tmp_path / "other")) == "no_store"
    (tmp_path / "other" / "store.json").write_text("{]")
    assert refused(lambda: Store.open(tmp_path / "other")) == "no_store"
    monkeypatch.setattr(store_module, "model_version", lambda: "0" * 16)
    assert refused(lambda: Store.of_study(folder, materials())) == "store_other_model"
    older = Store.open(folder)
    assert older.find(names).keys() == set(names)
    assert refused(lambda: older.add(names, result)) == "store_other_model"
    assert refused(lambda: conduct(older, listed(3), Threads(1))) == "store_other_model"


def refused(work) -> str:
    with pytest.raises(StoreError) as found:
        work()
    for language in ("en", "zh"):
        assert "\n" not in found.value.in_language(language)
    return found.value.code


def test_the_plan_is_kept_with_the_store(tmp_path) -> None:
    Store.create(tmp_path / "store", materials(), {"name": "mine", "seeds": [1, 2]}).close()
    assert Store.open(tmp_path / "store").plan == {"name": "mine", "seeds": [1, 2]}


# ---- asking it


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / "store"
    store = Store.create(folder, materials())
    conduct(store, listed(30), Threads(1))
    store.close()
    return folder


def test_sql_shows_replaced_numbers_as_columns_in_three_forms(filled, capsys) -> None:
    question = (
        'select "world.psychology.answer_rate" as rate, count(*) as n, sum(joins) as joins, min(world) as world '
        "from runs join made using (run) where seconds > 0 group by 1 order by 1"
    )
    table = printed(capsys, filled, question).splitlines()
    assert table[0].split() == ["rate", "n", "joins", "world"]
    assert [line.split()[:2] for line in table[1:]] == [["0.1", "10"], ["0.2", "10"], ["0.3", "10"]]
    rows = json.loads(printed(capsys, filled, question, "--json"))["rows"]
    assert [(row["rate"], row["n"], row["world"]) for row in rows] == [
        (rate, 10, "strangers_60") for rate in (0.1, 0.2, 0.3)
    ]
    lines = printed(capsys, filled, question, "--csv").splitlines()
    assert lines[0] == "rate,n,joins,world"
    assert lines[1] == f"0.1,10,{rows[0]['joins']},strangers_60"


def test_sql_shows_as_many_rows_as_asked_for_and_says_so(filled, capsys) -> None:
    assert command_line.main(["sql", str(filled), "select seed from runs", "--limit", "4"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 5
    assert "4" in err
    assert printed(capsys, filled, "select seed from runs where seed < 0").strip() == "No rows."


@pytest.mark.parametrize(
    "question",
    [
        "select nothing from runs",
        "selec 1",
        "",
        "select 1; select 2",
        "copy runs to 'out.csv'",
        "attach 'other.db'",
        "create table mine as select 1",
        "drop view runs",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "select * from read_text('store.json')",
        "select * from 'store.json'",
        "select * from glob('*')",
        "select * from read_parquet('runs/*.parquet')",
        "select * from paths",
    ],
)
def test_sql_that_is_wrong_or_does_more_than_read_ends_in_a_sentence(filled, question) -> None:
    before = sorted(path.name for path in filled.rglob("*"))
    with pytest.raises(BadInputError) as found:
        sql_command(filled, question, 10, True, False, "en")
    assert "\n" not in found.value.in_language("zh")
    assert sorted(path.name for path in filled.rglob("*")) == before


def test_an_empty_store_can_be_asked(store) -> None:
    said = asked_of(store, "select count(*) as n, max(talk) as talk from runs")
    assert said == [{"n": 0, "talk": None}]


def test_no_store_is_one_sentence(tmp_path) -> None:
    missing = qunlab("sql", tmp_path / "no", "select 1", "--language", "zh")
    assert missing.returncode == 2
    assert len(missing.stderr.decode().splitlines()) == 1
