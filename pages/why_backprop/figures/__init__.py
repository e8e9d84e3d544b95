"""What the lesson draws."""
