"""The lab draws with the colours of its reports (`experiments.palette`)."""

from experiments.palette import (  # noqa: F401  # the lab's charts take them from here
    GREY,
    GRID,
    MONEY,
    MONEY_PATTERNS,
    STYLES,
    ZONE,
    Style,
    style_of,
)
