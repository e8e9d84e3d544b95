"""What hidden units learn: the page, and all that only this lesson needs."""
