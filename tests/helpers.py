"""What the engine's tests share: networks to try, and a second engine that has nothing in common with the first.

The second engine (`plain_…`) is written in Python scalars, one unit and one sample at a time. It knows no
derivative formula at all. It takes complex numbers, so a derivative is Im L(θ + ih) / h with h = 1e-30 (the complex
step): nothing is subtracted, nothing cancels, and the result is good to the last digits. Whatever the first engine
claims about a value or a gradient, these loops must say the same.
"""

import cmath
import dataclasses
import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

import backprop as bp
from tests.references import ACTIVATIONS, ADDS_OUTPUTS_UP, LETTERS, LOSSES, OPTIMIZERS


def more(factor: float) -> settings:
    """Hypothesis settings with this many times the usual number of examples."""
    return settings(max_examples=round(factor * settings().max_examples))


def in_turn(rows: Sequence[Sequence[object]], columns: Sequence[Sequence[object]]) -> list[Any]:
    """Cases for `parametrize`: each row with one column, the columns in turn; all combinations in the nightly run."""
    return [
        pytest.param(*row, *column, marks=() if (r - c) % len(columns) == 0 else pytest.mark.nightly)
        for (r, row), (c, column) in product(enumerate(rows), enumerate(columns))
    ]


OUTPUTS_AND_LOSSES = tuple((output, loss) for output in bp.ACTIVATIONS for loss in bp.losses_for(output))
"""Every output activation with every loss that fits it."""
LAYERS_AND_LOSSES = tuple((hidden, *pair) for hidden in bp.HIDDEN_ACTIVATIONS for pair in OUTPUTS_AND_LOSSES)
"""The same with every activation of hidden layers."""


# Things to try ------------------------------------------------------------------------------------------------------


def random_parameters(net: bp.Network, seed: int) -> bp.Parameters:
    """Weights and biases without any symmetry; no bias is 0."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(0.0, 1.0 / math.sqrt(fan_in), (fan_in, fan_out)) for fan_in, fan_out in net.shapes]
    return bp.Parameters(weights, [rng.uniform(0.1, 0.6, fan_out) for _, fan_out in net.shapes])


def random_data(net: bp.Network, n: int, seed: int, loss: str = "mse") -> tuple[np.ndarray, np.ndarray]:
    """Inputs, and targets that the loss allows; no target is 0 or 1, so that every term counts."""
    rng = np.random.default_rng([seed, 1])
    x, y = rng.normal(size=(n, net.sizes[0])), rng.uniform(0.05, 0.95, (n, net.sizes[-1]))
    return x, y / y.sum(axis=1, keepdims=True) if loss == "cross_entropy" else y


def stacked(runs: list[bp.Parameters]) -> bp.Parameters:
    """Several runs as one set of parameters with a leading axis."""
    layers = range(len(runs[0].weights))
    return bp.Parameters(
        [np.stack([run.weights[layer] for run in runs]) for layer in layers],
        [np.stack([run.biases[layer] for run in runs]) for layer in layers],
    )


def arrays(record: object) -> list[np.ndarray]:
    """Every array in a record, however deep."""
    if isinstance(record, np.ndarray):
        return [record]
    if isinstance(record, tuple | list):
        return [array for part in record for array in arrays(part)]
    if dataclasses.is_dataclass(record):
        return [a for field in dataclasses.fields(record) for a in arrays(getattr(record, field.name))]
    return []


def near(expected, rel: float = 1e-12, abs: float = 0.0):
    """`pytest.approx` without its silent absolute tolerance of 1e-12, which hides every error in small numbers."""
    return pytest.approx(expected, rel=rel, abs=abs)


def assert_same(ours: object, theirs: object) -> None:
    """Equal bit for bit."""
    np.testing.assert_array_equal(ours, theirs, strict=True)


def assert_same_parameters(ours: bp.Parameters, theirs: bp.Parameters) -> None:
    for left, right in zip(arrays(ours), arrays(theirs), strict=True):
        assert_same(left, right)


@st.composite
def cases(draw: st.DrawFn, max_depth: int = 4, max_units: int = 4, max_samples: int = 4):
    """A network with parameters, data and a loss that fits: (net, params, x, y, loss)."""
    output, loss = draw(st.sampled_from(OUTPUTS_AND_LOSSES))
    depth = draw(st.integers(1, max_depth))
    units = st.integers(1, max_units)
    last = st.integers(2, max_units) if output == "softmax" else units
    sizes = (*draw(st.lists(units, min_size=depth, max_size=depth)), draw(last))
    names = st.sampled_from(bp.HIDDEN_ACTIVATIONS)
    hidden = tuple(draw(st.lists(names, min_size=depth - 1, max_size=depth - 1)))
    net = bp.Network(sizes, hidden, output)
    seed = draw(st.integers(0, 10_000))
    return net, random_parameters(net, seed), *random_data(net, draw(st.integers(1, max_samples)), seed, loss), loss


# The second engine --------------------------------------------------------------------------------------------------

STEP = 1e-30


def plain_activation(name: str, z: list[complex]) -> list[complex]:
    """f of one layer for one sample, straight from the definition."""
    if name == "softmax":
        total = sum(cmath.exp(v) for v in z)
        return [cmath.exp(v) / total for v in z]
    return [ACTIVATIONS[name](v) for v in z]


def plain_terms(loss: str, a: list[complex], y: list[float]) -> list[complex]:
    """The loss terms of one sample, straight from the definition."""
    return [LOSSES[loss](p, t) for p, t in zip(a, y, strict=True)]


def plain_divisor(loss: str, n: int, outputs: int) -> int:
    return n if loss in ADDS_OUTPUTS_UP else n * outputs


Place = tuple[str, int, int, int]
"""What is moved by ih: (kind, layer, row, column) with kind W, b (row 0), z or a (row = sample)."""


def plain_pass(net, params, x, y, loss, moved: Place | None = None):
    """z and a of every layer [layer][sample][unit], the terms [sample][output], and the loss.

    With `moved`, one number has ih added to it where it is used.
    """

    def nudge(kind: str, layer: int, row: int, column: int) -> complex:
        return STEP * 1j if moved == (kind, layer, row, column) else 0.0

    zs, activations = [[] for _ in range(net.depth)], [[] for _ in range(net.depth)]
    terms = []
    for sample in range(len(x)):
        a = [complex(value) for value in x[sample]]
        for layer, (fan_in, fan_out) in enumerate(net.shapes):
            W, b = params.weights[layer], params.biases[layer]
            z = []
            for j in range(fan_out):
                total = complex(b[j]) + nudge("b", layer, 0, j)
                for i in range(fan_in):
                    total += a[i] * (float(W[i, j]) + nudge("W", layer, i, j))
                z.append(total + nudge("z", layer, sample, j))
            a = plain_activation(net.activations[layer], z)
            a = [value + nudge("a", layer, sample, j) for j, value in enumerate(a)]
            zs[layer].append(z)
            activations[layer].append(a)
        terms.append(plain_terms(loss, a, [float(value) for value in y[sample]]))
    value = sum(sum(row) for row in terms) / plain_divisor(loss, len(x), net.sizes[-1])
    return zs, activations, terms, value


def plain_gradient(net, params, x, y, loss, kind: str, layer: int) -> np.ndarray:
    """∂L/∂W, ∂L/∂b, ∂L/∂z or ∂L/∂a of one layer by complex steps."""
    fan_in, fan_out = net.shapes[layer]
    rows = {"W": fan_in, "b": 1}.get(kind, len(x))
    gradient = np.empty((rows, fan_out))
    for row, column in product(range(rows), range(fan_out)):
        gradient[row, column] = plain_pass(net, params, x, y, loss, (kind, layer, row, column))[3].imag / STEP
    return gradient[0] if kind == "b" else gradient


def plain_slope(name: str, z: np.ndarray) -> np.ndarray:
    """∂a/∂z by complex steps; for softmax of each unit by its own z."""
    slope = np.empty_like(z)
    for sample, unit in np.ndindex(z.shape):
        row = [complex(v) for v in z[sample]]
        row[unit] += STEP * 1j
        slope[sample, unit] = plain_activation(name, row)[unit].imag / STEP
    return slope


def disagreements(net, params, x, y, loss, tolerance: float = 1e-12) -> set[str]:
    """Names of the quantities in which the engine and the plain loops differ: of z, a, loss, da, slope, …"""
    layers = bp.forward(net, params, x)
    records = bp.backward(net, params, layers, y, loss)
    criterion = bp.LOSSES[loss]
    zs, activations, terms, value = plain_pass(net, params, x, y, loss)
    pairs = [
        ("terms", criterion.term(layers[-1].z, layers[-1].a, y), np.real(terms)),
        ("loss", criterion.value(layers[-1].z, layers[-1].a, y), value.real),
    ]
    for layer, name in enumerate(net.activations):
        pairs += [
            ("z", layers[layer].z, np.real(zs[layer])),
            ("a", layers[layer].a, np.real(activations[layer])),
            ("slope", records[layer].slope, plain_slope(name, layers[layer].z)),
            ("da", records[layer].da, plain_gradient(net, params, x, y, loss, "a", layer)),
            ("delta", records[layer].delta, plain_gradient(net, params, x, y, loss, "z", layer)),
            ("dW", records[layer].dW, plain_gradient(net, params, x, y, loss, "W", layer)),
            ("db", records[layer].db, plain_gradient(net, params, x, y, loss, "b", layer)),
        ]
    return {name for name, ours, theirs in pairs if not np.allclose(ours, theirs, rtol=tolerance, atol=tolerance)}


def plain_updates(name: str, learning_rate: float, gradients: list[float]) -> list[float]:
    """The updates of one number under a rule with its default settings."""
    memory = dict.fromkeys(LETTERS.values(), 0.0)
    return [-learning_rate * OPTIMIZERS[name](g, memory, t) for t, g in enumerate(gradients, start=1)]
