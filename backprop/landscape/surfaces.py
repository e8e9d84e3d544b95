"""Functions to minimise: curves of one parameter and surfaces of two.

Each has formulas for its value, its gradient and its Hessian. Like everything in the engine, they take extra leading
axes: θ is (…, d), where d is 1 or 2. The losses of real networks are in `network_surfaces`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A function to minimise.

    Attributes:
        key: in `CURVES`, `SURFACES` or `NETWORK_LOSSES`.
        title: display name.
        value: θ (…, d) -> (…).
        gradient: θ (…, d) -> (…, d).
        hessian: θ (…, d) -> (…, d, d).
        latex: the value as a formula in w, or in w_1 and w_2.
        names: of the parameters as text, such as w₁, d of them.
        ranges: the part of each axis that is drawn.
        start: θ where a descent begins.
        minima: all local minima; () if there is no formula for them.
        meaning: what it is an example of, in one sentence.
    """

    key: str
    title: str
    value: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    hessian: Callable[[Array], Array]
    latex: str
    names: tuple[str, ...]
    ranges: tuple[Range, ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    meaning: str

    @property
    def dimensions(self) -> int:
        """Number of parameters d."""
        return len(self.names)

    @property
    def names_latex(self) -> tuple[str, ...]:
        """The names as LaTeX, such as w_1."""
        return tuple(name.replace("₁", "_1").replace("₂", "_2") for name in self.names)

    def curvature(self, theta: Array) -> Array:
        """The largest eigenvalue λmax of the Hessian at θ (…, d): the largest curvature in any direction (…)."""
        return np.linalg.eigvalsh(self.hessian(theta))[..., -1]


def _curve(
    key: str,
    title: str,
    functions: tuple[Callable[[Array], Array], Callable[[Array], Array], Callable[[Array], Array]],
    latex: str,
    drawn: Range,
    start: float,
    minima: tuple[float, ...],
    meaning: str,
) -> Surface:
    """A function of one parameter, from f, f′ and f″, which work element by element."""
    f, slope, bend = functions
    return Surface(
        key=key,
        title=title,
        value=lambda theta: f(theta[..., 0]),
        gradient=lambda theta: slope(theta),
        hessian=lambda theta: bend(theta)[..., np.newaxis],
        latex=latex,
        names=("w",),
        ranges=(drawn,),
        start=(start,),
        minima=tuple((place,) for place in minima),
        meaning=meaning,
    )


def _plane(
    key: str,
    title: str,
    functions: tuple[Callable[..., Array], Callable[..., tuple[Array, Array]], Callable[..., tuple[Array, ...]]],
    latex: str,
    ranges: tuple[Range, Range],
    start: tuple[float, float],
    minima: tuple[tuple[float, float], ...],
    meaning: str,
) -> Surface:
    """A function of w₁ and w₂, from f, (∂f/∂w₁, ∂f/∂w₂) and (∂²f/∂w₁², ∂²f/∂w₁∂w₂, ∂²f/∂w₂²)."""
    f, slopes, bends = functions

    def gradient(theta: Array) -> Array:
        return np.stack(slopes(theta[..., 0], theta[..., 1]), axis=-1)

    def hessian(theta: Array) -> Array:
        first, mixed, second = bends(theta[..., 0], theta[..., 1])
        return np.stack([np.stack([first, mixed], axis=-1), np.stack([mixed, second], axis=-1)], axis=-2)

    return Surface(
        key=key,
        title=title,
        value=lambda theta: f(theta[..., 0], theta[..., 1]),
        gradient=gradient,
        hessian=hessian,
        latex=latex,
        names=("w₁", "w₂"),
        ranges=ranges,
        start=start,
        minima=minima,
        meaning=meaning,
    )


# Curves -------------------------------------------------------------------------------------------------------------

_PARABOLA = _curve(
    "parabola",
    "Parabola",
    (lambda w: (w - 3.0) ** 2, lambda w: 2.0 * (w - 3.0), lambda w: np.full_like(w, 2.0)),
    r"(w - 3)^2",
    (-2.0, 8.0),
    0.0,
    (3.0,),
    "The simplest case: one valley, the same curvature everywhere.",
)

_TILT = 0.2


def _wells(w: Array) -> Array:
    return 0.25 * w**4 - 0.5 * w**2 + _TILT * w


_WELL_ROOTS = tuple(sorted(float(root.real) for root in np.roots([1.0, 0.0, -1.0, _TILT])))
"""Where w³ − w + tilt is 0: the deep minimum, the maximum between, the shallow minimum."""

_WELLS = _curve(
    "wells",
    "Two valleys",
    (_wells, lambda w: w**3 - w + _TILT, lambda w: 3.0 * w**2 - 1.0),
    rf"\tfrac14 w^4 - \tfrac12 w^2 + {_TILT}\,w",
    (-1.9, 1.9),
    1.6,
    (_WELL_ROOTS[0], _WELL_ROOTS[2]),
    "A local minimum beside a deeper one: where you end depends on where you begin.",
)
_HOLE = _curve(
    "hole",
    "Plateau",
    (
        lambda w: 1.0 - np.exp(-0.5 * w**2),
        lambda w: w * np.exp(-0.5 * w**2),
        lambda w: (1.0 - w**2) * np.exp(-0.5 * w**2),
    ),
    r"1 - e^{-w^2/2}",
    (-5.0, 5.0),
    -3.5,
    (0.0,),
    "Far from the minimum there is almost no slope, as in a saturated unit: steps are tiny.",
)

CURVES: dict[str, Surface] = {surface.key: surface for surface in (_PARABOLA, _WELLS, _HOLE)}

# Surfaces -----------------------------------------------------------------------------------------------------------

_STEEP = 25.0
_BEND = 100.0

_TABLE = (
    _plane(
        "bowl",
        "Bowl",
        (
            lambda w1, w2: 0.5 * (w1**2 + w2**2),
            lambda w1, w2: (w1, w2),
            lambda w1, w2: (np.ones_like(w1), np.zeros_like(w1), np.ones_like(w1)),
        ),
        r"\tfrac12 (w_1^2 + w_2^2)",
        ((-3.0, 3.0), (-3.0, 3.0)),
        (-2.0, 2.0),
        ((0.0, 0.0),),
        "The same curvature in all directions: the gradient points straight away from the minimum.",
    ),
    _plane(
        "ravine",
        "Ravine",
        (
            lambda w1, w2: 0.5 * (w1**2 + _STEEP * w2**2),
            lambda w1, w2: (w1, _STEEP * w2),
            lambda w1, w2: (np.ones_like(w1), np.zeros_like(w1), np.full_like(w1, _STEEP)),
        ),
        rf"\tfrac12 (w_1^2 + {_STEEP:g}\,w_2^2)",
        ((-3.0, 3.0), (-1.2, 1.2)),
        (-2.5, 0.8),
        ((0.0, 0.0),),
        "Steep across, flat along: the largest curvature limits the step, the smallest one makes it slow.",
    ),
    _plane(
        "saddle",
        "Saddle",
        (
            lambda w1, w2: 0.5 * w1**2 - 0.5 * w2**2 + 0.25 * w2**4,
            lambda w1, w2: (w1, w2**3 - w2),
            lambda w1, w2: (np.ones_like(w1), np.zeros_like(w1), 3.0 * w2**2 - 1.0),
        ),
        r"\tfrac12 w_1^2 - \tfrac12 w_2^2 + \tfrac14 w_2^4",
        ((-2.0, 2.0), (-1.8, 1.8)),
        (-1.8, 0.001),
        ((0.0, -1.0), (0.0, 1.0)),
        "Between two minima the gradient is 0 and yet it is no minimum: near it, steps are tiny.",
    ),
    _plane(
        "rosenbrock",
        "Rosenbrock",
        (
            lambda w1, w2: (1.0 - w1) ** 2 + _BEND * (w2 - w1**2) ** 2,
            lambda w1, w2: (-2.0 * (1.0 - w1) - 4.0 * _BEND * w1 * (w2 - w1**2), 2.0 * _BEND * (w2 - w1**2)),
            lambda w1, w2: (
                2.0 - 4.0 * _BEND * (w2 - 3.0 * w1**2),
                -4.0 * _BEND * w1,
                np.full_like(w1, 2.0 * _BEND),
            ),
        ),
        rf"(1 - w_1)^2 + {_BEND:g}\,(w_2 - w_1^2)^2",
        ((-2.0, 2.0), (-1.0, 3.0)),
        (-1.2, 1.0),
        ((1.0, 1.0),),
        "A valley that bends and is almost flat along its ground (Rosenbrock 1960).",
    ),
    _plane(
        "valleys",
        "Two valleys",
        (
            lambda w1, w2: _wells(w1) + 0.5 * w2**2,
            lambda w1, w2: (w1**3 - w1 + _TILT, w2),
            lambda w1, w2: (3.0 * w1**2 - 1.0, np.zeros_like(w1), np.ones_like(w1)),
        ),
        rf"\tfrac14 w_1^4 - \tfrac12 w_1^2 + {_TILT}\,w_1 + \tfrac12 w_2^2",
        ((-1.9, 1.9), (-1.9, 1.9)),
        (1.5, 1.5),
        ((_WELL_ROOTS[0], 0.0), (_WELL_ROOTS[2], 0.0)),
        "A local minimum beside a deeper one: where you end depends on where you begin.",
    ),
    _plane(
        "plateau",
        "Plateau",
        (
            lambda w1, w2: 1.0 - np.exp(-0.5 * (w1**2 + w2**2)),
            lambda w1, w2: (w1 * np.exp(-0.5 * (w1**2 + w2**2)), w2 * np.exp(-0.5 * (w1**2 + w2**2))),
            lambda w1, w2: (
                (1.0 - w1**2) * np.exp(-0.5 * (w1**2 + w2**2)),
                -w1 * w2 * np.exp(-0.5 * (w1**2 + w2**2)),
                (1.0 - w2**2) * np.exp(-0.5 * (w1**2 + w2**2)),
            ),
        ),
        r"1 - e^{-(w_1^2 + w_2^2)/2}",
        ((-4.0, 4.0), (-4.0, 4.0)),
        (-2.5, 2.0),
        ((0.0, 0.0),),
        "Far from the minimum there is almost no slope, as in a saturated unit: steps are tiny.",
    ),
)

SURFACES: dict[str, Surface] = {surface.key: surface for surface in _TABLE}
