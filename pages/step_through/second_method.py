"""What stands beside a derivative: its finite difference, or one sentence on why there is none to compare with."""

from backprop.explain.numbers import text
from backprop.explain.step.moment import Scene
from backprop.explain.step.quantities import Quantity
from backprop.explain.step.witness import witness
from pages.shared.layout import prose


def second_method(scene: Scene, quantity: Quantity) -> str:
    """The sentence; empty where the number is no derivative, or none can be taken."""
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
