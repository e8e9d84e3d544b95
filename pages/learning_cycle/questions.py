"""A question before each scene; what is right comes from the engine."""

from backprop.explain.numbers import text
from pages.learning_cycle.numbers import NETWORK as NET
from pages.learning_cycle.numbers import NEURON, WEIGHT
from pages.learning_cycle.scenes import BY_GRADIENT, BY_HAND
from pages.learning_cycle.words.cycle import distance, drops, slows
from pages.learning_cycle.words.two_neurons import gradients_text
from pages.shared.layout import prose
from pages.shared.predict import prediction

_DIGITS = 4
SAME, LESS = "by the same amount each time", "by less and less"
SOME, ALL = "only those of the output neuron", "all four"


def ask(scene: str) -> None:
    """The question of a scene."""
    {BY_HAND: _way, BY_GRADIENT: _fall}.get(scene, _moved)()


def _way() -> None:
    """Which way the weight has to go at the start."""
    step = NEURON.trace(0)
    estimate, target = float(step.prediction[0, 0]), float(step.y[0, 0])
    weight, down = text(step.parameters[WEIGHT]), step.gradient[WEIGHT] > 0
    question = prose(__file__, "question way", weight=weight, distance=distance(estimate, target))
    why = prose(
        __file__,
        "answer way",
        weight=weight,
        prediction=text(estimate),
        target=text(target),
        way="smaller" if down else "larger",
    )
    prediction(question, ("up", "down"), "down" if down else "up", why, "c_way")


def _fall() -> None:
    """How the loss falls."""
    first, second, third = (text(drop, _DIGITS) for drop in drops(NEURON.losses)[:3])
    right = LESS if slows(NEURON.losses) else SAME
    why = prose(__file__, "answer fall", first=first, second=second, third=third)
    prediction(prose(__file__, "question fall"), (SAME, LESS), right, why, "c_fall")


def _moved() -> None:
    """How many parameters one update of the network changes."""
    step = NET.trace(0)
    moves = all(step.parameters_after[one] != step.parameters[one] for one in step.net.parameter_ids())
    why = prose(__file__, "answer moved", gradients=gradients_text(step, NET.example.names))
    prediction(prose(__file__, "question moved"), (SOME, ALL), ALL if moves else SOME, why, "c_moved")
