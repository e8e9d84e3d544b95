"""Tests of `backprop.figures.film`."""
