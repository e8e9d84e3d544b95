"""A training step in larger pieces: all that a neuron, a layer or a phase computes, as one moment.

It hands out `groups.grouped`, which `moments` uses.
It may import the engine and `explain.step`.
"""
