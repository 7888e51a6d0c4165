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
