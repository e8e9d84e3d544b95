"""Prepares a data set for training: features, split, scaling, targets.

Scaling is fitted on the training part alone: the test part must stay unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, freeze, invalid, number
from backprop.data.datasets import Dataset
from backprop.data.features import check_features, expand, expand_raw, input_names

Array = np.ndarray

MOST_TEST = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """Standardisation: (x − mean) / scale, column by column.

    Attributes:
        mean: (columns,).
        scale: (columns,), the standard deviation; 1 where a column is constant.
    """

    mean: Array
    scale: Array

    @staticmethod
    def fit(x: Array) -> "Scaler":
        """The scaler that gives every column of x (n, columns) mean 0 and standard deviation 1."""
        varies = x.max(axis=0) > x.min(axis=0)  # rounding can make the deviation of equal numbers 1e-17
        deviation = x.std(axis=0)
        return Scaler(freeze(x.mean(axis=0)), freeze(np.where(varies & (deviation > 0), deviation, 1.0)))

    def apply(self, x: Array) -> Array:
        """Standardised values, read-only, of x (…, columns)."""
        return freeze((x - self.mean) / self.scale)

    def undo(self, x: Array) -> Array:
        """The inverse of `apply`."""
        return freeze(x * self.scale + self.mean)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What a network is trained and tested with; all arrays are read-only.

    Attributes:
        dataset: the data set that was prepared, with the targets that are trained with.
        inputs: names of the network's inputs.
        features: keys of the chosen features; () where the inputs are the columns.
        x, y: training inputs (n_train, inputs) and targets (n_train, outputs).
        x_test, y_test: the same for the test part; zero rows if there is none.
        rows, test_rows: the rows of the data set in each part, counted from 0, in ascending order.
        shuffled_rows: the training rows whose targets were shuffled among them, ascending; most often none.
        scaler: the scaler of the inputs, or None.
        target_scaler: the scaler of the targets of a regression, or None; its `undo` gives predictions in the units of
            the data.
    """

    dataset: Dataset
    inputs: tuple[str, ...]
    features: tuple[str, ...]
    x: Array
    y: Array
    x_test: Array
    y_test: Array
    rows: Array
    test_rows: Array
    shuffled_rows: Array
    scaler: Scaler | None
    target_scaler: Scaler | None

    def transform(self, raw: ArrayLike) -> Array:
        """The network's inputs for points in the units of the data: raw (m, columns) -> (m, inputs).

        Raises:
            ValueError: a wrong shape, or numbers that are not finite.
        """
        points, columns = finite_array("raw", raw), len(self.dataset.columns)
        if points.ndim != 2 or points.shape[1] != columns:
            raise invalid("raw.shape", points.shape, f"(m, {columns}): one row per point, one column per column")
        x = expand_raw(points, self.features)
        return self.scaler.apply(x) if self.scaler else x


def prepare(
    dataset: Dataset,
    *,
    one_output: bool,
    features: Sequence[str] = (),
    test_fraction: float = 0.0,
    standardize: bool | None = None,
    random_labels: float = 0.0,
    seed: int = 0,
) -> Prepared:
    """Choose inputs, split, standardise, and encode classes as targets.

    Args:
        dataset: the data.
        one_output: for two classes, True for one column of 0 and 1, False for one column per class (one-hot). Must be
            False for more classes; makes no difference for a regression, which has one column.
        features: keys of `FEATURES`; () for the columns themselves.
        test_fraction: share of the samples that is used for testing, about the same in each class; every class keeps at
            least one sample for training.
        standardize: whether to standardise inputs and the targets of a regression; None for what the data set says.
        random_labels: share of the training samples whose targets are shuffled among them, from 0 to 1. Some get the
            target back that they had. The test part keeps its targets.
        seed: seed of the split and of the shuffling.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    chosen = check_features(dataset.columns, features)
    if one_output and len(dataset.classes) > 2:
        raise invalid("one_output", one_output, f"False: {len(dataset.classes)} classes need an output each")
    allowed = f"a number from 0 to {MOST_TEST}"
    fraction = number("test_fraction", test_fraction, allowed)
    if not 0 <= fraction <= MOST_TEST:
        raise invalid("test_fraction", test_fraction, allowed)
    if standardize is not None and not isinstance(standardize, bool | np.bool_):
        raise invalid("standardize", standardize, "True, False, or None for what the data set says")
    share = number("random_labels", random_labels, "a number from 0 to 1")
    if not 0 <= share <= 1:
        raise invalid("random_labels", random_labels, "a number from 0 to 1")
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise invalid("seed", seed, "a whole number from 0")

    rows, test_rows = _split(dataset, fraction, np.random.default_rng([seed, 1]))
    # [seed, 2, epoch] is the generator that shuffles an epoch, and [seed, 2] would be that of the first epoch.
    dataset, shuffled = _shuffled(dataset, rows, share, np.random.default_rng([seed, 3]))
    x, y = expand(dataset, chosen), _targets(dataset, one_output)
    scaler = target_scaler = None
    if dataset.standardize if standardize is None else standardize:
        scaler = Scaler.fit(x[rows])
        x = scaler.apply(x)
        if not dataset.classes:
            target_scaler = Scaler.fit(y[rows])
            y = target_scaler.apply(y)
    return Prepared(
        dataset=dataset,
        inputs=input_names(dataset.columns, chosen),
        features=chosen,
        x=freeze(x[rows]),
        y=freeze(y[rows]),
        x_test=freeze(x[test_rows]),
        y_test=freeze(y[test_rows]),
        rows=rows,
        test_rows=test_rows,
        shuffled_rows=shuffled,
        scaler=scaler,
        target_scaler=target_scaler,
    )


def _targets(dataset: Dataset, one_output: bool) -> Array:
    """Targets (n, 1), or one-hot (n, classes)."""
    if one_output or not dataset.classes:
        return dataset.y
    return np.eye(len(dataset.classes))[dataset.y[:, 0].astype(int)]


def _shuffled(dataset: Dataset, rows: Array, share: float, rng: np.random.Generator) -> tuple[Dataset, Array]:
    """The data with the targets of a share of these rows shuffled among them, and these rows, ascending."""
    count = int(share * len(rows) + 0.5)
    chosen = np.sort(rng.permutation(rows)[: count if count > 1 else 0])  # a single one has nobody to swap with
    chosen.flags.writeable = False
    if not len(chosen):
        return dataset, chosen
    y = dataset.y.copy()
    y[chosen] = y[rng.permutation(chosen)]
    return replace(dataset, y=y), chosen


def _split(dataset: Dataset, fraction: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """The rows of the training part and of the test part, ascending.

    Every sample gets a place from 0 to 1 in a random order of its class, and the samples with the lowest places form
    the test part: so each class gives its share. The last sample of each class always stays in the training part.
    """
    order = rng.permutation(len(dataset.y))
    label = dataset.y[order, 0] if dataset.classes else np.zeros(len(order))
    kinds = np.unique(label)
    place = np.empty(len(order))
    for kind in kinds:
        members = np.flatnonzero(label == kind)
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
        place[members[-1]] = 2.0
    tested = min(int(fraction * len(order) + 0.5), len(order) - len(kinds))
    by_place = order[np.argsort(place, kind="stable")]
    test_rows, rows = np.sort(by_place[:tested]), np.sort(by_place[tested:])
    test_rows.flags.writeable = rows.flags.writeable = False
    return rows, test_rows
