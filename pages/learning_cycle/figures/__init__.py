"""What the lesson on the learning cycle draws."""
