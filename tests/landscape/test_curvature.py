# pyright: reportArgumentType=false
"""Products with the Hessian and λmax, against the whole Hessian from differences of gradients."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from backprop.flat import to_parameters, to_vector
from backprop.landscape import curvature
from tests.helpers import OUTPUTS_AND_LOSSES, arrays, near, random_data, random_parameters, stacked


def gradient(net, theta, x, y, loss):
    params = to_parameters(net, theta)
    layers = bp.backward(net, params, bp.forward(net, params, x), y, loss)
    return to_vector(bp.Parameters.computed([layer.dW for layer in layers], [layer.db for layer in layers]))


def dense_hessian(net, params, x, y, loss, h=1e-5):
    """Column by column: one parameter is moved both ways."""
    theta = to_vector(params)
    moves = h * np.eye(len(theta))
    columns = [gradient(net, theta + m, x, y, loss) - gradient(net, theta - m, x, y, loss) for m in moves]
    hessian = np.array(columns) / (2 * h)
    return 0.5 * (hessian + hessian.T)


def random_case(seed):
    """A small network; activations, losses, depths and sizes of weights all vary with the seed."""
    rng = np.random.default_rng(seed)
    output, loss = OUTPUTS_AND_LOSSES[seed % len(OUTPUTS_AND_LOSSES)]
    sizes = [int(size) for size in rng.integers(1, 6, rng.integers(2, 5))]
    if output == "softmax":
        sizes[-1] += 1
    hidden = tuple(str(name) for name in rng.choice(bp.HIDDEN_ACTIVATIONS, len(sizes) - 2))
    net = bp.Network(tuple(sizes), hidden, output)
    scale = float(rng.choice([0.1, 1.0, 3.0]))
    params = random_parameters(net, seed).map(lambda array: scale * array)
    return net, params, *random_data(net, int(rng.integers(1, 30)), seed, loss), loss


def length(params):
    return float(np.linalg.norm(to_vector(params)))


# Against the whole Hessian ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_the_largest_curvature_of_random_networks(seed):
    net, params, x, y, loss = random_case(seed)
    spectrum, vectors = np.linalg.eigh(dense_hessian(net, params, x, y, loss))
    value, direction = bp.largest_curvature(net, params, x, y, loss)
    assert value.shape == ()
    assert float(value) == near(spectrum[-1], rel=1e-4, abs=1e-8)
    assert length(direction) == near(1.0)
    if len(spectrum) > 1 and spectrum[-1] - spectrum[-2] > 0.05 * np.abs(spectrum).max():
        assert abs(to_vector(direction) @ vectors[:, -1]) == near(1.0, rel=1e-3)


def test_the_random_networks_meet_everything():
    cases = [random_case(seed) for seed in range(90)]
    assert {(net.output, loss) for net, *_, loss in cases} == set(OUTPUTS_AND_LOSSES)
    assert {name for net, *_ in cases for name in net.activations[:-1]} == set(bp.HIDDEN_ACTIVATIONS)
    spectra = [np.linalg.eigvalsh(dense_hessian(*case)) for case in cases]
    assert sum(spectrum[0] < -spectrum[-1] for spectrum in spectra) > 2  # the dominant eigenvalue is negative


@pytest.mark.parametrize("seed", range(20))
def test_products_are_those_of_the_whole_hessian(seed):
    net, params, x, y, loss = random_case(seed)
    vector = random_parameters(net, seed + 100)
    product = bp.hessian_vector(net, params, x, y, loss, vector)
    hessian = dense_hessian(net, params, x, y, loss)
    size = np.linalg.norm(hessian) * length(vector)
    assert to_vector(product) == near(hessian @ to_vector(vector), rel=1e-6, abs=1e-6 * size)


def test_products_grow_with_the_vector():
    net, params, x, y, loss = random_case(3)
    vector = random_parameters(net, 0)
    once = to_vector(bp.hessian_vector(net, params, x, y, loss, vector))
    for scale in (1e-200, 1e-3, -7.0, 1e9):
        scaled = vector.map(lambda array, scale=scale: scale * array)
        assert to_vector(bp.hessian_vector(net, params, x, y, loss, scaled)) == near(scale * once, rel=1e-6)
    nothing = vector.map(np.zeros_like)
    assert not to_vector(bp.hessian_vector(net, params, x, y, loss, nothing)).any()


def test_by_hand():
    """ŷ = wx + b on x = 2: (ŷ − y)² bends by 2x², 2x and 2, so λmax = 2(x² + 1) = 10, along (x, 1)."""
    net = bp.Network((1, 1), output="identity")
    params = bp.Parameters([[[0.3]]], [[-0.2]])
    value, direction = bp.largest_curvature(net, params, [[2.0]], [[1.0]], "mse")
    assert float(value) == near(10.0, rel=1e-8)
    assert direction.weights[0].item() / direction.biases[0].item() == near(2.0, rel=1e-6)


def test_gradient_descent_shrinks_below_two_over_the_curvature_and_grows_above():
    """What the number is for."""
    net = bp.Network((2, 1), output="identity")
    x, y = random_data(net, 30, 0)
    start = random_parameters(net, 0)
    bound = 2.0 / float(bp.largest_curvature(net, start, x, y, "mse")[0])
    for factor, shrinks in ((0.98, True), (1.02, False)):
        first = bp.trace_step(net, start, x, y, "mse", bp.sgd(factor * bound))
        losses = bp.repeat_step(first, 400).losses
        assert (losses[-1] < losses[0]) == shrinks


# Where it is difficult ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 10, 19, 28, 60, 78])
def test_where_the_loss_bends_downwards_the_most(seed):
    """Far on the wrong side: the dominant eigenvalue is negative, and by far the largest in size."""
    net = bp.Network((2, 3, 1), "tanh", "sigmoid")
    params = random_parameters(net, seed).map(lambda array: 2.0 * array + 0.7)
    x, _ = random_data(net, 6, seed)
    y = np.zeros((6, 1))
    spectrum = np.linalg.eigvalsh(dense_hessian(net, params, x, y, "mse"))
    value, _ = bp.largest_curvature(net, params, x, y, "mse")
    assert spectrum[0] < -5 * spectrum[-1] < 0
    assert float(value) == near(spectrum[-1], rel=1e-4)


@pytest.mark.parametrize("share", [1.0, 0.1, 1e-3])
def test_a_loss_that_bends_downwards_in_all_directions(share):
    """A bias far on the wrong side, w = 0, x = ±share: (σ²)″ = 2(σ′² + σσ″) < 0 along b, and x² times that along w."""
    net = bp.Network((1, 1), output="sigmoid")
    a = float(bp.ACTIVATIONS["sigmoid"].f(np.array([3.0]))[0])
    slope = a * (1 - a)
    bend = 2 * (slope**2 + a * slope * (1 - 2 * a))
    params = bp.Parameters([[[0.0]]], [[3.0]])
    value, direction = bp.largest_curvature(net, params, [[share], [-share]], [[0.0], [0.0]], "mse")
    assert bend < -0.05
    assert float(value) == near(share**2 * bend, rel=1e-3, abs=1e-9)
    if share < 1:
        assert abs(direction.weights[0].item()) == near(1.0, rel=1e-6)


@pytest.mark.parametrize("hidden", bp.HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_a_network_without_weights(hidden, output, loss):
    """Its eigenvalues come in pairs of opposite sign, where power iteration goes back and forth for ever."""
    net = bp.Network((2, 3, 2), hidden, output)
    params, (x, y) = bp.initialize(net, "zeros"), random_data(net, 9, 0, loss)
    value, direction = bp.largest_curvature(net, params, x, y, loss)
    assert np.isfinite(value)
    assert length(direction) == near(1.0)
    if hidden not in ("relu", "leaky_relu") and output not in ("relu", "leaky_relu"):
        expected = np.linalg.eigvalsh(dense_hessian(net, params, x, y, loss))[-1]
        assert float(value) == near(expected, rel=1e-4, abs=1e-8)


def test_pairs_of_opposite_sign():
    """ŷ = w₁w₂x at 0: the Hessian is [[0, −2xy], [−2xy, 0]] in the weights."""
    net = bp.Network((1, 1, 1), "identity", "identity")
    x, y = np.array([[1.0], [-1.0]]), np.array([[1.0], [-1.0]])  # 2 more along the last bias
    spectrum = np.linalg.eigvalsh(dense_hessian(net, bp.initialize(net, "zeros"), x, y, "mse"))
    assert spectrum == near([-2.0, 0.0, 2.0, 2.0], rel=1e-6, abs=1e-6)
    value, _ = bp.largest_curvature(net, bp.initialize(net, "zeros"), x, y, "mse")
    assert float(value) == near(2.0, rel=1e-6)


@pytest.mark.parametrize(
    ("output", "loss", "target"), [("sigmoid", "mse", 0.0), ("sigmoid", "log_loss", 1.0), ("relu", "mse", 0.0)]
)
def test_where_there_is_no_curvature_it_is_0_and_nothing_is_divided_by_it(output, loss, target):
    """Saturated units, and ReLUs that are off."""
    net = bp.Network((2, 3, 1), "tanh", output)
    params = random_parameters(net, 0).map(lambda array: 1e-3 * array)
    bias = -800.0 if output == "relu" or target == 0.0 else 800.0
    params = params.replace({bp.ParameterId(1, None, 0): bias})
    x, _ = random_data(net, 7, 0)
    with np.errstate(divide="raise", invalid="raise"):
        value, direction = bp.largest_curvature(net, params, x, np.full((7, 1), target), loss)
    assert float(value) == 0.0
    assert length(direction) == near(1.0)


@pytest.mark.parametrize("scale", [10.0, 40.0, 200.0])
def test_saturated_networks(scale):
    net = bp.Network((2, 4, 1), "tanh", "sigmoid")
    params = random_parameters(net, 1).map(lambda array: scale * array)
    x, y = random_data(net, 20, 1, "log_loss")
    spectrum = np.linalg.eigvalsh(dense_hessian(net, params, x, y, "log_loss"))
    value, _ = bp.largest_curvature(net, params, x, y, "log_loss")
    assert float(value) == near(spectrum[-1], rel=0.01, abs=1e-8)


@pytest.mark.parametrize("scale", [1e3, 1e30])
def test_large_parameters_take_large_steps(scale):
    """A linear network's Hessian is the same wherever it is."""
    net = bp.Network((2, 1), output="identity")
    x, y = random_data(net, 10, 0)
    here, there = (random_parameters(net, 0).map(lambda array, by=by: by * array) for by in (1.0, scale))
    expected = float(bp.largest_curvature(net, here, x, y, "mse")[0])
    assert float(bp.largest_curvature(net, there, x, y, "mse")[0]) == near(expected, rel=1e-6)


def test_a_unit_on_its_kink_stays_on_its_side():
    """z = 0 for a sample, by its ReLUs before or its inputs: a difference across the kink would be 1 / h."""
    net = bp.Network((2, 3, 3, 1), "relu", "sigmoid")
    params, (x, y) = bp.initialize(net, "he", 3), random_data(net, 40, 0, "log_loss")
    x[:3] = 0.0
    z = [layer.z for layer in bp.forward(net, params, x)]
    assert (z[0] == 0).any()
    assert (z[1][3:] == 0).any()
    value, _ = bp.largest_curvature(net, params, x, y, "log_loss")
    moved = params.map(lambda array: array - 1e-4 * (array == 0.0))  # biases a little below 0: off, as at 0
    smooth, _ = bp.largest_curvature(net, moved, x, y, "log_loss")
    assert float(value) == near(float(smooth), rel=0.01)


# Many sets of parameters at once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 2_000, 10**9])
@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_many_sets_are_the_sets_one_by_one(monkeypatch, hidden, at_once):
    monkeypatch.setattr(curvature, "_AT_ONCE", at_once)
    net = bp.Network((2, 4, 1), hidden, "sigmoid")
    runs = [random_parameters(net, seed) for seed in range(6)]
    x, y = random_data(net, 20, 0, "log_loss")
    values, directions = bp.largest_curvature(net, stacked(runs), x, y, "log_loss")
    vectors = [random_parameters(net, seed + 50) for seed in range(6)]
    products = bp.hessian_vector(net, stacked(runs), x, y, "log_loss", stacked(vectors))
    assert (values.shape, directions.weights[0].shape, products.biases[0].shape) == ((6,), (6, 2, 4), (6, 4))
    for run, params in enumerate(runs):
        value, direction = bp.largest_curvature(net, params, x, y, "log_loss")
        assert values[run] == near(float(value), rel=1e-6)
        assert abs(to_vector(direction) @ to_vector(directions)[run]) == near(1.0, rel=1e-3)
        product = bp.hessian_vector(net, params, x, y, "log_loss", vectors[run])
        assert to_vector(products)[run] == near(to_vector(product), rel=1e-6, abs=1e-9)


def test_data_for_each_set():
    net = bp.Network((2, 4, 1), "tanh", "sigmoid")
    runs, data = [random_parameters(net, seed) for seed in range(3)], [random_data(net, 20, seed) for seed in range(3)]
    x, y = np.stack([one for one, _ in data]), np.stack([one for _, one in data])
    values, _ = bp.largest_curvature(net, stacked(runs), x, y, "log_loss")
    for value, params, (own_x, own_y) in zip(values, runs, data, strict=True):
        assert value == near(float(bp.largest_curvature(net, params, own_x, own_y, "log_loss")[0]), rel=1e-6)


def test_several_leading_axes():
    net = bp.Network((2, 3, 1), "tanh", "identity")
    grid = stacked([stacked([random_parameters(net, 3 * row + seed) for seed in range(3)]) for row in range(2)])
    x, y = random_data(net, 8, 0)
    values, directions = bp.largest_curvature(net, grid, x, y, "mse")
    assert (values.shape, directions.weights[1].shape) == ((2, 3), (2, 3, 3, 1))
    assert values[1, 2] == near(float(bp.largest_curvature(net, random_parameters(net, 5), x, y, "mse")[0]), rel=1e-6)


def test_all_runs_of_a_sweep_and_all_steps_of_a_run():
    experiment = bp.Experiment(samples=20, test_fraction=0.0, hidden=(3,), epochs=5, batch_size=2_000)
    sweep = bp.sweep(experiment, [0.1, 1.0])
    data, net = experiment.prepare(), experiment.network()
    values, _ = bp.largest_curvature(net, sweep.parameters_at(5), data.x, data.y, "log_loss")
    run = bp.train(replace(experiment, learning_rate=1.0))
    alone, _ = bp.largest_curvature(net, run.parameters_at(5), data.x, data.y, "log_loss")
    assert values[1] == near(float(alone), rel=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200])
def test_a_set_that_is_not_finite_gives_nan_and_leaves_the_others_alone(bad):
    net = bp.Network((2, 3, 1), "identity", "identity")
    good = random_parameters(net, 0)
    broken = good.map(lambda array: np.full_like(array, bad))
    x, y = random_data(net, 8, 0)
    both = bp.Parameters.computed(
        [np.stack(pair) for pair in zip(good.weights, broken.weights, strict=True)],
        [np.stack(pair) for pair in zip(good.biases, broken.biases, strict=True)],
    )
    with np.errstate(all="raise", under="ignore"):
        values, directions = bp.largest_curvature(net, both, x, y, "mse")
    assert values[0] == near(float(bp.largest_curvature(net, good, x, y, "mse")[0]), rel=1e-6)
    assert np.isnan(values[1])
    assert all(np.isfinite(array[0]).all() and np.isnan(array[1]).all() for array in arrays(directions))
    product = bp.hessian_vector(net, both, x, y, "mse", both.map(np.ones_like))
    assert all(np.isfinite(array[0]).all() and np.isnan(array[1]).all() for array in arrays(product))


# How long it takes --------------------------------------------------------------------------------------------------


@pytest.fixture
def products(monkeypatch):
    """How many products were taken, one entry each."""
    taken, right = [], curvature._Hessians.times

    def counted(self, vectors):
        taken.append(len(vectors))
        return right(self, vectors)

    monkeypatch.setattr(curvature._Hessians, "times", counted)
    return taken


def test_it_stops_when_it_is_close(products):
    net = bp.Network((2, 8, 8, 1), "tanh", "sigmoid")
    params, (x, y) = random_parameters(net, 0), random_data(net, 50, 0, "log_loss")
    values = []
    for tolerance in (1e-1, 1e-3, 1e-5):
        products.clear()
        value, direction = bp.largest_curvature(net, params, x, y, "log_loss", tolerance=tolerance)
        values.append((len(products), float(value)))
        product = to_vector(bp.hessian_vector(net, params, x, y, "log_loss", direction))
        missed = np.linalg.norm(product - float(value) * to_vector(direction))
        assert missed <= 1.01 * tolerance * abs(float(value))
    counts = [count for count, _ in values]
    assert counts == sorted(set(counts))
    assert counts[-1] < 30 < net.parameter_count


def test_it_takes_no_more_products_than_it_may(products):
    net, params, x, y, loss = random_case(0)
    bp.largest_curvature(net, params, x, y, loss, most=3)
    assert len(products) == 3
    products.clear()
    bp.largest_curvature(bp.Network((1, 1)), bp.initialize(bp.Network((1, 1)), "xavier"), [[1.0]], [[0.5]], "mse")
    assert len(products) <= 2  # as many as there are parameters


def test_it_is_the_same_each_time():
    net, params, x, y, loss = random_case(1)
    (one, direction), (two, again) = (bp.largest_curvature(net, params, x, y, loss) for _ in range(2))
    assert one.tobytes() == two.tobytes()
    assert np.array_equal(to_vector(direction), to_vector(again))


# Refusals -----------------------------------------------------------------------------------------------------------

NET = bp.Network((2, 3, 1), "tanh", "sigmoid")
PARAMS = random_parameters(NET, 0)
X, Y = random_data(NET, 4, 0)
OTHER = random_parameters(bp.Network((2, 2, 1)), 0)
NONE_AT_ALL = PARAMS.map(lambda array: np.zeros((0, *array.shape)))


def largest(params=PARAMS, x=X, y=Y, loss="mse", **settings):
    return bp.largest_curvature(NET, params, x, y, loss, **settings)


REFUSED = {
    "parameters of another network": (lambda: largest(OTHER), "params is [(2, 2), (2, 1)]"),
    "no set": (lambda: largest(NONE_AT_ALL), "params is [(0, 2, 3), (0, 3, 1)]"),
    "x with another column": (lambda: largest(x=X[:, :1]), "x.shape is (4, 1); allowed: (4, 2)"),
    "x of another number of sets": (lambda: largest(x=np.stack([X, X])), "x.shape is (2, 4, 2); allowed: (4, 2)"),
    "y of other samples": (lambda: largest(y=Y[:3]), "y.shape is (3, 1); allowed: (4, 1)"),
    "x as a row": (lambda: largest(x=[0.1, 0.2]), "x.shape is (2,)"),
    "x of NaN": (lambda: largest(x=X * np.nan), "x[0, 0] is nan"),
    "a loss that does not fit": (lambda: largest(loss="cross_entropy"), "loss is 'cross_entropy'"),
    "targets without a meaning": (lambda: largest(y=Y + 1.0, loss="log_loss"), "y[0, 0] is"),
    "a tolerance of 0": (lambda: largest(tolerance=0.0), "tolerance is 0.0; allowed: a number above 0"),
    "no products": (lambda: largest(most=0), "most is 0; allowed: a whole number from 1"),
    "a vector of another network": (
        lambda: bp.hessian_vector(NET, PARAMS, X, Y, "mse", OTHER),
        "vector is [(2, 2), (2, 1)]; allowed: shaped like the parameters",
    ),
}


@pytest.mark.parametrize(("attempt", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_bad_input_is_refused_with_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match="; allowed: ") as caught:
        attempt()
    assert str(caught.value).startswith(sentence)
