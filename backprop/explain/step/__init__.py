"""One training step told moment by moment: what is computed, why, with which numbers, and in which line of code.

It hands out `moments`, `Moment`, `Scene` and `Quantity`; larger pieces of a step are told in `grouped`.
It may import the engine and what stands directly in `explain`.
"""
