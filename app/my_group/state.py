"""What the panel has before it: the description asked about, and under which id its world was kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from app import links
from app.session import Session
from experiments.my_group.description import BOUNDS, Description

NAME = "group"
"""Of the description in a link."""
BETWEEN, UNKNOWN = "~", "-"


@dataclass
class MyGroupState:
    """Of one tab.

    Attributes:
        asked: what was last asked to be fitted; None if nothing yet.
        wanted: whether it is to be fitted now; a link's waits until somebody presses the button.
        kept: id of the own world made of it, "" if none.
        problem: text of what is wrong with the fields.
        refused: text of why its world could not be kept.
        opened: whether the panel stands open.
    """

    asked: Description | None = None
    wanted: bool = False
    kept: str = ""
    problem: str = ""
    refused: str = ""
    opened: bool = False

    def in_link(self) -> str:
        """The description as codes and numbers while the panel stands open with it, else ""."""
        return (
            ""
            if self.asked is None or not self.opened
            else BETWEEN.join(map(_written, self.asked.as_dict().values()))
        )


def state_of(session: Session) -> MyGroupState:
    """This tab's state, opened from the address when it is new."""
    found = session.pages.get("my_group")
    if isinstance(found, MyGroupState):
        return found
    given = links.given(NAME)
    asked = description_of(given) if given else None
    session.ignored += bool(given) and asked is None
    opened = MyGroupState(asked, opened=asked is not None)
    session.pages["my_group"] = opened
    return opened


def description_of(given: str) -> Description | None:
    """The description of a link; None if it is none that can stand."""
    parts, names = given.split(BETWEEN), [one.name for one in fields(Description)]
    if len(parts) != len(names):
        return None
    try:
        return Description(**{name: _read(name, part) for name, part in zip(names, parts, strict=True)})  # type: ignore[arg-type]
    except ValueError:
        return None


def _written(value: object) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else f"{value:.10g}"


def _read(name: str, part: str) -> object:
    if name == "answers":
        return {"0": False, "1": True}[part] if part in ("0", "1") else _no(part)
    if name not in BOUNDS:
        return part
    if part == UNKNOWN:
        return None
    number = int(part) if BOUNDS[name].whole and name not in ("messages", "speakers") else float(part)
    return number if math.isfinite(number) else _no(part)


def _no(part: str) -> object:
    raise ValueError(part)
