"""What many runs at once gain: `python -m tests.benchmarks.sweep_speed` prints it, and fails where a limit is missed.

A sweep is measured against a plain loop (`plain_runs`) and against a loop of `bp.train`; the loss on a plane against
a loop of forward passes. All of `bp.sweep` counts: experiments, data and what is kept. Only ratios count (see
`measure`); NumPy gets one thread.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np

import backprop as bp
from backprop.flat import to_vector, views
from tests.benchmarks.measure import judge, judge_gain, ratio, side_by_side, with_one_thread
from tests.benchmarks.plain_runs import train_plainly

RUNS, STEPS = 64, 300
RATES = np.geomspace(0.01, 0.4, RUNS).tolist()
LEAST_GAIN = {4: 15.0, 32: 6.0, 256: 1.5}
"""How many times as fast as the plain loop a sweep has to be, by the number of points."""

MOST_OF_TRAIN, NOISE = 1.0, 0.05
"""A single run is left to `bp.train`: what is measured then is noise."""

LEAST_GAIN_ON_A_PLANE = 5.0
ROUNDS = 7


SMALL = bp.Experiment(dataset="circles", hidden=(8, 8), batch_size=2_000, epochs=STEPS, test_fraction=0.0)
"""2-8-8-1 with tanh, log loss on the full batch, one step an epoch."""


# Against a plain loop -----------------------------------------------------------------------------------------------


def plain_loop(base: bp.Experiment) -> Callable[[], np.ndarray]:
    """All runs one after the other as a person writes them; returns their losses (runs, steps + 1)."""
    net, data = base.network(), base.prepare()
    start = views(net, to_vector(bp.initialize(net, base.initializer, base.seed)))
    layers = list(zip(start.weights, start.biases, strict=True))

    def loop() -> np.ndarray:
        return np.stack([train_plainly(data.x, data.y, layers, rate, base.epochs)[1] for rate in RATES])

    return loop


def against_a_plain_loop() -> bool:
    kept = True
    print(f"{RUNS} runs of 2-8-8-1, tanh, sigmoid, log loss on the full batch, {STEPS} steps, all losses kept:")
    for points, least in LEAST_GAIN.items():
        base = replace(SMALL, samples=points)
        loop = plain_loop(base)
        sweep = bp.sweep(base, RATES)
        assert sweep.steps.tolist() == list(range(STEPS + 1))
        assert np.allclose(sweep.train_loss, loop(), rtol=0.0, atol=1e-9), "the plain loop does something else"
        seconds = side_by_side({"ours": (lambda base=base: bp.sweep(base, RATES), 1), "plain": (loop, 1)}, ROUNDS)
        tell(seconds, "ours", "bp.sweep")
        kept = judge_gain(f"than the plain loop, {points} points", ratio(seconds, "plain", "ours"), least) and kept
    return kept


# Against a loop of bp.train -----------------------------------------------------------------------------------------

BATCHES = replace(SMALL, batch_size=10, epochs=15)
DIGITS = bp.Experiment(dataset="digits", hidden=(32,), epochs=2, batch_size=32)
DIVERGING = np.geomspace(0.01, 100.0, RUNS).tolist()
FEW, SEEDS = RATES[::8], list(range(8))
OTHERS: dict[str, tuple[bp.Experiment, list[float], list[int]]] = {
    **{f"{RUNS} runs, {points} points": (replace(SMALL, samples=points), RATES, [0]) for points in LEAST_GAIN},
    f"{RUNS} runs, half of them diverge": (replace(SMALL, dataset="sine", loss="mse", output=None), DIVERGING, [0]),
    "8 rates × 8 seeds, half of the points for the test": (replace(SMALL, test_fraction=0.5), FEW, SEEDS),
    f"{RUNS} runs, batches of 10": (BATCHES, RATES, [0]),
    "8 rates × 8 seeds, batches of 10": (BATCHES, FEW, SEEDS),
    "2 runs, 4 points": (replace(SMALL, samples=4), RATES[-2:], [0]),
    "2 runs, batches of 10": (BATCHES, RATES[-2:], [0]),
    "2 runs, 2000 points": (replace(SMALL, samples=2_000, epochs=50), RATES[-2:], [0]),
    "a single run, 4 points": (replace(SMALL, samples=4), RATES[-1:], [0]),
    "a single run, 256 points": (replace(SMALL, samples=256), RATES[-1:], [0]),
    "a single run, batches of 10": (replace(BATCHES, epochs=STEPS), RATES[-1:], [0]),
    "digits, 64-32-10, 8 runs, batches of 32": (DIGITS, FEW, [0]),
    "digits, 64-32-10, 8 runs, full batch": (replace(DIGITS, batch_size=2_000, epochs=20), FEW, [0]),
}
"""What is trained: an experiment, with learning rates and seeds."""


def against_train() -> bool:
    kept = True
    print("bp.sweep against a loop of bp.train:")
    for name, (base, rates, seeds) in OTHERS.items():

        def loop(base: bp.Experiment = base, rates: list[float] = rates, seeds: list[int] = seeds) -> None:
            for rate in rates:
                for seed in seeds:
                    bp.train(replace(base, learning_rate=rate, seed=seed))

        def sweep(base: bp.Experiment = base, rates: list[float] = rates, seeds: list[int] = seeds) -> None:
            bp.sweep(base, rates, seeds)

        seconds = side_by_side({"ours": (sweep, 1), "train": (loop, 1)}, ROUNDS)
        alone = len(rates) * len(seeds) == 1
        limit = MOST_OF_TRAIN + NOISE if alone else MOST_OF_TRAIN
        kept = judge(name, ratio(seconds, "ours", "train"), limit) and kept
    return kept


# A plane of the loss landscape --------------------------------------------------------------------------------------


def plane() -> bool:
    print("The loss on a plane of 51 × 51 places, 2-4-1, tanh, sigmoid, log loss, 200 points:")
    base = replace(SMALL, hidden=(4,))
    net, data = base.network(), base.prepare()
    params = bp.initialize(net, base.initializer, base.seed)
    rng, ticks = np.random.default_rng(0), np.linspace(-1.0, 1.0, 51)
    first, second = (bp.random_direction(net, params, rng) for _ in range(2))
    criterion = bp.LOSSES["log_loss"]

    def ours() -> np.ndarray:
        return bp.loss_plane(net, params, first, second, ticks, ticks, data.x, data.y, "log_loss")

    def loop() -> np.ndarray:
        values = np.empty((len(ticks), len(ticks)))
        for row, t in enumerate(ticks):
            for column, s in enumerate(ticks):
                weights = [W + s * V + t * U for W, V, U in zip(params.weights, first.weights, second.weights)]  # noqa: B905
                biases = [b + s * v + t * u for b, v, u in zip(params.biases, first.biases, second.biases)]  # noqa: B905
                output = bp.forward(net, bp.Parameters.computed(weights, biases), data.x)[-1]
                values[row, column] = criterion.value(output.z, output.a, data.y)
        return values

    assert np.allclose(ours(), loop(), rtol=0.0, atol=1e-12), "the loop does something else"
    seconds = side_by_side({"ours": (ours, 1), "loop": (loop, 1)})
    tell(seconds, "ours", "bp.loss_plane")
    return judge_gain("than a loop of bp.forward", ratio(seconds, "loop", "ours"), LEAST_GAIN_ON_A_PLANE)


def tell(seconds: dict[str, list[float]], name: str, what: str) -> None:
    print(f"  {what}: {1e3 * median(seconds[name]):.1f} ms")


def main() -> bool:
    return all([against_a_plain_loop(), against_train(), plane()])


if __name__ == "__main__":
    sys.exit(with_one_thread("tests.benchmarks.sweep_speed", main))
