"""Money is whole fen inside, yuan outside."""

from __future__ import annotations

import math


def fen(yuan: float) -> int:
    """Whole fen for an amount in yuan, halves rounded up."""
    return math.floor(yuan * 100 + 0.5)
