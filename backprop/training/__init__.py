"""A whole training run: what to train (`Experiment`), the run itself (`train`), and many runs at once (`sweep`).

It hands out `Experiment`, `train`, `Run`, `sweep`, and what goes with them: schedules, scores, presets, remedies.
It may import the heart and `data`.
"""
