"""Every page, wide and narrow, in light and dark, for people who use a keyboard or a screen reader."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Scheme
from tests.browser.support.axe import violations
from tests.browser.support.screen import SIDEWAYS, resize
from tests.browser.support.server import Server
from tests.site import HEADINGS

# The choices of one group are one tab stop: Tab enters the group, the arrow keys move inside it.
STOP = """e => e.matches('[role="radio"], [type="radio"]') ? e.closest('[role="radiogroup"]')
    : e.matches('[data-variant="pills"]') ? e.closest('[role="toolbar"], [role="group"]') ?? e : e"""

# Marks every tab stop with its place in the document, so that a walk by keyboard can be compared with it.
# What is inside a component (the player of a film) counts where the component is.
NUMBER_TAB_STOPS = f"""() => {{
    const inside = root => [...root.querySelectorAll('*')]
        .flatMap(e => e.shadowRoot ? [e, ...inside(e.shadowRoot)] : e);
    const focusable = inside(document)
        .filter(e => e.matches(
            'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable="true"]'))
        .filter(e => e.tabIndex >= 0 && !e.disabled && !e.closest('[inert]'))
        .filter(e => e.checkVisibility({{visibilityProperty: true}}));
    const stops = [...new Set(focusable.map({STOP}))];
    stops.forEach((e, place) => e.setAttribute('data-tab-stop', place));
    return stops.map(e => e.outerHTML.slice(0, 160));
}}"""
# The browser itself lets the keyboard scroll what is wider than its place: `null` instead of a number.
FOCUSED = f"""() => {{
    let e = document.activeElement;
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    const stop = ({STOP})(e).dataset.tabStop;
    const scrolls = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
    return {{
        left: e === document.body,
        place: stop !== undefined ? Number(stop) : scrolls ? null : -1,
        element: e.outerHTML.slice(0, 160),
    }};
}}"""


def walk_by_keyboard(page: Page, limit: int) -> list[int]:
    """Press Tab until the focus leaves the page; return the places of what had the focus."""
    visited: list[int] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["left"]:
            break
        place = focused["place"]
        assert place != -1, f"has the focus, but is hidden or not meant to have it: {focused['element']}"
        if place is None:
            continue
        if place not in visited:
            visited.append(place)
        elif place != visited[-1]:  # Tab goes through the cells of a grid; any other return ends the walk
            break
    return visited


@pytest.mark.parametrize(("path", "heading"), HEADINGS.items())
def test_the_keyboard_reaches_everything_and_axe_finds_nothing(
    server: Server, open_page: OpenPage, path: str, heading: str
) -> None:
    page = open_page(server.url + path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    stops = page.evaluate(NUMBER_TAB_STOPS)
    visited = walk_by_keyboard(page, limit=10 * len(stops))
    assert visited == sorted(visited), "the keyboard goes another way than the eye"
    assert [stops[i] for i in range(len(stops)) if i not in visited] == [], "what the keyboard does not reach"
    assert violations(page) == []


WALKED = (
    *("/loss", "/learning-rates", "/why-backprop", "/features", "/generalization"),
    *("/vanishing-gradients", "/local-minima", "/hyperparameters", "/bug-clinic"),
)
"""Lessons with a walk through all scenes, which looks at each in one of the ways to see."""


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=pytest.mark.nightly if path in WALKED else ()) for path in HEADINGS]
)
def test_on_a_phone_in_the_dark(server: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(server.url + path, "dark", 390, 844)
    assert violations(page) == []
    resize(page, 360)
    assert page.evaluate(SIDEWAYS) <= 0, "it can be pushed sideways"


@pytest.mark.nightly
@pytest.mark.parametrize("path", HEADINGS)
@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 390)])
def test_the_other_ways_to_see(server: Server, open_page: OpenPage, path: str, scheme: Scheme, width: int) -> None:
    assert violations(open_page(server.url + path, scheme, width)) == []


@pytest.mark.parametrize(
    "path",
    [
        "/backprop?example=five-layer-chain",
        pytest.param("/backprop?example=own&sizes=3-8-8-2", marks=pytest.mark.nightly),
        "/playground?p_data=iris&shown=dataset%3Diris%26hidden%3D4%26epochs%3D5%26updates%3D20",
    ],
)
def test_axe_finds_nothing_where_a_large_diagram_scrolls(server: Server, open_page: OpenPage, path: str) -> None:
    assert violations(open_page(server.url + path, "light", 390)) == []
