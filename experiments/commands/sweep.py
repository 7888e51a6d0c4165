"""``qunlab sweep`` and ``qunlab resume``: running a plan, with its cost told first, and going on where it stopped."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from experiments.commands.output import STEPS, as_json, progress
from experiments.commands.problems import BadInputError
from experiments.commands.studying import executor_for
from experiments.plans.cost import Cost, Interval, estimate
from experiments.plans.declaration import Plan
from experiments.plans.expansion import Expansion
from experiments.plans.kept import expansion_in, store_for
from experiments.plans.kinds import Wishes, runner_of
from experiments.plans.plan_files import load_plan
from experiments.runs.conduct import Conducted, conduct
from experiments.runs.store import Store
from experiments.runs.store_errors import said
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

STOPPED = 130
MOST_POINTS_SHOWN, MOST_FACTORS_SHOWN = 50, 3
LENGTHS = ((86_400, "days"), (3600, "hours"), (60, "minutes"))


def sweep(given: str, wishes: Wishes) -> int:
    """Run a plan, whatever it asks for.

    Args:
        given: id of a shipped plan, or path of a file.
        wishes: how to run it.

    Returns:
        The exit code.

    Raises:
        ScenarioError: if the plan is not right.
        BadInputError: if nobody runs plans of its kind, or its store is none.
    """
    plan = load_plan(given)
    runner = runner_of(plan.kind)
    if runner is None:
        raise BadInputError("plan_kind", kind=plan.kind)
    return runner(plan, wishes)


def sweep_plan(plan: Plan, wishes: Wishes) -> int:
    """Run every run of a plan and keep it; say first what that will cost.

    Returns:
        The exit code: 1 if runs failed, 130 if it was stopped.
    """
    if wishes.store is None and not wishes.cost_only:
        raise BadInputError("sweep_store")
    expansion = Expansion(plan)
    if wishes.cost_only or wishes.store is None:
        compile_model(wishes.language)
        cost = estimate(expansion, wishes.threads)
        print(as_json(cost.as_dict()) if wishes.json else cost_shown(cost, wishes))
        return 0
    with closing(store_for(wishes.store, expansion, wishes.name)) as store:
        return _go_on(store, expansion, wishes, retry_failed=False, tell_cost=True)


def resume(folder: Path, wishes: Wishes, retry_failed: bool) -> int:
    """Go on with the sweep in a folder.

    Args:
        folder: the store.
        wishes: how to run it.
        retry_failed: run the failed runs once more.

    Returns:
        The exit code, as of `sweep_plan`.

    Raises:
        BadInputError: if the store keeps no plan.
        StoreError: if there is no store, or it is one of another version of the model.
    """
    with closing(Store.open(folder)) as store:
        expansion = expansion_in(store)
        store.check_addable()
        return _go_on(store, expansion, wishes, retry_failed, tell_cost=False)


def compile_model(language: str) -> None:
    """Compile the model, with something to look at."""
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))


def _go_on(store: Store, expansion: Expansion, wishes: Wishes, retry_failed: bool, tell_cost: bool) -> int:
    language = wishes.language
    try:
        compile_model(language)
        if tell_cost:
            print(cost_shown(estimate(expansion, wishes.threads), wishes), file=sys.stderr, flush=True)
        began = time.perf_counter()
        conducted = _conducted(store, expansion, wishes, retry_failed)
        seconds = time.perf_counter() - began
    except KeyboardInterrupt:
        values = {"there": number(len(store), language), "runs": number(len(expansion), language)}
        print(text("sweep.stopped", language, store=_word(store), **values), file=sys.stderr)
        return STOPPED
    for sentence in said(store.damaged, language):
        print(sentence, file=sys.stderr)
    if wishes.json:
        print(as_json(_summary(store, expansion, conducted, seconds)))
    else:
        print(_shown(store, expansion, conducted, seconds, language))
    return 1 if conducted.failed else 0


def _conducted(store: Store, expansion: Expansion, wishes: Wishes, retry_failed: bool) -> Conducted:
    keep = expansion.plan.keep
    with (
        executor_for(wishes.threads, wishes.scheduler) as executor,
        progress(text("sweep.progress", wishes.language)) as report,
    ):
        return conduct(
            store,
            expansion,
            executor,
            keep_days="days" in keep,
            keep_events="events" in keep,
            retry_failed=retry_failed,
            on_progress=report,
        )


def _word(store: Store) -> str:
    """The store's folder as one word of a command line."""
    return shlex.quote(str(store.folder))


def _summary(store: Store, expansion: Expansion, conducted: Conducted, seconds: float) -> dict[str, object]:
    return {
        "store": str(store.folder),
        "runs": conducted.total,
        "scenarios": expansion.scenarios,
        "points": len(expansion.points),
        "there": conducted.there,
        "computed": conducted.computed,
        "failed": conducted.failed,
        "damaged_parts": conducted.damaged,
        "seconds": round(seconds, 3),
    }


def _question(expansion: Expansion) -> str:
    """A question in SQL about a sweep, as one word of a command line; values of a few factors are told apart."""
    grouped = ["world", "strategy"]
    if len(expansion.points) <= MOST_POINTS_SHOWN and len(expansion.points.paths) <= MOST_FACTORS_SHOWN:
        grouped += [f'"{path}"' for path in expansion.points.paths]
    columns = ", ".join([*grouped, "avg(talk)", "avg(members_end)"])
    return shlex.quote(f"SELECT {columns} FROM runs GROUP BY ALL ORDER BY ALL")  # noqa: S608  (shown, not run)


def _shown(store: Store, expansion: Expansion, conducted: Conducted, seconds: float, language: str) -> str:
    lines = [
        text(
            "sweep.done",
            language,
            store=_word(store),
            runs=number(conducted.total, language),
            there=number(conducted.there, language),
            computed=number(conducted.computed, language),
            failed=number(conducted.failed, language),
            seconds=duration(seconds, language),
            speed=number(conducted.computed / seconds, language),
        ),
        text("sweep.look", language, store=_word(store), question=_question(expansion)),
    ]
    if conducted.failed:
        lines.append(text("sweep.retry", language, store=_word(store)))
    return "\n".join(lines)


def cost_shown(cost: Cost, wishes: Wishes) -> str:
    """What a sweep will cost, in sentences."""
    language = wishes.language
    lines = [
        text(
            "cost.runs",
            language,
            runs=number(cost.runs, language),
            worlds=counted("worlds", cost.worlds, language),
            strategies=counted("strategies", cost.strategies, language),
            points=counted("points", cost.points, language),
            launches=counted("launches", cost.launches, language),
            days=counted("days", cost.days, language),
        ),
        text(
            "cost.time",
            language,
            threads=counted("threads", cost.threads, language),
            tried=number(cost.tried, language),
            **_between(cost.seconds, duration, language),
        ),
        text("cost.disk", language, **_between(cost.bytes, size, language)),
    ]
    if wishes.scheduler is not None:
        lines.append(text("cost.cluster", language))
    if cost.errors:
        lines.append(text("cost.errors", language, error=printable(cost.errors[0], 300)))
    return "\n".join(lines)


def _between(interval: Interval, shown: Callable[[float, str], str], language: str) -> dict[str, str]:
    ends = (("low", interval.low), ("likely", interval.likely), ("high", interval.high))
    return {name: shown(value, language) for name, value in ends}


def duration(seconds: float, language: str) -> str:
    """A length of time in its largest fitting unit: 0.4 s, 12 s, 3.5 min, 2 h."""
    for length, unit in LENGTHS:
        if seconds >= 1.5 * length:
            value = seconds / length
            return text(f"cost.{unit}", language, n=number(value, language, 1 if value < 10 else 0))
    return text("cost.seconds", language, n=number(seconds, language, 1 if seconds < 10 else 0))


def size(amount: float, _language: str) -> str:
    """An amount of bytes: 12 kB, 3.4 MB."""
    for power, unit in ((9, "GB"), (6, "MB"), (3, "kB")):
        if amount >= 10**power:
            return f"{amount / 10**power:.3g} {unit}"
    return f"{amount:.0f} B"
