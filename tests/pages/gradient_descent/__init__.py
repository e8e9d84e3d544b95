"""Tests of `pages.gradient_descent`."""
