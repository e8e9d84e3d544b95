"""Explanations of a whole training run: its results, a verdict, why it diverged, what to try, how two runs differ.

It provides sentences and alternative texts computed from a `Run` or an `Experiment`.
It may import the engine and the modules directly in `explain`.
"""
