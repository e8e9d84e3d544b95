"""A few hostile links in a browser; many more are tried without one in tests/pages."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.server import Server
from tests.pages.hostile import NONSENSE, SCRIPT, Link, several, single
from tests.site import ROWS

ALL = [*single(), *several()]
KINDS = (
    "<script>",
    "![x]",
    "NaN",
    "inf",
    "\u202e",
    "x" * 5000,
    "9" * 400,
    "javascript:",
    "DROP TABLE",
    "\\frac",
    "\x00",
)
IN_SIGHT = [key for key, (page, row) in ROWS.items() if page == "playground" and row.impossible() and not row.seen_with]
MARKUP: dict[str, str | list[str]] = {
    key: next(value for value in NONSENSE if kind in value) for key, kind in zip(IN_SIGHT, KINDS, strict=False)
}
LINKS = [
    Link("/playground", MARKUP, tuple(MARKUP)),
    next(link for link in ALL if SCRIPT in link.said),
    next(link for link in ALL if "__proto__" in link.said),
    *[link for link in ALL if len(link.said) > 6][:1],
]


def test_no_dialog_no_error_no_other_host(server: Server, open_page: OpenPage) -> None:
    """`open_page` fails on errors in the console and on requests to other hosts."""
    said = [str(value) for link in LINKS for value in link.said.values()]
    assert all(any(kind in value for value in said) for kind in KINDS)
    page = open_page(server.url)
    for link in LINKS:
        page.goto(f"{server.url}{link.path}?{link.query()}")
        wait_until_idle(page)
        assert faults(page, link) == [], link
    assert "Traceback" not in server.log()


def faults(page: Page, link: Link) -> list[str]:
    """What a visitor must not see, and is there; what must be there, and is not."""
    forbidden = (
        '[role="dialog"]',
        '[data-testid="stException"]',
        '[data-testid="stMain"] img[src^="http"]',
        '[data-testid="stAlert"]:has-text("link_off") :is(a, b, strong, code, script, .katex)',
        'text="This page could not be shown"',
    )
    needed = ("h1", '[data-testid="stAlert"]' if link.bad else "h1")
    return [
        *[f"there is {selector}" for selector in forbidden if page.locator(selector).count() > 0],
        *[f"there is no {selector}" for selector in needed if page.locator(selector).count() == 0],
    ]


@pytest.mark.parametrize(
    "fault", ["<div role=dialog>", '<p data-testid="stAlert">link_off <a href="http://x">x</a></p>']
)
def test_faults_are_noticed(server: Server, open_page: OpenPage, fault: str) -> None:
    page = open_page(server.url)
    fine = Link("/", {})
    assert faults(page, fine) == []
    page.evaluate(
        "html => document.querySelector('[data-testid=\"stMain\"]').insertAdjacentHTML('beforeend', html)", fault
    )
    assert len(faults(page, fine)) == 1
