"""Tests of `backprop.explain.training`."""
