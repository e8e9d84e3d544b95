"""Home: what this is, one button that shows a network learn, and where to go."""

import time
from pathlib import Path

import streamlit as st

from backprop import Network, adam, initialize, repeat_step, trace_step
from backprop.data.toy_sets import xor
from backprop.explain.numbers import text
from backprop.figures.network.learning import learning_picture
from backprop.figures.style import CONFIG
from backprop.steps import History
from pages.shared.layout import colours, prose
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import STORY, foot

STEPS = 80
FRAMES = (*range(0, 20, 2), *range(20, STEPS, 5), STEPS)
SECONDS_PER_FRAME = 0.05
ACROSS = 4  # links in a row
PAGES = Path(__file__).parents[1]


@st.cache_resource(max_entries=1)
def history() -> History:
    """The run that the button shows."""
    net = Network((2, 4, 1), hidden="tanh", output="sigmoid")
    x, y = xor(samples=120, seed=1)
    first = trace_step(net, initialize(net, "xavier", seed=3), x, y, "log_loss", adam(0.1))
    return repeat_step(first, STEPS)


def show(step: int, key: str) -> None:
    """The network at one training step, as a chart of that key."""
    run = history()
    trace = run.trace(step)
    right = int(((trace.prediction > 0.5) == (trace.y > 0.5)).sum())
    numbers = {"step": str(step), "loss": text(trace.loss, 3), "first": text(float(run.losses[0]), 3)}
    caption = prose(__file__, "after" if step else "before", **numbers, right=str(right), points=str(len(trace.x)))
    figure = learning_picture(trace.net, trace.parameters, trace.x, trace.y, run.losses, step, colours())
    st.plotly_chart(figure, theme=None, key=key, config=CONFIG, alt=caption)
    st.caption(f"{caption} {prose(__file__, 'colours')}")


def learn() -> None:
    """What the button does: from now on the link shows the trained network."""
    st.session_state.seen = STEPS


said = read_link("home", "home/page.py")
st.title("Backprop, step by step")
notes = st.container()
st.markdown(prose(__file__, "lead"))
with st.container(border=True):
    words, button = st.columns([3, 1], vertical_alignment="center")
    words.markdown(prose(__file__, "start", hidden=str(history().first.net.sizes[1])))
    pressed = button.button(
        ":violet[Watch a network learn]",
        type="primary",
        icon=":material/play_arrow:",
        on_click=learn,
        width="stretch",
    )
    picture = st.empty()
    seen = st.slider("Training step", 0, STEPS, key="seen", bind="query-params")
    for step in FRAMES if pressed else ():
        with picture.container():
            show(step, f"frame {step}")
        time.sleep(SECONDS_PER_FRAME)
    with picture.container():
        show(seen, "picture")
with notes:
    show_notes(misread(said, {"seen": seen}))

st.header("Where to go")
_, *others = STORY
for first in range(0, len(others), ACROSS):
    for column, lesson in zip(st.columns(ACROSS), others[first : first + ACROSS], strict=False):
        column.page_link(lesson.script, label=f"**{lesson.title}**")
        column.caption(prose(PAGES / lesson.script, "in one sentence"))
st.header("What you can rely on")
st.markdown(prose(__file__, "promise"))
foot("home")
