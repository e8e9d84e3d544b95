"""The error of finite differences against their step h, and the error of backpropagation below them."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.why_backprop.figures.look import LOOKS, ink, line, log_axis
from pages.why_backprop.numbers.step_size import Errors
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, ONE_SIDED
from pages.why_backprop.words import TITLES

_HEIGHT = 420
_LOWEST, _HIGHEST = -17.6, 1.2
"""Powers of ten of the errors; what is smaller is drawn at the bottom."""


def error_by_step(found: Errors, chosen: int, reveal: bool, colours: Palette) -> go.Figure:
    """Both differences and backpropagation, on logarithmic axes.

    Args:
        found: the errors.
        chosen: index of the step to mark.
        reveal: whether to draw all steps, or the chosen one only.
        colours: of the theme.
    """
    h, at = found.h, float(found.h[chosen])
    traces: list[Trace] = [
        QUIET
        | {
            "mode": "lines",
            "x": [at, at],
            "y": [10.0**_LOWEST, 10.0**_HIGHEST],
            "line": {"color": colours.muted, "width": 1},
        },
        QUIET
        | {
            "mode": "lines",
            "x": [float(h[0]), float(h[-1])],
            "y": plain([_drawn(found.backprop_error)] * 2),
            "line": line(BACKPROP, colours),
        },
    ]
    for way, errors in ((ONE_SIDED, found.one_sided_error), (CENTRAL, found.central_error)):
        drawn = [_drawn(float(error)) for error in errors]
        if reveal:
            traces.append(
                QUIET
                | {
                    "mode": "lines",
                    "x": plain(h),
                    "y": plain(drawn),
                    "line": line(way, colours),
                    "hoverinfo": "text",
                    "hovertemplate": f"{TITLES[way]}<br>h = %{{x:.2g}}<br>error %{{y:.2g}}<extra></extra>",
                }
            )
        traces.append(
            QUIET
            | {
                "mode": "markers",
                "x": [at],
                "y": plain([drawn[chosen]]),
                "marker": {"size": 13, "symbol": LOOKS[way].symbol, "color": ink(way, colours), "opacity": 1},
                "cliponaxis": False,
            }
        )
    names = {ONE_SIDED: "▲ one-sided", CENTRAL: "■ central", BACKPROP: "━━ backpropagation"}
    key = "\u2003".join(f'<span style="color:{ink(way, colours)}">{name}</span>' for way, name in names.items())
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": log_axis(colours, -16.3, 0.3, "step h"),
        "yaxis": log_axis(colours, _LOWEST, _HIGHEST),
        "margin": {"l": 52, "r": 12, "t": 50, "b": 46},
        "annotations": [heading(f"<b>Relative error</b><br>{key}", 0, 1, colours, yshift=4)],
    }
    return Figure(data=traces, layout=layout)


def _drawn(error: float) -> float:
    return float(np.clip(error, 10.0**_LOWEST, 10.0**_HIGHEST))
