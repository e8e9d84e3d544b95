"""Optimizers: the page, and all that only this lesson needs."""
