"""Sizes of activations and gradients against a second way, and against theory."""

import numpy as np
import pytest

import backprop as bp
from pages.vanishing_gradients.numbers import deep, ratio_map, theory
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS, LOSS, Deep, data, gain_of
from pages.vanishing_gradients.numbers.ratio_map import GAINS
from pages.vanishing_gradients.numbers.sizes import sizes
from pages.vanishing_gradients.numbers.theory import balanced_gain
from pages.vanishing_gradients.numbers.units import FLAT, LARGEST_SLOPE, units, units_of


def test_the_inputs_have_mean_0_and_deviation_1():
    x, y = data()
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(x.std(axis=0), 1, atol=1e-12)
    assert set(y.ravel()) == {0.0, 1.0}


@pytest.mark.parametrize("initial", [deep.XAVIER, deep.HE, deep.NORMAL, deep.UNIFORM])
def test_a_gain_gives_the_deviation_of_the_engine_s_initializer(initial):
    width = 64
    drawn = bp.initialize(bp.Network((width, width, width)), initial, seed=0).weights[0]
    ours = Deep("tanh", gain_of(initial, width), 4, width).start(0).weights[1]
    assert drawn.std() == pytest.approx(gain_of(initial, width) / np.sqrt(width), rel=0.03)
    assert ours.std() == pytest.approx(gain_of(initial, width) / np.sqrt(width), rel=0.03)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_sizes_are_those_of_the_traced_step(activation):
    one = Deep(activation, 1.3, 6, 5)
    found = sizes(one, (3, 8))
    for run, seed in enumerate((3, 8)):
        step = bp.trace_step(one.net, one.start(seed), *data(), LOSS)
        for layer in range(6):
            back = step.backward[layer]
            assert found.a[run, layer] == pytest.approx(np.sqrt((step.forward[layer].a ** 2).mean()), rel=1e-12)
            assert found.delta[run, layer] == pytest.approx(np.linalg.norm(back.delta), rel=1e-12)
            assert found.gradient[run, layer] == pytest.approx(np.linalg.norm(back.dW), rel=1e-12)
        for layer in range(5):
            after, here = step.backward[layer + 1], step.backward[layer]
            passed = after.delta @ step.parameters.weights[layer + 1].T
            weight = np.linalg.norm(passed) / np.linalg.norm(after.delta)
            slope = np.linalg.norm(passed * here.slope) / np.linalg.norm(passed)
            assert found.weight_factor[run, layer] == pytest.approx(weight, rel=1e-12)
            assert found.slope_factor[run, layer] == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_factors_multiply_to_the_ratio(activation):
    found = sizes(Deep(activation, 2.0, 30, 16))
    product = (found.weight_factor * found.slope_factor).prod(axis=1)
    np.testing.assert_allclose(found.ratio, product, rtol=1e-10)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_slope_factor_is_above_the_largest_slope(activation):
    for gain in (0.5, 1.0, 4.0):
        found = sizes(Deep(activation, gain, 12, 16))
        assert (found.slope_factor <= LARGEST_SLOPE[activation] * (1 + 1e-12)).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_wide_networks_are_as_theory_expects(activation, gain):
    one = Deep(activation, gain, 8, 64)
    found, expected = sizes(one), theory.theory(one)
    np.testing.assert_allclose(np.median(found.a[:, :-1], axis=0), expected.a[:-1], rtol=0.4)
    relative = np.median(found.delta / found.delta[:, -1:], axis=0)
    np.testing.assert_allclose(np.log10(relative), np.log10(expected.delta), atol=0.35)
    np.testing.assert_allclose(np.median(found.weight_factor[:, :-1]), gain, rtol=0.15)


def test_theory_has_the_known_values():
    relu = theory.theory(Deep("relu", np.sqrt(2), 20, 8))
    np.testing.assert_allclose(relu.shrink, 1.0, rtol=1e-4)  # He et al. 2015
    np.testing.assert_allclose(relu.z, np.sqrt(2.0), rtol=1e-4)
    linear = theory.theory(Deep("identity", 0.5, 5, 8))
    np.testing.assert_allclose(linear.delta, [0.0625, 0.125, 0.25, 0.5, 1.0], rtol=1e-12)
    small = theory.theory(Deep("sigmoid", 1e-6, 3, 8))
    np.testing.assert_allclose(small.slope, 0.25, rtol=1e-9)


def test_theory_s_means_are_those_of_many_random_numbers():
    z = 1.7 * np.random.default_rng(0).standard_normal(1_000_000)
    one = theory.theory(Deep("tanh", 1.7, 2, 8))
    assert one.z[0] == pytest.approx(1.7)
    assert one.a[0] == pytest.approx(np.sqrt(np.mean(np.tanh(z) ** 2)), rel=2e-3)
    assert one.slope[0] == pytest.approx(np.sqrt(np.mean(np.cosh(z) ** -4.0)), rel=2e-3)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [2, 30, 50])
def test_at_the_balanced_gain_theory_expects_a_ratio_of_1(activation, depth):
    gain = balanced_gain(activation, depth)
    assert gain is not None
    assert theory.theory(Deep(activation, gain, depth, 8)).log_ratio == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("activation", "gain"), [("relu", np.sqrt(2)), ("identity", 1.0)])
def test_the_balanced_gain_is_that_of_he_and_of_xavier(activation, gain):
    assert balanced_gain(activation, 30) == pytest.approx(gain, rel=1e-4)


def test_no_balanced_gain_where_the_map_ends(monkeypatch):
    monkeypatch.setattr(theory, "LARGEST_GAIN", 4.0)
    assert balanced_gain("sigmoid", 30) is None


def test_the_map_is_the_median_of_single_networks():
    done = []
    found = ratio_map.ratio_map(5, 8, done.append)
    ratios = sizes(Deep("tanh", GAINS[8], 5, 8), ratio_map.MAP_SEEDS).ratio
    assert found.log_ratio[ACTIVATIONS.index("tanh"), 8] == pytest.approx(np.log10(np.median(ratios)))
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert found.balanced == tuple(balanced_gain(name, 5) for name in ACTIVATIONS)


def test_flat_slopes_and_dead_units_are_counted():
    one = Deep("relu", 1.0, 3, 2)
    params = bp.Parameters(
        [np.array([[1.0, 0.0], [0.0, 0.0]]), np.eye(2), np.ones((2, 1))],
        [np.array([0.0, -1.0]), np.array([-100.0, 1.0]), np.zeros(1)],
    )
    found = units_of(one.net, params)
    x = data()[0]
    assert found.dead.tolist() == [1, 1]
    assert found.flat.tolist() == pytest.approx([((x[:, 0] <= 0).mean() + 1) / 2, 0.5])
    saturated = units(Deep("sigmoid", 50.0, 2, 8), 0)
    assert saturated.flat[0] == pytest.approx((saturated.slope < FLAT * 0.25).mean())
    assert 0.5 < saturated.flat[0] < 1


def test_extreme_networks_give_no_warning():
    for activation in ACTIVATIONS:
        for gain in (deep.SMALLEST_GAIN, deep.LARGEST_GAIN):
            found = sizes(Deep(activation, gain, 50, 8), (0,))
            assert (found.delta > 0).all()
            assert np.isfinite(found.delta).all()
