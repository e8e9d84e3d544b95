"""What the lesson on optimizers computes: NumPy and the engine alone."""
