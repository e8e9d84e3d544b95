"""What the lesson on hidden units draws."""
