"""Tests of `backprop.landscape`."""
