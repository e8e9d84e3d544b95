"""What the lesson on optimizers computes, with NumPy and the engine alone."""
