"""Numbers become figures: every function returns a new `go.Figure` and touches nothing else.

It hands out the network diagram (`network`), films (`film`), the ground of a loss (`landscape`), pictures of a run
(`training`), and the look that all of them share (`style`, `palette`).
It may import the engine and `explain`; never Streamlit or pandas.
"""
