"""Tests of `backprop.film`."""
