"""How long after Train is pressed is the last picture there, and how good is what was learned?

XOR with 2-4-1, tanh and log loss, and the handwritten digits with 64-32-10 and softmax: the presets of the playground.
The clock starts with the click and stops with the first frame of the browser that shows the trained network with its
film. Of a longer training a bar has to tell the progress. Run it as `python -m tests.benchmarks.train_to_picture` on a
machine that does nothing else; it ends with an error if a limit is broken, or if too little was learned.
"""

import argparse
import re
import statistics
import sys
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.measure import end
from tests.browser.support.chromium import launch
from tests.browser.support.idle import new_page, wait_until_idle
from tests.browser.support.screen import choose
from tests.browser.support.server import Server

# How long after the click the film of the training is there, complete, and whether a bar told of the progress.
_MEASURE = """() => {
    const plot = () => document.querySelector('.st-key-film .js-plotly-plot');
    const drawn = () => plot().querySelectorAll('.scatterlayer path.js-line').length > 0
        && getComputedStyle(plot().querySelector('.main-svg')).visibility === 'visible';
    let progress = false;
    window.measured = new Promise((done, fail) => {
        document.addEventListener('click', () => {
            const start = performance.now();
            const look = () => {
                const now = performance.now(), here = plot();
                progress ||= document.querySelector('[data-testid="stProgress"]') !== null;
                if (now - start > 60000) return fail(new Error('No picture'));
                if ((here?._transitionData?._frames?.length ?? 0) < 2 || !drawn()) return requestAnimationFrame(look);
                done({milliseconds: now - start, progress});
            };
            requestAnimationFrame(look);
        }, {once: true, capture: true});
    });
}"""


class Training(NamedTuple):
    """What is trained, and what must hold.

    Attributes:
        preset: its title in the playground.
        epochs: how many.
        score: what is read from the page, as a regular expression with one group: percent.
        least: of the score.
        limit: milliseconds.
        progress: whether a bar must have told of the progress.
    """

    preset: str
    epochs: int
    score: str
    least: float
    limit: float
    progress: bool


TRAININGS = (
    Training("XOR: four hidden units", 100, r"training accuracy ([\d.]+)%", 100.0, 2_000.0, False),
    Training("Handwritten digits", 10, r"test accuracy ([\d.]+)%", 95.0, 10_000.0, False),
    Training("Handwritten digits", 200, r"test accuracy ([\d.]+)%", 95.0, 10_000.0, True),
)


def train(browser: Browser, url: str, training: Training) -> tuple[float, float, bool]:
    """Milliseconds, the score, and whether a bar was seen, of one training in a new page."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(f"{url}/playground")
    wait_until_idle(page)
    choose(page, "Start from an example", training.preset)
    wait_until_idle(page)
    page.get_by_role("spinbutton", name="Epochs").fill(str(training.epochs))
    page.keyboard.press("Enter")
    wait_until_idle(page)
    page.evaluate(_MEASURE)
    page.get_by_role("button", name="Train", exact=True).first.click()
    seen = page.evaluate("() => window.measured")
    wait_until_idle(page)
    score = _score(page, training.score)
    page.context.close()
    return seen["milliseconds"], score, seen["progress"]


def _score(page: Page, pattern: str) -> float:
    found = re.search(pattern, page.get_by_test_id("stMain").inner_text())
    if found is None:
        sys.exit(f"Failed: the page says nothing like {pattern}")
    return float(found[1])


def main() -> None:
    """Measure, print, and end with an error if a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="how often each is trained")
    times = parser.parse_args().times
    problems = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for training in TRAININGS:
            found = []
            for _ in range(times):
                with Server() as server:  # nothing is kept from the last time
                    found.append(train(browser, server.url, training))
            taken, score = statistics.median(one[0] for one in found), min(one[1] for one in found)
            every = ", ".join(f"{one[0]:.0f}" for one in found)
            title = f"{training.preset}, {training.epochs} epochs"
            print(
                f"{title}: {taken:.0f} ms median (limit {training.limit:.0f}) of {every};"
                f" score {score:g} % (at least {training.least:g})",
                flush=True,
            )
            if taken > training.limit:
                problems.append(f"{title}: {taken:.0f} ms; the limit is {training.limit:.0f}")
            if score < training.least:
                problems.append(f"{title}: {score:g} %; at least {training.least:g} is asked for")
            if training.progress and not all(one[2] for one in found):
                problems.append(f"{title}: no bar told of the progress")
        browser.close()
    end(problems)


if __name__ == "__main__":
    main()
