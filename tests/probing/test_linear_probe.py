"""The linear probe against what ridge regression is defined to be, and against what a straight cut can do."""

import numpy as np
import pytest

import backprop as bp
from tests.helpers import near


def cut(n: int = 60, features: int = 3, outputs: int = 2, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(2.0, 3.0, (n, features)), np.eye(outputs)[rng.integers(0, outputs, n)]


@pytest.mark.parametrize("ridge", [1e-6, 0.1, 10.0])
def test_no_other_weights_are_better(ridge):
    """The penalised squared error, on standardised features, rises in every direction."""
    x, y = cut()
    found = bp.linear_probe(x, y, ridge)
    scale = x.std(axis=0)[:, np.newaxis]

    def objective(W: np.ndarray, b: np.ndarray) -> float:
        return float(np.mean(np.sum((x @ W + b - y) ** 2, axis=1)) + ridge * np.sum((W * scale) ** 2))

    least = objective(found.W, found.b)
    rng = np.random.default_rng(1)
    for _ in range(50):
        dW, db = rng.normal(0, 1e-3, found.W.shape), rng.normal(0, 1e-3, found.b.shape)
        assert objective(found.W + dW, found.b + db) > least


def test_a_line_is_found_and_a_ring_is_not():
    line, ring = (
        bp.train(bp.Experiment(name, (2,), samples=200, noise=0.0, epochs=1)).data for name in ("linear", "circles")
    )
    assert bp.linear_probe(line.x, line.y).accuracy(line.x, line.y) > 0.97
    assert bp.linear_probe(ring.x, ring.y).accuracy(ring.x, ring.y) < 0.7
    squares = ring.x**2
    assert bp.linear_probe(squares, ring.y).accuracy(squares, ring.y) == 1.0


def test_scale_and_shift_of_a_feature_do_not_matter():
    x, y = cut()
    one, other = bp.linear_probe(x, y), bp.linear_probe(x * [1e-3, 1.0, 1e4] + [5.0, 0.0, -1e5], y)
    assert other.predict(x * [1e-3, 1.0, 1e4] + [5.0, 0.0, -1e5]) == near(one.predict(x), 1e-6)


def test_copies_and_constants_are_no_problem():
    x, y = cut()
    doubled = np.column_stack([x, x, np.ones(len(x))])
    assert np.isfinite(bp.linear_probe(doubled, y).W).all()
    assert bp.linear_probe(doubled, y).predict(doubled) == near(bp.linear_probe(x, y).predict(x), 1e-2)


@pytest.mark.parametrize(("value", "n"), [(0.1, 7), (0.1, 10), (1e6 / 3, 10), (0.0, 5)])
def test_a_feature_that_is_always_the_same_gets_no_weight(value, n):
    """The deviation of 0.1, seven times, is not exactly 0."""
    x, y = cut(n)
    found = bp.linear_probe(np.column_stack([x, np.full(n, value)]), y)
    assert (found.W[-1] == 0).all()
    assert found.W[:-1] == near(bp.linear_probe(x, y).W)


BAD = {
    "no samples": (lambda: bp.linear_probe(np.empty((0, 2)), np.empty((0, 1))), "features"),
    "a vector": (lambda: bp.linear_probe(np.ones(3), np.ones((3, 1))), "features.shape"),
    "other rows": (lambda: bp.linear_probe(np.ones((3, 1)), np.ones((2, 1))), "y.shape"),
    "no number": (lambda: bp.linear_probe([[np.nan]], [[1.0]]), "features"),
    "no penalty": (lambda: bp.linear_probe([[1.0]], [[1.0]], 0.0), "ridge"),
}


@pytest.mark.parametrize(("call", "field"), BAD.values(), ids=BAD)
def test_bad_values_are_refused_by_name(call, field):
    with pytest.raises(ValueError, match=f"^{field}.* is .*; allowed: "):
        call()
