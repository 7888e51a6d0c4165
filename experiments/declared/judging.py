"""Commands that judge: which strategy is best, how sure that is, what it hangs on, and why a group died."""

from __future__ import annotations

import typer

from experiments.declared import ab_test, autopsy, my_group, race, robust, search, sensitivity
from experiments.declared.shared import Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    for one in (race, robust, sensitivity, search, autopsy, ab_test, my_group):
        one.declare(app, words)
