"""The player as a component: it gets the lives once and plays them in the browser, without asking the server."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("player_data", "player_feed", "player_network", "player_life", "player")
KEY = "replay-player"


@cache
def _sources() -> tuple[str, str, str]:
    """Markup, style and script, which is one module in several files."""
    markup, style = ((_HERE / f"player.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    scripts = [(_HERE / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    return markup, style, "\n".join(scripts)


_MARKUP, _STYLE, _SCRIPT = _sources()
_player = st.components.v2.component("qunlab_replay", html=_MARKUP, css=_STYLE, js=_SCRIPT)


def show_player(data: Mapping[str, Any], days: int) -> int | None:
    """Show the player; gives the day, from 0, on which it rests, or None before it has been touched.

    Args:
        data: of `app.replay.packing.packed`, and `day` and `go`: with another `go` the player goes to that day.
        days: horizon; what the browser says is not trusted to be within.
    """
    result = _player(key=KEY, data=dict(data), on_day_change=_nothing)
    day = result.get("day")
    return day if isinstance(day, int) and not isinstance(day, bool) and 0 <= day < days else None


def _nothing() -> None:
    """The day is read from the result; a callback has to be there for it to have one."""
