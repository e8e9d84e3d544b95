"""The player of films: play, pause, speed, a slider and keys for a figure with frames, without work for the server.

A lesson declares the widget of the step with `step_row`; its page makes room with `places`, and then calls `play`. The
browser gets the other files of this folder. The script is a file, because the content security policy allows scripts
only from this server.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.delta_generator import DeltaGenerator

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.style import CONFIG
from pages.shared.widgets import Number

_HERE = Path(__file__).parent
_NAME = "backprop.player"
_MANIFEST = ComponentManifest("backprop", "1", [ComponentConfig("player", ".")])
_MARKUP, _STYLE = (_HERE.joinpath(f"player.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
_BOX = 220
"""Width of the box with the step, in pixels."""

_registered: "WeakKeyDictionary[object, Callable[..., Any]]" = WeakKeyDictionary()
_lock = Lock()


class Places(NamedTuple):
    """Where the parts of a film are, from top to bottom.

    Attributes:
        key: of the chart.
        controls: the player.
        picture: the chart; on a narrow screen it scrolls sideways.
        row: below the chart, for the box with the step and other widgets of the film.
    """

    key: str
    controls: DeltaGenerator
    picture: DeltaGenerator
    row: DeltaGenerator


def places(key: str, narrowest: int) -> Places:
    """Room for a film.

    Args:
        key: of the chart.
        narrowest: pixels below which the picture scrolls sideways in its card instead of getting smaller.
    """
    with st.container(key=_box_of(key)):
        controls = st.container()
        with st.grid(1, wrap=False, min_column_width=narrowest):  # the box in the row lets a keyboard scroll it
            picture = st.container()
            row = st.container(horizontal=True, vertical_alignment="bottom")
    return Places(key, controls, picture, row)


def step_row(key: str, last: int, label: str = "Step to look at", **more: Any) -> Number:
    """The row of the step to look at: a number, for the link and for visitors who want a certain step.

    Args:
        key: in the link.
        last: the last step that there can be.
        label: of the box.
        more: fields of the row.
    """
    return Number(key=key, label=label, low=0, high=last, look="box", wide=_BOX, **more)


def play(
    where: Places,
    figure: AnimatedFigure,
    step: int,
    alt: str,
    step_key: str,
    words: str = "",
    counted: str = "Training step",
    invitation: str = "",
    **chart: Any,
) -> None:
    """A film with its controls.

    Only the browser plays it. When it is paused or its slider is released, the widget `step_key`, and so the link, gets
    the step shown. The figure should be the same for every step: then it is not sent again (see `opening`).

    Args:
        where: room for it.
        figure: with frames, each named by its step.
        step: the step to show; the nearest frame is taken.
        alt: what the whole film shows, in words.
        step_key: of the widget that says the step.
        words: what the film shows at this step, for visitors who cannot see it.
        counted: what a step is called.
        invitation: what the button says instead of "Play", as long as the film stands at its beginning.
        chart: more arguments for `st.plotly_chart`.
    """
    with where.controls:
        if len(figure.steps) > 1:
            key = f"_player_{where.key}"
            _mounted()(
                key=key,
                data={
                    "steps": list(figure.steps),
                    "step": int(step),
                    "counted": counted,
                    "words": words,
                    "box": _box_of(where.key),
                }
                | ({"invitation": invitation} if invitation else {}),
                on_step_change=lambda: _follow(key, step_key, figure.steps),
            )
    where.picture.plotly_chart(figure, theme=None, key=where.key, config=CONFIG, alt=alt, **chart)


def opening(step: int, steps: Iterable[int], usual: int) -> int:
    """The step at which a film opens: the same for all frames that it always has, so that these need only one film.

    Args:
        step: the step to look at.
        steps: the steps that always have a frame.
        usual: the step at which the film opens by default.

    Returns:
        `usual`, or `step` if that needs a frame of its own.
    """
    return usual if step in steps else step


def nearest(steps: Sequence[int] | np.ndarray, step: int) -> int:
    """Index of the frame that is nearest to a step."""
    return int(np.abs(np.asarray(steps) - step).argmin())


def _box_of(key: str) -> str:
    """The key of the container in which the player finds its chart."""
    return f"film_{key}"


def _mounted() -> Callable[..., Any]:
    """The component, registered once with each runtime."""
    manager = get_bidi_component_manager()
    with _lock:
        if manager not in _registered:
            manager.register_from_manifest(_MANIFEST, _HERE)
            _registered[manager] = component(_NAME, html=_MARKUP, css=_STYLE, js="player.js")
        return _registered[manager]


def _follow(key: str, step_key: str, steps: Sequence[int]) -> None:
    """The film was paused, or its slider released. A browser may send anything: only a step of the film is accepted."""
    step = st.session_state[key].get("step")
    if step in steps:
        st.session_state[step_key] = int(step)
