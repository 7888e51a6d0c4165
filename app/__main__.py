"""The lab's server as a process: ``python -m app`` with the options of ``streamlit run``; Ctrl-C ends it quietly."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

SERVER = Path(__file__).with_name("server.py")


def main() -> None:
    """Serve until told to stop."""
    from streamlit.web import cli

    # Once it has closed, the server raises the signal again, of which Streamlit would make "Aborted!" and an error.
    signal.signal(signal.SIGINT, _leave)
    cli.main(["run", str(SERVER), *sys.argv[1:]], prog_name="streamlit")


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
