"""The lesson on local minima and saddles."""
