"""The data to learn from: toy sets, real sets, the user's own table, features, and the preparation for training.

It provides data sets as records (`datasets.make_dataset`, `preparation.prepare`), and packs a table into a link
(`packing`).
It may import the heart: the modules directly in `backprop`.
"""
