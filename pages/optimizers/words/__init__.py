"""What the lesson on optimizers says: numbers become sentences, formulas and alternative texts."""
