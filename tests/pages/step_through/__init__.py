"""Tests of `pages.step_through`."""
