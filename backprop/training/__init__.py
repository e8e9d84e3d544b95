"""A whole training run: what to train (`Experiment`), the run itself (`train`), many runs at once (`sweep`, `vary`).

It provides `Experiment`, `train`, `Run`, `sweep`, `vary`, and what belongs to them: schedules, scores, presets,
remedies.
It may import the heart (the modules directly in `backprop`) and `data`.
"""
