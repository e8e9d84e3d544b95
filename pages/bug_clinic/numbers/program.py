"""A small training program as text, and the ten bugs: each replaces or moves a few of its lines.

What the page shows is what has run: a text is compiled, and run on the data of the lesson. Only the texts of this
module are ever run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import CodeType

import numpy as np

from backprop.activations import sigmoid, tanh_slope

Array = np.ndarray
Log = Callable[[Array, Array, dict[str, Array], dict[str, Array]], None]

PROGRAM = """\
def train(x, y, p, alpha, batch, orders, log):
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    for order in orders:
        for start in range(0, len(x), batch):
            rows = order[start:start + batch]
            grad = dict.fromkeys(p, 0.0)

            a0 = x[rows]
            z1 = a0 @ p["W1"] + p["b1"]
            a1 = np.tanh(z1)
            z2 = a1 @ p["W2"] + p["b2"]
            a2 = sigmoid(z2)

            d2 = (a2 - y[rows]) / len(rows)
            grad["W2"] += a1.T @ d2
            grad["b2"] += d2.sum(axis=0)
            d1 = (d2 @ p["W2"].T) * slope(z1)
            grad["W1"] += a0.T @ d1
            grad["b1"] += d1.sum(axis=0)

            for name in p:
                p[name] = p[name] - alpha * grad[name]
            log(x, rows, grad, p)
"""
"""Two layers, tanh and sigmoid, log loss as the mean over the batch; mini-batches, the last of which may be short."""


@dataclass(frozen=True, slots=True)
class Bug:
    """One bug.

    Attributes:
        name: key in `BUGS`.
        title: as a diagnosis.
        changes: pairs of lines of the program: what is right, and what stands there instead. "" instead of a right line
            leaves it out; lines that are added stand behind the right one.
    """

    name: str
    title: str
    changes: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The program with the bug."""
        text = PROGRAM
        for right, wrong in self.changes:
            assert text.count(right) == 1, right
            text = text.replace(right, wrong)
        return text


HEALTHY = Bug("healthy", "no bug", ())
_RESET = "            grad = dict.fromkeys(p, 0.0)\n"
_EPOCHS = "    for order in orders:\n"
_TABLE = (
    Bug(
        "update_first",
        "W2 is updated before it is used",
        (
            (
                '            grad["b2"] += d2.sum(axis=0)\n',
                '            grad["b2"] += d2.sum(axis=0)\n            p["W2"] = p["W2"] - alpha * grad["W2"]\n',
            ),
            ("            for name in p:\n", '            for name in ("W1", "b1", "b2"):\n'),
        ),
    ),
    Bug("no_slope", "the slope is missing", (('(d2 @ p["W2"].T) * slope(z1)', 'd2 @ p["W2"].T'),)),
    Bug("slope_of_a", "slope of a instead of z", (("slope(z1)", "slope(a1)"),)),
    Bug(
        "bias_per_weight",
        "bias counted once per weight",
        (
            ('grad["b2"] += d2.sum(axis=0)', 'grad["b2"] += len(p["W2"]) * d2.sum(axis=0)'),
            ('grad["b1"] += d1.sum(axis=0)', 'grad["b1"] += len(p["W1"]) * d1.sum(axis=0)'),
        ),
    ),
    Bug("no_mean", "1/n is forgotten", (("(a2 - y[rows]) / len(rows)", "a2 - y[rows]"),)),
    Bug("sign", "sign of the loss", (("(a2 - y[rows])", "(y[rows] - a2)"),)),
    Bug(
        "stale",
        "activations of an earlier step",
        (
            (_EPOCHS, f'{_EPOCHS}        kept = np.tanh(x @ p["W1"] + p["b1"])\n'),
            ("a1 = np.tanh(z1)", "a1 = kept[rows]"),
        ),
    ),
    Bug(
        "last_batch", "the last batch is dropped", (("range(0, len(x), batch)", "range(0, len(x) - batch + 1, batch)"),)
    ),
    Bug("no_reset", "gradients are not reset", ((_RESET, ""), (_EPOCHS, f"{_RESET[8:]}{_EPOCHS}"))),
    Bug("raw_inputs", "inputs are not standardised", (("    x = (x - x.mean(axis=0)) / x.std(axis=0)\n", ""),)),
)

BUGS: dict[str, Bug] = {bug.name: bug for bug in _TABLE}
"""The ten bugs."""
CASES: dict[str, Bug] = {HEALTHY.name: HEALTHY} | BUGS


@cache
def compiled(name: str) -> CodeType:
    """The program of a case, compiled.

    Args:
        name: key in `CASES`.
    """
    return compile(CASES[name].text, f"<{name}>", "exec")


def program(name: str) -> Callable[..., object]:
    """The function `train` of a case.

    Args:
        name: key in `CASES`.
    """
    space: dict[str, object] = {"np": np, "sigmoid": sigmoid, "slope": tanh_slope}
    exec(compiled(name), space)
    train = space["train"]
    assert callable(train)
    return train
