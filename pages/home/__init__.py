"""Home: what this is and where to begin."""
