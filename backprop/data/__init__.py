"""What is learned from: toy sets, real sets, a table of one's own, features, and their preparation.

It hands out data sets as records (`datasets.make`, `preparation.prepare`), and packs a table into a link (`packing`).
It may import the heart: the modules directly in `backprop`.
"""
