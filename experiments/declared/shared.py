"""What all declarations share: commands whose help is in one language, and makers of options and arguments."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import typer
import typer.core

from scenarios.texts import text

PROCESSORS = str(os.cpu_count() or 1)
"""What ``--threads`` is unless given."""


class StoppedError(Exception):
    """Ctrl-C."""


class ReaderGoneError(Exception):
    """Who was reading our output has closed it."""


def localised(shown: str, language: str) -> str:
    """A page of help with its headings, which the parser writes in English, in `language`."""
    for part in (
        "Usage:",
        "Arguments:",
        "Options:",
        "Commands:",
        "[required]",
        "[default:",
        "Show this message and exit.",
    ):
        code = part.strip("[]:.").lower().replace(" ", "_")
        shown = shown.replace(part, text(f"command.help.part.{code}", language))
    return shown


class Group(typer.core.TyperGroup):
    """``qunlab`` itself; the context's object is the language."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return localised(super().get_help(ctx), ctx.obj)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for.

        Raises:
            StoppedError: on Ctrl-C.
            ReaderGoneError: if nobody reads the output any more.
        """
        # The parser has its own ways of ending, which say nothing or exit by themselves.
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise StoppedError from None
        except BrokenPipeError:
            raise ReaderGoneError from None


class Command(typer.core.TyperCommand):
    """One command; the context's object is the language."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return localised(super().get_help(ctx), ctx.obj)


class Words:
    """Makers of commands, options and arguments whose help is in one language, by the codes ``command.help.<code>``."""

    def __init__(self, language: str) -> None:
        self.language = language

    def help(self, code: str) -> str:
        """What help says about something."""
        return text(f"command.help.{code}", self.language)

    def command(self, app: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Declare a function as the command `name`."""
        said = self.help(name)
        # In the list of commands the parser would cut a sentence short; one that is given as short stays whole.
        return app.command(name, cls=Command, help=said, short_help=said)

    def option(self, name: str, code: str, metavar: str) -> Any:
        """An option that takes a value."""
        return typer.Option(name, help=self.help(code), metavar=metavar)

    def flag(self, name: str, code: str) -> Any:
        """An option that is on or off."""
        return typer.Option(name, help=self.help(code))

    def argument(self, code: str, metavar: str) -> Any:
        """An argument; what it is if none is given stays unsaid."""
        return typer.Argument(help=self.help(code), metavar=metavar, show_default=False)

    @property
    def json(self) -> Any:
        """The option ``--json``."""
        return self.flag("--json", "json")

    @property
    def threads(self) -> Any:
        """The option ``--threads``."""
        return self.option("--threads", "threads", "N")

    @property
    def first_seed(self) -> Any:
        """The option ``--first-seed``."""
        return self.option("--first-seed", "first_seed", "N")
