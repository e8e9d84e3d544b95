"""The learning cycle as a circuit: weight, estimate, loss, gradient, and back to the weight; a phase on each side."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from backprop.explain.numbers import signed, text
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.trace import StepTrace
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, UPDATE, WEIGHT
from pages.learning_cycle.words.cycle import PHASE_NAMES

_HEIGHT, _NODE, _RING = 330, 84, 100
_CORNERS = {FORWARD: (1.0, 1.0), ERROR: (1.0, 0.0), BACKWARD: (0.0, 0.0), UPDATE: (0.0, 1.0)}
"""The corner of the number that each phase computes; the phase itself is the side that leads to this corner."""
_SIDES = {FORWARD: (0.5, 1.04), ERROR: (0.95, 0.5), BACKWARD: (0.5, -0.04), UPDATE: (0.05, 0.5)}
"""The place of each phase's name, next to its side."""
_ANCHORS = {
    FORWARD: ("center", "bottom"),
    ERROR: ("right", "middle"),
    BACKWARD: ("center", "top"),
    UPDATE: ("left", "middle"),
}
_MIDDLE = (0.5, 0.24)
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class _Corner:
    """A number of the circuit: its name, its value as text, and a line below."""

    name: str
    number: str
    below: str = ""


def circuit(step: StepTrace, phase: int | None, middle: str, colours: Palette, by_hand: bool = False) -> go.Figure:
    """One neuron with one weight in its learning cycle.

    Args:
        step: the round.
        phase: the phase computed last; the numbers of later phases are blank. None before the first phase.
        middle: what is written in the middle.
        colours: of the theme.
        by_hand: whether the visitor moves the weight by hand; then only forward pass and error are known.
    """
    corners = _corners(step, phase)
    writing = [_phase_label(step, index, phase, colours, by_hand) for index in _CORNERS]
    writing.append(_note(*_MIDDLE, middle, ("center", "middle"), 15, colours.text))
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": {"visible": False, "fixedrange": True, "range": [-0.32, 1.32]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [-0.28, 1.28]},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "annotations": [*(_arrow(index, phase, colours, by_hand) for index in _CORNERS), *writing],
    }
    ringed = UPDATE if by_hand or phase is None else phase
    return Figure(data=[_marks(corners, ringed, colours), _labels(corners, colours)], layout=layout)


def _corners(step: StepTrace, phase: int | None) -> dict[int, _Corner]:
    """The four numbers; those not computed yet are blank."""
    known = -1 if phase is None else phase
    old, new = step.parameters[WEIGHT], step.parameters_after[WEIGHT]
    weight = _Corner("w", text(old, _DIGITS))
    if known == UPDATE:
        weight = _Corner("w", text(new, _DIGITS), f"was {text(old, _DIGITS)}")
    values = {
        FORWARD: _Corner("ŷ", text(float(step.prediction[0, 0]), _DIGITS)),
        ERROR: _Corner("L", text(step.loss, _DIGITS)),
        BACKWARD: _Corner("∂L/∂w", signed(step.gradient[WEIGHT], _DIGITS)),
    }
    blank = {index: _Corner(corner.name, " ") for index, corner in values.items() if index > known}
    return {**values, **blank, UPDATE: weight}


def _arrow(index: int, phase: int | None, colours: Palette, by_hand: bool) -> dict[str, Any]:
    """The arrow of a phase: in the accent colour if it was computed last, in a weaker colour if not computed yet."""
    start, end = _CORNERS[(index - 1) % len(_CORNERS)], _CORNERS[index]
    known = -1 if phase is None else phase
    current = index == known and not by_hand
    colour = colours.accent if current else colours.muted if index <= known else colours.line
    return {
        "x": end[0],
        "y": end[1],
        "ax": start[0],
        "ay": start[1],
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1,
        "arrowwidth": 4 if current else 2,
        "arrowcolor": colour,
        "standoff": _RING / 2 + 2,
        "startstandoff": _NODE / 2 + 4,
    }


def _phase_label(step: StepTrace, index: int, phase: int | None, colours: Palette, by_hand: bool) -> dict[str, Any]:
    """The name of a phase, and the value that enters it from outside."""
    enters = {
        FORWARD: f"input x = {text(float(step.x[0, 0]), _DIGITS)}",
        ERROR: f"target y = {text(float(step.y[0, 0]), _DIGITS)}",
        UPDATE: f"α = {text(step.optimizer.learning_rate, _DIGITS)}",
    }
    if by_hand and index in (BACKWARD, UPDATE):
        enters[index] = "by you"
    current = index == phase and not by_hand
    name = f"{index + 1} {PHASE_NAMES[index]}"
    lines = [f"<b>{name}</b>" if current else name, *([enters[index]] if index in enters else [])]
    return _note(*_SIDES[index], "<br>".join(lines), _ANCHORS[index], 14, colours.accent if current else colours.muted)


def _note(x: float, y: float, body: str, anchor: tuple[str, str], size: int, colour: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": body,
        "showarrow": False,
        "xanchor": anchor[0],
        "yanchor": anchor[1],
        "align": anchor[0],
        "font": {"size": size, "color": colour},
    }


def _marks(corners: dict[int, _Corner], ringed: int, colours: Palette) -> Trace:
    """The ring, and the four circles on top of it."""
    places = [_CORNERS[ringed], *(_CORNERS[index] for index in corners)]
    border = [0.0, *([1.5] * len(corners))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "size": [_RING, *([_NODE] * len(corners))],
            "color": [faded(colours.accent, 0.35), *([colours.background] * len(corners))],
            "opacity": 1,
            "line": {"color": colours.muted, "width": border},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _labels(corners: dict[int, _Corner], colours: Palette) -> Trace:
    """Name and number in each circle."""
    bodies = [
        f"<b>{corner.name}</b><br>{corner.number}" + (f"<br>{corner.below}" if corner.below else "")
        for corner in corners.values()
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [_CORNERS[index][0] for index in corners],
        "y": [_CORNERS[index][1] for index in corners],
        "text": bodies,
        "textfont": {"size": 13, "color": colours.text},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
