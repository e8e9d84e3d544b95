"""A training step in larger pieces: everything that a neuron, a layer or a phase computes becomes one moment.

It provides `by_neuron`, `by_layer` and `by_phase` in `groups`, which `moments` uses.
It may import the engine and `explain.step`.
"""
