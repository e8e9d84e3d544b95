"""Tests of `pages.home`."""
