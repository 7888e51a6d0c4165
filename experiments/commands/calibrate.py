"""``qunlab calibrate`` and ``qunlab profiles``: which parameter values agree with the evidence."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from experiments.calibration.ensemble import FILE, write_ensemble
from experiments.calibration.profiles import Profile, profiles_of
from experiments.calibration.space import free_space
from experiments.calibration.store import Point, Store, is_store
from experiments.calibration.version import model_version
from experiments.calibration.waves import (
    DEFAULT_POINTS,
    STAGES,
    EvaluationError,
    passing,
    run_stage,
    stage_of,
)
from experiments.calibration.workers import EVALUATOR, ChangedModelError, Workers
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, quoted
from scenarios.errors import printable
from scenarios.formats import number, share
from scenarios.texts import text

LEAST_SECONDS = 120.0
"""An evaluation is given up after so long,"""

SECONDS_FOR_EFFORT = 600.0
"""or after so long times its effort, if that is more."""


def calibrate(
    given: str,
    stage: str | None,
    points: int | None,
    effort: float,
    seed: int,
    threads: int,
    write: bool,
    json: bool,
    language: str,
    evaluator: str = EVALUATOR,
) -> int:
    """Go through one stage of a calibration, or all of them, and say how it stands.

    Args:
        given: the store's folder.
        stage: one of `STAGES`, or None for all.
        points: how many the stage is to have; its usual number if None.
        effort: of an evaluation.
        seed: first seed of the evaluations.
        threads: evaluations at a time, each in a process of its own.
        write: do not evaluate anything, but write the plausible points to the file that ships.
        json: print JSON.
        language: of the output.
        evaluator: what measures the patterns.

    Returns:
        The exit code: 1 if evaluations failed one after another or the model changed meanwhile.

    Raises:
        BadInputError: if the folder, the stage or what is installed does not allow it.
    """
    if stage is not None and stage not in STAGES:
        raise BadInputError("calibration_stage", found=quoted(stage), allowed=", ".join(STAGES))
    stages = STAGES if stage is None else (stage,)
    store = opened(given, must_exist=write)
    version = model_version()
    try:
        if write:
            _write(store.points(version), effort, json, language)
            return 0
        if "polish" in stages and find_spec("optuna") is None:
            raise BadInputError("optuna_missing")
        limit = max(LEAST_SECONDS, SECONDS_FOR_EFFORT * effort)
        with Workers(threads, effort, seed, version, limit, evaluator) as workers:
            for name in stages:
                if name == "ensemble" and not store.points(version):
                    raise BadInputError("calibration_no_points")
                wanted = DEFAULT_POINTS[name] if points is None else points
                one = stage_of(name, free_space(), effort, seed, wanted)
                with progress(text(f"calibration.stage.{name}", language), STEPS) as report:
                    run_stage(one, wanted, store, workers, version, report)
    except EvaluationError as error:
        print(text("calibration.fails", language, what=printable(str(error), 300)), file=sys.stderr)
        return 1
    except ChangedModelError:
        print(text("calibration.changed", language), file=sys.stderr)
        return 1
    finally:
        store.close()
    _say(store.points(version), effort, json, language)
    return 0


def profiles(given: str, effort: float, json: bool, language: str) -> None:
    """Print the profile of each free parameter.

    Args:
        given: the store's folder.
        effort: points count as plausible if they were evaluated with this effort at least.
        json: print JSON.
        language: of the table.

    Raises:
        BadInputError: if there is no such store, or it has no points of this model.
    """
    store = opened(given, must_exist=True)
    points = store.points(model_version())
    if not points:
        raise BadInputError("calibration_no_points")
    plausible = passing(points, effort)
    found = profiles_of(free_space(), points, plausible)
    if json:
        listed = [vars(one) for one in found]
        print(as_json({"points": len(points), "plausible": len(plausible), "profiles": listed}))
        return
    print(_counts(points, plausible, language) + "\n")
    columns = ("parameter", "prior", "plausible", "share", "middle", "verdict")
    heading = [text(f"calibration.column.{name}", language) for name in columns]
    print(table([heading, *(_row(one, language) for one in found)]))


def opened(given: str, must_exist: bool) -> Store:
    """The store in a folder, read.

    Raises:
        BadInputError: if something else is there, or nothing and it must exist.
    """
    folder = Path(given)
    try:
        there = folder.is_dir() and is_store(folder)
        usable = there or not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        if not usable or (must_exist and not there):
            raise BadInputError("no_calibration", found=quoted(given))
        store = Store(folder)
        if not there:
            folder.mkdir(parents=True, exist_ok=True)
        store.refresh()
    except (OSError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError("no_calibration", found=quoted(given)) from None
    return store


def _write(points: list[Point], effort: float, json: bool, language: str) -> None:
    plausible = passing(points, effort)
    if not plausible:
        raise BadInputError("calibration_none_plausible", effort=f"{effort:g}")
    write_ensemble(free_space(), plausible)
    if json:
        print(as_json({"written": len(plausible), "file": FILE.name}))
    else:
        print(text("calibration.written", language, count=number(len(plausible), language), file=FILE.name))


def _say(points: list[Point], effort: float, json: bool, language: str) -> None:
    plausible = passing(points, effort)
    best = min(points, key=lambda point: (point.judgement.rank, point.key), default=None)
    if json:
        failed = sum(point.results is None for point in points)
        counts = {"points": len(points), "plausible": len(plausible), "failed": failed}
        shown = None if best is None else {"values": best.values, **vars(best.judgement)}
        print(as_json({**counts, "best": shown}))
        return
    print(_counts(points, plausible, language))
    if best is not None:
        judged = best.judgement
        values = {
            "loss": number(judged.loss, language, 2),
            "strong": f"{judged.three_star[0]}/{judged.three_star[1]}",
            "good": f"{judged.two_star[0]}/{judged.two_star[1]}",
            "far": ", ".join(
                f"{label} {number(far, language, 2)}"
                for label, far in zip(judged.worst, judged.maxima, strict=False)
            ),
        }
        print(text("calibration.best", language, **values))


def _counts(points: list[Point], plausible: list[Point], language: str) -> str:
    failed = sum(point.results is None for point in points)
    counts = {"points": len(points), "plausible": len(plausible), "failed": failed}
    return text("calibration.counts", language, **{name: number(n, language) for name, n in counts.items()})


def _row(one: Profile, language: str) -> list[str]:
    known = one.plausible is not None
    return [
        one.name,
        _range(one.prior),
        _range(one.plausible) if one.plausible is not None else "–",
        share(one.share, language) if known else "–",
        share(one.middle, language) if known else "–",
        text(f"calibration.verdict.{one.verdict}", language),
    ]


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.3g}–{ends[1]:.3g}"
