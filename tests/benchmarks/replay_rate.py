"""How many different pictures a second does a replay show, with and without the surface?

The player plays the whole film at the fastest speed. Run it as `python -m tests.benchmarks.replay_rate` on a machine
that does nothing else; it ends with an error below the limits, or if a film does not reach its end. How long the page's
own thread worked for each picture is printed too: that hardly depends on what else the machine does.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.measure import end
from tests.browser.support.chromium import launch
from tests.browser.support.idle import new_page, wait_until_idle
from tests.browser.support.server import ROOT, Server

LEAST = {"with surface": 30.0, "without surface": 30.0}
"""Pictures a second."""

APP = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})
import streamlit as st

import backprop as bp
from backprop.figures.film.replay import replay
from backprop.film.run_film import film
from backprop.figures.palette import LIGHT
from pages.shared.player import places, play, step_row


@st.cache_resource(max_entries=1)
def shown():
    return film(bp.train(bp.Experiment(dataset="spirals", hidden=(8, 8, 8), samples=500, optimizer="adam",
                                       learning_rate=0.01, epochs=100)))


st.set_page_config(layout="wide")
surface = st.query_params.get("surface") == "1"
where = places("replay", 560)
step = step_row("step", int(shown().steps[-1])).show(where.row)
play(where, replay(shown(), LIGHT, surface), step, alt="", step_key="step")
"""

# Looks at the chart in every frame of the browser in which something in it has changed. A picture counts if lines,
# points or areas differ from those of the picture before. The film is over when nothing has changed for a second.
MEASURE = """() => new Promise((done, fail) => {
    const plot = document.querySelector('.js-plotly-plot');
    const picture = () => [...plot.querySelectorAll('.scatterlayer path')]
        .map(e => (e.getAttribute('d') ?? '') + (e.getAttribute('transform') ?? ''))
        .join();
    const player = document.querySelector('[data-testid="stBidiComponentIsolated"]').shadowRoot;
    const label = () => player.querySelector('output').textContent;
    let changed = false, before = picture(), pictures = 0, quiet = 0, firstAt, lastAt;
    const observer = new MutationObserver(() => { changed = true; });
    observer.observe(plot, {subtree: true, childList: true, attributes: true});
    const look = now => {
        quiet += 1;
        if (changed) {
            changed = false;
            const shown = picture();
            if (shown !== before) { before = shown; pictures += 1; firstAt ??= now; lastAt = now; quiet = 0; }
        }
        if (quiet < 60) return requestAnimationFrame(look);
        observer.disconnect();
        if (pictures < 2) return fail(new Error('Nothing moved'));
        done({pictures, rate: (pictures - 1) / (lastAt - firstAt) * 1000, label: label()});
    };
    player.querySelector('[data-part="speed"]').value = 'fast';
    player.querySelector('[data-part="play"]').click();
    requestAnimationFrame(look);
})"""

LAST_STEP = "() => document.querySelector('.js-plotly-plot')._transitionData._frames.at(-1).name"


def measure(browser: Browser, url: str, plays: int) -> list[dict[str, Any]]:
    """Play the film several times in a new page; what was counted each time."""
    page = new_page(browser, viewport={"width": 1440, "height": 900})
    page.goto(url)
    wait_until_idle(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime")

    found = []
    for _ in range(plays):
        before = worked()
        play = page.evaluate(MEASURE)
        found.append(play | {"work": 1000 * (worked() - before) / play["pictures"], "last": page.evaluate(LAST_STEP)})
    return found


def main() -> None:
    """Measure, print, and end with an error if a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plays", type=int, default=5, help="how often each film is played")
    arguments = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "app.py")
        script.write_text(APP, encoding="utf-8")
        with Server(script) as server, sync_playwright() as playwright:
            browser = launch(playwright)
            for number, (name, least) in enumerate(LEAST.items()):
                found = measure(browser, f"{server.url}?surface={1 - number}", arguments.plays)
                rate, work, pictures = (
                    statistics.median(play[kind] for play in found) for kind in ("rate", "work", "pictures")
                )
                print(
                    f"{name:15} {rate:5.1f} pictures a second (limit {least}), {pictures} pictures a play,"
                    f" {work:.1f} ms of work each"
                )
                if rate < least:
                    problems.append(f"{rate:.1f} pictures a second {name}; the limit is {least}")
                if any(f" {int(play['last']):,} of " not in play["label"] for play in found):
                    problems.append(f"the film {name} did not reach its end: {found}")
            browser.close()
    end(problems)


if __name__ == "__main__":
    main()
