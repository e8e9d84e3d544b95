"""Descents, trainings and lines for this lesson, kept for all visitors."""

import streamlit as st

from backprop.network import Parameters
from pages.local_minima.numbers import neuron, paths, symmetry, wider, xor
from pages.local_minima.numbers.neuron import Basins
from pages.local_minima.numbers.paths import Between
from pages.local_minima.numbers.symmetry import Alike
from pages.local_minima.numbers.wider import Stuck
from pages.local_minima.numbers.xor import Ends
from pages.shared.work import worked

_LESSON = "local_minima"


def basins_of(ground: str, way: str, seed: int) -> Basins | None:
    """Descents from all starts; None if the visitor has stopped them."""
    key = (_LESSON, "basins", neuron.STEPS, ground, way, seed if way == neuron.NOISE else 0)
    return worked(key, lambda progress: neuron.basins(ground, way, key[-1], progress), "Descending", "Descend")


def ends_of(activation: str, loss: str, units: int = 2) -> Ends | None:
    """All seeds on XOR; None if the visitor has stopped them."""
    one = xor.experiment(activation, loss, units)
    key = (_LESSON, "xor", xor.SEEDS, xor.UPDATES, activation, loss, units)
    return worked(key, lambda progress: xor.ends(xor.train(one, progress, xor.SEEDS)), "Training", "Train")


def alike_of(seed: int) -> tuple[Alike, ...] | None:
    """A training for each first distance of both units; None if the visitor has stopped them."""
    key = (_LESSON, "alike", symmetry.STEPS, seed)

    def work(progress: wider.Progress) -> tuple[Alike, ...]:
        found = []
        for place, size in enumerate(symmetry.BREAKS, start=1):
            found.append(symmetry.train(size, seed))
            progress(place / len(symmetry.BREAKS))
        return tuple(found)

    return worked(key, work, "Training", "Train")


def stuck_of(activation: str, loss: str) -> Stuck | None:
    """All widths; None if the visitor has stopped them."""
    key = (_LESSON, "wider", wider.SEEDS, xor.UPDATES, activation, loss)
    return worked(key, lambda progress: wider.stuck(activation, loss, progress), "Training", "Train")


@st.cache_resource(max_entries=64, show_spinner=False)
def between_of(units: int, first: int, second: int, _ends: Ends) -> Between:
    """Two lines between the solutions of two runs.

    Args:
        units: hidden units.
        first, second: the runs.
        _ends: of all runs.
    """
    return paths.between(_ends.net, _one(_ends.params, first), _one(_ends.params, second), "log_loss")


def _one(params: Parameters, run: int) -> Parameters:
    return Parameters([W[run] for W in params.weights], [b[run] for b in params.biases])
