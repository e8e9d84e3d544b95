"""Tests of `pages.learning_cycle`."""
