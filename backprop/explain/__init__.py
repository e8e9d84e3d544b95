"""Turns numbers into words and LaTeX. It knows nothing of figures or of the app.

It provides the formatting of numbers (`numbers`, `latex`, `lines`), the explanation of a training step moment by moment
(`step`), and the explanation of a whole run (`training`).
It may import all packages of the engine, but not Plotly, pandas or Streamlit.
"""
