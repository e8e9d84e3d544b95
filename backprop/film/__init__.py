"""A run, or many, as frames: the numbers of every picture, and no picture.

It hands out `film` for one run, and what other films are made of: which steps to show, predictions of all frames at
once, the lines between classes.
It may import the heart, `data`, `training`, `checking` and `landscape`.
"""
