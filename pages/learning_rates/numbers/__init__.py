"""What the lesson on learning rates computes, with NumPy and the engine alone."""
