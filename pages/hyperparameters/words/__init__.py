"""What only this lesson says."""
