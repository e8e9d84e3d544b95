"""Playground: train any small network, and travel through its training."""
