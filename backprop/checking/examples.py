"""Worked examples, published or made for this app: the printed numbers, the same numbers recomputed, and errata."""

from collections.abc import Callable
from functools import cache

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checking.published import Example, Published
from backprop.losses import LOSSES
from backprop.network import Network, ParameterId, Parameters
from backprop.passes import forward
from backprop.steps import repeat_step

Array = np.ndarray


def mistaken_order_loss(example: Example, rounds: int) -> float:
    """The loss after `rounds` steps with a common mistake, for a network with one hidden layer and frozen biases.

    The output weights are updated first, and the hidden layer's error signal is then computed with the *new* output
    weights. The result is not the gradient of any function. It is used only to show where a published number came from.
    """
    net, alpha = example.net, example.learning_rate
    criterion = LOSSES[example.loss]
    first, second = (ACTIVATIONS[name] for name in net.activations)
    (W1, W2), biases = example.parameters.weights, example.parameters.biases
    for _ in range(rounds):
        hidden, output = forward(net, Parameters.computed((W1, W2), biases), example.x)
        delta = criterion.delta(output.z, output.a, example.y, second)
        W2 = W2 - alpha * hidden.a.T @ delta
        W1 = W1 - alpha * example.x.T @ ((delta @ W2.T) * first.slope(hidden.z))
    output = forward(net, Parameters.computed((W1, W2), biases), example.x)[-1]
    return float(criterion.value(output.z, output.a, example.y))


@cache
def _losses(example: Example, steps: int) -> Array:
    return repeat_step(example.trace(), steps, every=steps).losses


def _loss_after(example: Example, rounds: int) -> float:
    """The loss after `rounds` steps, from a cached run up to the next power of ten, which other numbers share."""
    return float(_losses(example, 10 ** len(str(rounds - 1)))[rounds])


def _after(parameter: ParameterId) -> Callable[[Example], float]:
    return lambda example: example.trace().parameters_after[parameter]


def _weight(layer: int, source: int, target: int) -> ParameterId:
    return ParameterId(layer - 1, source - 1, target - 1)


def _bias(layer: int, target: int) -> ParameterId:
    return ParameterId(layer - 1, None, target - 1)


_MAZUR_NAMES = {
    _weight(1, 1, 1): "w1",
    _weight(1, 2, 1): "w2",
    _weight(1, 1, 2): "w3",
    _weight(1, 2, 2): "w4",
    _weight(2, 1, 1): "w5",
    _weight(2, 2, 1): "w6",
    _weight(2, 1, 2): "w7",
    _weight(2, 2, 2): "w8",
}
_MAZUR_AFTER = {
    "w1": "0.149780716",
    "w2": "0.19956143",
    "w3": "0.24975114",
    "w4": "0.29950229",
    "w5": "0.35891648",
    "w6": "0.408666186",
    "w7": "0.511301270",
    "w8": "0.561370121",
}
_WRONG_ORDER = (
    "The article's code updated the output weights before it used them for the hidden layer. "
    "Done in that order, the printed number comes out. All gradients first, then all updates."
)
_ONE_EARLY = "In the right order, the printed number is the loss after 9,999 steps: one short of what the article says."

MAZUR = Example(
    key="mazur",
    title="Mazur 2-2-2",
    source="Matt Mazur, A Step by Step Backpropagation Example (2015)",
    net=Network((2, 2, 2)),
    parameters=Parameters(
        ([[0.15, 0.25], [0.2, 0.3]], [[0.4, 0.5], [0.45, 0.55]]),
        ([0.35, 0.35], [0.6, 0.6]),
    ),
    x=np.array([[0.05, 0.1]]),
    y=np.array([[0.01, 0.99]]),
    loss="half_sse",
    learning_rate=0.5,
    frozen=("b1", "b2"),
    names=_MAZUR_NAMES,
    published=(
        Published("loss before the update", "0.298371109", lambda e: e.trace().loss),
        Published("gradient of w5", "0.082167041", lambda e: float(e.trace().backward[1].dW[0, 0])),
        *(
            Published(f"{name} after the update", printed, _after(parameter))
            for parameter, name in _MAZUR_NAMES.items()
            for printed in [_MAZUR_AFTER[name]]
        ),
        Published(
            "loss after 1 step",
            "0.291027924",
            lambda e: _loss_after(e, 1),
            _WRONG_ORDER,
            lambda e: mistaken_order_loss(e, 1),
        ),
        Published(
            "loss after 10,000 steps",
            "0.0000351085",
            lambda e: _loss_after(e, 10_000),
            _ONE_EARLY,
            lambda e: _loss_after(e, 9_999),
        ),
    ),
    note="The best known worked example on the web. Its biases are not trained.",
)

_HAN_NAMES = {
    _weight(1, 1, 1): "w14",
    _weight(1, 1, 2): "w15",
    _weight(1, 2, 1): "w24",
    _weight(1, 2, 2): "w25",
    _weight(1, 3, 1): "w34",
    _weight(1, 3, 2): "w35",
    _weight(2, 1, 1): "w46",
    _weight(2, 2, 1): "w56",
    _bias(1, 1): "θ4",
    _bias(1, 2): "θ5",
    _bias(2, 1): "θ6",
}
_HAN_AFTER = {
    "w46": "-0.261",
    "w56": "-0.138",
    "w14": "0.192",
    "w15": "-0.306",
    "w24": "0.4",
    "w25": "0.1",
    "w34": "-0.508",
    "w35": "0.194",
    "θ6": "0.218",
    "θ5": "0.194",
    "θ4": "-0.408",
}

HAN_KAMBER = Example(
    key="han-kamber",
    title="Han & Kamber 3-2-1",
    source="Han & Kamber, Data Mining: Concepts and Techniques, the sample calculation for backpropagation",
    net=Network((3, 2, 1)),
    parameters=Parameters(
        ([[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], [[-0.3], [-0.2]]),
        ([-0.4, 0.2], [0.1]),
    ),
    x=np.array([[1.0, 0.0, 1.0]]),
    y=np.array([[1.0]]),
    loss="half_sse",
    learning_rate=0.9,
    names=_HAN_NAMES,
    published=(
        Published("output O4", "0.332", lambda e: float(e.trace().forward[0].a[0, 0])),
        Published("output O5", "0.525", lambda e: float(e.trace().forward[0].a[0, 1])),
        Published("output O6", "0.474", lambda e: float(e.trace().forward[1].a[0, 0])),
        Published("Err6 = −δ", "0.1311", lambda e: -float(e.trace().backward[1].delta[0, 0])),
        Published("Err5 = −δ", "-0.0065", lambda e: -float(e.trace().backward[0].delta[0, 1])),
        Published("Err4 = −δ", "-0.0087", lambda e: -float(e.trace().backward[0].delta[0, 0])),
        *(
            Published(f"{name} after the update", _HAN_AFTER[name], _after(parameter))
            for parameter, name in _HAN_NAMES.items()
        ),
    ),
    note="The book writes Err for −δ: its errors have the opposite sign, so it adds where we subtract.",
)

XOR_ROW = Example(
    key="xor-row",
    title="One XOR row 2-2-1",
    source="Made for this app: the row (1, 0) → 1 of XOR",
    net=Network((2, 2, 1)),
    parameters=Parameters(
        ([[0.1, 0.2], [0.15, 0.25]], [[0.3], [0.35]]),
        ([0.1, 0.15], [0.2]),
    ),
    x=np.array([[1.0, 0.0]]),
    y=np.array([[1.0]]),
    loss="half_sse",
    learning_rate=0.5,
    note="The second input is 0, so the weights that leave it get no gradient in this step.",
)

LINEAR_NEURON = Example(
    key="linear-neuron",
    title="One linear neuron",
    source="xnought, Backprop Explainer: one linear neuron with squared error",
    net=Network((1, 1), output="identity"),
    parameters=Parameters(([[1.0]],), ([0.0],)),
    x=np.array([[2.1]]),
    y=np.array([[4.0]]),
    loss="mse",
    learning_rate=0.01,
    names={_weight(1, 1, 1): "w", _bias(1, 1): "b"},
    published=(
        Published("loss before the update", "3.61", lambda e: e.trace().loss),
        Published("w after the update", "1.0798", _after(_weight(1, 1, 1))),
        Published("b after the update", "0.038", _after(_bias(1, 1))),
        Published("loss after 1 step", "2.8710591364", lambda e: _loss_after(e, 1)),
    ),
    note="The smallest case: the slope of the identity is 1, so only two factors of the chain rule matter.",
)

TWO_NEURONS = Example(
    key="two-neurons",
    title="Two neurons 1-1-1",
    source="Made for this app: the smallest network with a hidden layer",
    net=Network((1, 1, 1), hidden="tanh", output="identity"),
    parameters=Parameters(([[0.5]], [[-0.5]]), ([0.0], [0.0])),
    x=np.array([[1.5]]),
    y=np.array([[0.75]]),
    loss="half_sse",
    learning_rate=0.2,
    names={_weight(1, 1, 1): "w1", _bias(1, 1): "b1", _weight(2, 1, 1): "w2", _bias(2, 1): "b2"},
    note="From the lesson on the learning cycle: one neuron hands its output to another, and gets blame back.",
)

SATURATED_NEURON = Example(
    key="saturated-neuron",
    title="One saturated neuron",
    source="Michael Nielsen, Neural Networks and Deep Learning, chapter 3: w = 2, b = 2, x = 1, y = 0",
    net=Network((1, 1)),
    parameters=Parameters(([[2.0]],), ([2.0],)),
    x=np.array([[1.0]]),
    y=np.array([[0.0]]),
    loss="half_sse",
    learning_rate=0.15,
    names={_weight(1, 1, 1): "w", _bias(1, 1): "b"},
    published=(Published("output before the update", "0.98", lambda e: float(e.trace().prediction[0, 0])),),
    note="Almost as wrong as it can be, and it hardly learns: the slope of the sigmoid is close to 0. Try log loss.",
)

FIVE_LAYER_CHAIN = Example(
    key="five-layer-chain",
    title="Chain of five layers",
    source="Made for this app: five sigmoid layers of one unit, all weights 1, biases 0",
    net=Network((1, 1, 1, 1, 1, 1)),
    parameters=Parameters(([[1.0]],) * 5, ([0.0],) * 5),
    x=np.array([[1.0]]),
    y=np.array([[0.0]]),
    loss="mse",
    learning_rate=1.0,
    note="Every layer multiplies the error signal by a slope of at most ¼: the gradient vanishes towards the input.",
)

EXAMPLES: dict[str, Example] = {
    example.key: example
    for example in (MAZUR, HAN_KAMBER, XOR_ROW, LINEAR_NEURON, TWO_NEURONS, SATURATED_NEURON, FIVE_LAYER_CHAIN)
}
