"""Numbers that were written with a unit behind them, read as what they mean in the unit that is due.

Scenario files hold plain numbers; the unit is in the field's name. Who writes "5 yuan" or "2 小时" is told the number
to write instead.
"""

from __future__ import annotations

import re

_TIME = {"seconds": 1 / 86_400, "minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0}
_MONEY = {"fen": 0.01, "yuan": 1.0}
_SHARE = {"percent": 0.01, "share": 1.0}
_DIMENSIONS = (_TIME, _MONEY, _SHARE)

_SPELLINGS = {
    "seconds": "s sec secs second seconds 秒 秒钟",
    "minutes": "m min mins minute minutes 分钟",
    "hours": "h hr hrs hour hours 小时 个小时 时 点",
    "days": "d day days 天 日",
    "fen": "fen 分",
    "yuan": "yuan rmb cny ¥ ￥ 元 块 块钱",
    "percent": "% ％ percent 百分之",
}
_UNITS = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}

_SAME = {
    "day": "days",
    "hour": "hours",
    "chance": "share",
    "yuan_per_day": "yuan",
}
"""Units of fields in which a number counts like that of another unit."""

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_WITH_UNIT = re.compile(rf"^\s*([¥￥]?)\s*({_NUMBER})\s*(\S*)\s*$")
_CLOCK = re.compile(r"^\s*(\d{1,2})\s*[::]\s*(\d{2})\s*$")


def reading_of(text: str, unit: str) -> float | None:
    """The number that a text with a unit means, in `unit`; None where that cannot be told.

    Args:
        text: What was written, such as "5 yuan", "2h", "15%" or "20:30".
        unit: Unit code of the field.
    """
    due = _SAME.get(unit, unit)
    clock = _CLOCK.match(text)
    if clock is not None:
        return int(clock[1]) + int(clock[2]) / 60 if unit == "hour" else None
    match = _WITH_UNIT.match(text)
    if match is None:
        return None
    number = float(match[2])
    word = (match[1] or match[3]).lower()
    if not word:
        return number
    written = _UNITS.get(word)
    if written is None:
        return None
    for dimension in _DIMENSIONS:
        if written in dimension and due in dimension:
            return number * dimension[written] / dimension[due]
    return None
