"""Every page from a phone to a wide screen: nothing sticks out of the window, and no word is cut off."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page

from scenarios.texts import text
from tests.browser.conftest import LabServer
from tests.browser.finished_work import finish
from tests.browser.lab_pages import overflow, part, settle, tab
from tests.browser.test_accessible import unfold

WIDTHS = (1920, 1280, 768, 390)
SHARES = 3
REDRAWN_SECONDS = 10.0
MORE = {
    "compare: tables": "?tables=field.life.cash",
    "library: world": "library?shelf=worlds&entry=giveaway_300",
}
# A box hides what of its text lies outside it, unless the text is in a box within that scrolls. What is there for
# readers of the screen alone is a pixel large; icons are words to the browser. A select box may be too narrow for a
# choice that stands in full elsewhere on the page.
CUT = """() => {
    const boxOf = one => {
        for (; one && one !== document.body; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (/auto|scroll/.test(style.overflowX)) return null;
            if (/hidden|clip/.test(style.overflowX) && style.display !== 'inline') return one;
        }
        return null;
    };
    const none = '[data-testid=stIconMaterial], style, script, textarea, iframe';
    const shown = one => one.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement;
        const box = !node.data.trim() || holder.closest(none) ? null : boxOf(holder);
        if (!box || !shown(holder)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const said = range.getBoundingClientRect(), seen = box.getBoundingClientRect();
        if (said.width < 2 || seen.width < 3 || seen.height < 3) continue;
        if (said.right > seen.right + 2 || said.left < seen.left - 2)
            found.push(`${node.data.trim()} in ${box.className}`);
    }
    for (const one of document.querySelectorAll('input[role=combobox]'))
        if (one.clientWidth && one.scrollWidth > one.clientWidth + 1 && !document.body.innerText.includes(one.value))
            found.push(`${one.value} in a select box`);
    return found;
}"""


@pytest.fixture(scope="module")
def links(lab_server: LabServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of a view → its link, in a lab where all of it is answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUNLAB_HOME", str(lab_server.home))
        return {**finish(tmp_path_factory.mktemp("finished")), **MORE}


def amiss(page: Page) -> list[str]:
    """What sticks out of the window or is cut off, once charts have taken on a new width."""
    deadline = time.monotonic() + REDRAWN_SECONDS
    while (found := _amiss(page)) and time.monotonic() < deadline:
        page.wait_for_timeout(250)
    return found


def _amiss(page: Page) -> list[str]:
    cut: list[str] = page.evaluate(CUT)
    moved = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    return [*overflow(page), *cut, *([f"scrolls sideways by {moved}"] if moved > 0 else [])]


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_fits_every_width(
    chromium: Browser, lab_server: LabServer, links: dict[str, str], share: int
) -> None:
    found: dict[str, list[str]] = {}
    with tab(chromium) as page:
        for name, link in list(links.items())[share::SHARES]:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{lab_server.url}/{link}")
            unfold(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                settle(page)
                found[f"{name}, English, {width}"] = amiss(page)
            part(page, "language").get_by_text(text("language.zh", "zh"), exact=True).click()
            page.wait_for_url("**lang=zh**")
            unfold(page)
            found[f"{name}, Chinese, {WIDTHS[-1]}"] = amiss(page)
    assert {view: one for view, one in found.items() if one} == {}


def test_a_cut_word_is_noticed(chromium: Browser) -> None:
    narrow = "width:60px;white-space:nowrap;overflow:"
    with tab(chromium) as page:
        page.set_content(
            f"<p style='{narrow}hidden;text-overflow:ellipsis'>cut off midway</p>"
            f"<p style='{narrow}auto'>scrolls as it should</p><p style='{narrow}hidden'>fits</p>"
            f"<p style='{narrow}hidden'><b style='visibility:hidden'>is not there to be read</b></p>"
            "<input role=combobox style='width:40px' value='chosen and too long'>"
        )
        found = page.evaluate(CUT)
    assert [one.partition(" in ")[0] for one in found] == ["cut off midway", "chosen and too long"]
