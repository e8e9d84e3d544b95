"""Tests of `backprop.checking`."""
