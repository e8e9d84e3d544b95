"""What all figures share: fonts, margins, the diverging scale. No figure sets a colour that is not in the palette."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from backprop.figures.palette import Palette

FONT = '"Source Sans", "Source Sans Pro", sans-serif'

CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "doubleClickDelay": 0,
    "showTips": False,
}
"""For `st.plotly_chart`: no mode bar (its buttons cannot be reached by keyboard), no zoom (ranges are fixed).

Two clicks never count as a double click. A double click makes Plotly start a second clock for a playing film, and then
nothing can stop the first clock. A click on Play and one on a curve may follow each other as quickly.
"""


CLICKABLE: dict[str, Any] = {"clickmode": "event+select"}
"""Layout of a figure whose points can be chosen. In others a click would only fade the points not clicked."""

Trace = dict[str, object]
"""A trace as plain data: Plotly checks it once, when the figure is made."""

QUIET: Trace = {"type": "scatter", "hoverinfo": "skip"}
"""A trace that says nothing under the pointer."""


class Figure(go.Figure):
    """A figure on which a finger can scroll the page.

    Where a click selects, Streamlit replaces "no dragging" by panning, and panning catches every swipe. The value "off"
    is unknown to both: Streamlit leaves it unchanged, and Plotly then takes the template's value, no dragging.
    """

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's JSON structure."""
        result = super().to_dict()
        result["layout"]["dragmode"] = "off"
        result["layout"].setdefault("template", {}).setdefault("layout", {})["dragmode"] = False
        return result


def base_layout(colours: Palette, height: int) -> dict[str, Any]:
    """A layout that is transparent, in the page's font, and cannot be dragged."""
    axis = {"color": colours.muted, "gridcolor": colours.line, "zerolinecolor": colours.line, "fixedrange": True}
    return {
        "template": {},  # Plotly's own is larger than most of our figures, and every value that matters is set here
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.line,
            "font": {"color": colours.text},
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": axis,
        "yaxis": axis,
    }


def escaped(text: str) -> str:
    """Text from outside, escaped so that Plotly shows it unchanged: Plotly reads <b> and <a> as HTML."""
    return escape(text, quote=False)


def faded(colour: str, alpha: float) -> str:
    """A hex colour with an opacity."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def mixed(first: str, second: str, share: float) -> str:
    """A hex colour mixed from two; `share` is the part of the second."""
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (first, second)), strict=True)
    return "#" + bytes(round(a + share * (b - a)) for a, b in pairs).hex().upper()
