"""How long until a page that is opened from a link shows its first picture, as a multiple of Home?

In each round a new server and a new browser context, whose cache has the app's files from another page; then every page
is opened once, in turns of who begins: nothing of it has been computed before. The median over the rounds is compared.
Run it as `python -m tests.benchmarks.first_picture`; it ends with an error above the limit. Slow machines that do other
work should be given more rounds.
"""

import argparse
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.measure import end
from tests.browser.support.chromium import launch
from tests.browser.support.idle import new_page, wait_until_idle
from tests.browser.support.server import Server

MAX_RATIO = 1.5
HOME = "/"
WARM_UP = "/optimizers"
PAGES = (HOME, "/why-backprop?w_ask=false", "/features", "/generalization", "/generalization?v_ask=false")
PICTURE = ".js-plotly-plot .main-svg"


def main() -> None:
    """Measure, print, and end with an error if the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    parser.add_argument("--pages", nargs="*", default=PAGES[1:], help="pages besides Home, with their parameters")
    arguments = parser.parse_args()
    pages = [HOME, *arguments.pages]
    seconds: dict[str, list[float]] = {path: [] for path in pages}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for turn in range(arguments.rounds):
            first = turn % len(pages)
            with Server() as server:
                for path, took in opened(browser, server.url, pages[first:] + pages[:first]).items():
                    seconds[path].append(took)
        browser.close()
    home = median(seconds[HOME])
    problems = []
    for path, each in seconds.items():
        ratio = median(each) / home
        print(f"{path}: {median(each):.2f} s ({min(each):.2f} to {max(each):.2f}), {ratio:.2f} times Home")
        if ratio > MAX_RATIO:
            problems.append(f"{path}: {ratio:.2f} times as long as Home; the limit is {MAX_RATIO}")
    end(problems)


def opened(browser: Browser, url: str, paths: list[str]) -> dict[str, float]:
    """Seconds from the link to the first picture of each page."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(url + WARM_UP)
    page.locator(PICTURE).first.wait_for()
    wait_until_idle(page)
    seconds = {}
    for path in paths:
        page.goto("about:blank")
        start = perf_counter()
        page.goto(url + path, wait_until="commit")
        page.locator(PICTURE).first.wait_for(timeout=60_000)
        seconds[path] = perf_counter() - start
        wait_until_idle(page)
    page.context.close()
    return seconds


if __name__ == "__main__":
    main()
