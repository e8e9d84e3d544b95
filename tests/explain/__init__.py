"""Tests of what is said about a training step."""
