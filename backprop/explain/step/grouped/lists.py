"""What coarser moments share: shortened lists, and the optimizer's rule for any parameter."""

import numpy as np

from backprop.explain import latex as tex
from backprop.explain.numbers import text
from backprop.explain.step import rules
from backprop.explain.step.moment import Moment, Scene

SHOWN = 6
"""At most this many entries of a list are shown."""


def kinds(ops: list[Moment], *kinds: str) -> list[Moment]:
    return [op for op in ops if op.main and op.main.kind in kinds]


def listed(rows: list[list[str]]) -> str:
    """Rows of a list, each of one line or several; of many rows only the first ones, dots, and the last one."""
    if len(rows) > SHOWN:
        rows = [*rows[: SHOWN - 2], [r"&\;\;\vdots"], rows[-1]]
    return tex.aligned([line for row in rows for line in row])


def row(values: np.ndarray) -> str:
    return tex.matrix(values)


def values(numbers: np.ndarray) -> str:
    shown = [text(float(v), 6) for v in numbers[:SHOWN]]
    return ", ".join(shown) + (", …" if len(numbers) > SHOWN else "")


def of_sample(scene: Scene) -> str:
    """Words that say which sample a result belongs to; "" if there is only one sample."""
    return f" of sample {scene.sample + 1}" if scene.batch > 1 else ""


def any_parameter(scene: Scene) -> str:
    """The optimizer's rule for any parameter θ."""
    return rules.symbols(scene, r"\theta", r"\theta^{\text{new}}", r"\frac{\partial L}{\partial \theta}")


def update_code(scene: Scene, ops: list[Moment], unit: int | None = None) -> str:
    """The NumPy lines for the trained weights and biases of a layer, or of one unit of it."""
    here = ops[0].layer + 1
    places = {
        "W": f"{here}" if unit is None else f"{here}[:, {unit}]",
        "b": f"{here}" if unit is None else f"{here}[{unit}]",
    }
    kinds = dict.fromkeys("b" if op.main.source is None else "W" for op in ops if op.main)
    return "\n".join(rules.code(scene, kind, places[kind]) for kind in kinds)
