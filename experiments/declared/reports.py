"""To be declared."""

import typer

from experiments.declared.shared import Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
