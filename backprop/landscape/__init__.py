"""The loss as ground: surfaces, lines and planes through it, its curvature, and walks downhill.

It hands out `SURFACES`, `descend`, `loss_along`, `loss_plane`, `largest_curvature`.
It may import the heart, `data` and `training`.
"""
