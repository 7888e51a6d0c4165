"""``qunlab lab``: open the lab in the browser's reach, on this machine only."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from pathlib import Path

from experiments.commands.problems import BadInputError
from scenarios.texts import text

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8501
PORTS_TRIED = 50


def lab(port: int, language: str) -> None:
    """Become the lab's server, on `port` or the next free one. Does not come back.

    Raises:
        BadInputError: if there is no free port or no lab to start.
    """
    folder = _folder_of_app()
    free = free_port(port)
    if free != port:
        print(text("command.lab.other_port", language, port=port, free=free), flush=True)
    print(text("command.lab.open", language, url=f"http://{ADDRESS}:{free}"), flush=True)
    # Streamlit looks for its settings in the folder it is started from.
    os.chdir(folder)
    arguments = {
        "server.address": ADDRESS,
        "server.port": free,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": ADDRESS,
        "server.fileWatcherType": "none",
    }
    options = [part for name, value in arguments.items() for part in (f"--{name}", str(value))]
    # Takes the place of this process, so Ctrl-C reaches the server and nothing is left over.
    os.execv(sys.executable, [sys.executable, "-m", "app", *options])  # noqa: S606


def free_port(port: int) -> int:
    """The first free port from `port` on.

    Raises:
        BadInputError: if none of the next ones is free.
    """
    for one in range(port, min(port + PORTS_TRIED, 65_536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((ADDRESS, one))
            except OSError:
                continue
            return one
    raise BadInputError("no_port", low=port, high=min(port + PORTS_TRIED, 65_536) - 1)


def _folder_of_app() -> Path:
    found = importlib.util.find_spec("app")
    places = list(found.submodule_search_locations or []) if found is not None else []
    if not places or not (Path(places[0]) / "server.py").is_file():
        raise BadInputError("no_lab")
    return Path(places[0]).resolve().parent
