"""Tests of `backprop.figures.landscape`."""
