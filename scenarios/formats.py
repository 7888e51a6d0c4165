"""Numbers, money, shares, hours and dates as a reader of the language writes them."""

from __future__ import annotations

import datetime
import math

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from scenarios.texts import language_of


def locale_of(language: str) -> str:
    """Babel's locale for a language."""
    return "zh_Hans_CN" if language_of(language) == "zh" else "en"


def _pattern(digits: int) -> str:
    return "#,##0." + "#" * digits if digits else "#,##0"


def number(value: float, language: str, digits: int = 0) -> str:
    """A number with thousands separators and at most `digits` decimals; ∞ for infinity, – for nothing."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    shown = format_decimal(value, _pattern(digits), locale=locale_of(language))
    return "0" if shown == "-0" else shown


def signed(value: float, language: str, digits: int = 0) -> str:
    """A number with its sign, + as well as -; zero has none."""
    shown = number(value, language, digits)
    return f"+{shown}" if value > 0 and shown != "0" else shown


def share(value: float, language: str, digits: int = 0) -> str:
    """A share 0..1 as a percentage."""
    if not math.isfinite(value):
        return number(value, language)
    pattern = _pattern(digits) + "%"
    return format_percent(value, pattern, locale=locale_of(language))


def money(fen: float, language: str, digits: int = 0) -> str:
    """An amount of fen as yuan, with the yuan sign."""
    if not math.isfinite(fen):
        return number(fen, language)
    pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
    return format_currency(
        fen / 100, "CNY", pattern, locale=locale_of(language), currency_digits=False
    ).replace("CN¥", "¥")


def clock(hour: float) -> str:
    """An hour of the day as 09:30."""
    minutes = math.floor(hour * 60 + 0.5)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def date(day: datetime.date, language: str) -> str:
    """A date in the language's medium form."""
    return format_date(day, "medium", locale=locale_of(language))
