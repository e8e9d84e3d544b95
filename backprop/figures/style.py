"""What all figures share: fonts, margins, the diverging scale. No figure sets a colour that is not in the palette."""

import plotly.graph_objects as go

from backprop.palette import Palette

FONT = '"Source Sans", "Source Sans Pro", sans-serif'

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
"""For `st.plotly_chart`: no mode bar (its buttons cannot be reached by keyboard), no zoom (ranges are fixed)."""


def base_layout(colours: Palette, height: int) -> go.Layout:
    """Transparent, in the page's font, nothing to drag."""
    axis = {"color": colours.muted, "gridcolor": colours.line, "zerolinecolor": colours.line, "fixedrange": True}
    return go.Layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": colours.text},
        hoverlabel={"bgcolor": colours.background, "bordercolor": colours.line, "font": {"color": colours.text}},
        showlegend=False,
        dragmode=False,
        clickmode="event+select",
        xaxis=axis,
        yaxis=axis,
        transition={"duration": 0},
    )
