"""No words in the lab's code: all come from the catalogues, and none lies there unused."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.pages import PAGES
from scenarios.texts import LOCALE_FOLDER, has_text

APP = Path(__file__).resolve().parents[1] / "app"
FILES = sorted(APP.rglob("*.py"))
# What readers see is words with spaces or a capital letter; codes, keys and settings are neither.
LOOKS_LIKE_WORDS = re.compile(r"(?<![a-z])[A-Z][a-z]{2,}( |$)|[a-z]{2,} [a-z]{2,}")
NOT_FOR_READERS = {
    "screenshots.py",  # a command for those who make the documentation
}


def literals(tree: ast.AST) -> list[ast.Constant]:
    """String literals that are no docstrings, no keys of exceptions, and no part of HTML."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Raise):
            skipped |= {id(inner) for inner in ast.walk(node)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_words_in_the_code(path: Path) -> None:
    if path.name in NOT_FOR_READERS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in literals(tree):
        if node.value.startswith("qunlab "):
            continue  # a command to type is the same in every language
        value = re.sub(r"<style>.*?</style>", " ", node.value)
        value = re.sub(r"<[^>]*>?|[^<]*>", " ", value) if "<" in value or ">" in value else value
        if LOOKS_LIKE_WORDS.search(value) and not re.fullmatch(r"[\w.:/ -]*:material/\w+:[\w ]*", value):
            found.append(f"{path.name}:{node.lineno} {node.value!r}")
    assert found == []


def codes_in_the_code() -> set[str]:
    codes = set()
    for path in FILES:
        for node in literals(ast.parse(path.read_text(encoding="utf-8"))):
            if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", node.value):
                codes.add(node.value)
    return codes


def test_texts_named_in_the_code_exist() -> None:
    codes = {
        code for code in codes_in_the_code() if not re.match(r"(moves|st|app|server|browser|secrets)\.", code)
    }
    codes = {code for code in codes if not re.fullmatch(r"when\.\w+|\w+\.(css|md|py|png|yaml|js|html)", code)}
    missing = [code for code in sorted(codes) for language in ("en", "zh") if not has_text(code, language)]
    assert missing == []


def test_no_text_of_the_lab_lies_unused() -> None:
    with (LOCALE_FOLDER / "en" / "LC_MESSAGES" / "lab.po").open("rb") as file:
        codes = {str(message.id) for message in read_po(file) if message.id}
    source = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    titles = {f"{page.code}.nav" for page in PAGES}
    begun = {found.rstrip(".") for found in re.findall(r'f"([a-z_.]+)\{', source)}

    def used(code: str) -> bool:
        if (
            code in titles
            or f'"{code}"' in source
            or f"'{code}'" in source
            or any(code.startswith(f"{begin}.") for begin in begun)
        ):
            return True
        return code.endswith((".help", ".caption", ".body")) and used(code.rpartition(".")[0])

    assert [code for code in sorted(codes) if not used(code)] == []


def test_chinese_has_chinese_punctuation() -> None:
    text = (LOCALE_FOLDER / "zh" / "LC_MESSAGES" / "lab.po").read_text(encoding="utf-8")
    assert re.findall(r"[一-鿿][,;:?!()]|[,;:?!()][一-鿿]", text) == []
