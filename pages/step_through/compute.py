"""What the page computes with the engine, cached by the choices."""

import numpy as np
import streamlit as st

from backprop.checking.gradient_check import GradientCheck, check_gradients
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import moments
from backprop.losses import loss_function
from backprop.notation import Names
from backprop.passes import forward
from backprop.steps import History, repeat_step
from backprop.trace import StepTrace
from backprop.training.run import Run
from pages.shared.runs import trained
from pages.shared.setups import RUN, Choices, Setup, read_run, resolve

MOST_STEPS = 10_000


@st.cache_resource(max_entries=200, show_spinner=False)
def setup(choices: Choices) -> Setup:
    """The training step that the choices describe."""
    return resolve(choices)


@st.cache_resource(max_entries=50, show_spinner="Training …")
def _history(choices: Choices, steps: int) -> History:
    return repeat_step(setup(choices).first, steps)


def history(choices: Choices, k: int) -> History:
    """The run of 50, 1000 or `MOST_STEPS` steps, as few as include step k: neighbouring steps share one run."""
    return _history(choices, next(steps for steps in (50, 1_000, MOST_STEPS) if k <= steps))


def training_run(choices: Choices, k: int) -> Run | None:
    """The training run that is shown, up to update k; None if the example is not a training run."""
    return trained(read_run(choices.run)[0], k + 1) if choices.example == RUN else None


def step_at(choices: Choices, k: int) -> StepTrace:
    """Training step k."""
    run = training_run(choices, k)
    if run is not None:
        return run.trace(min(k, run.last))
    return setup(choices).first if k == 0 else history(choices, k).trace(k)


def loss_so_far(choices: Choices, k: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Steps, the loss before each, and the index of step k among them; for a training run the loss of all samples."""
    run = training_run(choices, k)
    if run is None:
        past = history(choices, k)
        return np.arange(len(past.losses)), past.losses, k
    params, data = run.parameters_at(k), run.data
    output = forward(run.net, params, data.x)[-1]
    here = loss_function(str(run.experiment.loss), run.net.output).value(output.z, output.a, data.y)
    place = int(np.searchsorted(run.steps, k))
    found = np.isfinite(run.train_loss)
    steps, losses = run.steps[found], run.train_loss[found]
    if place < len(steps) and steps[place] == k:
        return steps, losses, place
    return np.insert(steps, place, k), np.insert(losses, place, float(here)), place


@st.cache_resource(max_entries=200, show_spinner=False)
def told(choices: Choices, k: int, sample: int, detail: str) -> tuple[Scene, tuple[Moment, ...]]:
    """The scene and its moments."""
    chosen = setup(choices)
    step = step_at(choices, k)
    names = Names(step.net, chosen.example.names)
    return Scene(step, sample, names), moments(step, sample, detail, names)


@st.cache_resource(max_entries=100, show_spinner=False)
def checked(choices: Choices, k: int) -> GradientCheck:
    """The gradient check of training step k."""
    step = told(choices, k, 0, "phase")[0].step
    return check_gradients(step.net, step.parameters, step.x, step.y, step.loss_name)
