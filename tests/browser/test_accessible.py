"""What axe-core finds on each of the lab's pages: nothing grave, in light and dark, wide and narrow, in both languages.

What axe cannot judge, such as whether all can be done by keyboard, is in `test_keyboard`.
"""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from app.pages import PAGES
from app.research.state import TABS
from tests.browser.conftest import LabServer
from tests.browser.finished_work import finish
from tests.browser.lab_pages import settle, tab

GRAVE = ("serious", "critical")
# Each frame is looked at by itself: axe would otherwise ask all of them, and wait for those that it is not in.
OPTIONS = {"resultTypes": ["violations"], "iframes": False}


@pytest.fixture(scope="module")
def links(lab_server: LabServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of a view → its link, in a lab where all of it is answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        return finish(tmp_path_factory.mktemp("finished"))


def test_every_page_is_among_the_views(links: dict[str, str]) -> None:
    assert {name.split(":")[0] for name in links} == {entry.code for entry in PAGES}
    assert {f"experiments: {one}" for one in TABS} <= set(links)


# The phone wears the second of them: narrow, what scrolls and what wraps differ, and colours and words do not.
@pytest.mark.parametrize(
    ("scheme", "locale", "widths"), [("light", "en-US", (1280,)), ("dark", "zh-CN", (1280, 390))]
)
def test_nothing_grave_on_any_page(
    chromium: Browser,
    lab_server: LabServer,
    links: dict[str, str],
    scheme: Literal["light", "dark"],
    locale: str,
    widths: tuple[int, ...],
) -> None:
    found: list[str] = []
    with tab(chromium, color_scheme=scheme, locale=locale) as page:
        page.add_init_script(AXE_SCRIPT)
        for name, link in links.items():
            page.goto(f"{lab_server.url}/{link}")
            page.get_by_test_id("stMain").locator("h1").wait_for()
            unfold(page)
            assert page.locator("html").get_attribute("lang") == locale[:2]
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                settle(page)
                found += [f"{name}, {width} wide: {one}" for one in grave(page)]
            page.set_viewport_size({"width": 1280, "height": 900})
    assert found == []


def unfold(page: Page) -> None:
    """Wait until the page stands, and open whatever on it is folded."""
    settle(page)
    folded = page.locator('[data-testid="stExpander"] details:not([open]) > summary')
    if folded.count():
        folded.evaluate_all("all => all.forEach(one => one.click())")
        folded.first.wait_for(state="detached")
        settle(page)


def grave(page: Page) -> list[str]:
    """The serious and critical findings in the page and in the frames within it."""
    found: list[dict[str, Any]] = []
    for frame in page.frames:
        found += frame.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS)
    return [
        f"{one['id']} at {node['target']}: {node['html'][:160]} ({node['failureSummary']})"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
