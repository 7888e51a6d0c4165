"""Makes the pictures of the documentation anew: ``python -m app.screenshots [FOLDER] [VIEW...]``.

It starts the lab on a port of its own and opens every view of `VIEWS` in Chromium, in both languages, on a desk in
light and on a telephone in dark; the first page in all four. Files are ``VIEW-{en,zh}-{light,dark}-{1280,390}.png``.
Needs Playwright and Pillow. What to look for in each: one thing to look at first; edges aligned; nothing cut,
overlapping or empty; labels read without a search for the legend; one accent colour; both languages equally well set.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
LOCALES = {"en": "en-US", "zh": "zh-CN"}
# Height in pixels of the part of the page that is shown, by width.
HEIGHTS = {1280: 1480, 390: 1650}
MOST_BYTES = 400_000
BROWSERS = ("/usr/bin/chromium",)
DESK, TELEPHONE = ("light", 1280), ("dark", 390)


@dataclass(frozen=True)
class Pictured:
    """A view of the lab that has its pictures.

    Attributes:
        name: first part of their names.
        link: what opens it, after the lab's address.
        ready: a selector of what is there when it has been worked out.
        looks: (theme, width in pixels) of each picture.
    """

    name: str
    link: str
    ready: str
    looks: tuple[tuple[str, int], ...] = (DESK, TELEPHONE)


VIEWS: tuple[Pictured, ...] = (
    Pictured("compare", "", ".st-key-verdict", (DESK, TELEPHONE, ("dark", 1280), ("light", 390))),
    Pictured("replay", "replay?beside=trust_playbook&day=9", ".st-key-replay-turn"),
    Pictured("autopsy", "autopsy", ".js-plotly-plot"),
    Pictured("lessons", "lessons", "h1"),
    Pictured("lesson", "lessons?lesson=opening&guess=red_packets&launch=12&step=reveal", ".st-key-verdict"),
    Pictured("experiments", "experiments", "textarea"),
    Pictured("judge", "experiments?tab=judge", "h1"),
    Pictured("library", "library", "h1"),
    Pictured("entry", "library?shelf=strategies&entry=shills", ".st-key-library-badges"),
    Pictured("about", "about", "h1"),
    Pictured("patterns", "about?part=patterns", "table"),
)


def main(folder: Path = FOLDER, names: Sequence[str] = ()) -> int:
    """Write the pictures of some views, all unless named, and give the exit code."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with running_lab() as url, sync_playwright() as playwright:
        path = os.environ.get("QUNLAB_CHROMIUM") or next(
            (one for one in BROWSERS if Path(one).exists()), None
        )
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for view in VIEWS:
            if names and view.name not in names:
                continue
            for language in LOCALES:
                for scheme, width in view.looks:
                    picture = take(browser, url, view, language, scheme, width)
                    target = folder / f"{view.name}-{language}-{scheme}-{width}.png"
                    target.write_bytes(picture)
                    print(f"{target.name} {len(picture) // 1000} kB", flush=True)
        browser.close()
    return 0


def take(browser: Any, url: str, view: Pictured, language: str, scheme: str, width: int) -> bytes:
    """One picture as a small PNG."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        locale=LOCALES[language],
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{url}/{view.link}")
    page.wait_for_selector(view.ready)
    page.wait_for_selector(".st-key-progress", state="detached")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(
        """() => document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton]').length === 0
            && document.querySelectorAll('[data-testid=stPlotlyChart]').length
               === document.querySelectorAll('.js-plotly-plot .main-svg:first-of-type').length"""
    )
    page.wait_for_timeout(1500)
    picture: bytes = page.screenshot()
    context.close()
    return small(picture)


def small(picture: bytes) -> bytes:
    """The picture packed as tightly as PNG does, with fewer colours only where that is not enough.

    Raises:
        ValueError: if it is still larger than `MOST_BYTES`.
    """
    from PIL import Image

    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for image in (whole, whole.quantize(256, dither=Image.Dither.NONE)):
        file = io.BytesIO()
        image.save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES:
            return file.getvalue()
    raise ValueError(f"the picture takes {file.tell()} bytes, more than {MOST_BYTES}")


@contextlib.contextmanager
def running_lab() -> Iterator[str]:
    """The lab on a free port of this machine; gives its address."""
    with lab_process() as (url, _process):
        yield url


@contextlib.contextmanager
def lab_process() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same; gives its address and its process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    command = [sys.executable, "-m", "app", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, sys.argv[2:]))
