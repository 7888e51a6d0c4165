"""A job's worker on a machine whose time of day jumps to and fro: ``python -m tests.jumping_worker FOLDER``."""

from __future__ import annotations

import itertools
import sys
import time

from tests import fake_worker

DAY = 86_400.0
_true_time = time.time
_jumps = itertools.cycle((0.0, DAY, -DAY))


def main() -> int:
    time.time = lambda: _true_time() + next(_jumps)
    return fake_worker.main()


if __name__ == "__main__":
    sys.exit(main())
