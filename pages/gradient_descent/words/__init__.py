"""What the lesson on gradient descent says: numbers become sentences, formulas and alternative texts."""
