"""Fixtures: a server, a browser, and pages that are watched. A test that fails leaves pictures of its pages."""

import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.support.chromium import launch
from tests.browser.support.idle import forget, new_page, visit
from tests.browser.support.pictures import PAGES, leave_pictures
from tests.browser.support.server import ROOT, Server
from tests.browser.support.watch import Watch

Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Page]

Way = tuple[Scheme, int]
"""Theme and width."""
WAYS: tuple[Way, ...] = (("light", 1440), ("dark", 390), ("light", 390), ("dark", 1440))

ways_to_see = pytest.mark.parametrize(
    "ways",
    [
        pytest.param(WAYS[:2], id="in turn"),
        *(pytest.param((way,), id=f"{way[0]}-{way[1]}", marks=pytest.mark.nightly) for way in WAYS),
    ],
)
"""For a test that looks at several screens: the ways to see them, one after the other.

Contrast depends on the theme, and layout on the width: two of the four ways are enough to show faults of both.
"""


def see(page: Page, way: Way, height: int = 900) -> None:
    """Change theme and width of an open page."""
    page.emulate_media(color_scheme=way[0])
    page.set_viewport_size({"width": way[1], "height": height})


RUN_SCRIPT = f"""
import runpy, sys
import streamlit as st
sys.path.insert(0, {str(ROOT)!r})
runpy.run_path(f"{ROOT}/tests/browser/scripts/{{st.query_params['script']}}.py")
"""


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
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server with app.py and its settings that runs the pages of `scripts/`, such as `?script=slow`."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copy(ROOT / "app.py", folder)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "pages").mkdir()
    (folder / "pages/main.py").write_text(RUN_SCRIPT, encoding="utf-8")
    with Server(folder / "app.py") as running:
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
    """Return the tabs that tests share, as many as one test has needed at once so far.

    A tab that has shown the app before shows it again in a third of the time: all scripts are loaded and compiled.
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
        see(page, (scheme, width), height)
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
    """Save pictures of the pages of a test that failed, while they are still open."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections.extend(("picture", str(path)) for path in leave_pictures(item))
    return report
