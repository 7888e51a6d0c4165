"""The command ``qunlab``: worlds, strategies, schema, run, compare, probe, lab, micro, calibrate, profiles, patterns.

Bad input ends in one sentence on stderr and exit code 2, a run that failed in exit code 1, Ctrl-C in 130,
never in a traceback (unless the environment has ``QUNLAB_TRACEBACK``). What a command needs is imported
when it runs: ``--help`` is quick.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from experiments.commands.problems import (
    MOST_DAYS,
    MOST_LAUNCHES,
    MOST_SEED,
    MOST_THREADS,
    BadInputError,
    amount,
    quoted,
    whole,
)
from scenarios.errors import printable
from scenarios.texts import LANGUAGES, language_of, text

# The parser's own exceptions; where they live differs between versions of typer.
_parser_errors = sys.modules[typer.BadParameter.__module__]


class StoppedError(Exception):
    """Ctrl-C."""


class OutputClosedError(Exception):
    """There is no stdout."""


class ReaderGoneError(Exception):
    """Who was reading our output has closed it."""


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
        names = [
            "worlds",
            "strategies",
            "schema",
            "run",
            "compare",
            "probe",
            "lab",
            "micro",
            "calibrate",
            "profiles",
            "patterns",
            "portfolios",
            "portfolio",
            "cases",
            "coverage",
            "case",
            "ordinary",
        ]
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


def build(language: str) -> typer.Typer:
    """The commands, with their help in `language`."""

    class Group(typer.core.TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), language)

        def invoke(self, ctx: Any) -> Any:
            # The parser has its own ways of ending, which say nothing or exit by themselves.
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt:
                raise StoppedError from None
            except BrokenPipeError:
                raise ReaderGoneError from None

    class Command(typer.core.TyperCommand):
        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), language)

    def said(code: str) -> str:
        return text(f"command.help.{code}", language)

    app = typer.Typer(
        cls=Group,
        help=said("qunlab"),
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )

    def option(name: str, code: str, metavar: str) -> Any:
        return typer.Option(name, help=said(code), metavar=metavar)

    World = Annotated[str, typer.Argument(help=said("world"), metavar="WORLD", show_default=False)]
    Days = Annotated[str, option("--days", "days", "D")]
    Threads = Annotated[str, option("--threads", "threads", "N")]
    Json = Annotated[bool, typer.Option("--json", help=said("json"))]
    Wage = Annotated[str, option("--wage", "wage", "YUAN")]
    processors = str(os.cpu_count() or 1)

    @app.callback()
    def root(
        _language: Annotated[
            str, typer.Option("--language", help=said("language"), metavar="|".join(LANGUAGES))
        ] = language,
    ) -> None:
        pass

    @app.command(cls=Command, help=said("worlds"))
    def worlds(json: Json = False) -> None:
        from experiments.commands.listings import show

        show("worlds", language, json)

    @app.command(cls=Command, help=said("strategies"))
    def strategies(json: Json = False) -> None:
        from experiments.commands.listings import show

        show("strategies", language, json)

    @app.command(cls=Command, help=said("schema"))
    def schema(
        what: Annotated[
            str, typer.Argument(help=said("what"), metavar="[world|strategy]", show_default=False)
        ] = "both",
    ) -> None:
        from experiments.commands.listings import show_schema

        show_schema(what)

    @app.command(cls=Command, help=said("run"))
    def run(
        world: World,
        strategy: Annotated[
            str, typer.Argument(help=said("strategy"), metavar="STRATEGY", show_default=False)
        ],
        seed: Annotated[str, option("--seed", "seed", "N")] = "0",
        days: Days = "180",
        events: Annotated[str | None, option("--events", "events", "FILE.parquet")] = None,
        json: Json = False,
        threads: Threads = processors,
        wage: Wage = "40",
    ) -> None:
        checked = whole("--seed", seed, 0, MOST_SEED), whole("--days", days, 1, MOST_DAYS)
        whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = 100 * amount("--wage", wage, 0, 100_000)
        from experiments.commands.run import run as run_one

        run_one(world, strategy, *checked, events, json, language, wage_fen)

    @app.command(cls=Command, help=said("compare"))
    def compare(
        world: World,
        strategies: Annotated[
            list[str],
            typer.Argument(help=said("compared"), metavar="STRATEGY STRATEGY...", show_default=False),
        ],
        launches: Annotated[str, option("--launches", "launches", "N")] = "100",
        days: Days = "180",
        first_seed: Annotated[str, option("--first-seed", "first_seed", "N")] = "0",
        threads: Threads = processors,
        death: Annotated[str, option("--death", "death", "CODE")] = "first_silence_7",
        baseline: Annotated[str | None, option("--baseline", "baseline", "STRATEGY")] = None,
        save: Annotated[Path | None, option("--save", "save", "FOLDER")] = None,
        json: Json = False,
        wage: Wage = "40",
    ) -> None:
        number = whole("--launches", launches, 1, MOST_LAUNCHES)
        length = whole("--days", days, 1, MOST_DAYS)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = 100 * amount("--wage", wage, 0, 100_000)
        from experiments.commands.compare import compare as compare_all

        code = compare_all(
            world,
            strategies,
            number,
            length,
            first,
            at_a_time,
            death,
            baseline,
            save,
            json,
            language,
            wage_fen,
        )
        raise typer.Exit(code)

    @app.command(cls=Command, help=said("probe"))
    def probe(
        world: World,
        strategy: Annotated[
            str, typer.Argument(help=said("strategy"), metavar="STRATEGY", show_default=False)
        ],
        launches: Annotated[str, option("--launches", "probe_launches", "N")] = "100",
        days: Annotated[str, option("--days", "probe_days", "D,D")] = "7,30,60",
        portions: Annotated[str, option("--portions", "probe_portions", "N,N")] = "30",
        hour: Annotated[str, option("--hour", "probe_hour", "H")] = "20",
        first_seed: Annotated[str, option("--first-seed", "first_seed", "N")] = "0",
        threads: Threads = processors,
        json: Json = False,
    ) -> None:
        number = whole("--launches", launches, 1, MOST_LAUNCHES)
        at = amount("--hour", hour, 0, 23.99)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.probe import probe_command

        probe_command(world, strategy, number, days, portions, at, first, at_a_time, json, language)

    @app.command(cls=Command, help=said("lab"))
    def lab(port: Annotated[str, option("--port", "port", "N")] = "8501") -> None:
        checked = whole("--port", port, 1, 65_535)
        from experiments.commands.lab import lab as open_lab

        open_lab(checked, language)

    @app.command(cls=Command, help=said("micro"))
    def micro(
        path: Annotated[
            str | None, typer.Argument(help=said("micro_path"), metavar="PATH.parquet", show_default=False)
        ] = None,
        write: Annotated[bool, typer.Option("--write", help=said("micro_write"))] = False,
        json: Json = False,
    ) -> None:
        from experiments.commands.micro import micro as measure

        measure(path, write, json, language)

    Store = Annotated[
        str, typer.Argument(help=said("calibration_store"), metavar="STORE", show_default=False)
    ]

    @app.command(cls=Command, help=said("calibrate"))
    def calibrate(
        store: Store,
        stage: Annotated[
            str | None, option("--stage", "calibration_stage", "prior|emulate|polish|ensemble")
        ] = None,
        points: Annotated[str | None, option("--points", "calibration_points", "N")] = None,
        effort: Annotated[str, option("--effort", "calibration_effort", "E")] = "0.15",
        seed: Annotated[str, option("--seed", "calibration_seed", "N")] = "0",
        threads: Annotated[str, option("--threads", "calibration_threads", "N")] = processors,
        write: Annotated[bool, typer.Option("--write", help=said("calibration_write"))] = False,
        json: Json = False,
    ) -> None:
        number = None if points is None else whole("--points", points, 1, MOST_LAUNCHES)
        checked = amount("--effort", effort, 0.01, 100), whole("--seed", seed, 0, MOST_SEED)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.calibrate import calibrate as go_on

        raise typer.Exit(go_on(store, stage, number, *checked, at_a_time, write, json, language))

    @app.command(cls=Command, help=said("profiles"))
    def profiles(
        store: Store,
        effort: Annotated[str, option("--effort", "calibration_counted", "E")] = "0",
        json: Json = False,
    ) -> None:
        least = amount("--effort", effort, 0, 100)
        from experiments.commands.calibrate import profiles as show_profiles

        show_profiles(store, least, json, language)

    @app.command(cls=Command, help=said("patterns"))
    def patterns(
        effort: Annotated[str, option("--effort", "patterns_effort", "E")] = "1",
        seed: Annotated[str, option("--seed", "patterns_seed", "N")] = "0",
        threads: Threads = processors,
        json: Json = False,
    ) -> None:
        times = amount("--effort", effort, 0.01, 100)
        first = whole("--seed", seed, 0, MOST_SEED - MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.patterns import patterns as check

        check(times, first, at_a_time, json, language)

    @app.command(cls=Command, help=said("portfolios"))
    def portfolios(json: Json = False) -> None:
        from experiments.commands.listings import show

        show("portfolios", language, json)

    @app.command(cls=Command, help=said("portfolio"))
    def portfolio(
        given: Annotated[
            str, typer.Argument(help=said("portfolio_id"), metavar="PORTFOLIO", show_default=False)
        ],
        seed: Annotated[str, option("--seed", "seed", "N")] = "0",
        days: Days = "180",
        json: Json = False,
    ) -> None:
        checked = whole("--seed", seed, 0, MOST_SEED), whole("--days", days, 1, MOST_DAYS)
        from experiments.commands.portfolio import portfolio_command

        portfolio_command(given, *checked, json, language)

    @app.command(cls=Command, help=said("cases"))
    def cases(json: Json = False) -> None:
        from experiments.commands.listings import show

        show("cases", language, json)

    @app.command(cls=Command, help=said("case"))
    def case(
        given: Annotated[str, typer.Argument(help=said("case_id"), metavar="CASE", show_default=False)],
        launches: Annotated[str | None, option("--launches", "case_launches", "N")] = None,
        days: Annotated[str | None, option("--days", "case_days", "D")] = None,
        first_seed: Annotated[str, option("--first-seed", "first_seed", "N")] = "0",
        threads: Threads = processors,
        json: Json = False,
    ) -> None:
        number = None if launches is None else whole("--launches", launches, 1, MOST_LAUNCHES)
        length = None if days is None else whole("--days", days, 1, MOST_DAYS)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - (number or MOST_LAUNCHES))
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.cases import case_command

        case_command(given, number, length, first, at_a_time, json, language)

    @app.command(cls=Command, help=said("ordinary"))
    def ordinary(
        population: Annotated[str, option("--population", "ordinary_population", "POPULATION")] = "ordinary",
        groups: Annotated[str, option("--groups", "ordinary_groups", "N")] = "50",
        worlds: Annotated[str, option("--worlds", "ordinary_worlds", "M")] = "10",
        days: Annotated[str, option("--days", "ordinary_days", "D")] = "730",
        first_seed: Annotated[str, option("--first-seed", "first_seed", "N")] = "0",
        threads: Threads = processors,
        json: Json = False,
    ) -> None:
        number = whole("--groups", groups, 1, MOST_LAUNCHES)
        nested = whole("--worlds", worlds, 0, 10_000)
        length = whole("--days", days, 7, MOST_DAYS - 30)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number * max(1, nested))
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.ordinary import ordinary as ask

        ask(population, number, nested, length, first, at_a_time, json, language)

    @app.command(cls=Command, help=said("coverage"))
    def coverage(
        rows: Annotated[str | None, option("--rows", "coverage_rows", "C1,C5|C")] = None,
        launches: Annotated[str | None, option("--launches", "coverage_launches", "N")] = None,
        threads: Threads = processors,
        json: Json = False,
    ) -> None:
        number = None if launches is None else whole("--launches", launches, 2, MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.coverage import coverage as run_all

        run_all(rows, number, at_a_time, json, language)

    return app


if __name__ == "__main__":
    sys.exit(main())
