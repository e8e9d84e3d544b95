"""Tests of `pages.shared`."""
