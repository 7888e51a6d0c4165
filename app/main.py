"""The lab: ``qunlab lab`` and ``make lab`` run this file through Streamlit."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app import fields
from app.login import let_in, show_leave
from app.pages import PAGES, PageEntry
from app.session import choose_language, current
from app.wording import Words
from scenarios.texts import LANGUAGES

STYLE = Path(__file__).with_name("page.css")
SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("scrolling.js", "focusing.js"))
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

    pages = [
        st.Page(
            shown(entry),
            title=words(f"{entry.code}.nav"),
            url_path=entry.code if position else "",
            icon=entry.icon,
            default=position == 0,
        )
        for position, entry in enumerate(PAGES)
    ]

    def show_first() -> None:
        asked = {name: st.query_params.get_all(name) for name in st.query_params}
        st.switch_page(pages[0], query_params=asked)

    # The first page is the lab's own address; who comes by its name is taken there with what the link asks for.
    named = st.Page(show_first, title=pages[0].title, url_path=PAGES[0].code, visibility="hidden")
    page = st.navigation([*pages, named], position="top")
    st.html(STYLE)
    with st.container(key="scripts"):
        # What reads the page aloud has to know the language; Streamlit says that every page is English.
        speaking = f"document.documentElement.lang = '{session.language}'"
        script = "\n".join([speaking, *(one.read_text(encoding="utf-8") for one in SCRIPTS)])
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    fields.hold("language", session.language)
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


if __name__ == "__main__":
    main()
