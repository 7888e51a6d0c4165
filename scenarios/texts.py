"""Every word that a reader sees, in English and in Chinese, looked up by code.

Message ids are codes ("move.hard_ads"), never sentences, so that neither language is the master of the other. The
catalogues are plain .po files beside this one; all domains of a language are read into one `gettext` translation in
memory, once. Nothing is installed globally: two sessions may speak two languages at the same time.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES: tuple[str, ...] = ("en", "zh")
LOCALE_FOLDER = Path(__file__).parent / "locale"


class MissingText(KeyError):  # noqa: N818  # it says what is the matter
    """No catalogue of the language has this code.

    Attributes:
        code: The code asked for.
        language: The language asked for.
    """

    def __init__(self, code: str, language: str) -> None:
        super().__init__(f"{language}: {code}")
        self.code = code
        self.language = language


def language_of(tag: str | None) -> str:
    """One of `LANGUAGES` for a browser's or a system's language tag ("zh-Hant-TW", "en_GB.UTF-8", None)."""
    return "zh" if (tag or "").lower().replace("_", "-").split("-")[0] == "zh" else "en"


def catalogue_files(language: str) -> list[Path]:
    """The .po files of a language, by name."""
    return sorted((LOCALE_FOLDER / language / "LC_MESSAGES").glob("*.po"))


@lru_cache(maxsize=len(LANGUAGES))
def _translation(language: str) -> gettext.GNUTranslations:
    """All domains of a language as one translation.

    Raises:
        ValueError: If two catalogues of the language have the same code.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale="zh_Hans_CN" if language == "zh" else "en")
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file):
                code = message.id[0] if isinstance(message.id, list | tuple) else message.id
                if not code or message.fuzzy:
                    continue
                if code in whole:
                    raise ValueError(f"{path.name} has {code}, which another catalogue has already")
                whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def text(code: str, language: str, /, **values: Any) -> str:
    """The text of a code, with its {placeholders} filled in.

    Args:
        code: Message code.
        language: "en", "zh" or any language tag.
        values: What to put in; numbers should be formatted before (`scenarios.formats`).

    Raises:
        MissingText: If the language has no such code.
        KeyError: If a placeholder of the text has no value.
    """
    language = language_of(language)
    found = _translation(language).gettext(code)
    if found == code:
        raise MissingText(code, language)
    return found.format(**values) if values else found


def has_text(code: str, language: str = "en") -> bool:
    """Whether the language has a text of this code."""
    return _translation(language_of(language)).gettext(code) != code


def plural(code: str, n: int, language: str, /, **values: Any) -> str:
    """The text of a code in the grammatical number of `n`; {n} stands for the number, formatted.

    Raises:
        MissingText: If the language has no such code with plural forms.
    """
    from scenarios.formats import number

    language = language_of(language)
    found = _translation(language).ngettext(code, code, n)
    if found == code:
        raise MissingText(code, language)
    return found.format(**{"n": number(n, language), **values})
