"""What pip is set to, uv gets too, under its own names."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".ci" / "pip_settings.py"
UVS_OWN = ("UV_", "PIP_", "SSL_CERT_FILE", "ALL_PROXY")


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith(UVS_OWN)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return monkeypatch


def exports() -> str:
    return subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True).stdout


def test_no_settings_give_no_variables(clean_environment: pytest.MonkeyPatch) -> None:
    assert exports() == ""


def test_index_and_certificates_are_handed_on(clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("PIP_INDEX_URL", "https://mirror.invalid/it's/simple")
    clean_environment.setenv("PIP_CERT", "/some where/ca.pem")
    shown = subprocess.run(
        ["sh", "-c", f'{exports()}\nprintf \'%s|%s\' "$UV_DEFAULT_INDEX" "$SSL_CERT_FILE"'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown == "https://mirror.invalid/it's/simple|/some where/ca.pem"


def test_further_indexes_count_alike(clean_environment: pytest.MonkeyPatch) -> None:
    variables = runpy.run_path(str(SCRIPT))["variables_for_uv"]
    assert variables({"extra-index-url": "https://a.invalid\nhttps://b.invalid"}) == {
        "UV_INDEX": "https://a.invalid https://b.invalid",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_is_set_for_uv_stays(clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("PIP_INDEX_URL", "https://mirror.invalid/simple")
    clean_environment.setenv("UV_DEFAULT_INDEX", "https://own.invalid/simple")
    assert "UV_DEFAULT_INDEX" not in exports()
