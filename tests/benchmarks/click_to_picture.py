"""How long after pressing Next is the new picture there, compared with the smallest Streamlit app?

Both apps run at the same time and are clicked in turn, so that whatever else the machine does slows both.
Run it as `python -m tests.benchmarks.click_to_picture`; it ends with an error above the limits.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.measure import end
from tests.benchmarks.pictures import BARE_APP, Subject, bare_subject, in_turn, open_page, press_next, report
from tests.browser.support.chromium import launch
from tests.browser.support.server import ROOT, Server

MAX_RATIO = 2.0
MAX_BYTES = 40_000
DIAGRAM = (".scatterlayer .point", ".scatterlayer .textpoint")
"""What a complete diagram holds."""


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
            bare = bare_subject(browser, bare_server.url)
            page = open_page(browser, our_server.url + arguments.path)
            ours = Subject(page, press_next, r"Moment \d+ of \d+", "diagram", DIAGRAM)
            in_turn([bare, ours], arguments.clicks)
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
    end(problems)


if __name__ == "__main__":
    main()
