"""What readers wait for in a browser, and whether the server's memory stays flat while three of them use it."""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import Result

OPENINGS = 5
ROUNDS = 60
"""Rounds of the soak; in each, three browsers do one thing each. At some ten seconds between things, half an hour."""

WARM_ROUNDS = 15
"""Rounds after which everything that is loaded once has been."""

PAGES = ("compare", "replay", "compare", "lessons", "experiments", "library", "about")
DAYS = ("7", "30", "90", "180")


@contextlib.contextmanager
def lab_and_browser() -> Iterator[tuple[str, int, Any]]:
    """A lab with its first page computed: its address, its process, and a Chromium."""
    from playwright.sync_api import sync_playwright

    from app.screenshots import BROWSERS, lab_process

    with tempfile.TemporaryDirectory(prefix="qunlab-bench-") as home:
        os.environ["QUNLAB_HOME"] = home
        try:
            from experiments import warm_up

            warm_up.main()
            path = os.environ.get("QUNLAB_CHROMIUM") or next(
                (one for one in BROWSERS if Path(one).exists()), None
            )
            with lab_process() as (url, process), sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=path, args=["--no-sandbox", "--disable-gpu"]
                )
                yield url, process.pid, browser
                browser.close()
        finally:
            del os.environ["QUNLAB_HOME"]


def browsing() -> list[Result]:
    """Seconds to the verdict and to the first chart, and memory over a soak."""
    with lab_and_browser() as (url, process, browser):
        first = _opening(browser, url)
        warm = [_opening(browser, url) for _ in range(OPENINGS)]
        early, late, steps = _soak(browser, url, process)
    verdict, chart, curve = (statistics.median(one[place] for one in warm) for place in (0, 1, 2))
    detail = {"megabytes_early": early / 1e6, "megabytes_late": late / 1e6, "steps": float(steps)}
    return [
        Result("first opening: seconds to the verdict", first[0], "s", 2.0),
        Result("first opening: seconds to the first chart, the dots", first[1], "s", 5.0),
        Result("first opening: seconds to the first curve", first[2], "s"),
        Result("warm server, fresh browser: seconds to the verdict", verdict, "s", 1.0),
        Result("warm server, fresh browser: seconds to the first chart, the dots", chart, "s", 1.0),
        Result("warm server, fresh browser: seconds to the first curve", curve, "s"),
        Result("memory of the lab after three browsers' use", late / early, "×", 1.1, False, detail),
    ]


def _opening(browser: Any, url: str) -> tuple[float, float, float]:
    """Seconds to the verdict, to the field of dots, which needs no charting library, and to the first curve."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".st-key-verdict")
    verdict = time.perf_counter() - began
    page.wait_for_selector(".ql-dots")
    chart = time.perf_counter() - began
    page.wait_for_selector(".js-plotly-plot .main-svg")
    curve = time.perf_counter() - began
    context.close()
    return verdict, chart, curve


def _soak(browser: Any, url: str, process: int) -> tuple[int, int, int]:
    """Bytes of the server after the warm rounds and at the end (medians of the last rounds), and things done."""
    contexts = [
        browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US") for _ in range(3)
    ]
    pages = [context.new_page() for context in contexts]
    taken: list[int] = []
    steps = 0
    ways = itertools.cycle(itertools.product(DAYS, PAGES, ("en", "zh")))
    for _ in range(ROUNDS):
        for page in pages:
            day, place, language = next(ways)
            where = "" if place == "compare" else place
            address = f"{url}/{where}?lang={language}" + (f"&day={day}" if not where else "")
            page.goto(address, wait_until="commit")
            page.wait_for_selector("h1", timeout=60_000)
            page.wait_for_timeout(300)
            steps += 1
        taken.append(resident_bytes(process))
    for context in contexts:
        context.close()
    window = 5
    early = int(statistics.median(taken[WARM_ROUNDS : WARM_ROUNDS + window]))
    return early, int(statistics.median(taken[-window:])), steps


def resident_bytes(process: int) -> int:
    """Memory of a process and of what it has started that is in use, in bytes."""
    import subprocess

    shown = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return sum(int(line) for line in shown.stdout.split()) * 1024
