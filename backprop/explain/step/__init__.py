"""One training step explained moment by moment: what is computed, why, with which numbers, and in which line of code.

It provides `moments`, `Moment`, `Scene` and `Quantity`; `grouped` explains larger pieces of a step.
It may import the engine and the modules directly in `explain`.
"""
