"""The curvature of the loss: products with its Hessian H, and the largest eigenvalue λmax of H.

H v is the change of the gradient along v, so it follows from two gradients: H v ≈ (∇L(θ + hv) − ∇L(θ − hv)) / 2h.

Power iteration computes v, Hv, H²v, …, which converge to the eigenvector of the eigenvalue with the largest absolute
value. This eigenvalue may be negative; and if two of opposite sign have the same absolute value, as in a network with
all weights 0, nothing converges. The method used here takes the best direction in the space of all these vectors
(Lanczos 1950): it finds the largest eigenvalue, whatever the others are, with fewer products.

A unit with a kink (ReLU) is assumed to stay on its side of the kink, so that the loss is smooth around θ.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, invalid, number, whole
from backprop.flat import to_parameters, to_vector
from backprop.losses import check_targets, loss_function
from backprop.network import Network, Parameters
from backprop.regularization import NONE
from backprop.training.run import silent
from backprop.training.stacked import Blocks, StackedKernel, room, run_calls

Array = np.ndarray

_H = 1e-6
"""Step h along a vector of length 1; it is multiplied by the size of the largest parameter if that is above 1."""

_ROUNDINGS = 8.0
"""How many rounding errors the difference of two gradients may contain."""

_TOO_LARGE = 1e150
"""The squares of numbers above this may overflow."""

_AT_ONCE, _REMEMBERED = 80_000, 4_000_000
"""Limits for sets of parameters that are evaluated together: numbers of one kind, such as z, and in kept vectors."""


def hessian_vector(
    net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str, vector: Parameters
) -> Parameters:
    """The product H v.

    Args:
        net: the network.
        params: where H is computed; they may have leading axes, for many sets of parameters.
        x, y: inputs (n, features) and targets (n, outputs), the same for all sets, or with the same leading axes.
        loss: name of a loss that fits the output.
        vector: v, shaped like the parameters.

    Returns:
        H v, shaped like the parameters; NaN for a set whose parameters or gradients are not finite, or too large.

    Raises:
        ValueError: shapes or data that do not fit together.
    """
    sets = _Sets(net, params, x, y, loss)
    if to_vector(vector).shape != (*sets.lead, net.parameter_count):
        raise invalid("vector", [W.shape for W in vector.weights], "shaped like the parameters")
    vectors = to_vector(vector).reshape(sets.rows.shape)
    products = np.concatenate([part.times(vectors[where]) for where, part in sets.parts(1)])
    return to_parameters(net, products.reshape(*sets.lead, -1))


def largest_curvature(
    net: Network,
    params: Parameters,
    x: ArrayLike,
    y: ArrayLike,
    loss: str,
    tolerance: float = 1e-5,
    most: int = 100,
) -> tuple[Array, Parameters]:
    """The largest eigenvalue λmax of the Hessian of the loss, and its direction.

    It is the largest with its sign, not in absolute value: where the curvature is negative in all directions, λmax is
    negative, too. A curvature below about 1e-9 times the gradient cannot be told from 0.

    Args:
        net: the network.
        params: where H is computed; they may have leading axes (…), for many sets of parameters: those of all runs of a
            sweep, or those along a run.
        x, y: inputs (n, features) and targets (n, outputs), the same for all sets, or with the same leading axes.
        loss: name of a loss that fits the output.
        tolerance: the search ends when |Hv − λv| is at most this share of |λ|; the error of λ is then far smaller.
        most: largest number of products H v.

    Returns:
        λmax (…), and v of length 1, shaped like the parameters; its sign has no meaning. NaN for a set whose
        parameters or gradients are not finite, or too large.

    Raises:
        ValueError: shapes or data that do not fit together, or a bad number.
    """
    share, count = number("tolerance", tolerance, "a number above 0", above=0.0), whole("most", most, 1, 10_000)
    sets = _Sets(net, params, x, y, loss)
    values, directions = np.empty(len(sets.rows)), np.empty(sets.rows.shape)
    for where, part in sets.parts(count):
        values[where], directions[where] = _largest(part, share, count)
    return values.reshape(sets.lead), to_parameters(net, directions.reshape(*sets.lead, -1))


class _Sets:
    """Sets of parameters with their data, checked, and divided into parts that fit the limits.

    Attributes:
        lead: the leading axes of the parameters.
        rows: one set per row (sets, parameter_count).
    """

    def __init__(self, net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str) -> None:
        self.net, self.loss = net, loss
        self.lead = params.biases[0].shape[:-1]
        shapes = tuple(W.shape[-2:] for W in params.weights)
        if shapes != net.shapes or 0 in self.lead:
            raise invalid("params", [W.shape for W in params.weights], f"weights (…, {net.shapes}), at least one set")
        self.rows = to_vector(params).reshape(-1, net.parameter_count)
        inputs, targets = finite_array("x", x), finite_array("y", y)
        n = inputs.shape[-2] if inputs.ndim > 1 else 0
        for name, array, columns in (("x", inputs, net.sizes[0]), ("y", targets, net.sizes[-1])):
            if array.shape not in ((n, columns), (*self.lead, n, columns)):
                raise invalid(f"{name}.shape", array.shape, f"({n}, {columns}), or one such for each set of parameters")
        check_targets(loss_function(loss, net.output), targets)
        self.x, self.y = self._rows_of(inputs), self._rows_of(targets)

    @staticmethod
    def _rows_of(array: Array) -> Array:
        """The same data for all sets (n, columns), or the data of each set (sets, n, columns)."""
        return array if array.ndim == 2 else array.reshape(-1, *array.shape[-2:])

    def parts(self, vectors: int) -> Iterator[tuple[slice, "_Hessians"]]:
        """For each part, its place in `rows` and its Hessians; each set will keep this number of vectors."""
        most = _AT_ONCE // (2 * self.x.shape[-2] * sum(self.net.sizes[1:]))
        size = max(1, min(most, _REMEMBERED // (self.rows.shape[1] * min(vectors, self.rows.shape[1]))))
        for start in range(0, len(self.rows), size):
            where = slice(start, start + size)
            x, y = (array if array.ndim == 2 else np.tile(array[where], (2, 1, 1)) for array in (self.x, self.y))
            yield where, _Hessians(self.net, self.rows[where], x, y, self.loss)


class _Hessians:
    """The Hessians at some sets of parameters (sets, parameter_count), available only as products H v.

    Both gradients of a product are computed together, as twice as many sets.

    Attributes:
        noise: bound on the rounding error in the length of the last products (sets,).
    """

    def __init__(self, net: Network, rows: Array, x: Array, y: Array, loss: str) -> None:
        self.rows, self.noise = rows, np.zeros(len(rows))
        self.steps = _H * np.maximum(1.0, np.abs(rows).max(axis=1, keepdims=True))
        self.blocks = Blocks(net, 2 * len(rows))
        self.theta, self.gradient = room(self.blocks.size), room(self.blocks.size)
        self.theta[:] = self.blocks.join(np.concatenate([rows, rows]))

        def kernel(sides: Array | None) -> StackedKernel:
            return StackedKernel(self.blocks, loss, NONE, self.theta, self.gradient, x.shape[-2], sides)

        chosen = kernel(None)
        if net.kinked:
            with silent():
                run_calls(chosen.forward(x, y))
            chosen = kernel(chosen.sides())
        self.calls = [*chosen.forward(x, y), *chosen.backward(x)]

    def times(self, vectors: Array) -> Array:
        """H v for each set (sets, parameter_count); the step does not depend on the length of v."""
        with silent():
            sizes = np.abs(vectors).max(axis=1, keepdims=True)
            units = vectors / np.where(sizes > 0, sizes, 1.0)  # first, so that no square overflows or underflows
            lengths = np.linalg.norm(units, axis=1, keepdims=True)
            moves = self.steps * units / np.where(lengths > 0, lengths, 1.0)
            self.theta[:] = self.blocks.join(np.concatenate([self.rows + moves, self.rows - moves]))
            run_calls(self.calls)
            plus, minus = np.split(self.blocks.rows(self.gradient), 2)
            differences = lengths * (plus - minus) / (2.0 * self.steps)
            largest = np.abs(plus).max(axis=1)
            self.noise = _ROUNDINGS * np.finfo(np.float64).eps * largest / self.steps[:, 0]
            differences[~(np.maximum(np.abs(differences).max(axis=1), largest) < _TOO_LARGE)] = np.nan
            return sizes * differences


def _largest(hessians: _Hessians, tolerance: float, most: int) -> tuple[Array, Array]:
    """λmax (sets,) and its direction (sets, parameter_count), by Lanczos' method on all sets at once."""
    sets, count = hessians.rows.shape
    products = min(most, count)
    start = np.random.default_rng(0).standard_normal(count)  # random: no symmetry hides an eigenvector from it
    basis = np.zeros((sets, products + 1, count))
    basis[:, 0] = start / np.linalg.norm(start)
    inside = np.zeros((sets, products, products))  # H in the space that the basis spans
    values, directions = np.full(sets, np.nan), np.full((sets, count), np.nan)
    active = np.ones(sets, dtype=bool)
    for last in range(products):
        known = basis[:, : last + 1]
        rest = hessians.times(basis[:, last])
        active &= np.isfinite(rest).all(axis=1)
        rest[~active] = 0.0
        for _ in range(2):  # twice, since rounding leaves a part along the known directions
            shares = np.einsum("skp,sp->sk", known, rest)
            inside[:, last, : last + 1] += shares
            rest -= np.einsum("sk,skp->sp", shares, known)
        spectrum, vectors = np.linalg.eigh(inside[:, : last + 1, : last + 1])
        values[active] = spectrum[active, -1]
        directions[active] = np.einsum("sk,skp->sp", vectors[..., -1], known)[active]
        length = np.linalg.norm(rest, axis=1)
        missed = length * np.abs(vectors[:, -1, -1])  # |Hv − λv|
        active &= missed > np.maximum(tolerance * np.abs(values), hessians.noise)
        if not active.any():
            break
        basis[:, last + 1] = rest / np.where(length > 0, length, 1.0)[:, np.newaxis]
    return values, directions
