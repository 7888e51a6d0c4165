"""What the tests of the lab's pages share: tabs that note every complaint, and how to find one's way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

SECONDS = 60
# Streamlit looks for files that need not be there. A request to another host is no such thing: it fails here.
HARMLESS = ("404 (Not Found)",)
# Longer than Streamlit's sliders wait before they tell the server.
QUIET_MILLISECONDS = 300
# Notes in the page when the lab was last asked for something, and when it last said something.
LISTEN = """
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        if (!this.labHeard) {
            this.labHeard = true;
            this.addEventListener('message', () => { window.labAnswered = performance.now(); });
        }
        window.labAsked = performance.now();
        window.labAnswered ??= 0;
        return send.call(this, data);
    };
"""


@contextlib.contextmanager
def tab(chromium: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """A page in a browser of its own; fails at the end if the page complained."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, **{"locale": "en-US", "accept_downloads": True, **options}
    )
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(LISTEN)
    context.route(
        lambda url: not url.startswith(("http://127.0.0.1", "data:", "blob:")), lambda route: route.abort()
    )
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in HARMLESS):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        assert complaints == [], complaints
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until what was done has been answered, every chart is drawn and nothing moves, and stays so.

    A page looks finished until the server has heard of a click, and a slider tells of a move a fifth of a second
    after it: whoever looked only once would go on too early, and a click on what still unfolds is lost.
    """
    page.wait_for_function(
        """quiet => {
            const done = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
                && !(window.labAsked > window.labAnswered)
                && document.querySelectorAll('[data-stale=true]').length === 0
                && document.querySelectorAll('[data-testid=stSkeleton]').length === 0
                && document.querySelectorAll('[data-testid=stPlotlyChart]').length
                   === document.querySelectorAll('.js-plotly-plot .main-svg:first-of-type').length
                && document.getAnimations().every(one => one.playState !== 'running'
                   || one.effect.getComputedTiming().iterations === Infinity);
            if (!done) window.labQuietSince = undefined;
            else window.labQuietSince ??= performance.now();
            const still = done && performance.now() - window.labQuietSince >= quiet;
            if (still) window.labQuietSince = undefined;
            return still;
        }""",
        arg=QUIET_MILLISECONDS,
    )


def open_lab(page: Page, url: str, link: str = "") -> None:
    """Open the lab and wait for the verdict."""
    page.goto(f"{url}/{link}")
    part(page, "verdict").wait_for()
    settle(page)


def part(page: Page, key: str) -> Locator:
    """The part of the page with a key."""
    return page.locator(f".st-key-{key}")


def choose(page: Page, key: str, option: str) -> None:
    """Open a select box, look for an option, and choose it."""
    box = part(page, key).get_by_role("combobox")
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def visible_text(page: Page) -> str:
    """All text that can be read on the page, and all names that a screen reader would say."""
    text: str = page.evaluate(
        """() => [document.body.innerText,
                  ...[...document.querySelectorAll('.plotly text')].map(one => one.textContent),
                  ...[...document.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label')),
                  ...[...document.querySelectorAll('[title]')].map(one => one.title)].join('\\n')"""
    )
    return text


def overflow(page: Page) -> list[str]:
    """What sticks out of the window to the right, outside boxes that scroll by themselves."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const scrolls = one => { for (; one; one = one.parentElement) {
                const x = getComputedStyle(one).overflowX;
                if (one.dataset.testid !== 'stMain' && one.dataset.testid !== 'stAppViewContainer'
                    && (x === 'auto' || x === 'scroll' || x === 'hidden' || x === 'clip')
                    && one.getBoundingClientRect().right <= width + 1) return true; } return false; };
            return [...document.querySelectorAll('[data-testid=stMain] *')]
                .filter(one => one.getBoundingClientRect().right > width + 1 && one.getBoundingClientRect().width > 0)
                .filter(one => !scrolls(one)).slice(0, 5)
                .map(one => `${one.tagName}.${one.className} ${one.getBoundingClientRect().right}`);
        }"""
    )
    return found
