"""What widgets call the things of the engine, and the way back."""

from collections.abc import Mapping

OPTIMIZER_TITLES: Mapping[str, str] = {
    "sgd": "Gradient descent",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}


def key_of(titles: Mapping[str, str], title: object, default: str) -> str:
    """The key of a title; `default` if there is none."""
    return next((key for key, value in titles.items() if value == title), default)
