"""Fixtures: a server, a browser, and pages that are watched."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.support.chromium import launch
from tests.browser.support.idle import new_page, wait_until_idle
from tests.browser.support.server import Server
from tests.browser.support.watch import Watch

Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a server that all tests share."""
    with Server() as running:
        yield running


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """Return a server that nobody has visited yet."""
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the browser that all tests share; each page has a profile of its own."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Return a function that opens an address as a new visitor and waits until the page is at rest.

    At the end of the test no page may have met a problem (see `Watch`).
    """
    pages, watches = [], []

    def open_page(url: str, scheme: Scheme = "light", width: int = 1440, height: int = 900) -> Page:
        page = new_page(chromium, color_scheme=scheme, viewport={"width": width, "height": height})
        pages.append(page)
        watches.append(Watch(page, url))
        page.goto(url)
        wait_until_idle(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert [problem for watch in watches for problem in watch.problems] == []
