"""Money is whole fen inside, yuan outside."""

from __future__ import annotations

import math

from pydantic_core import PydanticCustomError


def fen(yuan: float) -> int:
    """Whole fen for an amount in yuan, halves rounded up."""
    return math.floor(yuan * 100 + 0.5)


def whole_fen(yuan: float) -> float:
    """The amount itself, refused if it has a part of a fen.

    Raises:
        PydanticCustomError: if it has.
    """
    if round(yuan, 2) != yuan:
        raise PydanticCustomError(
            "part_of_a_fen", "{amount_yuan} yuan is no whole number of fen", {"amount_yuan": yuan}
        )
    return yuan


def check_portions(yuan: float, portions: int) -> None:
    """Refuse a red packet that the platform would not send: under a fen or above 200 yuan a portion.

    Raises:
        PydanticCustomError: if it is one. A packet of 0 yuan is none, and fine.
    """
    amount = fen(yuan)
    if 0 < amount < portions or amount > portions * 20_000:
        raise PydanticCustomError(
            "packet_portions",
            "{amount_yuan} yuan in {portions} portions",
            {"amount_yuan": yuan, "portions": portions},
        )
