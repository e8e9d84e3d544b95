"""A whole training run: what to train (`Experiment`), the run itself (`train`), and many runs at once (`sweep`).

It provides `Experiment`, `train`, `Run`, `sweep`, and what belongs to them: schedules, scores, presets, remedies.
It may import the heart (the modules directly in `backprop`) and `data`.
"""
