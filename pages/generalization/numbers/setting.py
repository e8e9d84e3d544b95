"""The experiment of this lesson: noisy samples of a sine, and new samples of it that no run has trained with."""

from functools import cache
from typing import Any

import numpy as np

from backprop.data.datasets import MOST_SAMPLES, make_dataset
from backprop.data.toy_sets import sine
from backprop.training.experiment import Experiment

Array = np.ndarray

HIDDEN, SAMPLES, NOISE, L2 = "hidden", "samples", "noise", "l2"
"""The settings that are varied, as fields of an experiment."""

UNITS = (1, 2, 3, 4, 6, 8, 12, 16, 32, 64)
SIZES = (6, 12, 24, 48, 96)
LARGER_SIZES = (12, 24, 48, 96, 192)
NOISES = (0.0, 0.1, 0.2, 0.3)
STRENGTHS = (0.0, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1)
SEEDS = tuple(range(16))
"""Each seed draws other samples and other initial weights."""
UPDATES = 2_000
NEW = 2_000
"""New samples on which every run is judged."""
_NEW_SEED = 2_026


def experiment(units: int, samples: int, noise: float, seed: int) -> Experiment:
    """One hidden layer, trained on `samples` samples; as many again are its validation part."""
    return Experiment(
        "sine",
        (units,),
        "tanh",
        optimizer="adam",
        learning_rate=0.1,
        batch_size=MOST_SAMPLES,
        epochs=UPDATES,
        noise=noise,
        samples=2 * samples,
        test_fraction=0.5,
        seed=seed,
    )


def varied_to(field: str, value: Any) -> Any:
    """The value of an experiment's field for one value of this lesson: half of all samples are for training."""
    return (value,) if field == HIDDEN else 2 * value if field == SAMPLES else value


@cache
def new_samples(noise: float) -> tuple[Array, Array]:
    """x (n, 1) and y (n, 1): the samples that judge all runs with this noise."""
    data = make_dataset("sine", NEW, noise, _NEW_SEED)
    return data.x, data.y


def least_loss(noise: float) -> float:
    """The loss of the true curve on the new samples: what is left is their noise, which nobody can predict."""
    x, y = new_samples(noise)
    return float(((sine(x) - y) ** 2).mean())
