"""What only this lesson computes."""
