"""Backpropagation, step by step: one training step, down to a single multiplication."""
