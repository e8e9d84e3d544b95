"""Numbers become words and LaTeX here: no figures, no app."""

from backprop.explain.moment import PHASE_TITLES, PHASES, Highlight, Moment, Scene
from backprop.explain.moments import GRANULARITIES, moments, phase_starts, same_place, tape
from backprop.explain.quantities import Quantity

__all__ = [
    "GRANULARITIES",
    "PHASES",
    "PHASE_TITLES",
    "Highlight",
    "Moment",
    "Quantity",
    "Scene",
    "moments",
    "phase_starts",
    "same_place",
    "tape",
]
