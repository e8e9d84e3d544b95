"""Tests of `backprop.figures.network`."""
