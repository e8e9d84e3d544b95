"""Tests of `pages.why_backprop`."""
