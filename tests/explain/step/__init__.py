"""Tests of `backprop.explain.step`."""
