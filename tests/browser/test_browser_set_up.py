"""The browser tests' own ground: the browser draws Chinese, and what it reaches is this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.browser import conftest
from tests.browser.locate import chromium_path, runs_debian


def test_chinese_characters_have_their_own_shapes(browser_page: Page) -> None:
    """Without a Chinese font every character is the same empty box."""
    browser_page.set_content("<p id=a style='font-size:64px'>群</p><p id=b style='font-size:64px'>组</p>")
    pictures = {browser_page.locator(name).screenshot() for name in ("#a", "#b")}
    assert len(pictures) == 2


def test_other_hosts_are_out_of_reach(browser_page: Page) -> None:
    with pytest.raises(Error, match="ERR_FAILED"):
        browser_page.goto("http://host.invalid/")


def test_missing_browser_skips_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        conftest.without_browser()


def test_missing_browser_fails_with_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        conftest.without_browser()


def test_named_browser_that_does_not_exist_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_CHROMIUM", str(tmp_path / "none"))
    assert chromium_path() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("NAME=x\nID=debian\n", True), ("ID=ubuntu\nID_LIKE=debian\n", False), ('ID="debian"\n', True)],
)
def test_debian_is_told_from_ubuntu(tmp_path: Path, text: str, expected: bool) -> None:
    release = tmp_path / "os-release"
    release.write_text(text, encoding="utf-8")
    assert runs_debian(release) is expected
