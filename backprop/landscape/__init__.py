"""The loss landscape: surfaces, slices along lines and planes, curvature, and descent with an optimizer.

It provides `SURFACES`, `descend`, `loss_along`, `loss_plane`, `largest_curvature`.
It may import the heart (the modules directly in `backprop`), `data` and `training`.
"""
