"""One run or many as frames: the numbers for every picture, but no pictures.

It provides `film` for one run, and functions for other films: which steps to show, and the predictions, losses and
gradient sizes of all frames at once.
It may import the heart, `data`, `training`, `checking` and `landscape`.
"""
