"""Drafts: how one begins, how it goes from form to YAML and back without losing anything, and how it is kept."""

from __future__ import annotations

import io
from typing import Any

from app.library.catalogue import Item, text_of
from app.library.state import KIND_OF, Draft, LibraryState, collect
from app.wording import Words
from experiments import own_scenarios
from scenarios import own
from scenarios.errors import ScenarioError
from scenarios.writing import strategy_to_yaml, world_to_yaml
from sim.strategy import Strategy

Problem = ScenarioError | own.OwnError


def of_text(kind: str, text: str, id_: str = "") -> Draft:
    """A draft of a text; it begins as YAML where the text is not right."""
    plain = _plain_or_none(kind, text)
    return Draft(
        kind,
        text,
        plain,
        "yaml" if plain is None else "form",
        id_,
        own.digest_of(text) if id_ else "",
        (text, _plain_or_none(kind, text)),
    )


def begin_own(state: LibraryState, kept: own.Own) -> None:
    """Edit one of the reader's own."""
    try:
        text = own.read(own_scenarios.folder(), kept.kind, kept.id)
    except (own.OwnError, ScenarioError):
        state.say("library.said.unreadable", kept.id)
        return
    state.draft = of_text(kept.kind, text, kept.id)


def begin_copy(state: LibraryState, one: Item, words: Words) -> None:
    """Edit a copy of an entry; nothing is kept before it is saved."""
    name = words("library.copy_of", name=one.name(words))[: own.MOST_NAME]
    try:
        text = text_of(one)
        state.draft = of_text(KIND_OF[one.shelf], text)
        state.draft = of_text(KIND_OF[one.shelf], own.titled(text, name, one.about(words)))
    except (own.OwnError, ScenarioError):
        # What cannot be read as YAML is copied as it is, to be mended.
        if state.draft is None:
            state.say("library.said.unreadable", one.id)


def begin_blank(state: LibraryState, kind: str, words: Words) -> None:
    """Edit a new one that has nearly nothing in it."""
    body = "channels:\n  - kind: friends\n    members: 50\n" if kind == "world" else "moves: []\n"
    state.draft = of_text(kind, own.titled(body, words(f"library.new.{kind}")))


def turn(state: LibraryState, mode: str) -> None:
    """Go over to the form or to YAML; the form opens only on what is right."""
    draft = state.draft
    if draft is None or mode == draft.mode:
        return
    collect(draft)
    if mode == "yaml":
        draft.text = text_now(draft)
    else:
        plain = _plain_or_none(draft.kind, draft.text)
        if plain is None:
            return
        draft.plain, draft.start = plain, (draft.text, _plain_or_none(draft.kind, draft.text))
    draft.mode = mode
    redraw(draft)


def redraw(draft: Draft) -> None:
    """Have all fields drawn anew from the draft."""
    draft.revision += 1
    draft.fields.clear()


def text_now(draft: Draft) -> str:
    """The draft as YAML. What the form has not touched stays as it was written, comments included."""
    if draft.mode == "yaml" or draft.plain is None:
        return draft.text
    text, plain = draft.start
    if draft.plain == plain:
        return text
    found = _dumped(draft.plain)
    try:
        parsed = own.parse(draft.kind, found, "YAML")
    except ScenarioError:
        return found
    return strategy_to_yaml(parsed) if isinstance(parsed, Strategy) else world_to_yaml(parsed)


def problem_of(draft: Draft) -> ScenarioError | None:
    """What is wrong with the draft, or None. Of a form no line is named: there is none to see."""
    name = f"{draft.id or draft.kind}.yaml"
    try:
        own.parse(draft.kind, text_now(draft), name)
    except ScenarioError as error:
        return error if draft.mode == "yaml" else ScenarioError(error.code, **error.values)
    return None


def keep(state: LibraryState, words: Words, *, anew: bool = False, over: bool = False) -> Problem | None:
    """Keep the draft as one's own.

    Args:
        state: of the page.
        words: the reader's.
        anew: as a new one, whatever it began as.
        over: even over what somebody else has written since.

    Returns:
        What is in the way, or None.
    """
    draft = state.draft
    if draft is None:
        return None
    text = text_now(draft)
    id_ = "" if anew else draft.id
    try:
        done = own.save(
            own_scenarios.folder(),
            draft.kind,
            text,
            id_=id_,
            digest=None if over or not id_ else draft.digest,
        )
    except own.ConflictError as error:
        draft.conflict = True
        return error
    except (own.OwnError, ScenarioError) as error:
        return error
    state.say("library.said.kept", done.name(words.language))
    state.open(done.id, next(shelf for shelf, kind in KIND_OF.items() if kind == draft.kind))
    return None


def _plain_or_none(kind: str, text: str) -> dict[str, Any] | None:
    try:
        found = own.parse(kind, text, kind)
    except ScenarioError:
        return None
    plain: dict[str, Any] = found.model_dump(mode="json")
    return plain


def _dumped(plain: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    writer.dump(plain, out)
    return out.getvalue()
