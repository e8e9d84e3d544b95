"""The loss for large |z|: where the textbook formula ends, where clipping makes it flat, and its exact value."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.loss.figures.look import dot

Array = np.ndarray

_HEIGHT = 390
EDGE = 60.0
"""The largest |z| in the picture; a point beyond it is drawn at the edge."""
PLACES = np.linspace(-EDGE, EDGE, 241)


def far_out(curves: Mapping[str, Array], here: tuple[float, float], log: bool, colours: Palette) -> go.Figure:
    """One loss over z, computed in one or several ways, the exact one last.

    Args:
        curves: the loss at `PLACES` (m,), by the name of each way; values that are not finite are left out.
        here: z, and the exact loss there.
        log: whether it is log loss, which has no upper end.
        colours: of the theme.
    """
    traces: list[Trace] = []
    names = list(curves)
    for name, look in zip(names, _looks(len(names), colours), strict=True):
        values = curves[name]
        known = np.isfinite(values)
        traces.append(
            QUIET | {"mode": "lines", "x": plain(PLACES[known]), "y": plain(values[known]), "line": look, "name": name}
        )
        if not known.all():
            traces.append(_ends(PLACES, values, colours))
    top = EDGE if log else 1.0
    traces.append(_point(here, top, colours))
    layout = base_layout(colours, _HEIGHT)
    layout |= {
        "xaxis": axis(colours, -EDGE, EDGE, "z", dtick=20),
        "yaxis": axis(colours, -0.05 * top, 1.06 * top),
        "margin": {"l": 40, "r": 12, "t": 70 if log else 28, "b": 42},
        "annotations": [heading(_title(names, colours), 0, 1, colours, yshift=6)],
    }
    return Figure(data=traces, layout=layout)


def _looks(count: int, colours: Palette) -> list[dict[str, object]]:
    """The exact way in the accent colour; the others, wider or dashed, below it."""
    exact = {"color": colours.accent, "width": 3, "simplify": False}
    if count == 1:
        return [exact]
    return [
        {"color": colours.negative, "width": 9, "simplify": False},
        {"color": colours.muted, "width": 2.5, "dash": "6px,4px", "simplify": False},
        exact,
    ]


def _ends(places: Array, values: Array, colours: Palette) -> Trace:
    """A cross where a line ends, because the loss is no longer finite."""
    known = np.flatnonzero(np.isfinite(values))
    inner = [int(index) for index in (known[0], known[-1]) if 0 < index < len(values) - 1]
    return QUIET | {
        "mode": "markers",
        "x": plain(places[inner]),
        "y": plain(values[inner]),
        "marker": {"symbol": "x", "size": 13, "color": colours.negative, "opacity": 1},
        "cliponaxis": False,
    }


def _point(here: tuple[float, float], top: float, colours: Palette) -> Trace:
    """The current point; a triangle at the edge if it is beyond the picture."""
    z, value = here
    symbol = "triangle-right" if z > EDGE else "triangle-left" if z < -EDGE else "circle"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(np.clip(z, -EDGE, EDGE))],
        "y": [float(np.clip(value, 0.0, top))],
        "customdata": [[z, value]],
        "hovertemplate": "z = %{customdata[0]}<br>loss %{customdata[1]:.6g}<extra></extra>",
        "marker": dot(True, colours) | {"symbol": symbol, "size": 16},
        "cliponaxis": False,
    }


def _title(names: list[str], colours: Palette) -> str:
    """Which line is which."""
    if len(names) == 1:
        return f"<b>{names[0]}</b> over z"
    inks = (colours.negative, colours.muted, colours.accent)
    signs = ("━━", "╌╌", "━━")
    said = [
        f'<span style="color:{ink}">{sign} {name}</span>' for ink, sign, name in zip(inks, signs, names, strict=True)
    ]
    return "<br>".join(said)  # side by side they are too long for a phone
