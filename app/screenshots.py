"""Makes the pictures of the documentation anew: ``python -m app.screenshots [FOLDER]``.

It starts the lab on a port of its own, opens the Compare page in Chromium at two widths, in light and dark and
in both languages, and writes ``compare-{en,zh}-{light,dark}-{1280,390}.png``. Needs Playwright and Pillow.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
LOCALES = {"en": "en-US", "zh": "zh-CN"}
SCHEMES = ("light", "dark")
# Height in pixels of the part of the page that is shown, by width.
HEIGHTS = {1280: 1480, 390: 1650}
MOST_BYTES = 400_000
BROWSERS = ("/usr/bin/chromium",)


def main(folder: Path = FOLDER) -> int:
    """Write all pictures and give the exit code."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with running_lab() as url, sync_playwright() as playwright:
        path = os.environ.get("QUNLAB_CHROMIUM") or next(
            (one for one in BROWSERS if Path(one).exists()), None
        )
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for language, scheme, width in itertools.product(LOCALES, SCHEMES, HEIGHTS):
            picture = take(browser, url, language, scheme, width)
            target = folder / f"compare-{language}-{scheme}-{width}.png"
            target.write_bytes(picture)
            print(f"{target.name} {len(picture) // 1000} kB")
        browser.close()
    return 0


def take(browser: Any, url: str, language: str, scheme: str, width: int) -> bytes:
    """One picture as a small PNG."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        locale=LOCALES[language],
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(url)
    page.wait_for_selector(".st-key-verdict")
    page.wait_for_selector(".st-key-progress", state="detached")
    page.wait_for_function(
        """() => document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton]').length === 0
            && document.querySelectorAll('.js-plotly-plot').length > 8"""
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
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app" / "main.py"), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
