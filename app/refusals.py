"""Why nothing could be written, as the code of the sentence that says so and what to do about it."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)


def not_written(error: OSError) -> str:
    """Text code of why the lab's folder takes nothing."""
    return "notice.disk_full" if error.errno in FULL else "notice.cannot_write"
