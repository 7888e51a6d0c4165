"""The About page: every part in both languages, what fails first, and nothing in the wrong language."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.about.glossary import TERMS, glossary
from app.about_page import PARTS
from app.library.sources import meaning
from app.wording import Words
from experiments import pattern_results
from experiments.model_card import citation, grade_counts, versions
from experiments.pattern_results import VERDICTS, stored
from experiments.patterns.definitions import PATTERNS
from scenarios.texts import has_text
from sim.parameters import psychology_table

HAN = re.compile("[\u3400-\u9fff]")


def open_about(language: str = "en", **params: str) -> AppTest:
    def script(language: str) -> None:
        from app.about_page import show_about
        from app.session import current
        from app.wording import Words

        show_about(current(), Words(language))

    page = AppTest.from_function(script, args=(language,), default_timeout=30)
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def said_on(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.header, page.markdown, page.caption) for one in kind]
    said += [one.value for kind in (page.warning, page.info) for one in kind]
    said += [table.value.to_csv() for table in page.table]
    return "\n".join(str(one) for one in said)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_part_in_every_language(language: str, part: str) -> None:
    page = open_about(language, part=part)
    said = said_on(page)
    assert page.header
    assert not re.search(r"\{\w+\}|\bnan\b|about\.\w+|glossary\.\w+", said)
    if language == "zh":
        assert HAN.search(said)
    elif part != "glossary":
        assert not HAN.search(said)


def test_the_first_part_says_what_it_must_not_be_used_for() -> None:
    page = open_about()
    assert "What it must not be used for" in [one.value for one in page.header]
    assert page.query_params.get("part") is None


def test_a_part_is_in_the_link_and_survives_the_language() -> None:
    page = open_about()
    page.button_group(key="about-part@en").set_value("patterns").run()
    assert page.query_params["part"] == ["patterns"] or page.query_params["part"] == "patterns"
    assert "Does the model show" in page.header[0].value


def test_a_part_that_is_not_there_falls_back() -> None:
    assert len(open_about(part="../secret").header) == 5


def test_the_stored_patterns_are_whole() -> None:
    found = stored()
    assert found is not None
    assert [one.key for one in found.results] == [one.key for one in PATTERNS]
    for pattern, result, verdict in found.rows():
        assert (result.low, result.strength) == (pattern.low, pattern.strength)
        assert result.passed == pattern.accepts(result.value)
        assert math.isinf(pattern.high) == math.isinf(result.high)
        assert verdict in (VERDICTS[:2] if pattern.judged else VERDICTS[2:])
    verdicts = [VERDICTS.index(verdict) for _, _, verdict in found.rows()]
    assert verdicts == sorted(verdicts)


def test_failing_patterns_come_first_and_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = json.loads(pattern_results.STORED.read_text(encoding="utf-8"))
    worst = next(one for one in plain["patterns"] if one["id"] == "V09")
    worst.update(value=0.99, passed=False)
    path = tmp_path / "stored.json"
    path.write_text(json.dumps({**plain, "model": "0" * 16}), encoding="utf-8")
    changed = stored(path)
    assert changed is not None
    assert not changed.current
    monkeypatch.setattr("app.about.patterns.stored", lambda: changed)
    from app.about.patterns import _current

    _current.clear()
    page = open_about(part="patterns")
    _current.clear()
    first = page.table[0].value.iloc[0]
    assert "Fails" in first["Verdict"]
    assert first["Pattern"] == "Gini of messages among posters"
    assert first["Model shows"] == "0.99"
    assert "10 of 11" in said_on(page)
    assert "The model has changed" in said_on(page)


def test_without_a_stored_result_the_page_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "stored.json"
    assert stored(broken) is None
    broken.write_text('{"effort": 1, "patterns": [{}]}', encoding="utf-8")
    assert stored(broken) is None
    monkeypatch.setattr("app.about.patterns.stored", lambda: None)
    page = open_about(part="patterns")
    assert "No stored result" in said_on(page)
    assert any("qunlab patterns" in one.value for one in page.code)


def test_every_parameter_has_a_grade_that_is_counted() -> None:
    counts = grade_counts()
    assert sum(counts.values()) == len(psychology_table())
    page = open_about(part="evidence")
    shown = {row["Rests on"]: row["Parameters"] for _, row in page.table[0].value.iterrows()}
    assert shown["Assumed"] == str(counts["assumed"])
    page.button_group(key="about-grade@en").set_value("assumed").run()
    assert len(page.table[1].value) == counts["assumed"]


def test_every_id_of_the_evidence_that_is_shown_says_what_it_stands_for() -> None:
    from sim import quantities
    from sim.channels import Channel
    from sim.moves import MOVES
    from sim.settings import Settings
    from sim.staffing import Staffing
    from sim.world import Group, Product

    ids = {id_ for one in psychology_table() for id_ in one.sources}
    ids |= {id_ for move in MOVES for id_ in move.sources}
    for model in (*MOVES, Channel, Settings, Staffing, Group, Product):
        ids |= {id_ for one in quantities.quantities(model) for id_ in one.sources}
    ids |= {id_ for one in PATTERNS for id_ in one.sources}
    assert len(ids) > 100
    for language in ("en", "zh"):
        assert [id_ for id_ in sorted(ids) if not meaning(id_, Words(language))] == []


def test_the_glossary_goes_both_ways() -> None:
    for code in TERMS:
        for language in ("en", "zh"):
            assert all(has_text(f"glossary.{code}{end}", language) for end in ("", ".pinyin", ".help"))
    english, chinese = glossary(Words("en")), glossary(Words("zh"))
    assert len(english.rows) == len(chinese.rows) == len(TERMS)
    assert any(row[0].startswith("水军") and row[1] == "shills" for row in english.rows)
    assert ("shills", "水军") in [row[:2] for row in chinese.rows]


def test_versions_and_citation_name_the_model() -> None:
    assert re.fullmatch("[0-9a-f]{16}", versions()["model"])
    assert versions()["model"] in citation()
    assert citation().count("{") == citation().count("}")
