"""Playground: train any small network, and go to any step of its training."""
