"""Where the Chromium is that the browser tests drive; as a program it prints the path, or fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DEBIANS_CHROMIUM = Path("/usr/bin/chromium")


def runs_debian(os_release: Path = Path("/etc/os-release")) -> bool:
    """Whether this is Debian itself: Ubuntu's chromium package only points to a snap."""
    try:
        lines = os_release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(line.partition("=")[2].strip("\"'") == "debian" for line in lines if line.startswith("ID="))


def chromium_path() -> Path | None:
    """The browser to drive: the one QUNLAB_CHROMIUM names, else Debian's, else Playwright's own."""
    named = os.environ.get("QUNLAB_CHROMIUM")
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    if runs_debian() and os.access(DEBIANS_CHROMIUM, os.X_OK):
        return DEBIANS_CHROMIUM
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


if __name__ == "__main__":
    path = chromium_path()
    print(path or "no Chromium")
    sys.exit(path is None)
