"""The lesson on choosing hyperparameters: search on a budget, which choice matters, seeds, and test data."""
