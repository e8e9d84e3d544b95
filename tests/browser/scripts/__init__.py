"""Pages of one test each. The fixture `scripts` serves them as the app serves its own: `?script=slow`."""
