"""Placeholder."""

import streamlit as st

st.title("Backpropagation, step by step")
