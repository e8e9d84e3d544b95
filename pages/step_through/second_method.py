"""The text beside a derivative: its finite difference, or one sentence that says why it cannot be compared."""

from backprop.explain.numbers import text
from backprop.explain.step.moment import Scene
from backprop.explain.step.quantities import Quantity
from backprop.explain.step.witness import witness
from pages.shared.layout import prose


def second_method(scene: Scene, quantity: Quantity) -> str:
    """The sentence; empty if the number is not a derivative, or if it has no finite difference."""
    found = witness(scene.step, scene.sample, quantity)
    if found is None:
        return ""
    return prose(
        __file__,
        f"witness {found.verdict}",
        other=text(found.other),
        digits=counted(found.digits, "digit"),
        noise=text(found.noise, 1),
    )


def counted(count: int, thing: str) -> str:
    """1 digit, 2 digits."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
