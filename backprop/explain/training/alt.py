"""Alternative texts for the figures of a training run, computed from the same data."""

from collections.abc import Sequence
from math import isqrt

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.explain.numbers import text
from backprop.explain.training.class_shares import class_shares
from backprop.explain.training.results import results
from backprop.film.run_film import Film
from backprop.network import Network, Parameters
from backprop.notation import Names
from backprop.passes import forward
from backprop.trace import StepTrace
from backprop.training.run import Run

Array = np.ndarray

_MOST = 12


def replay_alt(film: Film, index: int) -> str:
    """One frame of a replay: which step it is, the losses from beginning to end, the gradients, the decision."""
    said = [
        f"Replay of a training run, network {' - '.join(map(str, film.net.sizes))}:"
        f" step {film.steps[index]} of {film.steps[-1]}.",
        f"Training loss {_over_time(film.train_at, index)}.",
    ]
    if film.has_test:
        said.append(f"Test loss {_over_time(film.test_at, index)}.")
    sizes = ", ".join(text(float(size), 3) for size in film.gradient_sizes[index])
    said.append(f"Gradient size by layer, from the first to the output: {sizes}.")
    if film.plane:
        prediction = film.plane.prediction[index]
        winner = prediction.argmax(axis=-1) if prediction.shape[-1] > 1 else prediction[..., 0] > 0.5
        shares = [f"{name} on {100 * np.mean(winner == place):.0f} %" for place, name in enumerate(film.points.classes)]
        said.append(f"Predicted class over the plane: {', '.join(shares)} of it.")
    if film.diverged:
        said.append("The run diverges after the last step shown.")
    return " ".join(said)


def _over_time(losses: np.ndarray, index: int) -> str:
    here, first, last = (text(float(losses[place]), 3) for place in (index, 0, -1))
    return f"{here}, from {first} at the beginning to {last} at the end"


def unit_maps_alt(run: Run, k: int) -> str:
    """The smallest and the largest activation of each unit on the training samples."""
    names = Names(run.net)
    with np.errstate(over="ignore", invalid="ignore"):
        layers = forward(run.net, run.parameters_at(k), run.data.x)
    units = [(layer, unit) for layer in range(run.net.depth) for unit in range(run.net.sizes[layer + 1])]
    said = []
    for layer, unit in units[: _MOST - 1] + units[_MOST - 1 :][-1:]:
        a = layers[layer].a[:, unit]
        title = ACTIVATIONS[run.net.activations[layer]].title
        low, high = text(float(a.min()), 3), text(float(a.max()), 3)
        said.append(f"{names.unit(layer + 1, unit)} ({title}) from {low} to {high}")
    left = f"; {len(units) - len(said)} more units between" if len(units) > len(said) else ""
    columns = run.data.dataset.columns
    where = f"over {columns[0]}" if len(columns) == 1 else f"over the plane of {columns[0]} and {columns[1]}"
    return f"Activation of every unit {where} after {k:,} steps. On the training samples: {', '.join(said)}{left}."


def weight_pictures_alt(params: Parameters) -> str:
    """The strongest weight of each unit of the first layer, whose inputs are the pixels of a square picture."""
    W = params.weights[0]
    names = Names(Network((len(W), *(weights.shape[1] for weights in params.weights))))
    side = isqrt(len(W))
    strongest = [
        f"{names.unit(1, unit)} {text(float(W[place, unit]), 3)} in row {place // side + 1}, column {place % side + 1}"
        for unit, place in enumerate(np.abs(np.nan_to_num(W)).argmax(axis=0)[:_MOST])
    ]
    more = f" and {W.shape[1] - len(strongest)} more units" if W.shape[1] > len(strongest) else ""
    return f"Weights of {W.shape[1]} units as pictures. Strongest weight: {'; '.join(strongest)}{more}."


def digit_picture_alt(pixels: Array, label: str | None = None) -> str:
    """How dark the picture is, row by row."""
    side = int(np.sqrt(len(pixels)))
    rows = np.asarray(pixels, dtype=np.float64).reshape(side, side).mean(axis=1)
    what = f"Handwritten digit {label}" if label else "Handwritten digit"
    return f"{what}, {side} by {side} pixels. Mean of each row: {', '.join(text(float(row), 2) for row in rows)}."


def confusion_alt(matrix: Array, classes: Sequence[str]) -> str:
    """How many are right, and the most frequent mistakes."""
    counts = np.asarray(matrix)
    total, right = int(counts.sum()), int(np.trace(counts))
    wrong = [
        (int(counts[row, column]), f"{classes[row]} taken for {classes[column]}")
        for row in range(len(classes))
        for column in range(len(classes))
        if row != column and counts[row, column]
    ]
    wrong.sort(key=lambda mistake: -mistake[0])
    mistakes = "; ".join(f"{words}, {count} times" if count > 1 else f"{words}, once" for count, words in wrong[:5])
    told = f" Most frequent mistakes: {mistakes}." if mistakes else " No mistakes."
    return f"Confusion matrix of {len(classes)} classes: {right} of {total} samples right.{told}"


def two_losses_alt(kept: Run, now: Run) -> str:
    """Where the losses of both runs begin and end."""
    return f"Loss of two runs. Kept: {_losses(kept)}. Now: {_losses(now)}."


def _losses(run: Run) -> str:
    said = []
    for part, losses in (("training", run.train_loss), ("test", run.test_loss)):
        known = losses[np.isfinite(losses)]
        if len(known):
            said.append(f"{part} from {text(float(known[0]), 3)} to {text(float(known[-1]), 3)}")
    steps = f"in {run.updates:,} steps" + (", then it diverges" if run.diverged else "")
    return f"{', '.join(said) or 'no finite loss'} {steps}"


def two_boundaries_alt(kept: Run, now: Run) -> str:
    """The scores of both runs at their last step."""
    what = "Predictions" if kept.data.dataset.classes else "Fitted curves"
    return f"{what} of two runs at their last step. Kept: {_score(kept)}. Now: {_score(now)}."


def _score(run: Run) -> str:
    found = results(run, run.updates)
    parts = [("training", found.training), ("test", found.test)]
    scores = ", ".join(f"{text(part.score, 3)} on the {name} part" for name, part in parts if part)
    return f"{found.score_name} {scores}"


def forward_bars_alt(
    step_or_activations: StepTrace | Array, classes: Sequence[str], sample: int = 0, truth: int | None = None
) -> str:
    """The share of each class, largest first."""
    shares, true = class_shares(step_or_activations, len(classes), sample, truth)
    order = np.argsort(-shares, kind="stable")
    said = ", ".join(f"{classes[index]}: {100 * shares[index]:.1f} %" for index in order)
    told = "" if true is None else f" The true class is {classes[true]}."
    return f"Predicted share of each class: {said}.{told}"
