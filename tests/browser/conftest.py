"""Fixtures: a server, a browser, and pages that are watched. A test that fails leaves pictures of its pages."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.support.chromium import launch
from tests.browser.support.idle import forget, new_page, visit
from tests.browser.support.pictures import PAGES, leave_pictures
from tests.browser.support.server import Server
from tests.browser.support.watch import Watch

Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Page]

ways_to_see = pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1440),
        ("dark", 390),
        *(pytest.param(*way, marks=pytest.mark.nightly) for way in (("light", 390), ("dark", 1440))),
    ],
)
"""Theme and width. Contrast depends on the theme, what fits on the width: two of the four ways show faults of both."""


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
    """Return the browser that all tests share."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> list[Page]:
    """Return the tabs that tests share, as many as one has needed at once so far.

    A tab that has shown the app before shows it again in a third of the time: all scripts are there and compiled.
    """
    return []


@pytest.fixture
def open_page(chromium: Browser, tabs: list[Page], request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Return a function that opens an address as a new visitor and waits until the page is at rest.

    At the end of the test no page may have met a problem (see `Watch`).
    """
    pages, watches = request.node.stash.setdefault(PAGES, []), []

    def open_page(url: str, scheme: Scheme = "light", width: int = 1440, height: int = 900) -> Page:
        if len(pages) == len(tabs):
            tabs.append(new_page(chromium))
        page = tabs[len(pages)]
        pages.append(page)
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        watches.append(Watch(page, url))
        visit(page, url)
        return page

    yield open_page
    problems = [problem for watch in watches for problem in watch.end()]
    for page in pages:
        forget(page)
    assert problems == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """While its pages are still open, a test that failed leaves pictures of them."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections.extend(("picture", str(path)) for path in leave_pictures(item))
    return report
