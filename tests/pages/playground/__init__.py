"""Tests of `pages.playground`."""
