"""Tests of `pages.optimizers`."""
