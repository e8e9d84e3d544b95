"""Tests of `backprop.figures.training`."""
