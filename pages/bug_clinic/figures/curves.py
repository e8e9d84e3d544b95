"""Loss curves of a patient, of the program without a bug, and of a diagnosis; and those of all bugs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.powers import ends, positive, power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.bug_clinic.numbers.clinic import Finding
from pages.bug_clinic.numbers.course import STEPS, Course
from pages.bug_clinic.numbers.program import CASES, HEALTHY

_HEIGHT = 330
_COLUMNS, _PANEL = 2, 150
_MOST = 1e3
"""Higher losses are drawn there."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One loss curve: what it is, its run, and how it looks."""

    name: str
    course: Course
    ink: str
    dash: str
    sign: str


def loss_curves(curves: Sequence[Curve], step: int, colours: Palette) -> go.Figure:
    """Loss curves on a logarithmic axis.

    Args:
        curves: the topmost last.
        step: where a thin line stands.
        colours: of the theme.
    """
    low, high = ends(*(np.minimum(curve.course.loss, _MOST) for curve in curves), least=1.0)
    names = " &#160; ".join(
        f'<span style="color:{curve.ink}">{curve.sign} {curve.name}</span>' for curve in reversed(curves)
    )
    mark = {"type": "line", "x0": step, "x1": step, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    mark["line"] = {"color": colours.muted, "width": 1}
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0, STEPS, "training step", zeroline=False),
        "yaxis": power_axis(colours, low, high) | _fine(low, high),
        "margin": {"l": 52, "r": 12, "t": 54, "b": 46},
        "shapes": [mark],
        "annotations": [
            heading(f"<b>Log loss</b>, mean of all samples<br>{names}", 0, 1, colours, yshift=4, xshift=-44)
        ],
    }
    return Figure(data=[_line(curve) for curve in curves], layout=layout)


def _fine(low: float, high: float) -> dict[str, Any]:
    """Labels at 1, 2 and 5 times powers of ten, where the axis is short."""
    if high - low > 3:
        return {}
    values = [lead * 10.0**power for power in range(int(low) - 1, int(high) + 1) for lead in (1, 2, 5)]
    shown = [value for value in values if low <= np.log10(value) <= high]
    return {"tickvals": shown, "ticktext": [text(float(f"{value:.1g}"), 3) for value in shown]}


def _line(curve: Curve) -> Trace:
    loss = np.minimum(curve.course.loss, _MOST)
    return QUIET | {
        "mode": "lines",
        "x": list(range(len(loss))),
        "y": positive(loss),
        "line": {"color": curve.ink, "width": 2.5, "dash": curve.dash},
        "text": [f"{curve.name}, step {step}<br>loss {text(float(value), 3)}" for step, value in enumerate(loss)],
        "hoverinfo": "text",
    }


def gallery(found: dict[str, Finding], colours: Palette) -> go.Figure:
    """A small panel for each bug, with its loss curve beside the right one.

    Args:
        found: all cases, by name.
        colours: of the theme.
    """
    bugs = [name for name in found if name != HEALTHY.name]
    rows = -(-len(bugs) // _COLUMNS)
    low, high = ends(*(np.minimum(one.course.loss, _MOST) for one in found.values()))
    total = rows * _PANEL
    layout: dict[str, Any] = base_layout(colours, total + 76)
    layout |= {"margin": {"l": 52, "r": 12, "t": 30, "b": 46}, "annotations": []}
    traces: list[Trace] = []
    for place, name in enumerate(bugs):
        row, column = divmod(place, _COLUMNS)
        mark = str(place + 1) if place else ""
        top = 1 - row / rows
        domain = [top - (1 - 0.3) / rows, top]
        across = [column * 0.53, column * 0.53 + 0.47]
        last = row == rows - 1
        layout[f"xaxis{mark}"] = axis(colours, 0, STEPS, "training step" if last else "", zeroline=False) | {
            "domain": across,
            "anchor": f"y{mark}",
            "showticklabels": last,
        }
        layout[f"yaxis{mark}"] = power_axis(colours, low, high) | {"domain": domain, "anchor": f"x{mark}"}
        convicted = found[name].convicted is not None
        words = f"<b>{CASES[name].title}</b> {'✗' if convicted else '✓ passes the check'}"
        layout["annotations"].append(heading(words, across[0], domain[1], colours, yshift=2) | {"font": {"size": 13}})
        both = (
            Curve("no bug", found[HEALTHY.name].course, colours.muted, "6px,4px", ""),
            Curve(CASES[name].title, found[name].course, colours.accent, "solid", ""),
        )
        traces += [_line(curve) | {"xaxis": f"x{mark}", "yaxis": f"y{mark}"} for curve in both]
    return Figure(data=traces, layout=layout)
