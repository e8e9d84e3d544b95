"""What the lesson computes."""
