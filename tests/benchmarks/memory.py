"""Does the server's memory stay flat while visitors train one experiment after the other?

Run it as `python -m tests.benchmarks.memory`. It presses New start and Train in turn in a browser, so that every
training is another one, and reads the server's resident memory from the operating system (Linux). It ends with an error
if the second half of the trainings adds more than the limit.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.support.chromium import launch
from tests.browser.support.idle import new_page, wait_until_answered, wait_until_idle
from tests.browser.support.server import Server

MOST_GROWTH = 20  # MB in the second half
SETTINGS = "p_epochs=20&p_samples=60"


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def train_another(page: Page) -> None:
    """Press New start, then Train."""
    for name in ("New start", "Train"):
        page.get_by_role("button", name=name, exact=True).first.click()
        page.wait_for_timeout(20)
        wait_until_answered(page)


def main() -> None:
    """Measure, print, and end with an error if memory grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainings", type=int, default=500)
    trainings = parser.parse_args().trainings
    sizes = []
    with Server() as server, sync_playwright() as playwright:
        page = new_page(launch(playwright))
        page.goto(f"{server.url}/playground?{SETTINGS}")
        wait_until_idle(page)
        for number in range(1, trainings + 1):
            train_another(page)
            if number % (trainings // 10) == 0:
                sizes.append(resident(server.pid))
                print(f"after {number:4} trainings {sizes[-1]:7.1f} MB", flush=True)
    growth = sizes[-1] - sizes[len(sizes) // 2 - 1]
    print(f"the second half added {growth:.1f} MB (limit {MOST_GROWTH})")
    if growth > MOST_GROWTH:
        sys.exit("Failed: memory grows")


if __name__ == "__main__":
    main()
