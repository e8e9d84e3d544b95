"""Numbers become words and LaTeX: no figures, no app.

It hands out how numbers are written (`numbers`, `latex`, `lines`), a training step told moment by moment (`step`), and
what can be said of a whole run (`training`).
It may import all rooms of the engine, but neither Plotly nor pandas nor Streamlit.
"""
