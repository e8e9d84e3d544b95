"""Tests of `pages.loss`."""
