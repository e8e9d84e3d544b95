"""Loss functions: the same predictions judged by MSE and by log loss."""

import streamlit as st

from pages.loss.controls import SHORT_NAMES, choose, onward
from pages.loss.stage import stage
from pages.shared.layout import prose
from pages.shared.predict import asking
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot

said = read_link("loss", "loss/page.py", SHORT_NAMES)
st.title("Loss functions")
notes = st.container()
st.markdown(prose(__file__, "question"))
with st.container(horizontal=True, vertical_alignment="center"):
    scene = choose()
    questions = asking("l_ask")
    onward(scene)  # up here: below, it would leave the reader at the foot of the next scene
stage(scene, questions)
st.header("Take away")
st.markdown(prose(__file__, "take away"))
foot("loss")
with notes:
    show_notes(misread(said, st.session_state.to_dict()))
