"""Activations: values and slopes from closed forms, and what happens far out."""

import math

import numpy as np
import pytest

import backprop as bp
from backprop.activations import LEAK, activation
from tests.helpers import near, plain_activation, plain_slope

ELEMENTWISE = bp.HIDDEN_ACTIVATIONS
POINTS = (-3.0, -0.7, -1e-9, 0.0, 1e-9, 0.4, 2.5)


def f(name: str, *z: float) -> np.ndarray:
    return bp.ACTIVATIONS[name].f(np.array([z]))[0]


def slope(name: str, *z: float) -> np.ndarray:
    return bp.ACTIVATIONS[name].slope(np.array([z]))[0]


@pytest.mark.parametrize(
    ("name", "z", "a", "by_z"),
    [
        ("identity", -3.5, -3.5, 1.0),
        ("sigmoid", 0.0, 1 / 2, 1 / 4),
        ("sigmoid", math.log(3), 3 / 4, 3 / 16),
        ("sigmoid", -math.log(3), 1 / 4, 3 / 16),
        ("tanh", 0.0, 0.0, 1.0),
        ("tanh", math.log(2), 3 / 5, 16 / 25),
        ("tanh", -math.log(2), -3 / 5, 16 / 25),
        ("relu", 2.0, 2.0, 1.0),
        ("relu", -2.0, 0.0, 0.0),
        ("leaky_relu", 2.0, 2.0, 1.0),
        ("leaky_relu", -2.0, -0.02, 0.01),
    ],
)
def test_value_and_slope_at_a_point_known_by_hand(name, z, a, by_z):
    assert f(name, z)[0] == near(a, rel=1e-15)
    assert slope(name, z)[0] == near(by_z, rel=1e-15)


def test_softmax_of_logarithms_is_their_shares():
    assert f("softmax", 0.0, math.log(2), math.log(5)) == near([1 / 8, 2 / 8, 5 / 8], rel=1e-15)


def test_softmax_slope_is_the_diagonal_of_the_jacobian():
    expected = [1 / 8 * 7 / 8, 2 / 8 * 6 / 8, 5 / 8 * 3 / 8]
    assert slope("softmax", 0.0, math.log(2), math.log(5)) == near(expected, rel=1e-14)


@pytest.mark.parametrize("name", bp.ACTIVATIONS)
def test_values_and_slopes_agree_with_plain_loops(name):
    z = np.array([POINTS])
    assert f(name, *POINTS) == near(np.real(plain_activation(name, [complex(p) for p in POINTS])), rel=1e-14)
    assert slope(name, *POINTS) == near(plain_slope(name, z)[0], rel=1e-14)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_pull_back_multiplies_by_the_slope(name):
    z, da = np.array([POINTS]), np.linspace(-1.0, 2.0, len(POINTS))[np.newaxis]
    np.testing.assert_array_equal(bp.ACTIVATIONS[name].pull_back(z, da), da * bp.ACTIVATIONS[name].slope(z))


def test_softmax_pull_back_is_the_whole_jacobian():
    """δᵢ = Σₖ ∂L/∂aₖ · aₖ([i = k] − aᵢ), written out with the full matrix."""
    z, da = np.array([[0.3, -1.2, 0.8]]), np.array([[1.0, -2.0, 0.5]])
    a = bp.ACTIVATIONS["softmax"].f(z)[0]
    jacobian = np.array([[a[k] * ((i == k) - a[i]) for k in range(3)] for i in range(3)])
    np.testing.assert_allclose(bp.ACTIVATIONS["softmax"].pull_back(z, da)[0], jacobian @ da[0], rtol=1e-14)


def test_moving_all_logits_together_does_not_change_softmax():
    np.testing.assert_array_equal(f("softmax", 0.25, 1.0, -0.5), f("softmax", 64.25, 65.0, 63.5))


def test_by_convention_slopes_at_zero_are_those_from_the_left():
    assert slope("relu", 0.0, -0.0).tolist() == [0.0, 0.0]
    assert slope("leaky_relu", 0.0, -0.0).tolist() == [LEAK, LEAK]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("sigmoid", 0.0, 1.0), ("tanh", -1.0, 1.0), ("relu", 0.0, 1000.0), ("leaky_relu", -10.0, 1000.0)],
)
def test_exact_and_silent_at_1000(name, low, high):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert f(name, -1000.0, 1000.0).tolist() == [low, high]
        assert np.isfinite(slope(name, -1000.0, 1000.0)).all()


def test_softmax_is_exact_and_silent_at_1000():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert f("softmax", 1000.0, -1000.0, 1000.0).tolist() == [0.5, 0.0, 0.5]
        assert slope("softmax", 1000.0, -1000.0).tolist() == [0.0, 0.0]


def test_softmax_looks_at_each_sample_and_run_alone():
    """Logits of ±1000 in different rows: a shift by the largest of all would leave 0 / 0."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = bp.ACTIVATIONS["softmax"].f(np.array([[[1000.0, 1000.0], [-1000.0, -1000.0]], [[0.0, 0.0], [5.0, 5.0]]]))
    assert (a == 0.5).all()


@pytest.mark.parametrize("z", [-700.0, -40.0])
def test_sigmoid_keeps_small_values(z):
    assert f("sigmoid", z)[0] == near(math.exp(z), rel=1e-15)


@pytest.mark.parametrize("z", [-700.0, -40.0, 40.0, 700.0])
def test_sigmoid_slope_keeps_its_relative_precision_in_saturation(z):
    """1 − σ(40) is 0 in float64; the slope is e⁻⁴⁰ all the same."""
    assert slope("sigmoid", z)[0] == near(math.exp(-abs(z)), rel=1e-15)


@pytest.mark.parametrize("z", [-20.0, 20.0, 300.0])
def test_tanh_slope_keeps_its_relative_precision_in_saturation(z):
    """1 − tanh²(20) is 0 in float64; the slope 1 / cosh²(20) is 1.7e-17."""
    assert slope("tanh", z)[0] == near(1 / math.cosh(z) ** 2, rel=1e-13)


@pytest.mark.parametrize("name", bp.ACTIVATIONS)
def test_z_is_neither_returned_nor_changed(name):
    z = np.array([[1.5, -0.5, 0.0]])
    before = z.copy()
    for result in (bp.ACTIVATIONS[name].f(z), bp.ACTIVATIONS[name].slope(z), bp.ACTIVATIONS[name].pull_back(z, z)):
        assert not np.shares_memory(result, z)
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("name", bp.ACTIVATIONS)
def test_the_code_on_the_screen_computes_what_it_says(name):
    row = bp.ACTIVATIONS[name]
    scope = {"np": np, "z": np.array([0.3, -1.2, 0.8])}
    exec(f"{row.code}\n{row.slope_code}", scope)
    np.testing.assert_allclose(scope["a"], row.f(scope["z"]), rtol=1e-14)
    np.testing.assert_allclose(scope["slope"], row.slope(scope["z"]), rtol=1e-14)


def test_the_table_is_keyed_by_name_and_knows_who_has_a_kink():
    assert [row.name for row in bp.ACTIVATIONS.values()] == list(bp.ACTIVATIONS)
    assert {name for name, row in bp.ACTIVATIONS.items() if row.kinked} == {"relu", "leaky_relu"}
    assert set(bp.ACTIVATIONS) - set(ELEMENTWISE) == {"softmax"}


def test_lookup_refuses_a_name_that_is_not_allowed():
    assert activation("tanh").name == "tanh"
    with pytest.raises(ValueError, match="hidden is 'softmax'; allowed: identity, sigmoid, tanh, relu, leaky_relu"):
        activation("softmax", "hidden", ELEMENTWISE)
