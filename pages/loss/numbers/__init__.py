"""What a loss does: predictions judged by MSE and by log loss, at one place, on data, in training, at the extremes."""

MSE, LOG = "mse", "log_loss"
BOTH = (MSE, LOG)
"""Names of the two losses in `LOSSES`."""
