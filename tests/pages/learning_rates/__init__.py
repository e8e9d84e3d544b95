"""Tests of `pages.learning_rates`."""
