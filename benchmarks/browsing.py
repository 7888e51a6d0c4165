"""What readers wait for in a browser, and whether the server's memory stays flat while three of them use it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import Result

OPENINGS = 5
ROUNDS = 60
"""Rounds of the soak; in each, three browsers do one thing each. At some ten seconds between things, half an hour."""

WARM_ROUNDS = 15
"""Rounds after which everything that is loaded once has been."""

AWAITED = (".st-key-verdict", ".ql-dots", ".js-plotly-plot .main-svg")
"""The verdict; the field of dots, which needs no charting library; the first curve."""

# Asked from outside, a page that is drawing answers late; so it takes the times itself.
NOTING = """
    window.labPainted = {};
    const noted = new Set();
    const look = () => window.labAwaited.filter(one => !noted.has(one) && document.querySelector(one)).forEach(one => {
        noted.add(one);
        requestAnimationFrame(() => setTimeout(() => { window.labPainted[one] = performance.now(); }));
    });
    new MutationObserver(look).observe(document, {childList: true, subtree: true});
"""

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
        first = _opening(_context(browser), url)
        fresh = [_opening(_context(browser), url) for _ in range(OPENINGS)]
        context = _context(browser)
        warm = [_opening(context, url) for _ in range(OPENINGS + 1)][1:]
        early, late, steps = _soak(browser, url, process)
    detail = {"megabytes_early": early / 1e6, "megabytes_late": late / 1e6, "steps": float(steps)}
    return [
        *_told("opened as soon as the server answers", [first], 2.0, 5.0),
        *_told("fresh browser", fresh, 2.0, 5.0),
        *_told("again in the same browser", warm, 1.0, 1.0),
        Result("memory of the lab after three browsers' use", late / early, "×", 1.1, False, detail),
    ]


def _told(when: str, openings: list[list[float]], verdict: float, chart: float) -> list[Result]:
    """Medians of some openings, and what they are to reach; the field of dots is the first chart on the page."""
    seconds = [statistics.median(one[place] for one in openings) for place in range(len(AWAITED))]
    return [
        Result(f"{when}: seconds to the verdict", seconds[0], "s", verdict),
        Result(f"{when}: seconds to the first chart, the dots", seconds[1], "s", chart),
        Result(f"{when}: seconds to the first curve", seconds[2], "s"),
    ]


def _context(browser: Any) -> Any:
    """A browser that has never been here, whose pages note when they first paint each of `AWAITED`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.add_init_script(f"window.labAwaited = {json.dumps(AWAITED)};{NOTING}")
    return context


def _opening(context: Any, url: str) -> list[float]:
    """Seconds from the opening of the address until each of `AWAITED` was painted."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function(
        "Object.keys(window.labPainted).length === window.labAwaited.length", timeout=60_000
    )
    painted = page.evaluate("window.labAwaited.map(one => window.labPainted[one])")
    # The rest of the page is drawn too, so that it takes nothing from the next opening.
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(1_000)
    page.close()
    return [one / 1000 for one in painted]


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
