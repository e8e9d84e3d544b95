"""Data sets to learn from: toy sets, generated from size, noise and seed, and real ones from files in this folder."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np

from backprop.checks import freeze, invalid, number, whole
from backprop.data.toy_sets import (
    blobs,
    both,
    bump,
    checkerboard,
    circles,
    corners,
    curve,
    either,
    linear,
    moons,
    sine,
    spirals,
    xor,
)

Array = np.ndarray

MOST_SAMPLES = 2000
MOST_NOISE = 0.3
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Samples, and what describes them.

    Attributes:
        name: key in the table `DATASETS`, or "own".
        title: display name.
        x: raw inputs (n, columns), neither scaled nor extended by features; read-only.
        y: (n, 1), the class as its index in `classes`, or the value to predict; read-only.
        columns: name of each input.
        classes: name of each class; () for regression.
        source: one or two sentences: what the data are; for real data also their origin and licence.
        standardize: whether inputs, and targets of a regression, are usually scaled to mean 0 and standard deviation 1.
        target: name of the quantity to predict.
    """

    name: str
    title: str
    x: Array
    y: Array
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    source: str
    standardize: bool
    target: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", freeze(self.x))
        object.__setattr__(self, "y", freeze(self.y))


@dataclass(frozen=True, slots=True, eq=False)
class DatasetKind:
    """One row of the table `DATASETS`: everything about a data set except its numbers.

    Attributes:
        make: (samples, noise, seed) -> x (n, columns) and y (n, 1).
        sized: False for real data, which do not depend on samples, noise and seed.
        most_noise: the largest noise that leaves something to learn, the end of a slider; 0 for real data.
        other attributes: as in `Dataset`.
    """

    name: str
    title: str
    make: Callable[[int, float, int], tuple[Array, Array]]
    source: str
    columns: tuple[str, ...] = ("x₁", "x₂")
    classes: tuple[str, ...] = ("0", "1")
    target: str = "class"
    most_noise: float = MOST_NOISE
    sized: bool = True
    standardize: bool = False


# Real data -----------------------------------------------------------------------------------------------------------


@cache
def _shipped(name: str) -> tuple[Array, tuple[str, ...]]:
    """Inputs (n, columns), read-only, and the class of each sample, from a file in this folder."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return freeze(np.array([[float(cell) for cell in row[:-1]] for row in rows])), tuple(row[-1] for row in rows)


def _real(
    name: str, title: str, columns: tuple[str, ...], classes: tuple[str, ...], target: str, source: str
) -> DatasetKind:
    def make(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
        x, labels = _shipped(name)
        return x, np.array([[classes.index(label)] for label in labels], dtype=np.float64)

    return DatasetKind(name, title, make, source, columns, classes, target, 0.0, sized=False, standardize=True)


# The table -----------------------------------------------------------------------------------------------------------

_TABLE = (
    DatasetKind(
        "and",
        "AND",
        partial(corners, rule=both),
        "Points round the corners of a square; class 1 where both coordinates are positive. One line separates them.",
    ),
    DatasetKind(
        "or",
        "OR",
        partial(corners, rule=either),
        "Points round the corners of a square; class 1 where a coordinate is positive. One line separates them.",
    ),
    DatasetKind(
        "xor",
        "XOR",
        xor,
        "Points round the corners of a square; class 1 where the coordinates differ in sign. No line separates them.",
    ),
    DatasetKind("linear", "Two sides of a line", linear, "Points on both sides of the line x₁ + x₂ = 0, with a gap."),
    DatasetKind("circles", "Circles", circles, "Two circles round the origin: radius 1 (class 0) and 0.5 (class 1)."),
    DatasetKind("moons", "Moons", moons, "Two half circles, each reaching into the other."),
    DatasetKind("spirals", "Spirals", spirals, "Two arms that wind 1.75 times round the origin: hard.", most_noise=0.1),
    DatasetKind("blobs-2", "Two clouds", partial(blobs, classes=2), "Two round clouds, normal with deviation 0.12."),
    DatasetKind(
        "blobs-3",
        "Three clouds",
        partial(blobs, classes=3),
        "Three round clouds, normal with deviation 0.12.",
        classes=("0", "1", "2"),
    ),
    DatasetKind(
        "blobs-4",
        "Four clouds",
        partial(blobs, classes=4),
        "Four round clouds, normal with deviation 0.12.",
        classes=("0", "1", "2", "3"),
    ),
    DatasetKind(
        "checkerboard",
        "Checkerboard",
        checkerboard,
        "The fields of a board of 4 by 4, in turns of class 0 and 1: XOR made harder.",
        most_noise=0.15,
    ),
    DatasetKind(
        "sine",
        "Sine curve",
        partial(curve, f=sine),
        "One period of a sine: y = sin(πx₁). Noise is added to y.",
        columns=("x₁",),
        classes=(),
        target="y",
    ),
    DatasetKind(
        "bump",
        "Bump",
        partial(curve, f=bump),
        "Flat but for a bump in the middle: y = exp(−(x₁/0.3)²). Noise is added to y.",
        columns=("x₁",),
        classes=(),
        target="y",
    ),
    _real(
        "iris",
        "Iris flowers",
        ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
        ("setosa", "versicolor", "virginica"),
        "species",
        "150 iris flowers of three species, measured by E. Anderson, published by R. A. Fisher (1936), from "
        "scikit-learn. Licence: CC BY 4.0. Real data: no noise is added.",
    ),
    _real(
        "penguins",
        "Palmer penguins",
        ("bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)"),
        ("Adelie", "Chinstrap", "Gentoo"),
        "species",
        "342 penguins of three species, measured near Palmer Station, Antarctica (Gorman, Williams and Fraser 2014). "
        "Licence: CC0. Real data: no noise is added.",
    ),
    _real(
        "digits",
        "Handwritten digits",
        tuple(f"row {row} column {column}" for row in range(1, 9) for column in range(1, 9)),
        tuple("0123456789"),
        "digit",
        "1797 handwritten digits of 8 by 8 pixels from 0 to 16 (Alpaydin and Kaynak 1998, UCI); from scikit-learn. "
        "Licence: CC BY 4.0. Real data: no noise is added.",
    ),
)

DATASETS: dict[str, DatasetKind] = {kind.name: kind for kind in _TABLE}


def make_dataset(name: str, samples: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """A data set from the table; the same for the same arguments.

    Args:
        name: key in `DATASETS`.
        samples: number of samples; ignored for real data.
        noise: standard deviation of the noise, which is added to the inputs of a classification or to the target of a
            regression; ignored for real data.
        seed: seed of the random generator; ignored for real data.

    Raises:
        ValueError: unknown name, or a number out of range.
    """
    if not isinstance(name, str) or name not in DATASETS:
        raise invalid("dataset", name, ", ".join(DATASETS))
    count = whole("samples", samples, 1, MOST_SAMPLES)
    allowed = f"a number from 0 to {MOST_NOISE}"
    if not 0 <= number("noise", noise, allowed) <= MOST_NOISE:
        raise invalid("noise", noise, allowed)
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise invalid("seed", seed, "a whole number from 0")
    kind = DATASETS[name]
    x, y = kind.make(count, noise, seed)
    return Dataset(
        name=name,
        title=kind.title,
        x=x,
        y=y,
        columns=kind.columns,
        classes=kind.classes,
        source=kind.source,
        standardize=kind.standardize,
        target=kind.target,
    )
