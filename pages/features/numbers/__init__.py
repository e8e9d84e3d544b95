"""What the lesson on hidden units computes, with NumPy and the engine alone."""
