"""The command line that describes a group: what a page asks a job to do, and what reproduces a result."""

from __future__ import annotations

from experiments.my_group.description import Description

MOST_NAME = 80
"""Characters of a world's name."""

OPTIONS: dict[str, str] = {
    "members": "--members",
    "age_days": "--age",
    "messages": "--messages",
    "speakers": "--speakers",
    "exits": "--exits",
    "newcomers": "--newcomers",
    "channel": "--channel",
    "known": "--known",
    "price_yuan": "--price",
    "margin": "--margin",
    "need_days": "--need",
    "ads": "--ads",
}
"""Field → option of ``qunlab my-group``."""


def command_of(description: Description, name: str = "", first_seed: int = 0) -> tuple[str, ...]:
    """Words of the command line, without "qunlab"; what is not known is left out."""
    words = ["my-group"]
    for field, option in OPTIONS.items():
        value = getattr(description, field)
        if value is None:
            continue
        words += [option, value if isinstance(value, str) else f"{value:.10g}"]
    words += ["--answers"] if description.answers else []
    words += [f"--name={name}"] if name else []
    return (*words, "--first-seed", str(first_seed))
