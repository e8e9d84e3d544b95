"""A network that learns handwritten digits: what each layer makes easy to read, and what each unit is good for."""

from dataclasses import dataclass

import numpy as np

from backprop.film.frames import choose_frames
from backprop.passes import forward
from backprop.probing.ablation import Ablation, ablate
from backprop.probing.linear_probe import linear_probe
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.scores import accuracy

Array = np.ndarray

HIDDEN = (16, 16)
UPDATES = 270
_PROBES = 12
MOST_EXCITING = 6


def experiment(seed: int) -> Experiment:
    """The training, on half of the digits; the other half is the test part."""
    return Experiment(
        dataset="digits",
        hidden=HIDDEN,
        activation="tanh",
        loss="cross_entropy",
        optimizer="adam",
        learning_rate=0.01,
        test_fraction=0.5,
        batch_size=50,
        epochs=15,
        seed=seed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Probed:
    """What a linear classifier reads in each layer, over training; on the test part.

    Attributes:
        steps: training steps (m,), the start among them.
        inputs: accuracy on the pixels.
        layers: accuracy on the activations of each hidden layer (layers, m).
        network: accuracy of the network itself (m,).
    """

    steps: Array
    inputs: float
    layers: Array
    network: Array


def probed(run: Run) -> Probed:
    """Fit a linear classifier to each layer on the training part, and judge it on the test part."""
    data, steps = run.data, choose_frames(run.updates, _PROBES)
    layers, network = [], []
    for step in steps:
        params = run.parameters_at(int(step))
        train, test = (forward(run.net, params, x) for x in (data.x, data.x_test))
        pairs = zip(train[:-1], test[:-1], strict=True)
        layers.append([linear_probe(ours.a, data.y).accuracy(theirs.a, data.y_test) for ours, theirs in pairs])
        network.append(float(accuracy(test[-1].a, data.y_test)))
    pixels = linear_probe(data.x, data.y).accuracy(data.x_test, data.y_test)
    return Probed(steps, pixels, np.array(layers).T, np.array(network))


@dataclass(frozen=True, slots=True, eq=False)
class Exciting:
    """The training samples for which a unit of the first layer is largest.

    Attributes:
        rows: their rows in the data set, the most exciting first.
        a: the unit's activation for each.
        classes: the digit of each.
    """

    rows: Array
    a: Array
    classes: Array


def exciting(run: Run, unit: int) -> Exciting:
    """The inputs that excite a unit of the first layer most, after training."""
    a = forward(run.net, run.parameters_at(run.updates), run.data.x)[0].a[:, unit]
    best = np.argsort(-a, kind="stable")[:MOST_EXCITING]
    return Exciting(run.data.rows[best], a[best], run.data.y[best].argmax(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """Accuracy on the test part without each unit of a layer.

    Attributes:
        whole: of the whole network.
        without: without each unit (units,).
        classes: without each unit, for each digit (units, 10).
        whole_classes: of the whole network, for each digit (10,).
    """

    whole: float
    without: Array
    classes: Array
    whole_classes: Array


def removed(run: Run, layer: int) -> Removed:
    """Remove each unit of a hidden layer after training: it always says its mean."""
    data, params = run.data, run.parameters_at(run.updates)
    found: Ablation = ablate(run.net, params, data.x_test, data.y_test, str(run.experiment.loss), layer)
    truth = data.y_test.argmax(axis=1)
    right = found.prediction.argmax(axis=-1) == truth
    whole = found.whole_prediction.argmax(axis=-1) == truth
    digits = range(data.y_test.shape[1])
    return Removed(
        float(whole.mean()),
        right.mean(axis=1),
        np.stack([right[:, truth == digit].mean(axis=1) for digit in digits], axis=1),
        np.array([whole[truth == digit].mean() for digit in digits]),
    )
