"""The command ``qunlab``: reading a command line, and saying what went wrong with it.

The commands are declared in `experiments.declared`. Bad input ends in one sentence on stderr and exit code 2, a run
that failed in exit code 1, Ctrl-C in 130, never in a traceback (unless the environment has ``QUNLAB_TRACEBACK``).
"""

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from experiments.commands.problems import BadInputError, quoted
from experiments.declared import evidence, judging, keeping, lessons, looking, replaying, running, scenarios
from experiments.declared.shared import Group, ReaderGoneError, StoppedError, Words
from scenarios.errors import printable
from scenarios.texts import LANGUAGES, language_of, text

# The parser's own exceptions; where they live differs between versions of typer.
_parser_errors = sys.modules[typer.BadParameter.__module__]


class OutputClosedError(Exception):
    """There is no stdout."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    language = system_language()
    try:
        language, given = chosen_language(given, language)
        if sys.stdout is None:
            raise OutputClosedError
        code = build(language)(args=given, standalone_mode=False, prog_name="qunlab")
        sys.stdout.flush()
        return int(code or 0)
    except (BrokenPipeError, ReaderGoneError):
        # Who was reading has seen enough. The stream must not be flushed again at exit.
        forget_output()
        return 0
    except (KeyboardInterrupt, StoppedError):
        say(text("command.stopped", language))
        return 130
    except OutputClosedError:
        say(text("command.error.output_closed", language))
        return 1
    except Exception as error:
        if os.environ.get("QUNLAB_TRACEBACK"):
            raise
        sentence, code = explained(error, language)
        if is_of_output(error):
            forget_output()
        say(sentence)
        return code


def say(sentence: str) -> None:
    """Print to stderr, if there is one."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)


def is_of_output(error: Exception) -> bool:
    """Whether an error says that what was printed cannot be written, as on a full disk."""
    codes = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
    return isinstance(error, OSError) and error.filename is None and error.errno in codes


def forget_output() -> None:
    """Let what is still to be printed go nowhere, so that the end of the process does not fail on it."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def system_language() -> str:
    """The language of the environment's locale."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next((os.environ[name] for name in names if os.environ.get(name)), None))


def chosen_language(given: list[str], usual: str) -> tuple[str, list[str]]:
    """The language asked for by ``--language``, wherever it stands, and the rest of the command line.

    Raises:
        BadInputError: if it is none of the lab's languages.
    """
    rest, language, arguments = [], usual, iter(given)
    for one in arguments:
        if one == "--":
            rest += [one, *arguments]
        elif one == "--language" or one.startswith("--language="):
            asked = one.partition("=")[2] if "=" in one else next(arguments, "")
            if asked not in LANGUAGES:
                raise BadInputError("language", found=quoted(asked), allowed=", ".join(LANGUAGES))
            language = asked
        else:
            rest.append(one)
    return language, rest


def explained(error: Exception, language: str) -> tuple[str, int]:
    """One sentence for an error, and the exit code."""
    if hasattr(error, "in_language"):
        return error.in_language(language), 2
    if isinstance(error, _parser_errors.UsageError):
        return usage_sentence(error, language), 2
    if isinstance(error, OSError) and is_of_output(error):
        return text("command.error.output", language, why=os.strerror(error.errno or 0)), 1
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return text("command.error.unexpected", language, what=printable(what, 500)), 1


def usage_sentence(error: Any, language: str) -> str:
    """What is wrong with the form of the command line."""
    import difflib

    command = getattr(error.ctx, "command_path", "qunlab") if error.ctx is not None else "qunlab"
    values = {"command": command, "help": f"{command} --help"}
    kind = type(error).__name__
    if kind == "MissingParameter" and error.param is not None:
        return text("command.error.missing", language, what=error.param.metavar or error.param.name, **values)
    if kind == "NoSuchOption":
        return text("command.error.option", language, found=quoted(error.option_name), **values)
    message = error.format_message()
    if message.startswith("No such command"):
        found = message.split("'")[1] if message.count("'") > 1 else message
        names = error.ctx.command.list_commands(error.ctx)
        near = difflib.get_close_matches(found, names, 1, 0.4)
        allowed = ", ".join(names)
        if near:
            return text("command.error.no_command_near", language, found=quoted(found), meant=near[0])
        return text("command.error.no_command", language, found=quoted(found), allowed=allowed)
    if "unexpected extra argument" in message:
        extra = message[message.rfind("(") + 1 :].rstrip(").")
        return text("command.error.extra", language, found=quoted(extra), **values)
    if "requires an argument" in message:
        return text(
            "command.error.no_value", language, found=quoted(getattr(error, "option_name", "")), **values
        )
    if "does not take a value" in message:
        return text("command.error.flag_value", language, found=quoted(message.split("'")[1]), **values)
    if kind == "NoArgsIsHelpError":
        return text("command.error.no_command_given", language, **values)
    return text("command.error.usage", language, what=printable(message, 300), **values)


def build(language: str) -> typer.Typer:
    """The commands, with their help in `language`."""
    words = Words(language)
    app = typer.Typer(
        cls=Group,
        help=words.help("qunlab"),
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={
            "help_option_names": ["--help", "-h"],
            "max_content_width": 100,
            "obj": language,
        },
    )

    @app.callback()
    def root(
        _language: Annotated[str, words.option("--language", "language", "|".join(LANGUAGES))] = language,
    ) -> None:
        pass

    for family in (scenarios, running, replaying, lessons, judging, keeping, looking, evidence):
        family.declare(app, words)
    return app


if __name__ == "__main__":
    sys.exit(main())
