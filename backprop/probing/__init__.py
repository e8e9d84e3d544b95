"""What a trained network has learned: what a linear classifier can read in each layer, and what a unit is good for.

It provides `linear_probe` and `ablate`.
It may import the heart (the modules directly in `backprop`), `data` and `training`.
"""
