"""The fast step is the step of `take_step`, to the last bit: whatever the network, the batch and the rules."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import backprop as bp
from backprop.flat import Views, to_parameters, to_vector, views
from backprop.losses import loss_function
from backprop.optimizers import OptimizerState
from backprop.regularization import NONE
from backprop.steps import take_step
from backprop.training.kernel import Kernel, _product
from tests.helpers import OUTPUTS_AND_LOSSES, more, random_data, random_parameters

many = more(3.75)

SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33)
BATCHES = (1, 2, 3, 4, 7, 8, 10, 31, 32, 100)


def bits(*arrays: np.ndarray) -> list[bytes]:
    """What the numbers are made of: tells −0 from 0, and one NaN is the other."""
    return [np.where(np.isnan(array), np.nan, array).tobytes() for array in arrays]


def frozen(array: np.ndarray) -> np.ndarray:
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def run_both(net, params, batches, loss, optimizer, regularization=NONE):
    """The numbers after each update: those of the kernel and those of `take_step`, as bytes."""
    state = optimizer.init(params)
    kernel = Kernel(net, loss, regularization, to_vector(params), tuple(map(to_vector, state.averages)))
    fast, slow = [], []
    layouts = [kernel.prepare(x, y) for x, y in batches]  # all laid out first, as in training
    with np.errstate(all="ignore"):
        for calls, (x, y) in zip(layouts, batches, strict=True):
            kernel.step(calls, optimizer)
            fast.append((kernel.count, bits(kernel.theta, kernel.gradient, *kernel.averages)))
            step = take_step(net, params, frozen(x), frozen(y), loss, optimizer, frozenset(), state, regularization)
            params, state = step.parameters_after, step.state_after
            vectors = (to_vector(part) for part in (params, step.given, *state.averages))
            slow.append((state.count, bits(*vectors)))
    return fast, slow


@st.composite
def trainings(draw: st.DrawFn):
    """A network of any shape, some batches of two sizes, and rules."""
    output, loss = draw(st.sampled_from(OUTPUTS_AND_LOSSES))
    sizes = draw(st.lists(st.sampled_from(SIZES), min_size=2, max_size=6))
    if output == "softmax" and sizes[-1] == 1:
        sizes[-1] = 2
    hidden = tuple(draw(st.sampled_from(bp.HIDDEN_ACTIVATIONS)) for _ in sizes[1:-1])
    net = bp.Network(tuple(sizes), hidden, output)
    seed, n = draw(st.integers(0, 10_000)), draw(st.sampled_from(BATCHES))
    last = draw(st.integers(1, n))
    batches = [random_data(net, size, seed + index, loss) for index, size in enumerate((n, n, last, n))]
    if draw(st.booleans()) and output in ("sigmoid", "softmax"):  # hard targets, as they are in training
        batches = [(x, np.eye(sizes[-1])[y.argmax(axis=1)]) for x, y in batches]
    optimizer = bp.make_optimizer(draw(st.sampled_from(tuple(bp.OPTIMIZERS))), draw(st.sampled_from((0.01, 0.5, 30.0))))
    regularization = bp.Regularization(
        draw(st.sampled_from((0.0, 0.01))), draw(st.sampled_from((0.0, 0.1))), draw(st.sampled_from((None, 1e-3, 1.0)))
    )
    return net, random_parameters(net, seed), batches, loss, optimizer, regularization


@given(trainings())
@many
def test_every_step_is_the_same_to_the_last_bit(training):
    fast, slow = run_both(*training)
    assert fast == slow


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("loss", bp.losses_for("sigmoid"))
def test_the_sign_of_a_zero_is_kept(loss, sign):
    """A chain of single units for a single sample, so far out that δ is a zero."""
    net = bp.Network((1, 1, 1), "identity", "sigmoid")
    params = bp.Parameters([[[2e3]], [[sign]]], [[0.0], [0.0]])
    batches = [(np.array([[1.0]]), np.array([[max(sign, 0.0)]]))] * 3
    fast, slow = run_both(net, params, batches, loss, bp.sgd(0.5))
    assert fast == slow


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
@pytest.mark.parametrize("hidden", bp.HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize("n", [1, 2, 64])
def test_every_activation_with_every_loss(hidden, output, loss, n):
    """n = 64 broadcasts the biases, the others copy them; both hidden layers share one call for their slopes."""
    net = bp.Network((3, 6, 5, 4), hidden, output)
    batches = [random_data(net, size, size, loss) for size in (n, max(1, n - 1))] * 2
    fast, slow = run_both(net, random_parameters(net, n), batches, loss, bp.adam(0.1))
    assert fast == slow


@pytest.mark.parametrize("sizes", [(1, 1), (4, 1), (2, 64, 64, 64, 64, 64, 64, 3), (64, 10)])
@pytest.mark.parametrize("n", [1, 3, 500])
def test_no_hidden_layer_and_six_of_the_widest(sizes, n):
    net = bp.Network(sizes, "tanh", "identity")
    fast, slow = run_both(net, random_parameters(net, 1), [random_data(net, n, 1)] * 2, "mse", bp.nesterov(0.01))
    assert fast == slow


@pytest.mark.parametrize("scale", [1e-300, 1e3, 1e150, 1e300])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_numbers_at_the_ends_of_float64(output, loss, scale):
    """Saturated units, underflow, overflow, and what comes after: the kernel breaks where the step breaks."""
    net = bp.Network((2, 3, 3), "relu", output)
    params = random_parameters(net, 3).map(lambda array: scale * array)
    batches = [random_data(net, 5, seed, loss) for seed in range(3)]
    fast, slow = run_both(net, params, batches, loss, bp.momentum(0.5))
    assert fast == slow


@given(
    st.sampled_from((1, 2, 3, 5, 8, 10, 17, 32, 64, 130)),
    st.sampled_from((1, 2, 3, 4, 7, 8, 16, 64)),
    st.sampled_from((1, 2, 3, 4, 5, 8, 10, 64)),
    st.integers(0, 3),
    st.integers(0, 3),
)
@more(7.5)
@example(1, 1, 1, 0, 0)
@example(1, 64, 64, 1, 1)
@example(64, 64, 1, 1, 1)
def test_the_products_of_dot_are_those_of_matmul(n, fan_in, fan_out, first, second):
    """Also on parts of a vector that begin anywhere in it, with one operand transposed, and into given room."""
    rng = np.random.default_rng([n, fan_in, fan_out])

    def anywhere(shape, at):
        vector = np.empty(shape[0] * shape[1] + at)
        part = vector[at:].reshape(shape)
        part[...] = rng.standard_normal(shape) * rng.choice([1.0, 0.0, -0.0], shape, p=[0.8, 0.1, 0.1])
        return part

    x, W, delta = anywhere((n, fan_in), first), anywhere((fan_in, fan_out), second), anywhere((n, fan_out), first)
    z, dW, da = anywhere((n, fan_out), second), anywhere((fan_in, fan_out), first), anywhere((n, fan_in), 0)
    for function, arguments in (_product(x, W, z), _product(x.T, delta, dW), _product(delta, W.T, da)):
        function(*arguments)
    apart_x, apart_W, apart_delta = x.copy(), W.copy(), delta.copy()
    expected = (
        apart_x @ apart_W,
        np.swapaxes(apart_x, -2, -1) @ apart_delta,
        apart_delta @ np.swapaxes(apart_W, -2, -1),
    )
    assert bits(z, dW, da) == bits(*expected)


def test_the_data_are_read_when_the_calls_are_run():
    """Training lays out the calls once and puts each epoch's order into the same arrays."""
    net = bp.Network((2, 3, 1), "tanh", "identity")
    (x, y), (other_x, other_y) = random_data(net, 5, 1), random_data(net, 5, 2)
    params, nothing = to_vector(random_parameters(net, 0)), NONE
    reused, fresh = (Kernel(net, "mse", nothing, params, ()) for _ in range(2))
    calls = reused.prepare(x, y)
    x[...], y[...] = other_x, other_y
    reused.step(calls, bp.sgd(0.1))
    fresh.step(fresh.prepare(other_x, other_y), bp.sgd(0.1))
    assert bits(reused.theta) == bits(fresh.theta)


def test_the_kernel_leaves_the_callers_arrays_alone():
    net = bp.Network((2, 3, 1), "tanh", "identity")
    x, y = random_data(net, 5, 1)
    theta, velocity = to_vector(random_parameters(net, 0)), to_vector(random_parameters(net, 1))
    before = bits(x, y, theta, velocity)
    kernel = Kernel(net, "mse", bp.Regularization(0.1, 0.1, 0.1), theta, (velocity,))
    kernel.step(kernel.prepare(x, y), bp.momentum(0.1))
    assert bits(x, y, theta, velocity) == before
    assert bits(kernel.theta) != bits(theta)


def test_a_kernel_continues_where_another_was():
    """Count, averages and parameters are all that there is to know."""
    net = bp.Network((2, 3, 1), "tanh", "identity")
    batches, nothing, optimizer = [random_data(net, 5, seed) for seed in range(4)], NONE, bp.adam(0.1)
    theta = to_vector(random_parameters(net, 0))
    whole = Kernel(net, "mse", nothing, theta, (np.zeros_like(theta), np.zeros_like(theta)))
    for x, y in batches[:2]:
        whole.step(whole.prepare(x, y), optimizer)
    rest = Kernel(net, "mse", nothing, whole.theta, whole.averages, whole.count)
    for x, y in batches[2:]:
        whole.step(whole.prepare(x, y), optimizer)
        rest.step(rest.prepare(x, y), optimizer)
    assert bits(whole.theta, *whole.averages) == bits(rest.theta, *rest.averages)


# The comparison sees what it has to see -----------------------------------------------------------------------------

PLANTED_NET = bp.Network((2, 3, 3, 2), "tanh", "sigmoid")


def planted(loss="mse", optimizer=None, regularization=NONE):
    batches = [random_data(PLANTED_NET, n, n, loss) for n in (4, 3)]
    rule = bp.adam(0.1) if optimizer is None else optimizer
    fast, slow = run_both(PLANTED_NET, random_parameters(PLANTED_NET, 0), batches, loss, rule, regularization)
    return [index for index, (ours, theirs) in enumerate(zip(fast, slow, strict=True)) if ours != theirs]


def replaced(table, name, **changes):
    return {**table, name: dataclasses.replace(table[name], **changes)}


LOSS = bp.LOSSES["mse"]
ALMOST_ONE = 1.0 + 2.0**-52


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
@pytest.mark.parametrize("field", ["f", "slope"])
def test_an_activation_that_is_one_bit_off(monkeypatch, name, field):
    right = getattr(bp.ACTIVATIONS[name], field)

    def wrong(z, out=None):
        return np.multiply(right(z), ALMOST_ONE, out)

    assert planted() == []
    monkeypatch.setattr("backprop.training.kernel.ACTIVATIONS", replaced(bp.ACTIVATIONS, name, **{field: wrong}))
    assert planted()[0] == 0


def test_a_loss_that_is_one_bit_off(monkeypatch):
    def wrong(name, output):
        right = loss_function(name, output)

        def changed(z, a, y, out=None):
            return np.multiply(right.dterm(z, a, y), ALMOST_ONE, out)

        return dataclasses.replace(right, dterm=changed)

    monkeypatch.setattr("backprop.training.kernel.loss_function", wrong)
    assert planted()[0] == 0


def test_a_divisor_that_takes_the_last_batch_for_a_full_one(monkeypatch):
    """Only the short batch, the second, can show it."""

    class Full(bp.Loss):
        def divisor(self, y):
            return 4 * y.shape[-1]

    monkeypatch.setattr("backprop.training.kernel.loss_function", lambda name, output: Full(*dataclasses.astuple(LOSS)))
    assert planted() == [1]


def test_biases_that_change_places(monkeypatch):
    def wrong(net, vector):
        weights, (first, second, *others) = views(net, vector)
        return Views(weights, (second, first, *others))

    monkeypatch.setattr("backprop.training.kernel.views", wrong)
    assert planted()[0] == 0


def test_a_penalty_that_is_forgotten(monkeypatch):
    regularization = bp.Regularization(l2=0.1)
    assert planted(regularization=regularization) == []
    monkeypatch.setattr(Kernel, "_penalties", lambda self: iter(()))
    assert planted(regularization=regularization)[0] == 0


def test_an_update_that_is_counted_from_0(monkeypatch):
    right = Kernel.steps

    def wrong(self, layouts, optimizer):
        late = dataclasses.replace(optimizer, rule=lambda g, averages, count: optimizer.rule(g, averages, count + 1))
        return right(self, layouts, late)

    monkeypatch.setattr(Kernel, "steps", wrong)
    assert planted()[0] == 0


def test_gradients_that_are_taken_after_the_update(monkeypatch):
    """As if the hidden layers saw output weights that have moved already."""
    right = Kernel._backward

    def wrong(self, space, x):
        for place, call in enumerate(right(self, space, x)):
            yield call
            if place == 1:
                yield lambda W, dW: np.subtract(W, 0.1 * dW, W), (self._own.weights[-1], self._slopes.weights[-1])

    monkeypatch.setattr(Kernel, "_backward", wrong)
    assert planted()[0] == 0


def test_the_state_handed_to_the_kernel_is_that_of_the_optimizer():
    """So that `run_both` begins with the same: two averages of zeros for Adam, and count 0."""
    params = random_parameters(PLANTED_NET, 0)
    state = bp.adam(0.1).init(params)
    assert isinstance(state, OptimizerState)
    assert [to_vector(average).any() for average in state.averages] == [False, False]
    assert bits(to_vector(to_parameters(PLANTED_NET, to_vector(params)))) == bits(to_vector(params))
