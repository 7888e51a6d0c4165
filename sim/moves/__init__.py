"""The operator's moves: one small file each, found by themselves.

A new file in this folder with a subclass of `Move` is all it takes; no list has to be edited. The order is
that of the rows C1, C5 … in the list of systems.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from sim.moves.base import Move


def _discover() -> tuple[type[Move], ...]:
    for found in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{found.name}")
    classes = sorted(
        (cls for cls in Move.__subclasses__() if cls.__module__.startswith(f"{__name__}.")),
        key=lambda cls: cls.number,
    )
    numbers = [cls.number for cls in classes]
    if len(set(numbers)) < len(numbers):
        raise TypeError(f"two moves share a kind number: {numbers}")
    return tuple(classes)


MOVES: tuple[type[Move], ...] = _discover()
BY_CODE: dict[str, type[Move]] = {cls.kind(): cls for cls in MOVES}
BY_NUMBER: dict[int, type[Move]] = {cls.number: cls for cls in MOVES}

if TYPE_CHECKING:
    AnyMove = Move
else:
    AnyMove = Annotated[Union[MOVES], Field(discriminator="move")]  # noqa: UP007

__all__ = ["BY_CODE", "BY_NUMBER", "MOVES", "AnyMove", "Move"]
