"""The editor: one draft as a form or as YAML, what is wrong with it, and the buttons that keep it or let it go."""

from __future__ import annotations

import streamlit as st

from app.library import drafts
from app.library.form import show_form
from app.library.state import Draft, LibraryState, collect, yaml_key
from app.plain_text import literal
from app.wording import Words
from scenarios import own
from scenarios.errors import ScenarioError

_AROUND = 2
"""Lines shown before and after the one that is wrong."""
_MOST_OTHERS = 5


def show_editor(state: LibraryState, draft: Draft, words: Words) -> None:
    """The draft on the page."""
    st.title(words(f"library.edit.{'own' if draft.id else 'new'}.{draft.kind}"), anchor=False)
    st.caption(words("library.edit.lead.own" if draft.id else "library.edit.lead.new"), width=760)
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="library-bar")
    said = st.container(key="library-said")
    if draft.mode == "form":
        show_form(draft, words)
    else:
        _yaml(draft, words)
    problem: drafts.Problem | None = drafts.problem_of(draft)
    with bar:
        pressed = _bar(state, draft, words, problem is not None)
    if pressed and problem is None:
        problem = drafts.keep(state, words, anew=pressed == "anew", over=pressed == "over")
        if problem is None:
            st.rerun()
    with said:
        if problem is not None:
            show_problem(problem, drafts.text_now(draft) if draft.mode == "yaml" else "", words)
        if draft.conflict:
            _conflict(state, draft, words)
        elif problem is None and draft.mode == "yaml":
            st.caption(f":material/check_circle: {words('library.valid')}")


def _bar(state: LibraryState, draft: Draft, words: Words, wrong: bool) -> str:
    """The row of buttons; gives how to keep the draft if that was pressed."""
    key = f"mode-{draft.revision}@{words.language}"
    st.segmented_control(
        words("library.mode"),
        ("form", "yaml"),
        default=draft.mode,
        required=True,
        format_func=lambda code: words(f"library.mode.{code}"),
        key=key,
        label_visibility="collapsed",
        disabled=draft.mode == "yaml" and wrong,
        help=words("library.mode.wrong") if draft.mode == "yaml" and wrong else None,
        on_change=_turn,
        args=(state, key),
    )
    pressed = st.button(
        words("library.keep"), type="primary", icon=":material/save:", key="library-keep", disabled=wrong
    )
    st.button(
        words("library.discard"), type="tertiary", key="library-discard", on_click=_discard, args=(state,)
    )
    st.download_button(
        words("library.download"),
        drafts.text_now(draft).encode("utf-8", "replace"),
        file_name=f"{draft.id or draft.kind}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
        key="library-draft-download",
    )
    return "as_it_was" if pressed else st.session_state.pop("library-keep-how", "")


def _turn(state: LibraryState, key: str) -> None:
    drafts.turn(state, st.session_state[key])


def _discard(state: LibraryState) -> None:
    state.draft = None


def _yaml(draft: Draft, words: Words) -> None:
    lines = draft.text.count("\n") + 1
    held = st.text_area(
        words("library.yaml_field"),
        draft.text,
        height=min(max(24 * lines + 30, 280), 620),
        max_chars=own.MOST_BYTES,
        key=yaml_key(draft),
        help=words("library.yaml_field.help"),
    )
    draft.text = held or ""


def show_problem(problem: drafts.Problem, text: str, words: Words) -> None:
    """What is wrong, in a sentence; of YAML also the lines around the place."""
    said = [problem.in_language(words.language)]
    if isinstance(problem, ScenarioError):
        said += [other.in_language(words.language) for other in problem.others[:_MOST_OTHERS]]
    st.error("\n\n".join(literal(one) for one in said), icon=":material/error:")
    if isinstance(problem, ScenarioError) and problem.line is not None and text:
        st.code(around(text, problem.line, problem.column or 1), language=None)


def around(text: str, line: int, column: int) -> str:
    """The lines around a place with their numbers, and a mark below the place."""
    lines = text.splitlines() or [""]
    shown = []
    for number in range(max(1, line - _AROUND), min(len(lines), line + _AROUND) + 1):
        row = lines[number - 1][:160]
        shown.append(f"{number:>5} \u2502 {row}")
        if number == line:
            shown.append(f"{'':>5} \u2502 {' ' * min(column - 1, 160)}^")
    return "\n".join(shown)


def _conflict(state: LibraryState, draft: Draft, words: Words) -> None:
    with st.container(horizontal=True, gap="small", key="library-conflict"):
        for how in ("anew", "over"):
            st.button(
                words(f"library.conflict.{how}"),
                key=f"library-{how}",
                type="primary" if how == "anew" else "secondary",
                on_click=_resolve,
                args=(draft, how),
            )
        st.button(words("library.conflict.theirs"), key="library-theirs", on_click=_discard, args=(state,))


def _resolve(draft: Draft, how: str) -> None:
    collect(draft)
    draft.conflict = False
    st.session_state["library-keep-how"] = how
