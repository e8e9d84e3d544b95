"""A film on a server that takes its time before it answers the player."""

import time

import streamlit as st

import backprop as bp
from backprop.figures.film.replay import replay
from backprop.figures.palette import LIGHT
from backprop.film.run_film import film
from pages.shared.player import places, play, step_row

found = film(bp.train(bp.Experiment(dataset="xor", epochs=3)))
where = places("film", 560)
step = step_row("step", 30).show(where.row)
time.sleep(0.3)
play(where, replay(found, LIGHT), step, alt="", step_key="step")
st.title("Slow")
