"""What holds for every test: a page that was run here leaves this process as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """Puts ``__main__`` back: Streamlit leaves the page's script there, and new processes would start by running it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
