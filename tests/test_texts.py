"""Texts: complete and alike in both languages, and nothing Chinese outside the catalogues."""

import datetime
import re
import string
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.pofile import read_po

import scenarios
from scenarios import formats
from scenarios.texts import LANGUAGES, MissingText, catalogue_files, has_text, language_of, plural, text
from sim.channels import CHANNEL_KINDS, Channel
from sim.hourly import HOURLY_NAMES
from sim.moves import MOVES
from sim.moves.base import Audience, Trigger, When, Whom
from sim.moves.column import Content
from sim.moves.wake_silent import WakeSilent
from sim.parameters import psychology_table
from sim.portfolio import GroupPlan, Portfolio
from sim.quantities import GRADES, quantities
from sim.settings import ENTRIES, PURPOSES, Settings
from sim.staffing import Staffing
from sim.strategy import Strategy
from sim.tie_patterns import Blocks, FromFile, InvitationTree, KolHub, SmallWorld, Strangers
from sim.world import Group, MemberEdit, Product, World

ROOT = Path(__file__).resolve().parents[1]
PATTERNS = (InvitationTree, SmallWorld, Blocks, KolHub, Strangers, FromFile)
DECLARATIONS = (
    World,
    Product,
    Group,
    MemberEdit,
    Channel,
    *PATTERNS,
    Strategy,
    Staffing,
    Settings,
    When,
    Whom,
    *MOVES,
    Portfolio,
    GroupPlan,
)


def catalogue(path):
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def names_of(path):
    return {path.name for path in catalogue_files("en")}


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def domains():
    return sorted({path.name for language in LANGUAGES for path in catalogue_files(language)})


@pytest.mark.parametrize("domain", domains())
def test_both_languages_have_the_same_codes_and_placeholders(domain):
    english, chinese = (
        catalogue(next(p for p in catalogue_files(lang) if p.name == domain)) for lang in LANGUAGES
    )
    assert english.keys() == chinese.keys()
    for code, message in english.items():
        for words in (*forms(message), *forms(chinese[code])):
            assert words.strip(), code
        wanted = set().union(*(placeholders(words) for words in forms(message)))
        found = set().union(*(placeholders(words) for words in forms(chinese[code])))
        assert wanted | {"n"} == found | {"n"}, code


@pytest.mark.parametrize("domain", domains())
def test_catalogues_are_in_their_language(domain):
    english, chinese = (
        catalogue(next(p for p in catalogue_files(lang) if p.name == domain)) for lang in LANGUAGES
    )
    han = re.compile("[\u4e00-\u9fff]")
    with_han = [code for code, message in english.items() if han.search("".join(forms(message)))]
    assert set(with_han) <= {"language.zh", "lab.language.zh"}, with_han
    if domain in {"model.po", "moves.po"}:
        for code, message in chinese.items():
            assert han.search("".join(forms(message))) or code in {"language.en", "error.in_file"}, code


def needed():
    for entry in (
        *scenarios.worlds().values(),
        *scenarios.strategies().values(),
        *scenarios.portfolios().values(),
        *scenarios.cases().values(),
    ):
        yield from (entry.label, f"{entry.label}.help")
    for move in MOVES:
        yield from (move.label(), f"{move.label()}.help")
        if move.risk:
            yield move.risk
    for entry in psychology_table():
        yield from (entry.code, f"{entry.code}.help", f"unit.{entry.unit}")
    for model in DECLARATIONS:
        yield from (f"field.{name}" for name in model.model_fields)
        yield from (f"unit.{entry.unit}" for entry in quantities(model))
    yield from (f"grade.{grade}" for grade in GRADES)
    yield from (f"channel.{kind}" for kind in CHANNEL_KINDS)
    yield from (f"hourly.{name}" for name in HOURLY_NAMES)
    yield from (f"tier.{tier}" for tier in ("strong", "medium", "weak"))
    yield from (f"audience.{who}" for who in get_args(Audience))
    yield from (f"trigger.{what}" for what in get_args(Trigger))
    yield from (f"entry.{kind}" for kind in ENTRIES)
    yield from (f"purpose.{aim}" for aim in PURPOSES)
    yield from (f"content.{kind}" for kind in get_args(Content))
    yield from (f"how.{way}" for way in get_args(WakeSilent.model_fields["how"].annotation))
    for pattern in PATTERNS:
        yield f"ties.{pattern.model_fields['pattern'].annotation.__args__[0]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_declared_has_its_text(language):
    missing = sorted({code for code in needed() if not has_text(code, language)})
    assert missing == []


def test_every_measure_and_event_has_its_text():
    records = pytest.importorskip("sim.records")
    codes = [f"measure.{name}" for name in records.DAY.names] + [
        f"event.{kind}" for kind in records.EVENT_KINDS
    ]
    assert [code for code in codes if not has_text(code)] == []


def test_every_error_code_of_the_loader_has_its_text():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scenarios").glob("*.py"))
    codes = set(re.findall(r'(?:ScenarioError|\.error|raise self\.error)\(\s*"([a-z_0-9]+)"', sources))
    assert len(codes) > 15
    assert [code for code in codes if not has_text(f"error.{code}")] == []


HAN = re.compile("[\u3400-\u9fff]")
LANGUAGE_DATA = {"scenarios/units.py"}  # spellings of units that users write, not texts


def test_no_chinese_text_in_the_code():
    """Strings in Chinese belong into the catalogues; comments and docstrings may quote a term."""
    import ast

    found = []
    for folder in ("sim", "scenarios", "experiments", "app"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if name in LANGUAGE_DATA:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            documentation = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            found += [
                f"{name}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and HAN.search(node.value)
                and id(node) not in documentation
            ]
    assert found == []


def test_texts_by_code():
    assert text("move.shills", "en") == "Shills"
    assert text("move.shills", "zh-Hans-CN") == "水军"
    assert "5" in text("error.too_many_aliases", "zh", most=5)
    with pytest.raises(MissingText):
        text("move.no_such_move", "en")
    with pytest.raises(MissingText):
        plural("move.no_such_move", 2, "en")
    with pytest.raises(KeyError):
        text("move.no_such_move", "zh")


def test_plurals(tmp_path, monkeypatch):
    from scenarios import texts

    bodies = {
        "en": ("nplurals=2; plural=(n != 1);", 'msgstr[0] "{n} day {x}"\nmsgstr[1] "{n} days {x}"'),
        "zh": ("nplurals=1; plural=0;", 'msgstr[0] "{n} 天 {x}"'),
    }
    for language, (header, body) in bodies.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "a.po").write_text(
            f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {header}\\n"\n\n'
            f'msgid "days"\nmsgid_plural "days"\n{body}\n',
            encoding="utf-8",
        )
    monkeypatch.setattr(texts, "LOCALE_FOLDER", tmp_path)
    texts._translation.cache_clear()
    try:
        assert plural("days", 1, "en", x="!") == "1 day !"
        assert plural("days", 1200, "en", x="!") == "1,200 days !"
        assert plural("days", 1, "zh", x="!") == "1 天 !"
    finally:
        texts._translation.cache_clear()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh"),
        ("zh_Hant_TW", "zh"),
        ("ZH", "zh"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_language_tags(tag, language):
    assert language_of(tag) == language


def test_numbers_as_readers_write_them():
    assert formats.number(1234567.891, "en", 2) == "1,234,567.89"
    assert formats.number(float("nan"), "en") == "–"
    assert formats.number(float("inf"), "zh") == "∞"
    assert formats.number(-0.001, "en") == "0"
    assert formats.signed(3, "en") == "+3"
    assert formats.signed(-3, "en") == "-3"
    assert formats.signed(0.2, "en") == "0"
    assert formats.share(0.255, "en", 1) == "25.5%"
    assert formats.money(123456, "en") == formats.money(123456, "zh") == "¥1,235"
    assert formats.money(-50, "en", 2) == "-¥0.50"
    assert formats.clock(9.5) == "09:30"
    assert formats.date(datetime.date(2024, 5, 1), "zh") == "2024年5月1日"
    assert formats.date(datetime.date(2024, 5, 1), "en") == "May 1, 2024"
