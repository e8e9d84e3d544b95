"""Data sets to learn from: toy sets, each a pure function of its size, noise and seed, and real ones from `data/`.

Two-dimensional toy inputs lie in the square from −1 to 1, and noise is the standard deviation of what is added
afterwards, in the same unit: one fixed plane shows them all.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np

from backprop.checks import freeze, invalid, number, whole

Array = np.ndarray

MOST_SAMPLES = 2000
MOST_NOISE = 0.3
_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Samples and what they mean.

    Attributes:
        name: key in the table `DATASETS`, or "own".
        title: what a person reads.
        x: inputs (n, columns) as they are, neither scaled nor extended; read-only.
        y: (n, 1), the class as its index in `classes`, or the value to predict; read-only.
        columns: name of each input.
        classes: name of each class; () for regression.
        source: one or two sentences: what it is; for real data where it comes from and its licence.
        standardize: whether inputs, and targets of a regression, are usually brought to mean 0 and deviation 1.
        target: what is predicted.
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
    """One row of the table `DATASETS`: all of a data set but its numbers.

    Attributes:
        make: (samples, noise, seed) -> x (n, columns) and y (n, 1).
        sized: False for real data: their numbers are what they are, samples, noise and seed change nothing.
        most_noise: the largest noise that leaves something to learn, where a slider ends; 0 if there is none to add.
        others: as in `Dataset`.
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


# Clouds round the corners of a square --------------------------------------------------------------------------------


def xor(samples: int = 200, noise: float = 0.0, seed: int = 0) -> tuple[Array, Array]:
    """Points in the square from −1 to 1; the class is 1 where the coordinates differ in sign.

    Args:
        samples: number of points.
        noise: standard deviation of what is added to the coordinates after the class is decided.
        seed: of the generator.

    Returns:
        x (samples, 2) and y (samples, 1) of 0 and 1.

    Raises:
        ValueError: no samples, or a negative noise.
    """
    if isinstance(samples, bool) or not isinstance(samples, int | np.integer) or samples < 1:
        raise invalid("samples", samples, "a whole number from 1")
    if noise != 0:
        number("noise", noise, "a finite number from 0", above=0.0)
    return _corners(samples, noise, seed, lambda right, upper: right != upper)


def _corners(samples: int, noise: float, seed: int, rule: Callable[[Array, Array], Array]) -> tuple[Array, Array]:
    """The same points for every rule: whether a corner lies right and upper decides the class."""
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 2, (samples, 2)) * 2 - 1
    x = corners * rng.uniform(0.1, 1.0, (samples, 2))
    y = rule(corners[:, :1] > 0, corners[:, 1:] > 0).astype(np.float64)
    return x + noise * rng.standard_normal(x.shape), y


# Other toy sets in the plane -----------------------------------------------------------------------------------------


def _mixed(rng: np.random.Generator, samples: int, classes: int = 2) -> Array:
    """Class indices in random order, (samples,); no class has more than one sample more than another."""
    return rng.permutation(np.arange(samples) % classes)


def _noisy(rng: np.random.Generator, x: Array, noise: float, y: Array) -> tuple[Array, Array]:
    return x + noise * rng.standard_normal(x.shape), y[:, None].astype(np.float64)


def _linear(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    across = rng.uniform(0.1, 0.7, samples) * (2 * y - 1)  # distance from the line, on the side of the class
    along = rng.uniform(-0.7, 0.7, samples)
    x = np.stack([across - along, across + along], axis=1) / np.sqrt(2.0)
    return _noisy(rng, x, noise, y)


def _circles(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    angle = rng.uniform(0.0, 2 * np.pi, samples)
    radius = np.where(y == 1, 0.5, 1.0)
    return _noisy(rng, radius[:, None] * _direction(angle), noise, y)


def _moons(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    arc = _direction(rng.uniform(0.0, np.pi, samples))
    moons = np.where(y[:, None] == 0, arc, [1.0, 0.5] - arc)  # from −1 to 2 across, from −0.5 to 1 up
    return _noisy(rng, (moons - [0.5, 0.25]) / 1.5, noise, y)


def _spirals(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    radius = rng.uniform(0.1, 1.0, samples)
    angle = 2 * np.pi * 1.75 * radius + np.pi * y  # 1.75 turns from the centre to the rim
    return _noisy(rng, radius[:, None] * _direction(angle), noise, y)


def _blobs(samples: int, noise: float, seed: int, *, classes: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples, classes)
    centres = 0.7 * _direction(2 * np.pi * y / classes + np.pi / 4)
    return _noisy(rng, centres + 0.12 * rng.standard_normal((samples, 2)), noise, y)


def _checkerboard(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    row = rng.integers(0, 4, samples)
    column = 2 * rng.integers(0, 2, samples) + (row + y) % 2  # row + column is even in class 0, odd in class 1
    place = np.stack([column, row], axis=1) + rng.uniform(0.05, 0.95, (samples, 2))
    return _noisy(rng, place / 2 - 1, noise, y)


def _direction(angle: Array) -> Array:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


# Curves --------------------------------------------------------------------------------------------------------------


def _curve(samples: int, noise: float, seed: int, *, f: Callable[[Array], Array]) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, (samples, 1))
    return x, f(x) + noise * rng.standard_normal(x.shape)


def _sine(x: Array) -> Array:
    return np.sin(np.pi * x)


def _bump(x: Array) -> Array:
    return np.exp(-((x / 0.3) ** 2))


# Real data -----------------------------------------------------------------------------------------------------------


@cache
def _shipped(name: str) -> tuple[Array, tuple[str, ...]]:
    """Inputs (n, columns), read-only, and the class of each sample, from a file in `data/`."""
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


def _and(right: Array, upper: Array) -> Array:
    return right & upper


def _or(right: Array, upper: Array) -> Array:
    return right | upper


_TABLE = (
    DatasetKind(
        "and",
        "AND",
        partial(_corners, rule=_and),
        "Points round the corners of a square; class 1 where both coordinates are positive. One line separates them.",
    ),
    DatasetKind(
        "or",
        "OR",
        partial(_corners, rule=_or),
        "Points round the corners of a square; class 1 where a coordinate is positive. One line separates them.",
    ),
    DatasetKind(
        "xor",
        "XOR",
        xor,
        "Points round the corners of a square; class 1 where the coordinates differ in sign. No line separates them.",
    ),
    DatasetKind("linear", "Two sides of a line", _linear, "Points on both sides of the line x₁ + x₂ = 0, with a gap."),
    DatasetKind("circles", "Circles", _circles, "Two circles round the origin: radius 1 (class 0) and 0.5 (class 1)."),
    DatasetKind("moons", "Moons", _moons, "Two half circles, each reaching into the other."),
    DatasetKind(
        "spirals", "Spirals", _spirals, "Two arms that wind 1.75 times round the origin: hard.", most_noise=0.1
    ),
    DatasetKind("blobs-2", "Two clouds", partial(_blobs, classes=2), "Two round clouds, normal with deviation 0.12."),
    DatasetKind(
        "blobs-3",
        "Three clouds",
        partial(_blobs, classes=3),
        "Three round clouds, normal with deviation 0.12.",
        classes=("0", "1", "2"),
    ),
    DatasetKind(
        "blobs-4",
        "Four clouds",
        partial(_blobs, classes=4),
        "Four round clouds, normal with deviation 0.12.",
        classes=("0", "1", "2", "3"),
    ),
    DatasetKind(
        "checkerboard",
        "Checkerboard",
        _checkerboard,
        "The fields of a board of 4 by 4, in turns of class 0 and 1: XOR made harder.",
        most_noise=0.15,
    ),
    DatasetKind(
        "sine",
        "Sine curve",
        partial(_curve, f=_sine),
        "One period of a sine: y = sin(πx₁). Noise is added to y.",
        columns=("x₁",),
        classes=(),
        target="y",
    ),
    DatasetKind(
        "bump",
        "Bump",
        partial(_curve, f=_bump),
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
        samples: number of samples; real data have their own.
        noise: standard deviation of what is added to the inputs of a classification, to the target of a regression;
            real data stay as they are.
        seed: of the generator.

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
