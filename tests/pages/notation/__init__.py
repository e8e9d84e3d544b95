"""Tests of `pages.notation`."""
