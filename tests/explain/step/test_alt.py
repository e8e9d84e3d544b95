"""What pictures say to those who do not see them: the numbers of the data."""

import numpy as np
import pytest

from backprop.explain.numbers import text
from backprop.explain.step.alt import curve_alt, network_alt, sizes_alt
from backprop.explain.step.moments import tape
from tests.explain.step.helpers import SMALL, scene_of, step_of, told


@pytest.mark.parametrize("key", SMALL)
def test_the_diagram_tells_what_is_computed_and_what_is_known(key):
    scene, all_moments = scene_of(key), told(key)
    step = step_of(key)
    for index, moment in enumerate(all_moments):
        known = {quantity for _, quantity in tape(all_moments, index)}
        alt = network_alt(scene, known, moment)
        assert " - ".join(map(str, step.net.sizes)) in alt
        assert moment.title in alt
        assert moment.result.partition("\n")[0].rstrip(".") in alt
        assert "\n" not in alt
        assert "?:" not in alt
        assert alt.endswith(".")
        assert not alt.endswith("..")
        known_activations = [quantity for quantity in known if quantity.kind == "a"]
        assert ("No activation is known yet" in alt) == (not known_activations)
        so_far = alt.rpartition("Activations so far: ")[2] if known_activations else ""
        assert so_far.count(" = ") == len(known_activations)
        for quantity in known_activations:
            name = scene.unit(quantity.layer, quantity.unit)
            assert f"{name} = {text(scene.value(quantity), 4)}" in so_far


def test_the_first_and_the_last_moment_of_mazurs_step():
    scene, all_moments = scene_of("mazur"), told("mazur")
    assert network_alt(scene, set(), all_moments[0]) == (
        "Network 2 - 2 - 2. x₁ on its way to h₁: w₁ · x₁ = 0.0075. No activation is known yet."
    )
    known = {quantity for _, quantity in tape(all_moments, len(all_moments) - 1)}
    assert network_alt(scene, known, all_moments[-1]).endswith(
        "w₈ = 0.561370121. Activations so far: h₁ = 0.5933, h₂ = 0.5969, ŷ₁ = 0.7514, ŷ₂ = 0.7729."
    )


def test_the_loss_curve_tells_where_it_begins_ends_and_stands():
    losses = np.array([0.298371109, 0.2, 0.1, 0.0351085])
    assert curve_alt(losses, 2) == "Loss over 3 training steps, from 0.2984 to 0.03511; 0.1 at step 2."
    assert curve_alt(losses[:1], 0) == "Loss over 0 training steps, from 0.2984 to 0.2984; 0.2984 at step 0."


@pytest.mark.parametrize("key", ["mazur", "deep", "wide"])
def test_gradient_sizes_are_listed_layer_by_layer(key):
    step, scene = step_of(key), scene_of(key)
    sizes = [np.sqrt(np.mean(layer.dW**2)) for layer in step.backward]
    parts = [f"{scene.names.layer(layer)} {text(float(size), 4)}" for layer, size in enumerate(sizes, start=1)]
    assert sizes_alt(scene) == f"Gradient size by layer: {', '.join(parts)}."
