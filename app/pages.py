"""The lab's pages: their order, addresses and icons. Each is a function of the tab's session and the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.session import Session
    from app.wording import Words


class Show(Protocol):
    """Draws a page."""

    def __call__(self, session: Session, words: Words) -> None:
        """Draw it for one tab's session, in the reader's words."""


@dataclass(frozen=True)
class PageEntry:
    """One page.

    Attributes:
        code: its name in addresses; its title in the navigation is the text ``<code>.nav``.
        icon: Material symbol.
        place: "module:function" that draws it; imported when it is opened.
    """

    code: str
    icon: str
    place: str

    def show(self, session: Session, words: Words) -> None:
        """Draw it."""
        module, _, name = self.place.partition(":")
        draw: Show = getattr(import_module(module), name)
        draw(session, words)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("compare", ":material/compare:", "app.compare_page:show_compare"),
    PageEntry("replay", ":material/play_circle:", "app.replay.page:show_replay"),
    PageEntry("autopsy", ":material/biotech:", "app.autopsy.page:show_autopsy"),
    PageEntry("lessons", ":material/school:", "app.lessons.page:show_lessons"),
    PageEntry("experiments", ":material/science:", "app.research.page:show_experiments"),
    PageEntry("library", ":material/menu_book:", "app.library.page:show_library"),
    PageEntry("about", ":material/info:", "app.about_page:show_about"),
)
"""In the order of the navigation; the first is the one that opens."""
