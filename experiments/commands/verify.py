"""``qunlab verify``: a sample of runs run again, and whether every number is the same."""

from __future__ import annotations

from pathlib import Path

from experiments.commands.output import as_json, progress
from experiments.commands.studying import runs_for
from experiments.studies.verify import Differs, Verification, claim_of
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

MOST_LINES = 10
MOST_COLUMNS = 8


def verify(what: Path, runs: int, threads: int, json: bool, language: str) -> int:
    """Verify, print what came of it, and say with the exit code whether all holds (0) or not (1).

    Raises:
        BadInputError: if there is nothing to verify.
    """
    from experiments.studies.study import provenance
    from experiments.studies.verify import verify as run_again

    claim = claim_of(what, runs)
    with runs_for(claim.record.study.materials, threads, None, None, language) as source:
        made_now = provenance(source.identities.version)
        with progress(text("command.running", language)) as report:
            found = run_again(claim, source, runs, made_now, report)
    print(as_json(found.as_dict()) if json else "\n".join(told(found, language)))
    return 0 if found.holds else 1


def told(found: Verification, language: str) -> list[str]:
    """What a person reads: what was run again, what differs, and why that may be."""
    lines = []
    values = {
        "rerun": number(found.rerun, language),
        "runs": number(found.runs, language),
        "differ": number(len(found.differ), language),
    }
    if not found.rerun:
        lines.append(text("verify.nothing", language))
    elif found.differ:
        lines.append(text("verify.differ", language, **values))
    else:
        lines.append(text("verify.same", language, **values))
    for code in found.changed:
        known = code in ("file", "record", "study")
        lines.append(
            text(f"verify.changed.{code}", language)
            if known
            else text("verify.changed.part", language, part=printable(code, 300))
        )
    if found.model_then != found.model_now:
        versions = {"then": printable(found.model_then or "–"), "now": found.model_now}
        lines.append(text("verify.model", language, **versions))
    if found.differ and found.made_then:
        made = {"then": ", ".join(found.made_then), "now": ", ".join(found.made_now)}
        lines.append(text("verify.made", language, **{name: printable(one) for name, one in made.items()}))
    lines += [_line(one, language) for one in found.differ[:MOST_LINES]]
    if len(found.differ) > MOST_LINES:
        rest = number(len(found.differ) - MOST_LINES, language)
        lines.append(text("verify.more", language, count=rest))
    return lines


def _line(one: Differs, language: str) -> str:
    run = {
        "world": printable(one.run.world),
        "strategy": printable(one.run.strategy),
        "seed": str(one.run.seed),
    }
    if one.error:
        return text("verify.line.error", language, **run, error=printable(one.error, 300))
    if one.identity:
        return text("verify.line.identity", language, **run)
    if not one.columns:
        return text("verify.line.digest", language, **run)
    shown = ", ".join(one.columns[:MOST_COLUMNS])
    if len(one.columns) > MOST_COLUMNS:
        rest = number(len(one.columns) - MOST_COLUMNS, language)
        shown = text("verify.line.more_columns", language, columns=shown, count=rest)
    return text("verify.line.columns", language, **run, columns=shown)
