"""What stands on the shelves: everything shipped, the moves that the code knows, and the reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.asking import shipped_strategy
from app.library.state import KIND_OF
from app.wording import Words
from experiments.own_scenarios import folder
from scenarios import library, own
from scenarios.texts import LANGUAGES, has_text, text

if TYPE_CHECKING:
    from sim.strategy import Strategy

_SHIPPED = {
    "worlds": library.worlds,
    "strategies": library.strategies,
    "portfolios": library.portfolios,
    "cases": library.cases,
    "plans": library.plans,
}


@dataclass(frozen=True)
class Item:
    """One thing on a shelf.

    Attributes:
        shelf: on which it stands.
        id: as in links.
        label: text code of its name; "" for one's own.
        path: its file; None for a move and for one's own.
        kept: what is known of one's own.
    """

    shelf: str
    id: str
    label: str = ""
    path: Path | None = None
    kept: own.Own | None = None

    def name(self, words: Words) -> str:
        """What to call it; for one's own what somebody typed."""
        return self.kept.name(words.language) if self.kept else words(self.label)

    def about(self, words: Words) -> str:
        """A sentence on what it does, or nothing."""
        if self.kept:
            return self.kept.about.in_language(words.language)
        return words.help(self.label) or ""

    def strategy(self) -> Strategy | None:
        """The strategy itself, if it is one and can be read."""
        if self.shelf != "strategies":
            return None
        if self.kept is None:
            return shipped_strategy(self.id)
        if not self.kept.readable:
            return None
        from sim.strategy import Strategy

        found = own.load(folder(), "strategy", self.id)
        return found if isinstance(found, Strategy) else None

    def risks(self) -> tuple[str, ...]:
        """Text codes of its legal and ethical risks."""
        if self.shelf == "moves":
            from sim.moves import BY_CODE

            risk = BY_CODE[self.id].risk
            return (risk,) if risk else ()
        strategy = self.strategy()
        return strategy.risks if strategy else ()

    def matches(self, search: str) -> bool:
        """Whether every word looked for stands in its id, name or description, in either language, or in its moves'."""
        said = [self.id, self.id.replace("_", " ")]
        if self.kept:
            said += [self.kept.title.en, self.kept.title.zh, self.kept.about.en, self.kept.about.zh]
        codes = [self.label, f"{self.label}.help", *self.risks()] if self.label else []
        strategy = self.strategy()
        codes += [move.label() for move in strategy.moves] if strategy else []
        said += [text(code, one) for code in codes for one in LANGUAGES if has_text(code, one)]
        whole = "\n".join(said).casefold()
        return all(word in whole for word in search.casefold().split())


def items(shelf: str) -> list[Item]:
    """Everything on a shelf: one's own first, then what ships, in its order."""
    if shelf == "moves":
        from sim.moves import MOVES

        return [Item(shelf, cls.kind(), cls.label()) for cls in MOVES]
    shipped = [Item(shelf, one.id, one.label, one.path) for one in _SHIPPED[shelf]().values()]
    return [*own_items(shelf), *shipped]


def own_items(shelf: str) -> list[Item]:
    """The reader's own on a shelf."""
    kind = KIND_OF.get(shelf)
    return [] if kind is None else [Item(shelf, one.id, kept=one) for one in own.listing(folder(), kind)]


def item(shelf: str, entry: str) -> Item | None:
    """One entry by its id, or None."""
    return next((one for one in items(shelf) if one.id == entry), None)


def text_of(one: Item) -> str:
    """Its YAML as it is kept; "" for a move.

    Raises:
        own.OwnError: if one's own is gone.
        ScenarioError: if the file cannot be read.
    """
    if one.kept:
        return own.read(folder(), one.kept.kind, one.id)
    return one.path.read_text(encoding="utf-8") if one.path else ""
