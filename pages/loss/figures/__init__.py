"""Pictures of two losses: on data, as curves, from one forward pass, in a race, with many classes, at 0 and 1.

In all of them the chosen loss is thick and solid in the accent colour, the other one thin and dashed.
"""
