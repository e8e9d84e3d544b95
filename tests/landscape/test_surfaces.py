"""Surfaces: value, gradient and Hessian belong together; minima are minima; what is drawn holds what is told of."""

import dataclasses

import numpy as np
import pytest

import backprop as bp
from backprop.landscape.network_surfaces import ALL, network_surface
from tests.helpers import near

EVERY = pytest.mark.parametrize("surface", ALL.values(), ids=list(ALL))
H = 1e-5
WORDS = {"key": "", "title": "", "latex": "", "names": ("w",), "ranges": ((0.0, 1.0),), "start": (0.0,), "meaning": ""}


def places(surface, count=40):
    """Random places in the part that is drawn (count, d)."""
    low, high = np.array(surface.ranges).T
    return np.random.default_rng(0).uniform(low, high, (count, surface.dimensions))


def differences(function, theta):
    """Central differences by each parameter, along a new last axis."""
    moves = H * np.eye(theta.shape[-1])
    return np.stack([(function(theta + move) - function(theta - move)) / (2 * H) for move in moves], axis=-1)


def test_the_tables_hold_what_the_lessons_tell_of():
    assert set(bp.CURVES) == {"parabola", "wells", "hole"}
    assert set(bp.SURFACES) == {"bowl", "ravine", "saddle", "rosenbrock", "valleys", "plateau"}
    assert set(bp.NETWORK_LOSSES) == {"line", "neuron", "two_weights", "weight_and_bias"}
    assert len(ALL) == 13
    tables = (bp.CURVES, bp.SURFACES, bp.NETWORK_LOSSES)
    assert all(surface.key == key for table in tables for key, surface in table.items())


# Value, gradient, Hessian -------------------------------------------------------------------------------------------


@EVERY
def test_the_gradient_is_that_of_the_value(surface):
    theta = places(surface)
    expected = differences(surface.value, theta)
    assert surface.gradient(theta) == near(expected, rel=1e-6, abs=1e-8 * max(1.0, np.abs(surface.value(theta)).max()))


@EVERY
def test_the_hessian_is_that_of_the_gradient(surface):
    theta = places(surface)
    expected = differences(surface.gradient, theta)
    hessian = surface.hessian(theta)
    assert hessian == near(expected, rel=1e-6, abs=1e-8 * max(1.0, np.abs(surface.gradient(theta)).max()))
    assert np.array_equal(hessian, np.swapaxes(hessian, -1, -2))


@EVERY
def test_leading_axes_change_nothing(surface):
    d = surface.dimensions
    theta = places(surface, 6).reshape(2, 3, d)
    assert surface.value(theta).shape == (2, 3)
    assert surface.gradient(theta).shape == (2, 3, d)
    assert surface.hessian(theta).shape == (2, 3, d, d)
    assert surface.curvature(theta).shape == (2, 3)
    for function in (surface.value, surface.gradient, surface.hessian, surface.curvature):
        one = function(theta[1, 2])
        assert np.shape(one) == function(theta).shape[2:]
        assert one == near(function(theta)[1, 2], rel=1e-9, abs=1e-12)


@EVERY
def test_the_curvature_is_the_largest_eigenvalue(surface):
    for theta in places(surface, 5):
        angles = np.linspace(0.0, np.pi, 1000)
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1) if surface.dimensions == 2 else np.ones((1, 1))
        bends = np.einsum("nd,de,ne->n", directions, surface.hessian(theta), directions)
        assert surface.curvature(theta) == near(bends.max(), rel=1e-3, abs=1e-12)
        assert surface.curvature(theta) >= bends.max() - 1e-12


def test_some_numbers_by_hand():
    at = {
        "parabola": ([0.0], 9.0, [-6.0], [[2.0]]),
        "wells": ([1.0], 0.25 - 0.5 + 0.2, [0.2], [[2.0]]),
        "hole": ([0.0], 0.0, [0.0], [[1.0]]),
        "bowl": ([3.0, -4.0], 12.5, [3.0, -4.0], [[1.0, 0.0], [0.0, 1.0]]),
        "ravine": ([2.0, 1.0], 14.5, [2.0, 25.0], [[1.0, 0.0], [0.0, 25.0]]),
        "saddle": ([0.0, 0.0], 0.0, [0.0, 0.0], [[1.0, 0.0], [0.0, -1.0]]),
        "rosenbrock": ([-1.0, 2.0], 104.0, [396.0, 200.0], [[402.0, 400.0], [400.0, 200.0]]),
        "valleys": ([1.0, 2.0], 1.95, [0.2, 2.0], [[2.0, 0.0], [0.0, 1.0]]),
        "plateau": ([0.0, 0.0], 0.0, [0.0, 0.0], [[1.0, 0.0], [0.0, 1.0]]),
    }
    assert set(at) == {*bp.CURVES, *bp.SURFACES}
    for key, (theta, value, gradient, hessian) in at.items():
        surface, place = ALL[key], np.array(theta)
        assert float(surface.value(place)) == near(value), key
        assert surface.gradient(place) == near(np.array(gradient), abs=1e-12), key
        assert surface.hessian(place) == near(np.array(hessian), abs=1e-12), key


# Minima, starts, ranges ---------------------------------------------------------------------------------------------


@EVERY
def test_minima_are_minima(surface):
    for minimum in np.array(surface.minima):
        assert surface.gradient(minimum) == near(np.zeros(surface.dimensions), abs=1e-12)
        assert np.linalg.eigvalsh(surface.hessian(minimum))[0] > 0.1
        around = minimum + 1e-3 * np.random.default_rng(0).standard_normal((50, surface.dimensions))
        assert (surface.value(around) > surface.value(minimum)).all()


@pytest.mark.parametrize("surface", [*bp.CURVES.values(), *bp.SURFACES.values()], ids=[*bp.CURVES, *bp.SURFACES])
def test_there_are_no_minima_but_these(surface):
    """Newton's method, always downhill, from a grid over what is drawn ends in them, or where it is no minimum."""
    assert surface.minima
    axes = [np.linspace(low, high, 25) for low, high in surface.ranges]
    theta = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, surface.dimensions)
    for _ in range(300):
        bends, ways = np.linalg.eigh(surface.hessian(theta))
        along = np.einsum("nij,ni->nj", ways, surface.gradient(theta)) / np.maximum(np.abs(bends), 1e-3)
        step = 0.5 * np.einsum("nij,nj->ni", ways, along)
        theta = theta - step / np.maximum(1.0, np.linalg.norm(step, axis=1, keepdims=True) / 0.2)
    flat = np.linalg.norm(surface.gradient(theta), axis=-1) < 1e-6
    lowest = flat & (np.linalg.eigvalsh(surface.hessian(theta))[..., 0] > 0.1)
    assert lowest.sum() > 10
    away = [np.linalg.norm(theta[lowest] - np.array(minimum), axis=-1) for minimum in surface.minima]
    assert np.min(away, axis=0).max() < 1e-4
    assert all((distance < 1e-4).any() for distance in away)


@EVERY
def test_start_and_minima_are_drawn(surface):
    low, high = np.array(surface.ranges).T
    for place in np.array([surface.start, *surface.minima]):
        assert (low < place).all()
        assert (place < high).all()
    assert np.linalg.norm(surface.gradient(np.array(surface.start))) > 1e-3


def test_the_two_valleys_differ_in_depth():
    for key in ("wells", "valleys"):
        deep, shallow = ALL[key].value(np.array(ALL[key].minima))
        assert deep < shallow - 0.1


def test_the_start_of_the_saddle_is_beside_the_line_that_leads_into_it():
    gradient = bp.SURFACES["saddle"].gradient(np.array(bp.SURFACES["saddle"].start))
    assert 0 < abs(gradient[1]) < 0.01 < abs(gradient[0])


@EVERY
def test_names_are_those_of_the_formula(surface):
    assert len(surface.names) == len(surface.ranges) == len(surface.start) == surface.dimensions
    assert set(surface.names) <= {"w", "w₁", "w₂", "b"}
    assert all(name in surface.latex for name in surface.names_latex)
    assert surface.names_latex == tuple(name.translate({ord("₁"): "_1", ord("₂"): "_2"}) for name in surface.names)
    assert surface.meaning.endswith(".")


# Losses of networks -------------------------------------------------------------------------------------------------


def test_a_network_loss_is_the_loss_of_that_network():
    net = bp.Network((1, 1, 1), "tanh", "sigmoid")
    x, y = np.array([[0.5], [-1.0], [2.0]]), np.array([[1.0], [0.0], [1.0]])
    words = WORDS | {"names": ("w", "b"), "ranges": ((0.0, 1.0),) * 2, "start": (0.0, 0.0)}
    surface = network_surface(net, ((1, "b"), (0, "W")), x, y, "log_loss", **words)
    params = bp.Parameters([[[0.7]], [[0.0]]], [[0.0], [-0.4]])
    step = bp.trace_step(net, params, x, y, "log_loss")
    theta = np.array([-0.4, 0.7])
    assert float(surface.value(theta)) == near(step.loss)
    assert surface.gradient(theta) == near(np.array([step.backward[1].db[0], step.backward[0].dW[0, 0]]), abs=1e-15)


def test_the_two_weights_have_two_equal_valleys_and_a_saddle():
    surface = bp.NETWORK_LOSSES["two_weights"]
    assert surface.gradient(np.zeros(2)) == near(np.zeros(2), abs=1e-15)
    low, high = np.linalg.eigvalsh(surface.hessian(np.zeros(2)))
    assert low < -0.1 < 0.1 < high
    assert surface.value(np.array([1.5, 1.0])) == near(0.0, abs=1e-30)
    theta = places(surface)
    assert surface.value(-theta) == near(surface.value(theta))


def test_the_line_is_a_parabola():
    surface = bp.NETWORK_LOSSES["line"]
    bends = surface.hessian(places(surface)).ravel()
    assert bends == near(np.full_like(bends, bends[0]), rel=1e-6)


def test_layers_of_several_units_are_refused():
    with pytest.raises(ValueError, match=r"net.sizes is \(1, 2, 1\); allowed: one unit in each layer"):
        network_surface(bp.Network((1, 2, 1)), ((0, "W"),), np.zeros((1, 1)), np.zeros((1, 1)), "mse", **WORDS)


@EVERY
def test_a_surface_refuses_writing(surface):
    for field in dataclasses.fields(surface):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(surface, field.name, None)
