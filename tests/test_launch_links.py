"""From page to page: which launches a comparison points to, and that each link says what the next page needs."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from app.asking import edited_strategy
from app.view import Edit, View
from experiments import edited_scenarios, own_scenarios
from experiments.definitions import DEFAULT, Definition
from experiments.telling_launches import telling_launches
from scenarios import own
from scenarios.library import strategies
from scenarios.loading import load_strategy
from tests.fabricated import fabricated, keep_answer

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"
EDIT = Edit("hard_ads", "moves.0.when.per_day", 3)
SMALL = View(
    strategies=("hard_ads", "kol_sharing", "trust_playbook"),
    launches=24,
    days=40,
    edits=(EDIT,),
    death="cold",
)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def links_of(page: AppTest) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Page, label and what it is to show, of each link."""
    found = [one.proto for one in page.get("page_link")]
    return [(one.page, one.label, parse_qs(one.query_string)) for one in found]


def test_launches_worth_a_look() -> None:
    comparison = fabricated(
        View(strategies=("hard_ads", "kol_sharing", "trust_playbook"), launches=40, days=60)
    )
    ads, sharing, playbook = telling_launches(comparison, 60)
    deaths = {name: comparison.deaths(name) for name in comparison.strategies}
    died = sorted(death for death in deaths["hard_ads"] if death <= 60)
    assert ads.died is not None
    assert deaths["hard_ads"][ads.died] == died[(len(died) - 1) // 2]
    assert (ads.seen, ads.beside) == (ads.died, "")
    for one in (sharing, playbook):
        assert one.beside == "hard_ads"
        assert one.seen is not None
        assert deaths[one.strategy][one.seen] > 60 >= deaths["hard_ads"][one.seen]
    (alone,) = [one for one in telling_launches(comparison, 60, DEFAULT, "trust_playbook") if not one.beside]
    assert alone.strategy == "trust_playbook"


def test_where_nothing_parts_the_widest_gap_is_shown() -> None:
    lives = {"hard_ads": 5.0, "red_packets": 6.0}
    comparison = fabricated(View(strategies=tuple(lives), launches=20, days=400), lives)
    _, packets = telling_launches(comparison, 400)
    gaps = abs(comparison.deaths("hard_ads") - comparison.deaths("red_packets"))
    assert packets.seen is not None
    assert gaps[packets.seen] == max(gaps)
    (first, _) = telling_launches(comparison, 1)
    assert first.died is None or comparison.deaths("hard_ads")[first.died] <= 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_compare_hands_over_world_launch_days_death_and_levers(language: str) -> None:
    comparison = keep_answer(SMALL)
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in {**SMALL.params(), "lang": language}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    watched = [params for code, _, params in links_of(page) if code == "replay"]
    asked = [params for code, _, params in links_of(page) if code == "autopsy"]
    assert [params["strategy"][0] for params in watched] == list(SMALL.strategies)
    # The changed strategy goes along wherever it is shown.
    assert all(params["edit"] == [str(EDIT)] and params["lang"] == [language] for params in watched)
    dead = [
        name for name in SMALL.strategies if (comparison.deaths(name, Definition.parse("cold")) <= 40).any()
    ]
    assert [params["strategy"][0] for params in asked] == dead
    for params in asked:
        seed = int(params["seed"][0])
        assert comparison.deaths(params["strategy"][0], Definition.parse("cold"))[seed] <= 40
        assert (params["world"], params["days"], params["death"]) == ([SMALL.world], ["40"], ["cold"])
        assert ("edit" in params) == (params["strategy"] == ["hard_ads"])


def test_a_strategy_with_changed_levers_is_a_file_that_reads_back() -> None:
    edited = edited_strategy("hard_ads", (EDIT,))
    path = edited_scenarios.keep("hard_ads", edited)
    assert path == edited_scenarios.keep("hard_ads", edited)
    found = load_strategy(str(path))
    assert found.title.en == "Five hard ads a day, levers changed"
    assert found.title.zh != found.title.en
    assert found.model_copy(update={"title": edited.title}) == edited
    assert edited_scenarios.keep("hard_ads", load_strategy("hard_ads")) != path


def test_a_title_of_ones_own_stays_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edited_scenarios, "KEPT", 1)
    text = strategies()["hard_ads"].path.read_text(encoding="utf-8")
    mine = own.duplicate(own_scenarios.folder(), "strategy", text, "*Mine*: 'x'")
    edited = edited_strategy(mine.id, (Edit(mine.id, "moves.0.when.per_day", 2),))
    path = edited_scenarios.keep(mine.id, edited)
    assert load_strategy(str(path)).title.en == "*Mine*: 'x', levers changed"
    for per_day in (3, 4):
        edited_scenarios.keep(
            "hard_ads", edited_strategy("hard_ads", (Edit(EDIT.strategy, EDIT.path, per_day),))
        )
    assert len(list(edited_scenarios.folder().iterdir())) == 2
    assert not path.exists()
