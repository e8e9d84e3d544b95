"""Tests of `backprop.data`."""
