"""Loss functions: one number for how wrong a prediction is, and what the choice of it does."""
