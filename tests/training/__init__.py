"""Tests of `backprop.training`."""
