"""What the lesson on loss functions says: numbers become sentences, formulas and alternative texts."""
