"""The ground of a loss: contour lines, minima, and lines cut off at the edge of the picture.

It hands out `terrain` and `clipping`.
It may import the engine and what stands directly in `figures`.
"""
