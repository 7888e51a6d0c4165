"""The pages on the model say what the code says: tables, fields, ids, links, and the protocol's own structure."""

import re
from pathlib import Path

import pytest

from experiments import documents, field_meanings
from experiments.calibration.space import FREE_PARAMETERS, free_space
from experiments.patterns.definitions import PATTERNS
from sim import records
from sim.channels import Channel
from sim.moves import MOVES
from sim.parameters import psychology_table
from sim.portfolio import GroupPlan, Portfolio
from sim.settings import Settings
from sim.staffing import Staffing
from sim.world import Group, Product

MODEL, EVIDENCE = documents.DOCUMENTS
MEANINGS = {
    "MEMBER": {name: words for part in field_meanings.MEMBER_PARTS.values() for name, words in part.items()},
    **{name: getattr(field_meanings, name) for name in ("MESSAGE", "PACKET", "ACT", "DAY", "GROUP")},
}


def words_of(path):
    return path.read_text(encoding="utf-8")


def without_tables(path):
    return re.sub(r"<!-- table: .*?<!-- end -->", "", words_of(path), flags=re.DOTALL)


def test_the_tables_are_what_the_code_says():
    stale = [path.name for path in documents.drifted(documents.DOCUMENTS)]
    assert stale == [], "python -m experiments.documents writes them anew"


def test_every_table_has_its_place_in_a_document():
    placed = re.findall(r"<!-- table: (\w+) -->", words_of(MODEL) + words_of(EVIDENCE))
    assert sorted(placed) == sorted(documents.TABLES)


@pytest.mark.parametrize("record", MEANINGS)
def test_every_field_of_a_record_is_described_and_none_besides(record):
    assert set(MEANINGS[record]) == set(getattr(records, record).names)
    assert all(words.strip() for words in MEANINGS[record].values())


def test_no_field_of_a_member_is_described_twice():
    parts = field_meanings.MEMBER_PARTS.values()
    assert sum(map(len, parts)) == len(MEANINGS["MEMBER"])


def test_a_document_that_drifts_is_found_and_mended(tmp_path, monkeypatch, capsys):
    page = tmp_path / "model.md"
    page.write_text(
        words_of(MODEL).replace("| `attention_rate` |", "| `attention_speed` |"), encoding="utf-8"
    )
    monkeypatch.setattr(documents, "DOCUMENTS", (page,))
    assert documents.main(["--check"]) == 1
    assert "model.md" in capsys.readouterr().out
    assert "attention_speed" in words_of(page)
    assert documents.main([]) == 0
    assert words_of(page) == words_of(MODEL)
    assert documents.main(["--check"]) == 0


@pytest.mark.parametrize(
    "page",
    [
        "<!-- table: no_such_table -->\n<!-- end -->",
        "<!-- table: moves -->\n",
        "<!-- table: moves -->\n<!-- table: act -->\n<!-- end -->",
        "<!-- end -->",
    ],
)
def test_a_table_nobody_makes_or_without_an_end_is_an_error(page):
    with pytest.raises(ValueError, match="table"):
        documents.filled(page)


def test_identified_is_what_takes_little_of_its_prior(monkeypatch):
    narrow, wide = FREE_PARAMETERS[0], FREE_PARAMETERS[1]
    axes = {axis.name: axis for axis in free_space().axes}
    worlds = [
        {
            narrow: axes[narrow].value(0.4 + 0.2 * i / 59),
            **{name: axes[name].value(i / 59) for name in FREE_PARAMETERS if name != narrow},
        }
        for i in range(60)
    ]

    def verdicts():
        rows = [line.split(" | ") for line in documents.psychology().splitlines()]
        return {row[0].strip("| `"): row[7] for row in rows}

    monkeypatch.setattr(documents, "plausible_worlds", lambda: worlds)
    assert (verdicts()[narrow], verdicts()[wide], verdicts()["buy_rate"]) == ("yes", "no", "held fixed")
    monkeypatch.setattr(documents, "plausible_worlds", lambda: worlds[:10])
    assert verdicts()[narrow] == "free, not yet known"


def ids_in_code():
    found = {source for one in psychology_table() for source in one.sources}
    found |= {source for pattern in PATTERNS for source in pattern.sources}
    found |= {source for move in MOVES for source in move.sources}
    for model in (Settings, Staffing, Group, Product, Channel, Portfolio, GroupPlan, *MOVES):
        for field in model.model_fields.values():
            extra = field.json_schema_extra
            found |= set(extra.get("sources", ())) if isinstance(extra, dict) else set()
    return found


def ids_explained():
    """The ids in the first cell of a row of the evidence page; a pattern's part counts as the pattern."""
    cells = re.findall(r"^\| ([A-FV]\d+[^|]*?) \|", words_of(EVIDENCE), flags=re.MULTILINE)
    return [one.split(".")[0] for cell in cells for one in cell.split(", ")]


def test_every_id_in_the_code_and_in_the_pages_is_explained():
    named = {one for path in documents.DOCUMENTS for one in re.findall(r"\b[FV]\d\d\d?\b", words_of(path))}
    assert (ids_in_code() | named) - set(ids_explained()) == set()


def test_every_fact_and_practice_is_explained_once():
    explained = [one for one in ids_explained() if not one.startswith("V")]
    assert len(explained) == len(set(explained)) > 100


def test_the_description_follows_the_protocol():
    headings = re.findall(r"^## \d (.*)$", words_of(MODEL), flags=re.MULTILINE)
    assert headings[:7] == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]
    concepts = words_of(MODEL).split("## 4 Design concepts")[1].split("## 5")[0]
    assert re.findall(r"^### (.*)$", concepts, flags=re.MULTILINE) == [
        *("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction"),
        *("Sensing", "Interaction", "Stochasticity", "Collectives", "Observation"),
    ]


def slug(heading):
    """The anchor that a heading gets on code-hosting sites."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


@pytest.mark.parametrize("path", documents.DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_a_file_and_a_heading(path):
    links = re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", words_of(path))
    assert links
    for file, anchor in links:
        target = path.parent / file if file else path
        assert target.is_file(), file
        if anchor:
            headings = re.findall(r"^#+ (.*)$", words_of(target), flags=re.MULTILINE)
            assert anchor in {slug(heading) for heading in headings}, f"{file}#{anchor}"


def test_parameters_named_in_the_text_exist():
    """Any name in code type with an underscore is a parameter or a field: none is left from a former model."""
    known = {one.name for one in psychology_table()}.union(*MEANINGS.values())
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", without_tables(MODEL)))
    assert len(named) > 50
    assert named - known == set()


@pytest.mark.parametrize("path", documents.DOCUMENTS, ids=lambda path: path.name)
def test_chinese_is_punctuated_in_full_width(path):
    text = words_of(path)
    assert "\uff0c" in text
    assert re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text) == []


def test_the_documents_are_in_the_repository():
    assert {path.parent for path in documents.DOCUMENTS} == {Path(__file__).resolve().parents[1] / "docs"}
