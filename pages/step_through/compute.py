"""What the page asks of the engine, kept for as long as the same choices are looked at."""

import streamlit as st

from backprop.explain import Moment, Scene, moments
from backprop.gradient_check import GradientCheck, check_gradients
from backprop.notation import Names
from backprop.setups import Choices, Setup, resolve
from backprop.steps import History, repeat_step

MOST_STEPS = 10_000


@st.cache_resource(max_entries=200, show_spinner=False)
def setup(choices: Choices) -> Setup:
    """The training step that the choices describe."""
    return resolve(choices)


@st.cache_resource(max_entries=50, show_spinner="Training …")
def _history(choices: Choices, steps: int) -> History:
    return repeat_step(setup(choices).first, steps)


def history(choices: Choices, k: int) -> History:
    """The run up to a power of ten of at least 50 steps that includes step k: neighbours share one run."""
    return _history(choices, next(steps for steps in (50, 1_000, MOST_STEPS) if k <= steps))


@st.cache_resource(max_entries=200, show_spinner=False)
def told(choices: Choices, k: int, sample: int, detail: str) -> tuple[Scene, tuple[Moment, ...]]:
    """The scene and its moments."""
    chosen = setup(choices)
    step = chosen.first if k == 0 else history(choices, k).trace(k)
    names = Names(step.net, chosen.example.names)
    return Scene(step, sample, names), moments(step, sample, detail, names)


@st.cache_resource(max_entries=100, show_spinner=False)
def checked(choices: Choices, k: int) -> GradientCheck:
    """The gradient check of training step k."""
    step = told(choices, k, 0, "phase")[0].step
    return check_gradients(step.net, step.parameters, step.x, step.y, step.loss_name)
