"""What the panel has before it: the description asked about, and under which id its world was kept."""

from __future__ import annotations

from dataclasses import dataclass

from app.session import Session
from experiments.my_group.description import Description


@dataclass
class MyGroupState:
    """Of one tab.

    Attributes:
        asked: what was last asked to be fitted; None if nothing yet.
        kept: id of the own world made of it, "" if none.
        problem: text of what is wrong with the fields.
        refused: text of why its world could not be kept.
        opened: whether the panel stands open.
    """

    asked: Description | None = None
    kept: str = ""
    problem: str = ""
    refused: str = ""
    opened: bool = False


def state_of(session: Session) -> MyGroupState:
    """This tab's state."""
    found: MyGroupState = session.pages.setdefault("my_group", MyGroupState())
    return found
