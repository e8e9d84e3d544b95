"""Features: inputs computed from two columns, such as squares, the product and sines.

With x₁x₂ as an input, even a single unit solves XOR.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backprop.checks import freeze, invalid
from backprop.data.datasets import Dataset

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One row of the table `FEATURES`.

    Attributes:
        name: key in the table.
        title: display name.
        f: raw inputs (n, 2) -> (n,).
    """

    name: str
    title: str
    f: Callable[[Array], Array]


_TABLE = (
    Feature("x1", "x₁", lambda x: x[:, 0]),
    Feature("x2", "x₂", lambda x: x[:, 1]),
    Feature("x1^2", "x₁²", lambda x: x[:, 0] ** 2),
    Feature("x2^2", "x₂²", lambda x: x[:, 1] ** 2),
    Feature("x1*x2", "x₁x₂", lambda x: x[:, 0] * x[:, 1]),
    Feature("sin x1", "sin(πx₁)", lambda x: np.sin(np.pi * x[:, 0])),  # one period from −1 to 1
    Feature("sin x2", "sin(πx₂)", lambda x: np.sin(np.pi * x[:, 1])),
)

FEATURES: dict[str, Feature] = {feature.name: feature for feature in _TABLE}


def check_features(columns: Sequence[str], features: Sequence[str]) -> tuple[str, ...]:
    """`features` as a tuple, if data with these columns can have them; () stands for the columns themselves.

    Raises:
        ValueError: an unknown feature, a feature named twice, or features for data without exactly two columns.
    """
    allowed = f"a selection of {', '.join(FEATURES)}, none twice"
    if isinstance(features, str) or not isinstance(features, Sequence):
        raise invalid("features", features, allowed)
    if features and len(columns) != 2:
        raise invalid("features", features, f"none, (): these data have {len(columns)} columns and not two")
    for feature in features:
        if not isinstance(feature, str) or feature not in FEATURES or list(features).count(feature) > 1:
            raise invalid("features", feature, allowed)
    return tuple(features)


def input_names(columns: Sequence[str], features: Sequence[str]) -> tuple[str, ...]:
    """The names of the network's inputs: the features' titles, or the columns where no feature is chosen."""
    chosen = check_features(columns, features)
    return tuple(FEATURES[feature].title for feature in chosen) or tuple(columns)


def expand(dataset: Dataset, features: Sequence[str] = ()) -> Array:
    """The inputs of a data set, read-only (n, inputs): one for each feature, or the columns if no feature is chosen.

    Raises:
        ValueError: features that the data cannot have.
    """
    return expand_raw(dataset.x, check_features(dataset.columns, features))


def expand_raw(raw: Array, features: Sequence[str] = ()) -> Array:
    """The same for any raw points (m, columns), with features that have been checked before."""
    return freeze(np.stack([FEATURES[feature].f(raw) for feature in features], axis=1) if features else raw)
