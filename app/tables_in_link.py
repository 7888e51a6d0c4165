"""Which cards show their tables instead of their charts: the address alone knows, so that a link brings them back.

Leaving a page empties the address, and with it this; every page keeps it when it writes its own part.
"""

from __future__ import annotations

import re

import streamlit as st

NAME = "tables"
MOST = 20
_CARD = re.compile(r"[a-z][a-z0-9_]{0,39}")


def shows_table(card: str) -> bool:
    """Whether the address says that a card is turned to its table."""
    return card in _cards()


def turn(card: str, table: bool) -> None:
    """Make the address say which side a card shows."""
    there = _cards()
    if table != (card in there):
        cards = [*there, card] if table else [one for one in there if one != card]
        if cards:
            st.query_params[NAME] = ".".join(cards[-MOST:])
        else:
            del st.query_params[NAME]


def tables_in_link() -> dict[str, str]:
    """This part of the address, without what cannot be a card's name."""
    cards = _cards()
    return {NAME: ".".join(cards)} if cards else {}


def _cards() -> list[str]:
    given = st.query_params.get_all(NAME)
    named = (given[-1] if given else "")[: 41 * MOST].split(".")
    return list(dict.fromkeys(one for one in named if _CARD.fullmatch(one)))[:MOST]
