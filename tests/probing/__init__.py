"""Tests of `backprop.probing`."""
