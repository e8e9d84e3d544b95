"""The curves and surfaces of the lesson, where a walk begins on each and with which α, and walks that go wrong."""

from collections.abc import Mapping
from typing import NamedTuple

from backprop.landscape.network_surfaces import ALL, FITS
from backprop.landscape.surfaces import CURVES, Surface

_RATES = {
    "parabola": 0.1,
    "wells": 0.1,
    "hole": 0.5,
    "bowl": 0.3,
    "ravine": 0.05,
    "saddle": 0.3,
    "rosenbrock": 0.001,
    "valleys": 0.1,
    "plateau": 0.5,
    "net_line": 0.1,
    "net_neuron": 1.0,
    "net_two_weights": 0.1,
    "net_weight_and_bias": 1.0,
}


def _title(key: str, surface: Surface) -> str:
    group = "Network" if key in FITS else "Curve" if key in CURVES else "Surface"
    return f"{group} · {surface.title}"


TITLES: Mapping[str, str] = {key: _title(key, surface) for key, surface in ALL.items()}
"""The title of each curve or surface in the widget."""


class Begin(NamedTuple):
    """How a walk begins: on which curve or surface, from where, with which α.

    Attributes:
        title: the text that the visitor reads.
        on: key in `ALL`.
        start: θ.
        rate: α.
    """

    title: str
    on: str
    start: tuple[float, ...]
    rate: float


def usual(key: str) -> Begin:
    """How a walk begins on a curve or surface that has just been chosen."""
    return Begin("", key, ALL[key].start, _RATES[key])


WRONG = (
    Begin("Too small: it hardly moves", "parabola", (0.0,), 0.001),
    Begin("Too large: it never settles", "parabola", (0.0,), 1.0),
    Begin("Larger still", "parabola", (0.0,), 1.1),
    Begin("The wrong valley", "wells", (1.6,), 0.1),
    Begin("A plateau: no slope, no step", "hole", (-5.0,), 0.5),
    Begin("A saddle: slope 0, and no minimum", "saddle", (-1.8, 0.0), 0.3),
    Begin("A ravine: α just too large", "ravine", (-2.5, 0.8), 0.08),
    Begin("A valley that bends: very slow", "rosenbrock", (-1.2, 1.0), 0.001),
    Begin("A real neuron, thrown far out", "net_neuron", (-3.0,), 30.0),
)
