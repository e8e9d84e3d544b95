"""Each lesson in headless Chromium, as a student goes through it."""
