"""What only this lesson draws."""
