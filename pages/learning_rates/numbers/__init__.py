"""What the lesson on learning rates computes: NumPy and the engine alone."""
