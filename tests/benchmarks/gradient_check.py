"""What does a gradient check of all parameters cost, in steps of backpropagation?

Run it as `python -m tests.benchmarks.gradient_check`; it ends with an error above a limit. NumPy gets one thread.
"""

import sys

import numpy as np

import backprop as bp
from tests.benchmarks.measure import judge, ratio, side_by_side, with_one_thread

MOST = {(2, 4, 2): 12, (4, 12, 10): 60, (10, 30, 30, 20): 600}
"""Steps of backpropagation, by sizes: 22, 190 and 1,880 parameters."""
SAMPLES = 4
STEPS = 20
"""Steps of backpropagation in one measurement: one alone is too short for the clock."""


def one_network(sizes: tuple[int, ...], most: float) -> bool:
    """Measure one network; whether its limit is kept."""
    net = bp.Network(sizes, "tanh", "sigmoid")
    params = bp.initialize(net, "xavier", seed=0)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(SAMPLES, sizes[0])), rng.integers(0, 2, (SAMPLES, sizes[-1])).astype(float)

    def steps() -> None:
        for _ in range(STEPS):
            bp.backward(net, params, bp.forward(net, params, x), y, "log_loss")

    seconds = side_by_side(
        {"check": (lambda: bp.check_gradients(net, params, x, y, "log_loss"), 1), "step": (steps, STEPS)}
    )
    return judge(f"{net.parameter_count:,} parameters, steps of backpropagation", ratio(seconds, "check", "step"), most)


def main() -> bool:
    """Measure and print; whether all limits are kept."""
    kept = [one_network(sizes, most) for sizes, most in MOST.items()]
    return all(kept)


if __name__ == "__main__":
    sys.exit(with_one_thread("tests.benchmarks.gradient_check", main))
