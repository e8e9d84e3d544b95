"""The app's pages: one folder for each lesson, and one for what the lessons share."""
