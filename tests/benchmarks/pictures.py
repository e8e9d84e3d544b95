"""How long after an action in a page is the new picture there? Shared by the benchmarks that ask.

Apps that are compared run at the same time and are used in turn, so that whatever else the machine does slows all of
them.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.support.idle import bytes_received, new_page, wait_until_idle

WARM_UP = 3
"""Actions that are not counted."""
BARE_APP = """
import streamlit as st

st.session_state.setdefault("count", 0)
if st.button("Next"):
    st.session_state.count += 1
st.text(f"Count {st.session_state.count}")
"""
"""The smallest Streamlit app that answers a click."""
BARE_TEXT = r"Count \d+"

# Watches every frame from the click or key on. The time that counts is that of the first frame which shows the new text
# and, where there is a chart, the new chart, complete and visible. (Streamlit then draws every new chart once more, the
# same picture; the watch goes on until all is quiet, so that a blank frame in between is noticed.)
_MEASURE = """([pattern, chart, needed]) => {
    const text = () => document.querySelector('[data-testid="stMain"]').textContent.match(pattern)?.[0];
    const app = document.querySelector('[data-testid="stApp"]');
    const svg = `.st-key-${chart} .js-plotly-plot .main-svg`;
    const drawing = () => document.querySelector(svg);
    const complete = e => needed.every(what => e.querySelectorAll(what).length > 0)
        && getComputedStyle(e).visibility === 'visible';
    const hasChart = drawing() !== null;
    const before = text(), beforeDrawing = drawing();
    let start, drawn = false, redrawn = !hasChart, pictureAt, blankFrames = 0, quiet = 0;
    const observer = new MutationObserver(records => {
        drawn ||= records.some(({target, addedNodes}) =>
            target.closest?.(svg) || [...addedNodes].some(e => e.matches?.(svg) || e.querySelector?.(svg)));
    });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true});
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { if (hasChart && !drawing()) blankFrames += 1; };
    window.measured = new Promise((done, fail) => {
        const look = () => {
            const now = performance.now();
            if (now - start > 10000) return fail(new Error(`No new picture; it still says ${before}`));
            quiet += 1;
            if (drawn) { drawn = false; quiet = 0; redrawn ||= drawing() !== beforeDrawing && complete(drawing()); }
            if (pictureAt === undefined && redrawn && text() !== before) { pictureAt = now; quiet = 0; }
            painted.port2.postMessage(null);
            if (pictureAt === undefined || quiet < 10 || app.dataset.testScriptState !== 'notRunning')
                return requestAnimationFrame(look);
            observer.disconnect();
            done({milliseconds: pictureAt - start, redrawn: hasChart, blankFrames});
        };
        const begin = () => {
            if (start !== undefined) return;
            start = performance.now();
            requestAnimationFrame(look);
        };
        for (const happens of ['click', 'keydown'])
            document.addEventListener(happens, begin, {once: true, capture: true});
    });
}"""


@dataclass
class Subject:
    """An open page, what is done in it, and what was measured, one value an action.

    Attributes:
        page: the page.
        act: does it once, the n-th time, from 0: a click or a key.
        pattern: a regular expression of the text that each action changes.
        chart: key of the chart that each action redraws; one that is not there need not be.
        needed: what the drawn chart holds when it is complete, as selectors.
    """

    page: Page
    act: Callable[[Page, int], None]
    pattern: str
    chart: str = "none"
    needed: tuple[str, ...] = (".scatterlayer .point",)
    milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    redrawn: int = 0
    blank_frames: int = 0
    acted: int = 0

    def measure(self, count: bool) -> None:
        """Act, wait for the picture, and take down the measurement if it is to `count`."""
        received_before = bytes_received(self.page)
        self.page.evaluate(_MEASURE, [self.pattern, self.chart, list(self.needed)])
        self.act(self.page, self.acted)
        self.acted += 1
        result: dict[str, Any] = self.page.evaluate("() => window.measured")
        if count:
            self.milliseconds.append(result["milliseconds"])
            self.bytes.append(bytes_received(self.page) - received_before)
            self.redrawn += result["redrawn"]
            self.blank_frames += result["blankFrames"]

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.milliseconds)


def open_page(browser: Browser, url: str) -> Page:
    """A new visitor's page, at rest."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(url)
    wait_until_idle(page)
    return page


def press_next(page: Page, _: int) -> None:
    """Press the button Next."""
    page.get_by_role("button", name="Next").click()


def bare_subject(browser: Browser, url: str) -> Subject:
    """The smallest app, in which Next is pressed."""
    return Subject(open_page(browser, url), press_next, BARE_TEXT)


def in_turn(subjects: list[Subject], count: int) -> None:
    """Measure all of them in turn, so many times after the warm-up."""
    for turn in range(WARM_UP + count):
        for subject in subjects:
            subject.measure(count=turn >= WARM_UP)


def report(name: str, subject: Subject) -> float:
    """Print the figures of one subject and return its median time."""
    print(
        f"{name:9} {subject.median:6.1f} ms median"
        f" ({min(subject.milliseconds):.1f} to {max(subject.milliseconds):.1f}),"
        f" {statistics.median(subject.bytes) / 1000:6.1f} kB median, {max(subject.bytes) / 1000:.1f} kB at most,"
        f" chart redrawn {subject.redrawn} times, {subject.blank_frames} blank frames"
    )
    return subject.median
