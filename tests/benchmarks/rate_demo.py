"""How long after a change is the instructor's demo of learning rates on the screen?

64 runs of 2-8-8-1 on 256 points, 300 steps each, trained anew for another seed, with their replay; and two runs head to
head, trained anew for another learning rate. The clock starts with the key that makes the change, and stops with the
first frame of the browser that shows the new picture with all its frames. Run it as
`python -m tests.benchmarks.rate_demo` on a machine that does nothing else; it ends with an error above the limits.
How long the page's own thread worked is printed too: that hardly depends on what else the machine does.
"""

import argparse
import statistics
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.benchmarks.measure import end
from tests.browser.support.chromium import launch
from tests.browser.support.idle import bytes_received, new_page, wait_until_idle
from tests.browser.support.server import Server

WARM_UP = 1

# Whether a chart has been drawn with other numbers than before, with every frame of its film, and how long after the
# key was pressed. A trace's numbers are those of the figure that the server has sent.
MEASURE = """([key, name]) => {
    const plot = () => document.querySelector(`.st-key-${name} .js-plotly-plot`);
    const numbers = () => plot()._fullData.map(trace => Array.from(trace.y ?? []).join()).join(';');
    const drawn = () => plot().querySelectorAll('.scatterlayer path.js-line').length > 0
        && getComputedStyle(plot().querySelector('.main-svg')).visibility === 'visible';
    const before = numbers(), beforeData = plot()._fullData;
    window.measured = new Promise((done, fail) => {
        let start;
        const look = () => {
            const now = performance.now(), here = plot();
            if (now - start > 60000) return fail(new Error('No new picture'));
            const frames = here?._transitionData?._frames?.length ?? 0;
            if (!here?._fullData || here._fullData === beforeData || frames < 2 || !drawn() || numbers() === before)
                return requestAnimationFrame(look);
            done({milliseconds: now - start, frames});
        };
        document.addEventListener('keydown', event => {
            if (event.key !== key || start !== undefined) return;
            start = performance.now();
            requestAnimationFrame(look);
        }, {capture: true});
    });
}"""


class Demo(NamedTuple):
    """What is measured: a page, the widget that is moved, by which key, the chart that changes, and the limit in ms."""

    title: str
    query: str
    role: Any
    widget: str
    keys: tuple[str, ...]
    chart: str
    limit: float


DEMOS = (
    Demo(
        "64 learning rates, another seed",
        "r_view=Side+by+side&r_count=64&r_samples=256&r_hidden=8-8&r_steps=300",
        "spinbutton",
        "Seed",
        ("ArrowUp", "Enter"),
        "mosaic",
        3_000.0,
    ),
    Demo(
        "Head to head, another learning rate",
        "r_ask=false&r_b=0.32",
        "slider",
        "α on the right",
        ("ArrowRight",),
        "duel",
        1_000.0,
    ),
)


def widget(page: Page, demo: Demo) -> Locator:
    return page.get_by_role(demo.role, name=demo.widget)


def measure(browser: Browser, url: str, demo: Demo, changes: int) -> list[dict[str, float]]:
    """Change the widget several times in a new page; what was counted each time."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(f"{url}/learning-rates?{demo.query}")
    wait_until_idle(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime")

    found = []
    for change in range(WARM_UP + changes):
        widget(page, demo).focus()
        *before, last = demo.keys
        for key in before:
            page.keyboard.press(key)
        page.evaluate(MEASURE, [last, demo.chart])
        work, size = worked(), bytes_received(page)
        page.keyboard.press(last)
        seen: dict[str, float] = page.evaluate("() => window.measured")
        wait_until_idle(page)
        if change >= WARM_UP:
            found.append(seen | {"work": worked() - work, "bytes": bytes_received(page) - size})
    page.context.close()
    return found


def main() -> None:
    """Measure, print, and end with an error if a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=5, help="how many changes count")
    arguments = parser.parse_args()
    problems = []
    with Server() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for demo in DEMOS:
            found = measure(browser, server.url, demo, arguments.changes)
            taken, frames, work, size = (
                statistics.median(one[kind] for one in found) for kind in ("milliseconds", "frames", "work", "bytes")
            )
            every = ", ".join(f"{one['milliseconds']:.0f}" for one in found)
            print(
                f"{demo.title}: {taken:.0f} ms median (limit {demo.limit:.0f}) of {every};"
                f" {frames:.0f} frames, {size / 1e6:.2f} MB, {work:.0f} ms of the page's own work",
                flush=True,
            )
            if taken > demo.limit:
                problems.append(f"{demo.title}: {taken:.0f} ms; the limit is {demo.limit:.0f}")
        browser.close()
    end(problems)


if __name__ == "__main__":
    main()
