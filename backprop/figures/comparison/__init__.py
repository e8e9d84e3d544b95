"""A run that was kept beside the one of now: their losses on one axis, their predictions with the same ranges."""

from backprop.figures.comparison.boundaries import two_boundaries
from backprop.figures.comparison.losses import two_losses

__all__ = ["two_boundaries", "two_losses"]
