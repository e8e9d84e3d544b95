"""Turns numbers into Plotly figures: functions return new figures or parts of figures, and change nothing else.

It provides the network diagram (`network`), films (`film`), the contour lines of a loss (`landscape`), pictures of a
run (`training`), and the style that all of them share (`style`, `palette`).
It may import the engine and `explain`; never Streamlit or pandas.
"""
