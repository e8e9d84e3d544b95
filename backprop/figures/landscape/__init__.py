"""Pictures of a loss as a landscape: contour lines, minima, and lines cut off outside of the picture.

It provides `terrain` and `clipping`.
It may import the engine and the modules directly in `figures`.
"""
