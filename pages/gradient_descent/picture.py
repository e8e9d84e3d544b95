"""The picture of the walk, with its controls: a click that chooses the start, and the view of the surface."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.figures.style import CONFIG
from backprop.landscape.descent import Descent
from backprop.landscape.network_surfaces import FITS
from pages.gradient_descent.controls import start_at
from pages.gradient_descent.figures import distance, is_outside, network_fit, walk_on_curve, walk_on_map, walk_on_solid
from pages.gradient_descent.state import TURN, VIEW
from pages.gradient_descent.words.downhill import fit_alt, picture_alt
from pages.shared.layout import colours, prose

_PAGE = __file__
CURVE, SOLID = "curve", "3d"


def view(place: DeltaGenerator, dimensions: int) -> str:
    """The view of a surface; a curve has one view only."""
    return CURVE if dimensions == 1 else VIEW.show(place)


def picture(walk: Descent, taken: int, seen: str) -> None:
    """The picture, and a caption that explains it."""
    surface = walk.surface
    times = distance(surface, walk.theta[: taken + 2])
    outside = is_outside(surface, walk.theta[taken], times)
    alt = picture_alt(surface, walk, taken, outside)
    if seen == SOLID:
        chart = st.container()
        figure = walk_on_solid(walk, taken, times, TURN.show(), colours())
        chart.plotly_chart(figure, theme=None, key="solid", config=CONFIG, alt=alt)
    else:
        draw = walk_on_curve if seen == CURVE else walk_on_map
        figure = draw(walk, taken, times, colours(), st.session_state.get("_g_clicks", 0))
        st.plotly_chart(
            figure,
            theme=None,
            key="hillside",
            config=CONFIG,
            alt=alt,
            on_select=lambda: _clicked(walk),
            selection_mode="points",
        )
    told = [prose(_PAGE, f"legend {seen}")]
    told += [prose(_PAGE, "far away", times=str(times))] if times > 1 else []
    leaves = len(walk.theta) > taken + 1 and is_outside(surface, walk.theta[taken + 1], times)
    told += [prose(_PAGE, "outside")] if outside else [prose(_PAGE, "leaves")] if leaves else []
    st.caption(" ".join(told))


def network_picture(key: str, walk: Descent, taken: int) -> None:
    """The network's output with the current weights; nothing for a surface that is not a network's loss."""
    if key in FITS:
        fit, theta = FITS[key], walk.theta[taken]
        figure = network_fit(fit, theta, colours())
        st.plotly_chart(figure, theme=None, key="fit", config=CONFIG, alt=fit_alt(fit, theta))
        st.caption(prose(_PAGE, "fit"))


def _clicked(walk: Descent) -> None:
    """A click chooses the start."""
    points = st.session_state.hillside.selection.points
    if points:
        st.session_state["_g_clicks"] = st.session_state.get("_g_clicks", 0) + 1
        start_at(points[0], walk.surface)
