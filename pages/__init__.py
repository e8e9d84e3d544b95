"""The app's pages: one folder a lesson, and what the lessons share."""
