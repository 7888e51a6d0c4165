"""The door: who may come in, and that a door which is asked for and cannot be opened stays shut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.login import may_enter

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"
PROVIDER = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "a long secret for tests",
    "client_id": "lab",
    "client_secret": "secret",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path))


def opened(**secrets: Any) -> AppTest:
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    page.query_params["lang"] = "en"
    for name, value in secrets.items():
        page.secrets[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize(
    ("email", "verified", "access", "may"),
    [
        ("a@school.edu", None, None, True),
        ("", None, None, True),
        ("a@school.edu", True, {"domains": ["school.edu"]}, True),
        ("A@School.Edu ", True, {"domains": ["@school.edu"]}, True),
        ("a@school.edu", None, {"domains": ["school.edu"]}, True),
        ("a@school.edu", False, {"domains": ["school.edu"]}, False),
        ("a@notschool.edu", True, {"domains": ["school.edu"]}, False),
        ("a@school.edu.evil.org", True, {"domains": ["school.edu"]}, False),
        ("school.edu", True, {"domains": ["school.edu"]}, False),
        ("@school.edu", True, {"domains": ["school.edu"]}, False),
        ("b@other.org", True, {"domains": ["school.edu"], "emails": ["b@other.org"]}, True),
        ("b@other.org", True, {"emails": "b@other.org"}, False),
        ("b@other.org", True, {}, False),
        ("b@other.org", True, False, False),
        ("", True, {"emails": [""], "domains": [""]}, False),
    ],
)
def test_who_may_enter(email: str, verified: Any, access: Any, may: bool) -> None:
    assert may_enter(email, verified, access) is may


def test_without_a_provider_the_lab_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUNLAB_LOGIN", raising=False)
    from experiments import jobs

    monkeypatch.setattr(jobs, "start", lambda *_, **__: (_ for _ in ()).throw(OSError("no room")))
    assert opened().title


def test_with_a_provider_a_stranger_sees_the_door_and_no_page() -> None:
    page = opened(auth=PROVIDER)
    assert [one.key for one in page.button] == ["enter"]
    assert not page.title
    assert "invited" in " ".join(one.value for one in page.markdown)


def test_a_door_that_is_asked_for_and_not_set_up_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNLAB_LOGIN", "required")
    page = opened()
    assert not page.title
    assert "docs/serving.md" in page.error[0].value


def test_secrets_that_cannot_be_read_open_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n")
    option = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: [str(broken)] if name == "secrets.files" else option(name)
    )

    def unreadable(_self: Any) -> dict[str, Any]:
        raise FileNotFoundError

    monkeypatch.setattr(type(st.secrets), "to_dict", unreadable)
    page = opened()
    assert not page.title
    assert [one.key for one in page.button] == ["enter"]
