"""A run that was kept beside the one of now: their losses on one axis, their predictions with the same ranges.

It hands out `losses.two_losses` and `boundaries.two_boundaries`.
It may import the engine, `explain`, and the other rooms of `figures`.
"""
