"""How long after pressing Next is the new picture there, compared with the smallest Streamlit app?

Both apps run at the same time and are clicked in turn, so that whatever else the machine does slows both.
Run it as `python -m tests.benchmarks.click_to_picture`; it ends with an error above the limits.
"""

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.idle import bytes_received, new_page, wait_until_idle
from tests.browser.server import ROOT, Server

MAX_RATIO = 2.0
MAX_BYTES = 40_000
WARM_UP = 3  # clicks that are not counted

BARE_APP = """
import streamlit as st

st.session_state.setdefault("count", 0)
if st.button("Next"):
    st.session_state.count += 1
st.text(f"Count {st.session_state.count}")
"""

# Watches every frame from the click on. The time that counts is that of the first frame which shows the new text and,
# where there is a diagram, the new diagram, complete and visible. (Streamlit then draws every new chart once more, the
# same picture; the watch goes on until all is quiet, so that a blank frame in between is noticed.)
MEASURE = """pattern => {
    const text = () => document.querySelector('[data-testid="stMain"]').textContent.match(pattern)?.[0];
    const app = document.querySelector('[data-testid="stApp"]');
    const svg = '.st-key-diagram .js-plotly-plot .main-svg';
    const drawing = () => document.querySelector(svg);
    const complete = e => e.querySelectorAll('.scatterlayer .point').length > 0
        && e.querySelectorAll('.scatterlayer .textpoint').length > 0
        && getComputedStyle(e).visibility === 'visible';
    const hasDiagram = drawing() !== null;
    const before = text(), beforeDrawing = drawing();
    let start, drawn = false, redrawn = !hasDiagram, pictureAt, blankFrames = 0, quiet = 0;
    const observer = new MutationObserver(records => {
        drawn ||= records.some(({target, addedNodes}) =>
            target.closest?.(svg) || [...addedNodes].some(e => e.matches?.(svg) || e.querySelector?.(svg)));
    });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true});
    window.measured = new Promise((done, fail) => {
        const look = () => {
            const now = performance.now();
            if (now - start > 10000) return fail(new Error(`No new picture after Next; it still says ${before}`));
            quiet += 1;
            if (drawn) { drawn = false; quiet = 0; redrawn ||= drawing() !== beforeDrawing && complete(drawing()); }
            if (pictureAt === undefined && redrawn && text() !== before) { pictureAt = now; quiet = 0; }
            if (hasDiagram && !drawing()) blankFrames += 1;
            if (pictureAt === undefined || quiet < 10 || app.dataset.testScriptState !== 'notRunning')
                return requestAnimationFrame(look);
            observer.disconnect();
            done({milliseconds: pictureAt - start, redrawn: hasDiagram, blankFrames});
        };
        document.addEventListener('click', () => {
            start = performance.now();
            requestAnimationFrame(look);
        }, {once: true, capture: true});
    });
}"""


@dataclass
class Subject:
    """An open page and what was measured in it, one value a click."""

    page: Page
    pattern: str
    milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    redrawn: int = 0
    blank_frames: int = 0

    def click(self, count: bool) -> None:
        """Press Next, wait for the picture, and take down the measurement if it is to `count`."""
        received_before = bytes_received(self.page)
        self.page.evaluate(MEASURE, self.pattern)
        self.page.get_by_role("button", name="Next").click()
        result: dict[str, Any] = self.page.evaluate("() => window.measured")
        if count:
            self.milliseconds.append(result["milliseconds"])
            self.bytes.append(bytes_received(self.page) - received_before)
            self.redrawn += result["redrawn"]
            self.blank_frames += result["blankFrames"]


def open_subject(browser: Browser, url: str, pattern: str) -> Subject:
    """Open `url`; `pattern` is a regular expression of the text that each click changes."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(url)
    wait_until_idle(page)
    return Subject(page, pattern)


def report(name: str, subject: Subject) -> float:
    """Print the figures of one subject and return its median time."""
    median = statistics.median(subject.milliseconds)
    print(
        f"{name:9} {median:6.1f} ms median ({min(subject.milliseconds):.1f} to {max(subject.milliseconds):.1f}),"
        f" {statistics.median(subject.bytes) / 1000:6.1f} kB median, {max(subject.bytes) / 1000:.1f} kB at most,"
        f" diagram redrawn {subject.redrawn} times, {subject.blank_frames} blank frames"
    )
    return median


def main() -> None:
    """Measure, print, and end with an error if a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clicks", type=int, default=40, help="how many clicks count, in each app")
    parser.add_argument("--path", default="/backprop", help="page of the app, with its parameters")
    parser.add_argument("--script", type=Path, default=ROOT / "app.py", help="the app")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        bare_script = Path(folder, "bare.py")
        bare_script.write_text(BARE_APP, encoding="utf-8")
        with (
            Server(bare_script) as bare_server,
            Server(arguments.script.resolve()) as our_server,
            sync_playwright() as playwright,
        ):
            browser = launch(playwright)
            bare = open_subject(browser, bare_server.url, r"Count \d+")
            ours = open_subject(browser, our_server.url + arguments.path, r"Moment \d+ of \d+")
            for click in range(WARM_UP + arguments.clicks):
                for subject in (bare, ours):
                    subject.click(count=click >= WARM_UP)
            browser.close()

    ratio = report("ours", ours) / report("bare", bare)
    print(f"ratio {ratio:.2f} (limit {MAX_RATIO})")

    problems = []
    if ratio > MAX_RATIO:
        problems.append(f"{ratio:.2f} times as slow as a bare app; the limit is {MAX_RATIO}")
    if max(ours.bytes) > MAX_BYTES:
        problems.append(f"{max(ours.bytes)} bytes for one click; the limit is {MAX_BYTES}")
    if ours.blank_frames:
        problems.append(f"{ours.blank_frames} frames without the diagram")
    if ours.redrawn < arguments.clicks / 2:
        problems.append(f"only {ours.redrawn} of {arguments.clicks} clicks changed the diagram: nothing was measured")
    if problems:
        sys.exit("Failed: " + "; ".join(problems))


if __name__ == "__main__":
    main()
