"""Fields of a form, made from declarations: every number with its bounds and unit, every choice with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, get_args, get_origin

import streamlit as st
from pydantic import BaseModel

from app.levers import CHOICES
from app.library.numbers import options
from app.library.state import Draft, Path
from app.settings_panel import LONG_UNITS
from app.wording import Words
from sim.moves.base import TIERS
from sim.quantities import Quantity, quantities

_LABELLED = (*CHOICES, "kind", "pattern")
_PREFIXES = {"kind": "channel", "pattern": "ties"}
_ONLY_WITH = {"quiet_days": ("quiet",), "talk_messages": ("talk",), "topic_share": ("drift",)}
"""Numbers of a moment that only some triggers look at."""


def key_of(draft: Draft, path: Path, words: Words) -> str:
    """Key of the field of a place, noted so that buttons can take over what it holds.

    It carries the language because a select box sends its choice back as the words shown.
    """
    key = f"draft-{draft.revision}-{'-'.join(str(step) for step in path)}@{words.language}"
    draft.fields[key] = path
    return key


def show_model(
    draft: Draft,
    model: type[BaseModel],
    plain: dict[str, Any],
    path: Path,
    words: Words,
    *,
    prefix: str = "field",
    only: Callable[[str], bool] = lambda _name: True,
) -> None:
    """Fields of all numbers and choices of a declaration, and below them those of the declarations inside it.

    Args:
        draft: to which they belong.
        model: the declaration.
        plain: its plain data; what the fields hold is put into it.
        path: where that stands in the draft.
        words: the reader's.
        prefix: of the text codes of the labels.
        only: which fields to show.
    """
    numbers = {one.name: one for one in quantities(model, prefix)}
    inside: list[tuple[str, type[BaseModel]]] = []
    with st.grid("auto", min_column_width=190, vertical_alignment="bottom"):
        for name, info in model.model_fields.items():
            if name == "move" or name not in plain or not only(name):
                continue
            if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
                inside.append((name, info.annotation))
            elif name in numbers:
                _number(draft, numbers[name], plain, (*path, name), words)
            else:
                _choice(draft, name, info.annotation, plain, (*path, name), words)
    for name, part in inside:
        label = f"field.{name}"
        st.caption(f"**{words(label)}**", help=words.help(label))
        show_model(draft, part, plain[name], (*path, name), words, only=partial(_needed, plain[name]))


def _needed(plain: dict[str, Any], name: str) -> bool:
    """Whether a number says anything under the trigger that is chosen."""
    trigger = plain.get("trigger")
    if trigger is None:
        return True
    if name == "cooldown_days":
        return bool(trigger != "schedule")
    return name not in _ONLY_WITH or trigger in _ONLY_WITH[name]


def _number(draft: Draft, one: Quantity, plain: dict[str, Any], path: Path, words: Words) -> None:
    if plain[one.name] is None:
        return
    kind = int if one.whole else float
    unit, label, explained = words(f"unit.{one.unit}"), words(one.code), words.help(one.code)
    if one.unit in LONG_UNITS:
        explained = " ".join(part for part in (explained, words("settings.unit", unit=unit)) if part)
    elif one.unit != "1" and unit.lower() not in label.lower():
        label = words("settings.lever_label", label=label, unit=unit)
    value = st.number_input(
        label,
        min_value=kind(one.low),
        max_value=kind(one.high),
        value=min(max(kind(plain[one.name]), kind(one.low)), kind(one.high)),
        step=1 if one.whole else _step(one),
        format=None if one.whole else f"%.{_digits(one, plain[one.name])}f",
        help=explained,
        key=key_of(draft, path, words),
    )
    if value is not None:
        plain[one.name] = kind(value)


def _step(one: Quantity) -> float:
    if one.high <= 0.1:
        return 0.001
    return 0.05 if one.high <= 1 else 0.5 if one.high <= 24 else 1.0


def _digits(one: Quantity, value: float) -> int:
    """Decimals that show the value as it is, and those that make sense for its range."""
    written = f"{value:.6f}".rstrip("0").partition(".")[2]
    return max(len(written), 3 if one.high <= 0.1 else 2)


def _choice(
    draft: Draft, name: str, annotation: Any, plain: dict[str, Any], path: Path, words: Words
) -> None:
    label, explained, key = words(f"field.{name}"), words.help(f"field.{name}"), key_of(draft, path, words)
    held = plain[name]
    codes = options(annotation)
    if isinstance(held, bool):
        plain[name] = st.toggle(label, value=held, help=explained, key=key)
    elif codes and len(codes) > 1:
        prefix = _PREFIXES.get(name, name)
        plain[name] = st.selectbox(
            label,
            codes,
            index=codes.index(held),
            format_func=lambda code: words(f"{prefix}.{code}") if name in _LABELLED else str(code),
            help=explained,
            key=key,
        )
    elif get_origin(annotation) is tuple and set(get_args(get_args(annotation)[0])) == set(TIERS):
        plain[name] = list(
            st.multiselect(
                label,
                TIERS,
                default=held,
                format_func=lambda code: words(f"tier.{code}"),
                help=explained,
                key=key,
                placeholder=words("library.choose"),
            )
        )
    elif annotation is str:
        plain[name] = st.text_input(label, value=held, max_chars=60, help=explained, key=key) or ""
    else:
        draft.fields.pop(key, None)
