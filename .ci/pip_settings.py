"""Print pip's own settings (index, certificates, proxy) as the variables that uv reads.

A machine whose pip is set up for a mirror of the package index needs nothing more for uv. What the person has
set for uv already stays as it is. The output is lines of shell, for ``eval``.
"""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys

# From the weakest to the strongest, as in pip's own reading.
LEVELS = ("global.", "install.", ":env:.")


def settings_of_pip() -> dict[str, str]:
    """The settings in force for ``pip install``."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found: dict[str, str] = {}
    for level in LEVELS:
        for line in listing.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(level):
                found[key.removeprefix(level)] = str(ast.literal_eval(value))
    return found


def variables_for_uv(pip: dict[str, str]) -> dict[str, str]:
    """The same settings under uv's names."""
    wanted = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("timeout", "") or pip.get("default-timeout", ""),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in {"1", "true", "yes", "on"} else "",
    }
    if wanted["UV_INDEX"]:
        # pip looks in all its indexes alike; the lock's hashes say which file is the right one.
        wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in wanted.items() if value and not os.environ.get(name)}


if __name__ == "__main__":
    for name, value in variables_for_uv(settings_of_pip()).items():
        print(f"export {name}={shlex.quote(value)}")
