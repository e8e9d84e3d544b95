"""The lesson on generalization."""
