"""Loss functions: one number for how wrong a prediction is, and the effect of choosing one loss or another."""
