"""Tests of `pages.features`."""
