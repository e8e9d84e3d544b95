"""The learning cycle: one weight by hand, the same weight by its gradient, and the smallest network."""

import streamlit as st

from pages.learning_cycle import by_gradient, by_hand, network
from pages.learning_cycle.questions import ask
from pages.learning_cycle.scenes import BY_GRADIENT, BY_HAND, NETWORK, SHORT_NAMES, choose, onward
from pages.shared.layout import prose
from pages.shared.predict import asking
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot

SCENE = {BY_HAND: by_hand.scene, BY_GRADIENT: by_gradient.scene, NETWORK: network.scene}

said = read_link("learning_cycle", "learning_cycle/page.py", SHORT_NAMES)
st.title("The learning cycle")
notes = st.container()
st.markdown(prose(__file__, "question"))
with st.container(horizontal=True, vertical_alignment="center"):
    scene = choose()
    questions = asking("c_ask")
    onward(scene)  # up here: below, it would leave the reader at the foot of the next scene
if questions:
    ask(scene)
with st.container(border=True):
    SCENE[scene]()
st.header("Take away")
st.markdown(prose(__file__, "take away"))
foot("learning_cycle")
with notes:
    show_notes(misread(said, st.session_state.to_dict()))
