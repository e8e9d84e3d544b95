"""Pictures of two losses: on data, as curves, from one forward pass, in a race, with many classes, at 0 and 1.

Everywhere the chosen loss is drawn strong and solid in the accent, the other one thin and dashed.
"""
