"""The tests; the tree mirrors the house."""
