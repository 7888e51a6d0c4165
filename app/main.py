"""The lab: ``qunlab lab`` and ``make lab`` run this file through Streamlit."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app.login import let_in, show_leave
from app.pages import PAGES, PageEntry
from app.session import choose_language, current
from app.wording import Words
from scenarios.texts import LANGUAGES

STYLE = Path(__file__).with_name("page.css")
# A picture of our own: Streamlit would fetch a named icon from another host.
ICON = Path(__file__).with_name("icon.png")


def main() -> None:
    """One run of the script: the language, then the page."""
    session = current()
    words = Words(session.language)
    st.set_page_config(page_title=words("lab.title"), page_icon=str(ICON), layout="wide")

    def shown(entry: PageEntry) -> Callable[[], None]:
        def show() -> None:
            entry.show(session, words)

        return show

    page = st.navigation(
        [
            st.Page(
                shown(entry),
                title=words(f"{entry.code}.nav"),
                url_path=entry.code,
                icon=entry.icon,
                default=position == 0,
            )
            for position, entry in enumerate(PAGES)
        ],
        position="top",
    )
    st.html(STYLE)
    st.session_state["language"] = session.language
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top"
    ):
        st.markdown(f"**{words('lab.name')}** · {words('lab.motto')}", width="content")
        st.segmented_control(
            words("lab.language"),
            LANGUAGES,
            required=True,
            format_func=lambda code: words(f"language.{code}"),
            key="language",
            label_visibility="collapsed",
            on_change=choose_language,
            args=(session,),
        )
        show_leave(words)
    if let_in(words):
        page.run()


main()
