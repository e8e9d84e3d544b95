"""Tests of the engine: one module for each module of `backprop`, and the witnesses they share."""
