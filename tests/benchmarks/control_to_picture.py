"""How long after using a lesson's main control is the new picture there, compared with the smallest Streamlit app?

The toggle between both losses, and the slider of the learning rate, moved by one step with the keyboard. All apps run
at the same time and are used in turn, so that whatever else the machine does slows all of them.
Run it as `python -m tests.benchmarks.control_to_picture`; it ends with an error above the limit. `--only loss` measures
one of them. Frames without the chart are counted and not judged: now and then one slips in.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.measure import end
from tests.benchmarks.pictures import BARE_APP, Subject, bare_subject, in_turn, open_page, report
from tests.browser.support.chromium import launch
from tests.browser.support.server import ROOT, Server

MAX_RATIO = 2.5


class Control(NamedTuple):
    """The main control of a lesson.

    Attributes:
        path: the page.
        prepare: what is done once: the control gets the focus where a key moves it.
        act: uses it, the n-th time.
        pattern: a regular expression of the text that it changes.
        chart: key of the chart that it redraws.
        needed: what the complete chart holds, as selectors.
    """

    path: str
    prepare: Callable[[Page], None]
    act: Callable[[Page, int], None]
    pattern: str
    chart: str
    needed: tuple[str, ...]

    def subject(self, browser: Browser, url: str) -> Subject:
        """The open page, ready to be measured."""
        page = open_page(browser, url + self.path)
        self.prepare(page)
        return Subject(page, self.act, self.pattern, self.chart, self.needed)


def nothing(_: Page) -> None:
    """No preparation."""


def other_loss(page: Page, turn: int) -> None:
    """Choose the loss that is not chosen."""
    page.get_by_role("radiogroup", name="Judged by").get_by_role("radio", name=("Log loss", "MSE")[turn % 2]).click()


def focus_rate(page: Page) -> None:
    """Put the focus on the slider of the learning rate."""
    page.get_by_role("slider", name="Learning rate α").focus()


def other_rate(page: Page, turn: int) -> None:
    """One step up, one step down."""
    page.keyboard.press(("ArrowRight", "ArrowLeft")[turn % 2])


CONTROLS = {
    "loss": Control("/loss", nothing, other_loss, r"(MSE|Log loss)(: L)? = [\d.]+", "data", (".scatterlayer .point",)),
    "rate": Control("/gradient-descent", focus_rate, other_rate, r"to w = \S+,", "hillside", (".scatterlayer .point",)),
}


def main() -> None:
    """Measure, print, and end with an error if the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="how often each control is used, and counts")
    parser.add_argument("--only", choices=list(CONTROLS), help="measure this one alone")
    parser.add_argument("--query", default="", help="parameters of the page, as in ?l_scene=curves; with --only")
    parser.add_argument("--chart", help="key of the chart there")
    arguments = parser.parse_args()
    chosen = {name: CONTROLS[name] for name in CONTROLS if arguments.only in (None, name)}
    if arguments.only:
        one = chosen[arguments.only]
        chosen[arguments.only] = one._replace(path=one.path + arguments.query, chart=arguments.chart or one.chart)

    with tempfile.TemporaryDirectory() as folder:
        bare_script = Path(folder, "bare.py")
        bare_script.write_text(BARE_APP, encoding="utf-8")
        with Server(bare_script) as bare_server, Server(ROOT / "app.py") as our_server, sync_playwright() as playwright:
            browser = launch(playwright)
            bare = bare_subject(browser, bare_server.url)
            subjects = {name: control.subject(browser, our_server.url) for name, control in chosen.items()}
            in_turn([bare, *subjects.values()], arguments.times)
            browser.close()

    base = report("bare", bare)
    problems = []
    for name, subject in subjects.items():
        ratio = report(name, subject) / base
        print(f"{name}: ratio {ratio:.2f} (limit {MAX_RATIO})")
        if ratio > MAX_RATIO:
            problems.append(f"{name} is {ratio:.2f} times as slow as a bare app; the limit is {MAX_RATIO}")
        if subject.redrawn < arguments.times / 2:
            problems.append(
                f"{name}: only {subject.redrawn} of {arguments.times} changed the chart: nothing was measured"
            )
    end(problems)


if __name__ == "__main__":
    main()
