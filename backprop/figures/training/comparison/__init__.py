"""A kept run beside the current one: their losses on one axis, their predictions with the same ranges.

It provides `losses.two_losses` and `boundaries.two_boundaries`.
It may import the engine, `explain`, and the other packages of `figures`.
"""
