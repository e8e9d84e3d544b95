"""A diverging run in words: what broke, when, where, and what to try."""

from backprop.notation import Names
from backprop.trace import Broken

_QUANTITIES = {
    "z": "a weighted sum",
    "a": "an activation",
    "loss": "the loss",
    "delta": "an error signal δ",
    "dW": "a gradient",
    "db": "a gradient",
    "W": "a weight",
    "b": "a bias",
}


def broken_quantity(broken: Broken, names: Names) -> str:
    """What broke, and in which layer, such as "a weight in the output layer"."""
    quantity = _QUANTITIES.get(broken.quantity, f"the optimizer's {broken.quantity}")
    where = "" if broken.layer is None else f" in the {names.layer(broken.layer + 1)}"
    return f"{quantity}{where}"


def divergence(broken: Broken, last: int, names: Names) -> str:
    """What to tell a student when a run ends early.

    Args:
        broken: what became non-finite first.
        last: the last step that can be looked at.
        names: of the network's layers.
    """
    return (
        f"The run diverges: in step {broken.step:,} {broken_quantity(broken, names)} grows beyond every number a "
        f"computer can hold. Step {last:,} is the last one to see. Try a smaller learning rate."
    )
