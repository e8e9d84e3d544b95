"""One of everything that Streamlit draws and this app may use."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

frame = pd.DataFrame({"w": [0.15, 0.2]}, index=pd.Index(["w1", "w2"], name="parameter"))
st.title("Everything")
st.plotly_chart(go.Figure(go.Scatter(x=[0, 1], y=[0, 1])), key="lines")
st.plotly_chart(go.Figure(go.Heatmap(z=[[0, 1], [1, 0]])), key="heatmap")
st.plotly_chart(go.Figure(go.Surface(z=[[0, 1], [1, 0]])), key="surface")
st.latex(r"\delta = \textcolor{#B0308A}{w}")
st.code("delta = a - y", language="python")
st.dataframe(frame)
st.data_editor(frame, key="editor")
st.table(frame)
st.image("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle r='4' cx='4' cy='4'/></svg>")
st.download_button("Download", frame.to_csv(), "weights.csv")
st.button("Icon", icon=":material/play_arrow:")
st.number_input("Learning rate", 0.1)
