"""Alternative texts for the pictures of a training step, computed from the same data."""

from collections.abc import Set

import numpy as np

from backprop.explain.numbers import text
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.quantities import Quantity


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
