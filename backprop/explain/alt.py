"""What a picture shows, in words computed from the same data."""

from collections.abc import Set

import numpy as np

from backprop.explain.moment import Moment, Scene
from backprop.explain.numbers import text
from backprop.explain.quantities import Quantity
from backprop.film import Film


def network_alt(scene: Scene, known: Set[Quantity], moment: Moment) -> str:
    """The diagram: sizes, what is being computed, and the activations known so far."""
    sizes = " - ".join(str(size) for size in scene.step.net.sizes)
    activations = [
        f"{scene.unit(layer, unit)} = {text(scene.value(Quantity('a', layer, unit)), 4)}"
        for layer in range(scene.depth)
        for unit in range(scene.step.net.sizes[layer + 1])
        if Quantity("a", layer, unit) in known
    ]
    so_far = f" Activations so far: {', '.join(activations)}." if activations else " No activation is known yet."
    result = moment.result.rstrip(".").replace("\n", ", ")
    title = moment.title if moment.title.endswith("?") else f"{moment.title}:"
    return f"Network {sizes}. {title} {result}.{so_far}"


def curve_alt(losses: np.ndarray, cursor: int, steps: np.ndarray | None = None) -> str:
    """The loss curve: where it begins, where it ends, where the cursor is; the arguments are those of `loss_curve`."""
    first, last, here = (text(float(losses[place]), 4) for place in (0, -1, cursor))
    where = range(len(losses)) if steps is None else steps
    return f"Loss over {where[-1]} training steps, from {first} to {last}; {here} at step {where[cursor]}."


def sizes_alt(scene: Scene) -> str:
    """The gradient sizes, layer by layer."""
    sizes = [
        f"{scene.names.layer(layer)} {text(size, 4)}" for layer, size in enumerate(scene.step.gradient_sizes, start=1)
    ]
    return f"Gradient size by layer: {', '.join(sizes)}."


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
