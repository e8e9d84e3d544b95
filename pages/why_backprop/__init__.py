"""What backpropagation saves: one pass instead of one calculation for each parameter."""
