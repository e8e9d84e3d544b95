"""Tests of the heart: the modules directly in `backprop`."""
