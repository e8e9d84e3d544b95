"""What training costs: `python -m tests.benchmarks.training_speed` prints it, and fails where a limit is missed.

Only ratios count (see `measure`); NumPy and PyTorch get one thread each. PyTorch is not needed: where it cannot be
imported, its row says so.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

import backprop as bp
from backprop.flat import to_vector
from backprop.regularization import NONE
from backprop.training.kernel import Kernel
from tests.benchmarks.measure import ROUNDS, Way, judge, ratio, side_by_side, with_one_thread
from tests.benchmarks.plain_numpy import make_epoch

SIZES, SAMPLES, BATCH, ALPHA = (2, 4, 2, 1), 500, 10, 0.1
EPOCHS = 200
LARGEST_SHARE_OF_TORCH = 1 / 20
MOST_OF_PLAIN = 1.5
MOST_OF_PRODUCTS = 1.5
MOST_POWER = 1.15


# One epoch of 50 updates of a small network ------------------------------------------------------------------------


def small_experiment() -> bp.Experiment:
    """2-4-2-1 with tanh in the hidden layers and a linear output, mse, on 500 points of a surface."""
    x = np.random.default_rng(0).uniform(-1.0, 1.0, (SAMPLES, SIZES[0]))
    y = np.sin(3.0 * x[:, 0]) * x[:, 1]
    table = "\n".join(f"{first!r},{second!r},{value!r}" for (first, second), value in zip(x.tolist(), y.tolist()))  # noqa: B905
    return bp.Experiment(
        dataset="own",
        data=table,
        hidden=SIZES[1:-1],
        activation="tanh",
        loss="mse",
        learning_rate=ALPHA,
        batch_size=BATCH,
        epochs=EPOCHS,
        test_fraction=0.0,
        standardize=False,
    )


def torch_epoch(torch: Any, x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> tuple[Callable[[], None], Any]:
    """The same epoch in PyTorch, eager, which keeps its parameters after each update; and the network."""
    torch.set_num_threads(1)
    nn = torch.nn
    net = nn.Sequential(
        nn.Linear(SIZES[0], SIZES[1]), nn.Tanh(), nn.Linear(SIZES[1], SIZES[2]), nn.Tanh(), nn.Linear(SIZES[2], 1)
    ).double()
    start = 0
    with torch.no_grad():
        for layer, (fan_in, fan_out) in zip((net[0], net[2], net[4]), pairwise(SIZES), strict=True):
            middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
            layer.weight.copy_(torch.from_numpy(theta[start:middle].reshape(fan_in, fan_out).T.copy()))
            layer.bias.copy_(torch.from_numpy(theta[middle:end].copy()))
            start = end
    inputs, targets = torch.from_numpy(np.array(x)), torch.from_numpy(np.array(y))
    criterion, optimizer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=ALPHA)
    history: list[Any] = []

    def epoch() -> None:
        history.clear()
        order = torch.randperm(SAMPLES)
        for first in range(0, SAMPLES, BATCH):
            rows = order[first : first + BATCH]
            optimizer.zero_grad()
            criterion(net(inputs[rows]), targets[rows]).backward()
            optimizer.step()
            history.append(nn.utils.parameters_to_vector(net.parameters()).detach())

    return epoch, net


def import_torch() -> Any:
    """PyTorch, or None."""
    try:
        return import_module("torch")
    except ImportError:
        return None


def small_network() -> bool:
    experiment = small_experiment()
    net, data = experiment.network(), experiment.prepare()
    assert net.sizes == SIZES
    theta = to_vector(bp.initialize(net, experiment.initializer, experiment.seed))
    trained = theta.copy()
    plain = make_epoch(data.x, data.y, SIZES, trained, ALPHA, BATCH)
    plain()
    kernel, order = Kernel(net, "mse", NONE, theta, ()), np.random.default_rng(0).permutation(SAMPLES)
    for rows in order.reshape(-1, BATCH):
        kernel.step(kernel.prepare(data.x[rows], data.y[rows]), bp.sgd(ALPHA))
    assert np.allclose(trained, kernel.theta, rtol=0.0, atol=1e-12), "the loop by hand does something else"

    def plain_epochs() -> None:
        for _ in range(EPOCHS):
            plain()

    print(
        f"One epoch of {SAMPLES // BATCH} updates, {'-'.join(map(str, SIZES))} tanh, linear output, mse, batch {BATCH}:"
    )
    seconds = side_by_side({"ours": (lambda: bp.train(experiment), EPOCHS), "plain": (plain_epochs, EPOCHS)})
    for name, what in (("ours", "bp.train, every update kept"), ("plain", "plain NumPy by hand, nothing kept")):
        print(f"  {what}: {1e3 * median(seconds[name]):.3f} ms")
    kept = judge("ours / plain NumPy", ratio(seconds, "ours", "plain"), MOST_OF_PLAIN)
    torch = import_torch()
    if torch is None:
        print("  PyTorch: left out, since it is not installed here")
        return kept
    epoch, _ = torch_epoch(torch, data.x, data.y, theta)
    seconds = side_by_side({"ours": (lambda: bp.train(experiment), EPOCHS), "torch": (epoch, 1)})
    print(f"  PyTorch {torch.__version__}, eager, every update kept: {1e3 * median(seconds['torch']):.3f} ms")
    return judge("ours / PyTorch", ratio(seconds, "ours", "torch"), LARGEST_SHARE_OF_TORCH) and kept


# A large network ----------------------------------------------------------------------------------------------------


def laid_out(sizes: tuple[int, ...], hidden: str, n: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """A step of the kernel on n samples with softmax and cross-entropy, and its matrix products alone."""
    net, rng = bp.Network(sizes, hidden, "softmax"), np.random.default_rng(0)
    x, y = rng.standard_normal((n, sizes[0])), np.eye(sizes[-1])[rng.integers(0, sizes[-1], n)]
    kernel = Kernel(net, "cross_entropy", NONE, to_vector(bp.initialize(net, "he", 0)), ())
    calls, optimizer = kernel.prepare(x, y), bp.sgd(0.01)
    inputs = [x, *(rng.standard_normal((n, size)) for size in sizes[1:-1])]
    weights = [rng.standard_normal(shape) for shape in net.shapes]
    slopes = [np.empty(shape) for shape in net.shapes]
    outputs, deltas = ([rng.standard_normal((n, size)) for size in sizes[1:]] for _ in range(2))

    def step() -> None:
        kernel.step(calls, optimizer)

    def products() -> None:
        for layer in range(net.depth):
            np.dot(inputs[layer], weights[layer], outputs[layer])
        for layer in reversed(range(net.depth)):
            np.dot(inputs[layer].T, deltas[layer], slopes[layer])
            if layer:
                np.dot(deltas[layer], weights[layer].T, inputs[layer])

    return step, products


def large_network() -> bool:
    kept = True
    for hidden in ("tanh", "relu"):
        print(f"One update of 784-128-64-10, {hidden}, softmax, cross-entropy, batch 128:")
        step, products = laid_out((784, 128, 64, 10), hidden, 128)
        seconds = side_by_side({"step": (step, 1), "products": (products, 1)}, 15 * ROUNDS)
        for name, what in (("step", "a step"), ("products", "its 8 matrix products alone")):
            print(f"  {what}: {1e3 * median(seconds[name]):.3f} ms")
        kept = judge("step / products", ratio(seconds, "step", "products"), MOST_OF_PRODUCTS) and kept
    return kept


# A deep network, with every number recorded ---------------------------------------------------------------------------

DEPTH, WIDTH, DEEP_BATCH = 50, 32, 64
MOST_OF_DEEP_PRODUCTS = 4.5
MOST_OF_BY_HAND = 2.0


def deep_network() -> bool:
    """Both passes with their records, against the matrix products alone, and against the same numbers by hand."""
    rng = np.random.default_rng(0)
    net = bp.Network((WIDTH,) * (DEPTH + 1), "tanh", "identity")
    params = bp.initialize(net, "xavier", 0)
    x, y = rng.standard_normal((2, DEEP_BATCH, WIDTH))
    z, a, slope, da, delta = rng.standard_normal((5, DEPTH, DEEP_BATCH, WIDTH))
    dW, db = np.empty((DEPTH, WIDTH, WIDTH)), np.empty((DEPTH, WIDTH))

    def recorded() -> None:
        bp.backward(net, params, bp.forward(net, params, x), y, "mse")

    def products() -> None:
        for layer, W in enumerate(params.weights):
            np.dot(a[layer - 1], W, z[layer])
        for layer in reversed(range(DEPTH)):
            np.dot(a[layer - 1].T, delta[layer], dW[layer])
            if layer:
                np.dot(delta[layer], params.weights[layer].T, da[layer - 1])

    def by_hand() -> None:
        """The same numbers in arrays that are there already: nothing is checked, allocated or made read-only."""
        before = x
        for layer, (W, b) in enumerate(zip(params.weights, params.biases, strict=True)):
            np.dot(before, W, z[layer])
            np.add(z[layer], b, z[layer])
            if layer < DEPTH - 1:
                np.tanh(z[layer], a[layer])
            before = a[layer]
        np.subtract(z[-1], y, delta[-1])
        np.multiply(delta[-1], 2 / y.size, delta[-1])
        for layer in reversed(range(DEPTH)):
            np.dot((a[layer - 1] if layer else x).T, delta[layer], dW[layer])
            np.add.reduce(delta[layer], 0, None, db[layer])
            if layer:
                np.dot(delta[layer], params.weights[layer].T, da[layer - 1])
                np.cosh(z[layer - 1], slope[layer - 1])
                np.reciprocal(slope[layer - 1], slope[layer - 1])
                np.square(slope[layer - 1], slope[layer - 1])
                np.multiply(da[layer - 1], slope[layer - 1], delta[layer - 1])

    by_hand()
    ours = bp.backward(net, params, bp.forward(net, params, x), y, "mse")
    for layer, record in enumerate(ours):
        assert np.allclose(record.dW, dW[layer], rtol=1e-9, atol=1e-15), "the loop by hand computes something else"
    print(f"Forward and backward pass of {DEPTH} layers of {WIDTH} tanh units, batch {DEEP_BATCH}, all recorded:")
    ways: dict[str, Way] = {"recorded": (recorded, 1), "products": (products, 1), "by hand": (by_hand, 1)}
    seconds = side_by_side(ways, 15 * ROUNDS)
    for name in ways:
        print(f"  {name}: {1e3 * median(seconds[name]):.3f} ms")
    print(f"  by hand / products: {ratio(seconds, 'by hand', 'products'):.2f}")
    kept = judge("recorded / products", ratio(seconds, "recorded", "products"), MOST_OF_DEEP_PRODUCTS)
    return judge("recorded / by hand", ratio(seconds, "recorded", "by hand"), MOST_OF_BY_HAND) and kept


# How the cost grows -------------------------------------------------------------------------------------------------

WIDTHS, BATCHES = (8, 32, 64, 128, 256, 512), (32, 128)
LARGE = 10**6
"""Parameters times samples from which on the arithmetic outweighs the calls."""


def growth() -> bool:
    """Cost of an update by size: in proportion to parameters × samples once these are many."""
    print("Cost of an update, w-w-w-10 tanh, softmax, cross-entropy:")
    print("  width  batch  parameters × samples   µs an update   ns for each")
    work, cost = [], []
    for width in WIDTHS:
        for n in BATCHES:
            sizes = (width, width, width, 10)
            step, _ = laid_out(sizes, "tanh", n)
            repetitions = max(5, min(400, 4 * 10**8 // (n * width * width)))
            seconds = median(side_by_side({"step": (step, 1)}, repetitions)["step"])
            work.append(n * bp.Network(sizes, "tanh", "softmax").parameter_count)
            cost.append(seconds)
            print(f"  {width:5}  {n:5}  {work[-1]:20,}  {1e6 * seconds:13.1f}  {1e9 * seconds / work[-1]:12.3f}")
    large = np.array(work) >= LARGE
    exponent = float(np.polyfit(np.log(np.array(work)[large]), np.log(np.array(cost)[large]), 1)[0])
    print(f"  for {LARGE:,} and more: cost grows as (parameters × samples) to the power of {exponent:.2f}")
    return judge("that power", exponent, MOST_POWER)


def main() -> bool:
    return all([small_network(), large_network(), deep_network(), growth()])


if __name__ == "__main__":
    sys.exit(with_one_thread("tests.benchmarks.training_speed", main))
