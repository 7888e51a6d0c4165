"""A draft as a form: its parts on the left, to be chosen, added, moved and removed; the fields of one on the right."""

from __future__ import annotations

from typing import Any

import streamlit as st
from pydantic import BaseModel

from app.library.drafts import redraw
from app.library.form_fields import key_of, show_model
from app.library.state import Draft, collect
from app.wording import Words
from scenarios import own

_LISTS = {"strategy": "moves", "world": "channels"}
_FIXED = {"strategy": ("staffing", "settings"), "world": ("ties", "product", "group", "rhythm", "psychology")}
_TITLES = {"staffing": "move.answering", "settings": "move.settings", "rhythm": "library.rhythm"}
_MOST = {"strategy": 40, "world": 20}
"""Moves of a strategy and channels of a world, as the declarations have it."""


def show_form(draft: Draft, words: Words) -> None:
    """The form; what its fields hold is put into the draft."""
    plain = draft.plain
    if plain is None:
        return
    _names(draft, plain, words)
    parts = parts_of(draft)
    if draft.part not in parts:
        draft.part = parts[0]
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(key="library-parts"):
        _parts(draft, plain, words)
    with right, st.container(border=True, key="library-part"):
        st.markdown(f"**{title_of(draft, draft.part, words)}**")
        _fields(draft, plain, words)
    others = [name for name in ("members",) if plain.get(name)]
    if others:
        st.caption(words("library.only_yaml"))


def parts_of(draft: Draft) -> list[str]:
    """Codes of the parts: "0", "1" … for moves or channels, then those that there always are."""
    listed = (draft.plain or {}).get(_LISTS[draft.kind], [])
    return [*(str(number) for number in range(len(listed))), *_FIXED[draft.kind]]


def title_of(draft: Draft, part: str, words: Words) -> str:
    """What a part is called."""
    if not part.isdecimal():
        return words(_TITLES.get(part, f"field.{part}"))
    held = (draft.plain or {})[_LISTS[draft.kind]][int(part)]
    code = f"move.{held['move']}" if draft.kind == "strategy" else f"channel.{held['kind']}"
    return words("library.part", n=int(part) + 1, name=words(code))


def _names(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    for name, most in (("title", own.MOST_NAME), ("about", 400)):
        held = plain[name]["zh" if words.language == "zh" else "en"] or plain[name]["en"] or plain[name]["zh"]
        # Another field in another language: it has another name before it.
        key = f"draft-{draft.revision}-{name}@{words.language}"
        said = (
            st.text_input(
                words("library.name" if name == "title" else "library.about"),
                held,
                max_chars=max(most, len(held)),
                key=key,
            )
            or ""
        )
        if said != held:
            # What somebody writes in one language stands for both.
            plain[name] = {"en": said, "zh": said}


def _parts(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    listed = plain[_LISTS[draft.kind]]
    st.caption(f"**{words(f'library.parts.{draft.kind}')}**")
    for part in parts_of(draft):
        with st.container(
            horizontal=True, gap="xsmall", vertical_alignment="center", key=f"library-row-{part}"
        ):
            st.button(
                title_of(draft, part, words),
                key=f"part-{part}",
                icon=":material/chevron_right:" if part == draft.part else None,
                type="secondary" if part == draft.part else "tertiary",
                width="stretch",
                on_click=_choose,
                args=(draft, part),
            )
            if part.isdecimal():
                _row_buttons(draft, int(part), len(listed), words)
    if len(listed) < _MOST[draft.kind]:
        _add(draft, words)


def _row_buttons(draft: Draft, number: int, among: int, words: Words) -> None:
    name = title_of(draft, str(number), words)
    for code, icon, disabled, step in (
        ("up", "arrow_upward", number == 0, -1),
        ("down", "arrow_downward", number == among - 1, 1),
    ):
        st.button(
            f":material/{icon}:",
            key=f"{code}-{number}",
            help=words(f"library.{code}", name=name),
            type="tertiary",
            disabled=disabled,
            on_click=_move,
            args=(draft, number, step),
        )
    st.button(
        ":material/close:",
        key=f"remove-{number}",
        help=words("library.remove", name=name),
        type="tertiary",
        disabled=draft.kind == "world" and among == 1,
        on_click=_remove,
        args=(draft, number),
    )


def _add(draft: Draft, words: Words) -> None:
    from sim.channels import CHANNEL_KINDS
    from sim.moves import BY_CODE

    codes = tuple(BY_CODE) if draft.kind == "strategy" else CHANNEL_KINDS
    prefix = "move" if draft.kind == "strategy" else "channel"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.selectbox(
            words(f"library.add.{draft.kind}"),
            codes,
            format_func=lambda code: words(f"{prefix}.{code}"),
            key=f"add-what@{words.language}",
        )
        st.button(
            words("library.add"),
            icon=":material/add:",
            key="add",
            on_click=_append,
            args=(draft, f"add-what@{words.language}"),
        )


def _choose(draft: Draft, part: str) -> None:
    collect(draft)
    draft.part = part
    redraw(draft)


def _move(draft: Draft, number: int, step: int) -> None:
    collect(draft)
    listed = (draft.plain or {})[_LISTS[draft.kind]]
    listed.insert(number + step, listed.pop(number))
    if draft.part == str(number):
        draft.part = str(number + step)
    elif draft.part == str(number + step):
        draft.part = str(number)
    redraw(draft)


def _remove(draft: Draft, number: int) -> None:
    collect(draft)
    (draft.plain or {})[_LISTS[draft.kind]].pop(number)
    if draft.part.isdecimal() and int(draft.part) >= max(number, 1):
        draft.part = str(int(draft.part) - 1)
    redraw(draft)


def _append(draft: Draft, key: str) -> None:
    from sim.channels import Channel
    from sim.moves import BY_CODE

    collect(draft)
    code = st.session_state[key]
    listed = (draft.plain or {})[_LISTS[draft.kind]]
    if draft.kind == "strategy":
        listed.append(BY_CODE[code].model_validate({"move": code}).model_dump(mode="json"))
    else:
        listed.append(Channel.model_validate({"kind": code}).model_dump(mode="json"))
    draft.part = str(len(listed) - 1)
    redraw(draft)


def _fields(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    from sim.channels import Channel
    from sim.moves import BY_CODE
    from sim.settings import Settings
    from sim.staffing import Staffing
    from sim.world import Group, Product

    part = draft.part
    if part.isdecimal():
        name, number = _LISTS[draft.kind], int(part)
        held = plain[name][number]
        model: type[BaseModel] = BY_CODE[held["move"]] if draft.kind == "strategy" else Channel
        about = words.help(f"move.{held['move']}") if draft.kind == "strategy" else None
        if about:
            st.caption(about)
        show_model(draft, model, held, (name, number), words)
    elif part in ("ties", "rhythm", "psychology"):
        {"ties": _ties, "rhythm": _rhythm, "psychology": _psychology}[part](draft, plain, words)
    else:
        models: dict[str, type[BaseModel]] = {
            "staffing": Staffing,
            "settings": Settings,
            "product": Product,
            "group": Group,
        }
        show_model(draft, models[part], plain[part], (part,), words)


def _ties(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    from sim.tie_patterns import Blocks, InvitationTree, KolHub, SmallWorld, Strangers

    models = (InvitationTree, SmallWorld, Blocks, KolHub, Strangers)
    by_code = {one.model_fields["pattern"].annotation.__args__[0]: one for one in models}  # type: ignore[union-attr]
    held = plain["ties"]
    if held["pattern"] not in by_code:
        st.caption(words("library.only_yaml"))
        return
    chosen = st.selectbox(
        words("field.pattern"),
        tuple(by_code),
        index=tuple(by_code).index(held["pattern"]),
        format_func=lambda code: words(f"ties.{code}"),
        key=f"draft-{draft.revision}-pattern@{words.language}",
    )
    if chosen != held["pattern"]:
        shared = {name: held[name] for name in ("weakest", "strongest", "closure")}
        held = by_code[chosen].model_validate({"pattern": chosen, **shared}).model_dump(mode="json")
        plain["ties"] = held
    show_model(draft, by_code[chosen], held, ("ties",), words, only=lambda name: name != "pattern")


def _rhythm(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    from sim.hourly import HOURLY_NAMES

    if plain["hourly"] not in HOURLY_NAMES:
        st.caption(words("library.only_yaml"))
        return
    plain["hourly"] = st.selectbox(
        words("field.hourly"),
        HOURLY_NAMES,
        index=HOURLY_NAMES.index(plain["hourly"]),
        format_func=lambda code: words(f"hourly.{code}"),
        key=key_of(draft, ("hourly",), words),
    )


def _psychology(draft: Draft, plain: dict[str, Any], words: Words) -> None:
    from sim.parameters import Psychology

    usual = Psychology().model_dump()
    names = tuple(usual)
    held = plain["psychology"]
    st.caption(words("library.psychology"))
    chosen = st.multiselect(
        words("library.psychology.which"),
        names,
        default=[name for name in names if held[name] != usual[name]],
        format_func=lambda name: words(f"parameter.{name}"),
        key=f"draft-{draft.revision}-psychology@{words.language}",
        placeholder=words("library.choose"),
    )
    for name in names:
        if name not in chosen:
            held[name] = usual[name]
    show_model(
        draft, Psychology, held, ("psychology",), words, prefix="parameter", only=lambda name: name in chosen
    )
