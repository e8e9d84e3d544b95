# pyright: reportArgumentType=false
"""The loss along a line and on a plane is the loss of a forward pass at each place."""

import numpy as np
import pytest

import backprop as bp
from backprop.flat import to_parameters, to_vector
from backprop.landscape import slices as landscape
from tests.helpers import OUTPUTS_AND_LOSSES, near, random_data, random_parameters

TICKS = np.linspace(-1.5, 1.0, 11)


def moved(params, *moves):
    """θ plus so much of each direction."""
    for share, direction in moves:
        params = params.map(lambda array, change, share=share: array + share * change, direction)
    return params


def loss_at(net, params, x, y, loss):
    output = bp.forward(net, params, np.asarray(x))[-1]
    return float(bp.LOSSES[loss].value(output.z, output.a, np.asarray(y)))


def a_case(output="sigmoid", loss="log_loss", hidden="tanh", sizes=(2, 4, 3), n=20):
    net = bp.Network(sizes, hidden, output)
    params, first, second = (random_parameters(net, seed) for seed in range(3))
    return net, params, first, second, *random_data(net, n, 0, loss), loss


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
@pytest.mark.parametrize("hidden", bp.HIDDEN_ACTIVATIONS)
def test_each_place_has_the_loss_of_a_forward_pass(hidden, output, loss):
    net, params, first, second, x, y, _ = a_case(output, loss, hidden)
    along = bp.loss_along(net, params, first, TICKS, x, y, loss)
    assert along.shape == (11,)
    assert along == near([loss_at(net, moved(params, (t, first)), x, y, loss) for t in TICKS])
    across = TICKS[:4]
    plane = bp.loss_plane(net, params, first, second, TICKS, across, x, y, loss)
    assert plane.shape == (4, 11)
    for row, t in enumerate(across):
        expected = [loss_at(net, moved(params, (s, first), (t, second)), x, y, loss) for s in TICKS]
        assert plane[row] == near(expected)


@pytest.mark.parametrize("at_once", [1, 20 * 7 * 4, 10**9])
def test_it_does_not_matter_how_many_places_are_evaluated_together(monkeypatch, at_once):
    net, params, first, second, x, y, loss = a_case()
    usual = bp.loss_plane(net, params, first, second, TICKS, TICKS, x, y, loss)
    monkeypatch.setattr(landscape, "_AT_ONCE", at_once)
    assert bp.loss_plane(net, params, first, second, TICKS, TICKS, x, y, loss) == near(usual, rel=1e-14)


def test_a_single_place_and_no_direction():
    net, params, first, _, x, y, loss = a_case(n=1)
    nothing = first.map(np.zeros_like)
    assert bp.loss_along(net, params, first, [0.0], x, y, loss) == near([loss_at(net, params, x, y, loss)])
    assert np.ptp(bp.loss_along(net, params, nothing, TICKS, x, y, loss)) == 0.0


def test_a_parabola_by_hand():
    """ŷ = wx on x = 1, y = 3 with w = t: (t − 3)²."""
    net = bp.Network((1, 1), output="identity")
    zero, one = bp.Parameters([[[0.0]]], [[0.0]]), bp.Parameters([[[1.0]]], [[0.0]])
    assert bp.loss_along(net, zero, one, [0.0, 1.0, 3.0, 5.0], [[1.0]], [[3.0]], "mse").tolist() == [9.0, 4.0, 0.0, 4.0]


def test_numbers_that_are_too_large_are_infinite_and_nothing_is_warned_of():
    net = bp.Network((1, 1), output="identity")
    zero, one = bp.Parameters([[[0.0]]], [[0.0]]), bp.Parameters([[[1.0]]], [[0.0]])
    with np.errstate(all="raise"):
        assert bp.loss_along(net, zero, one, [1e200, 1.0], [[1.0]], [[3.0]], "mse").tolist() == [np.inf, 4.0]


# Directions ---------------------------------------------------------------------------------------------------------


def test_the_direction_to_other_parameters_leads_there():
    net, params, goal, _, x, y, loss = a_case()
    ends = bp.loss_along(net, params, bp.direction_to(params, goal), [0.0, 1.0], x, y, loss)
    assert ends == near([loss_at(net, params, x, y, loss), loss_at(net, goal, x, y, loss)])


def lengths(params):
    """Of what leads into each unit, bias included; layer by layer."""
    pairs = zip(params.weights, params.biases, strict=True)
    return np.concatenate([np.linalg.norm(np.vstack([W, b]), axis=0) for W, b in pairs])


def test_a_random_direction_is_as_long_as_the_parameters_unit_by_unit():
    net, params, *_ = a_case()
    scaled = params.replace({id_: 100.0 * params[id_] for id_ in net.parameter_ids() if id_.target == 1})
    for at in (params, scaled):
        direction = bp.random_direction(net, at, np.random.default_rng(5))
        assert lengths(direction) == near(lengths(at), rel=1e-13)
    small, large = (bp.random_direction(net, at, np.random.default_rng(5)) for at in (params, scaled))
    assert large.weights[0][:, 1] == near(100.0 * small.weights[0][:, 1], rel=1e-13)
    assert np.array_equal(large.weights[0][:, 0], small.weights[0][:, 0])


def test_random_directions_are_drawn_by_the_generator_alone():
    net, params, *_ = a_case()
    rng = np.random.default_rng(1)
    one, other = bp.random_direction(net, params, rng), bp.random_direction(net, params, rng)
    again = bp.random_direction(net, params, np.random.default_rng(1))
    assert np.array_equal(to_vector(one), to_vector(again))
    assert abs(np.corrcoef(to_vector(one), to_vector(other))[0, 1]) < 0.9


def test_a_unit_whose_parameters_are_0_stays_there():
    net = bp.Network((2, 3, 1))
    direction = bp.random_direction(net, bp.initialize(net, "zeros"), np.random.default_rng(0))
    assert not to_vector(direction).any()


def test_scaling_a_relu_unit_against_its_weights_out_leaves_the_slice_as_it_is():
    """What filters are normalised for: the network is the same, and so is its landscape (Li et al. 2018)."""
    net = bp.Network((2, 3, 1), "relu", "identity")
    params, (x, y) = random_parameters(net, 0), random_data(net, 20, 0)
    grown = bp.Parameters(
        [params.weights[0] * [10.0, 1.0, 1.0], params.weights[1] * [[0.1], [1.0], [1.0]]],
        [params.biases[0] * [10.0, 1.0, 1.0], params.biases[1]],
    )
    drawn = np.random.default_rng(0).standard_normal(net.parameter_count)
    before, after = (
        bp.loss_along(net, at, first_layer(net, bp.random_direction(net, at, Fixed(drawn))), TICKS, x, y, "mse")
        for at in (params, grown)
    )
    assert after == near(before, rel=1e-12)


class Fixed:
    """A generator that draws what it is told."""

    def __init__(self, drawn):
        self.drawn = drawn

    def standard_normal(self, size):
        assert size == len(self.drawn)
        return self.drawn


def first_layer(net, direction):
    """The direction without what belongs to later layers."""
    vector = to_vector(direction)
    fan_in, fan_out = net.shapes[0]
    vector[(fan_in + 1) * fan_out :] = 0.0
    return to_parameters(net, vector)


# Refusals and records -----------------------------------------------------------------------------------------------

NET, PARAMS, FIRST, SECOND, X, Y, LOSS = a_case()
OTHER = random_parameters(bp.Network((2, 3, 3)), 0)
REFUSED = {
    "parameters of another network": (lambda: along(params=OTHER), "weights[0].shape is (2, 3)"),
    "a direction of another network": (lambda: along(direction=OTHER), "weights[0].shape is (2, 3)"),
    "a second direction of another network": (
        lambda: bp.loss_plane(NET, PARAMS, FIRST, OTHER, TICKS, TICKS, X, Y, LOSS),
        "weights[0].shape is (2, 3)",
    ),
    "ticks in a square": (lambda: along(ticks=[TICKS, TICKS]), "ticks.shape is (2, 11); allowed: (count,)"),
    "no ticks": (lambda: along(ticks=[]), "ticks is []"),
    "a tick of NaN": (lambda: along(ticks=[float("nan")]), "ticks[0] is nan"),
    "ticks across of infinity": (
        lambda: bp.loss_plane(NET, PARAMS, FIRST, SECOND, TICKS, [float("inf")], X, Y, LOSS),
        "second_ticks[0] is inf",
    ),
    "x with another column": (lambda: along(x=X[:, :1]), "x.shape is (20, 1)"),
    "a loss that does not fit": (lambda: along(loss="cross_entropy"), "loss is 'cross_entropy'"),
    "targets without a meaning": (lambda: along(y=Y + 1.0), "y[0, 0] is"),
    "a direction from other parameters": (
        lambda: bp.random_direction(NET, OTHER, np.random.default_rng(0)),
        "weights[0].shape is (2, 3)",
    ),
}


def along(params=PARAMS, direction=FIRST, ticks=TICKS, x=X, y=Y, loss=LOSS):
    return bp.loss_along(NET, params, direction, ticks, x, y, loss)


@pytest.mark.parametrize(("attempt", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_bad_input_is_refused_with_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match=r".; allowed: .|; allowed: ") as caught:
        attempt()
    assert str(caught.value).startswith(sentence)


def test_the_callers_arrays_are_left_alone():
    x, y, ticks = X.copy(), Y.copy(), TICKS.copy()
    bp.loss_plane(NET, PARAMS, FIRST, SECOND, ticks, ticks, x, y, LOSS)
    assert (np.array_equal(x, X), np.array_equal(y, Y), np.array_equal(ticks, TICKS)) == (True, True, True)
    x[...] = 0.0
