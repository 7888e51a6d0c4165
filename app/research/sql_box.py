"""Anything else that the runs can say: one SELECT, its answer as a table, and the answer to take along."""

from __future__ import annotations

import streamlit as st

from app.reproduce import show_command
from app.research.looking import answered, signature
from app.research.state import Research, state_of
from app.session import Session
from app.twin import Column, Table
from app.wording import Words
from experiments.reproducing import sql_command
from experiments.sweeps import apart, shelf

BOX = "ex_sql"
FIRST = (
    "SELECT strategy, count(*) AS runs, avg(talk) AS messages, avg(members_end) AS members\n"
    "FROM runs GROUP BY ALL ORDER BY ALL"
)


def show_sql(session: Session, words: Words, state: Research, one: shelf.Sweep) -> None:
    """The box and what was answered last."""
    st.header(words("ex.sql"), help=words("ex.sql.help"), anchor=False)
    if BOX not in st.session_state:
        st.session_state[BOX] = state.typed_sql or FIRST
    st.html(
        "<style>.st-key-ex_sql textarea{font-family:'Source Code Pro',monospace;font-size:.85rem}</style>"
    )
    st.text_area(
        words("ex.sql.box"),
        height=110,
        max_chars=20_000,
        key=BOX,
        on_change="ignore",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words("ex.sql.ask"),
            key="ex_ask",
            icon=":material/database_search:",
            on_click=_ask,
            args=(session,),
        )
        st.caption(words("ex.sql.views"))
    if not state.sql:
        return
    with st.spinner(words("ex.sql.asking")):
        try:
            answer = answered(one.name, signature(one), state.sql)
        except apart.AnswerError as error:
            st.error(words(f"ex.sql.{error.code}", seconds=f"{apart.SECONDS:g}"), icon=":material/error:")
            if error.code in ("wrong", "damaged"):
                st.text(error.why)
            return
    _show(words, answer)
    show_command(sql_command(shelf.store_folder(one.name), state.sql), words)


def _ask(session: Session) -> None:
    state_of(session).sql = (st.session_state.get(BOX) or "").strip()


def _show(words: Words, answer: apart.Answer) -> None:
    import pandas

    if not answer.rows:
        st.info(words("ex.sql.nothing"), icon=":material/search_off:")
        return
    frame = pandas.DataFrame(list(answer.rows), columns=_distinct(answer.columns))
    st.dataframe(frame, hide_index=True, height="auto" if len(frame) < 12 else 420, alt=words("ex.sql.alt"))
    table = Table(tuple(Column(name, name) for name in answer.columns), answer.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("ex.sql.rows.more" if answer.more else "ex.sql.rows", n=len(answer.rows)))
        st.download_button(
            words("ex.sql.csv"), table.csv, file_name="qunlab-answer.csv", mime="text/csv",
            icon=":material/download:", on_click="ignore", type="tertiary", key="ex_answer_csv",
        )  # fmt: skip
        st.download_button(
            words("ex.sql.parquet"), lambda: apart.parquet_of(answer), file_name="qunlab-answer.parquet",
            mime="application/vnd.apache.parquet", icon=":material/download:", on_click="ignore", type="tertiary",
            key="ex_answer_parquet",
        )  # fmt: skip


def _distinct(names: tuple[str, ...]) -> list[str]:
    return [
        name if names.index(name) == place else f"{name} ({place + 1})" for place, name in enumerate(names)
    ]
