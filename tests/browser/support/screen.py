"""What a visitor sees and does on /backprop: reading the screen, pressing keys, clicking in the diagram."""

from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page

from tests.browser.support.idle import wait_until_answered, wait_until_idle

# Everything drawn in the diagram: shapes, colours, places, words; no empty groups, and no names made up by Plotly.
DRAWN = """() => [...document.querySelectorAll('.st-key-diagram .main-svg *')]
    .filter(e => !e.closest('defs') && (e.children.length || e.tagName !== 'g'))
    .map(e => [e.tagName, e.getAttribute('d'), e.getAttribute('transform'), e.getAttribute('x'), e.getAttribute('y'),
               e.style.fill, e.style.stroke, e.style.strokeWidth, e.style.strokeDasharray, e.style.opacity,
               e.children.length ? '' : e.textContent].join(' '))"""

# Where the invisible marker of a weight is, or the circle of a unit, in pixels of the window.
PLACE = """address => {
    const plot = document.querySelector('.st-key-diagram .js-plotly-plot');
    const {xaxis, yaxis} = plot._fullLayout, frame = plot.getBoundingClientRect();
    for (const trace of plot._fullData) {
        const index = (trace.customdata ?? []).indexOf(address);
        if (index >= 0)
            return [frame.left + xaxis._offset + xaxis.l2p(trace.x[index]),
                    frame.top + yaxis._offset + yaxis.l2p(trace.y[index])];
    }
}"""

# The slider follows a little later than the words.
SHOWS = """([place, count]) =>
    document.querySelector('[data-testid="stMain"]').textContent.includes(`Moment ${place} of ${count} `)
    && document.querySelector('[data-testid="stSliderThumbValue"]').textContent === place"""


# The diagram's labels, its units and its width, in pixels of the window.
DRAWN_BOXES = """() => {
    const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom]; };
    const plot = document.querySelector('.st-key-diagram .main-svg');
    return {
        labels: [...plot.querySelectorAll('.textpoint text')].map(e => [e.textContent, ...box(e)]),
        units: [...plot.querySelectorAll('.points path')]
            .filter(e => parseFloat(e.style.strokeWidth) > 0).map(box),
        width: plot.getBoundingClientRect().width,
    };
}"""

# How many pixels a page can be scrolled sideways.
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""


class Screen(NamedTuple):
    """Everything that is compared when a screen must be the same again."""

    address: str
    words: str
    drawing: list[str]


def address(page: Page) -> str:
    """The address bar; `page.url` can lag behind."""
    return page.evaluate("() => location.href")


def main(page: Page) -> Locator:
    """The part of the page beside the sidebar."""
    return page.get_by_test_id("stMain")


def screen(page: Page) -> Screen:
    """What can be seen now."""
    found = Screen(address(page), main(page).inner_text(), page.evaluate(DRAWN))
    assert len(found.drawing) > 50, "no diagram"
    assert "Moment " in found.words
    return found


def formulas(page: Page) -> list[str]:
    """The LaTeX of all formulas."""
    return page.locator('[data-testid="stMain"] annotation').all_text_contents()


def table(page: Page) -> list[list[str]]:
    """The cells of the first table, as a screen reader finds them."""
    rows = page.locator('[role="grid"]').first.locator('[role="row"]')
    rows.first.wait_for(state="attached")
    return [row.locator('[role="gridcell"], [role="columnheader"]').all_text_contents() for row in rows.all()]


def press_key(page: Page, key: str, place: int, count: int) -> None:
    """Press a key of the stepper and wait for moment `place` of `count`."""
    page.keyboard.press(key)
    page.wait_for_function(SHOWS, arg=[str(place), str(count)])
    wait_until_answered(page)


def click_weight(page: Page, where: str) -> None:
    """Click the edge or the unit with the address `where` (w2.1.1, b1.2) in the diagram with the mouse."""
    point: Any = page.evaluate(PLACE, where)
    assert point, f"{where} is not in the diagram"
    page.mouse.move(*point)
    page.mouse.click(*point)
    wait_until_idle(page)


def resize(page: Page, width: int, height: int = 900) -> None:
    """Set the size of the window."""
    page.set_viewport_size({"width": width, "height": height})
    wait_until_idle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select-box with the mouse."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    wait_until_idle(page)


def open_tab(page: Page, name: str) -> None:
    """Open a tab below the stage."""
    page.get_by_role("tab", name=name, exact=True).click()
    wait_until_idle(page)
