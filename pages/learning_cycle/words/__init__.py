"""What the lesson on the learning cycle says: numbers become sentences, formulas and alternative texts."""
