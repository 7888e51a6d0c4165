"""A strategy keeps its colour, its dash and its mark in every chart, in light and in dark.

The colours have a contrast of 3 : 1 or more against both backgrounds, and those of the first page stay apart
under the three kinds of colour blindness (distance in Oklab at least 0.115, Machado's simulation). Colour is
never alone: lines carry their names, and the strategies beyond the first page a dash of their own.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How a strategy is drawn.

    Attributes:
        colour: as #rrggbb.
        dash: Plotly's name of the line's dash.
        symbol: Plotly's name of the marker.
    """

    colour: str
    dash: str = "solid"
    symbol: str = "circle"

    def faded(self, alpha: float) -> str:
        """The colour with an opacity, for bands."""
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{alpha})"


STYLES: dict[str, Style] = {
    "hard_ads": Style("#b13f2c", "solid", "square"),
    "kol_sharing": Style("#2e689f", "solid", "diamond"),
    "shills": Style("#aa02fd", "solid", "x"),
    "red_packets": Style("#c78000", "solid", "triangle-up"),
    "trust_playbook": Style("#239bda", "solid", "circle"),
    "neglect": Style("#82868b", "solid", "circle-open"),
    "morning_report": Style("#8a6d3b", "dash", "square-open"),
    "one_ad_a_day": Style("#cc5a88", "dash", "triangle-down"),
    "useful_posts": Style("#4f8a2a", "dash", "star"),
    "light_care": Style("#6f7fd0", "dashdot", "hexagon"),
    "playbook_with_ads": Style("#a8538f", "dot", "pentagon"),
    "welcome_and_buddies": Style("#b0613f", "dash", "cross"),
    "columns": Style("#5a7d8c", "dash", "star-square"),
    "challenge_21": Style("#97771f", "dashdot", "hourglass"),
    "stewards": Style("#7d5fb2", "dash", "diamond-tall"),
    "full_service": Style("#2f8f5b", "solid", "star"),
    "co_creation": Style("#b5567a", "dashdot", "bowtie"),
    "relayed_classes": Style("#3c6c9c", "dashdot", "diamond-open"),
    "coupons": Style("#e0780c", "dash", "triangle-left"),
    "skimming": Style("#8a6d3b", "dot", "triangle-right"),
    "private_sales": Style("#c03c30", "dash", "x-open"),
    "pitching": Style("#cc5a88", "dot", "square-x"),
    "fission": Style("#4f8a2a", "dashdot", "hexagram"),
    "pulling_in": Style("#6f7fd0", "dot", "pentagon-open"),
    "purge": Style("#7b818b", "dot", "circle-x"),
    "probe_and_rescue": Style("#9a6fc0", "longdash", "star-diamond"),
}
_FURTHER = (
    Style("#5a7d8c", "longdash", "cross"),
    Style("#97771f", "longdashdot", "star-triangle-up"),
    Style("#7d5fb2", "longdash", "hourglass"),
    Style("#b0613f", "longdashdot", "bowtie"),
)

GREY = "#7b818b"
ZONE = "rgba(127,132,142,0.22)"
GRID = "rgba(127,132,142,0.28)"
MONEY = {
    "revenue": "#1f7fbf",
    "goods": "#8b9099",
    "packets": "#d2812a",
    "fees": "#9a6fc0",
    "rewards": "#4f8a2a",
    "staff": "#5c626d",
}
MONEY_PATTERNS = {"revenue": "", "goods": "", "packets": "/", "fees": ".", "rewards": "-", "staff": "x"}


def style_of(strategy: str) -> Style:
    """The style of a strategy, known or not; the same id always has the same."""
    return STYLES.get(strategy) or _FURTHER[zlib.crc32(strategy.encode()) % len(_FURTHER)]
