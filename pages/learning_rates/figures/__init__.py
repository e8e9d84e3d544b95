"""What the lesson on learning rates draws."""
