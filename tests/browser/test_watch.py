"""The guard itself: every fault that it is there for must be noticed."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage
from tests.browser.support.axe import violations
from tests.browser.support.idle import new_page, visit, wait_until_idle
from tests.browser.support.server import Server
from tests.browser.support.watch import Watch

FAULTS = {
    "request to another host": "() => fetch('http://example.invalid/').catch(() => {})",
    "Content Security Policy": "() => document.body.append(Object.assign("
    "document.createElement('script'), {textContent: 'document.title = 1'}))",
    "console: planted": "() => console.error('planted')",
    "uncaught error": "() => { setTimeout(() => { throw new Error('planted'); }); }",
}


WITHOUT_POLICY = ("request to another host",)
"""The policy stops these before they are what they should be, so for them it is off."""


@pytest.mark.parametrize("policy", [True, False])
def test_watch_notices(server: Server, chromium: Browser, policy: bool) -> None:
    page = new_page(chromium, bypass_csp=not policy)
    watch = Watch(page, server.url)
    visit(page, server.url)
    assert watch.problems == []
    for problem, fault in FAULTS.items():
        if (problem in WITHOUT_POLICY) == policy:
            continue
        known = len(watch.problems)
        page.evaluate(fault)
        wait_until_idle(page)
        assert any(problem in found for found in watch.problems[known:]), (problem, watch.problems)
    page.context.close()


def test_axe_notices_a_picture_without_text(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in violations(page))
