"""The titles of losses and optimizers in widgets, and how to get a key from a title."""

from collections.abc import Mapping

from backprop.losses import LOSSES
from backprop.optimizers import OPTIMIZER_TITLES as IN_A_SENTENCE

LOSS_TITLES: Mapping[str, str] = {key: loss.title for key, loss in LOSSES.items()}
OPTIMIZER_TITLES: Mapping[str, str] = {key: f"{title[0].upper()}{title[1:]}" for key, title in IN_A_SENTENCE.items()}


def key_of(titles: Mapping[str, str], title: object, default: str) -> str:
    """The key of a title; `default` if there is none."""
    return next((key for key, value in titles.items() if value == title), default)
