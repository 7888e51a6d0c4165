"""The door, for a lab that more than one person uses: nobody sees a page before an OpenID Connect provider vouches.

Streamlit does the login itself (``[auth]`` in its secrets); this decides whether one is needed and who may come in. A
lab that is to have a door (``QUNLAB_LOGIN=required``) and has none stays shut. How to set it up: docs/serving.md.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from app.wording import Words

_TAB = "tab"


def let_in(words: Words) -> bool:
    """Whether the reader may see the pages; if not, draws what there is to see instead."""
    found = _secrets()
    if "auth" not in found:
        if os.environ.get("QUNLAB_LOGIN") != "required":
            return True
        st.error(words("login.no_provider"), icon=":material/lock:")
        return False
    if not st.user.get("is_logged_in", False):
        _door(words)
        return False
    if may_enter(str(st.user.get("email") or ""), st.user.get("email_verified"), found.get("access")):
        return True
    st.error(words("login.not_allowed"), icon=":material/lock:")
    return False


def may_enter(email: str, verified: Any, access: Any) -> bool:
    """Whether a person may come in.

    Args:
        email: as the provider says.
        verified: whether the provider has checked it; None where it does not say.
        access: ``[access]`` of the secrets: ``emails`` and ``domains`` of those allowed; everybody the provider lets in
            if there is none. What is there and cannot be read lets nobody in.
    """
    if access is None:
        return True
    if not isinstance(access, Mapping):
        return False
    if verified is False:
        return False
    email = email.strip().lower()
    emails = {str(one).strip().lower() for one in _listed(access.get("emails"))}
    domains = {str(one).strip().lower().lstrip("@") for one in _listed(access.get("domains"))}
    name, at, domain = email.rpartition("@")
    return bool(name and at) and (email in emails or domain in domains)


def person() -> str:
    """Whose the reader's jobs are: the person who logged in, or this browser tab where nobody does."""
    if st.user.get("is_logged_in", False):
        return " ".join(str(st.user.get(name) or "") for name in ("iss", "sub", "email"))
    if _TAB not in st.session_state:
        st.session_state[_TAB] = secrets.token_hex(16)
    return f"tab {st.session_state[_TAB]}"


def show_leave(words: Words) -> None:
    """A button to log out, for those who have logged in."""
    if st.user.get("is_logged_in", False):
        st.button(words("login.leave"), key="leave", on_click=st.logout, type="tertiary")


def _door(words: Words) -> None:
    with st.container(border=True, key="door", width=520):
        st.header(words("login.title"), anchor=False)
        st.markdown(words("login.body"))
        st.button(
            words("login.enter"), key="enter", type="primary", icon=":material/login:", on_click=st.login
        )


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, list | tuple) else []


def _secrets() -> Mapping[str, Any]:
    """The server's secrets; none if there is no file. One that cannot be read is a door that nobody can open."""
    try:
        return st.secrets.to_dict()
    except FileNotFoundError:
        # Streamlit raises the same for a file that is not there and for one that is broken.
        if any(Path(one).exists() for one in st.get_option("secrets.files")):
            return {"auth": {}, "access": False}
        return {}
