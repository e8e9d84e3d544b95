"""Tests of tables, colours, and of what a link may say."""
