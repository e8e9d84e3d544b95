"""The sidebar: what all runs have in common."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from backprop.data.datasets import DATASETS
from backprop.explain.training.differences import FIELD_HELP
from backprop.training.experiment import Experiment, fitting_losses, usual_loss
from pages.shared.textforms import read_hidden
from pages.shared.titles import LOSS_TITLES, key_of

DATA = {key: DATASETS[key].title for key in ("circles", "moons", "xor", "spirals", "linear", "sine", "bump")}
ACTIVATION = {key: ACTIVATIONS[key].title for key in HIDDEN_ACTIVATIONS}
SHORT_NAMES = {"r_data": DATA, "r_activation": ACTIVATION, "r_loss": LOSS_TITLES}
"""What a link may say instead of the title that a widget shows."""

MOST_STEPS = 1_000
_WIDEST, _DEEPEST = 16, 4


@dataclass(frozen=True, slots=True)
class Common:
    """What is trained, whatever the learning rate.

    Attributes:
        experiment: full batch, nothing kept for testing; its learning rate is not used.
        notes: a sentence for each value that could not be used.
    """

    experiment: Experiment
    notes: tuple[str, ...]


def forget_answer() -> None:
    """Another run is another question."""
    st.session_state.r_guess = None


def sidebar() -> Common:
    """Draw the sidebar, and read it."""
    with st.sidebar:
        title = st.selectbox("Data", list(DATA.values()), key="r_data", **_bound("dataset"))
        dataset = key_of(DATA, title, "circles")
        samples = st.number_input("Samples", 10, 500, 256, key="r_samples", **_bound("samples"))
        said = st.text_input("Units per hidden layer", "8-8", key="r_hidden", **_bound("hidden"))
        hidden, notes = _hidden(said or "")
        activation = st.selectbox(
            "Activation", list(ACTIVATION.values()), 2, key="r_activation", **_bound("activation")
        )
        loss = _loss(len(DATASETS[dataset].classes))
        steps = st.number_input(
            "Steps",
            10,
            MOST_STEPS,
            300,
            10,
            key="r_steps",
            bind="query-params",
            on_change=forget_answer,
            help="Updates, on the full batch.",
        )
        seed = st.number_input("Seed", 0, 999_999, 0, key="r_seed", **_bound("seed"))
    experiment = Experiment(
        dataset=dataset,
        samples=int(samples),
        hidden=hidden,
        activation=key_of(ACTIVATION, activation, "tanh"),
        loss=loss,
        epochs=int(steps),
        batch_size=2_000,
        test_fraction=0.0,
        seed=int(seed),
    )
    return Common(experiment, tuple(notes))


def _bound(field: str) -> dict[str, Any]:
    return {"bind": "query-params", "help": FIELD_HELP[field], "on_change": forget_answer}


def _hidden(said: str) -> tuple[tuple[int, ...], list[str]]:
    hidden = read_hidden(said)
    if hidden is None or len(hidden) > _DEEPEST or any(not 1 <= units <= _WIDEST for units in hidden):
        allowed = f"up to {_DEEPEST} layers of 1 to {_WIDEST} units, such as 8-8"
        return (8, 8), [f"hidden is {said[:40]!r}; allowed: {allowed}. Showing 8-8."]
    return hidden, []


def _loss(classes: int) -> str:
    """The losses that fit; another kind of data brings its usual one."""
    fitting = [LOSS_TITLES[key] for key in fitting_losses(classes) if key != "cross_entropy"]
    usual = LOSS_TITLES[usual_loss(classes)]
    if st.session_state.get("r_loss", usual) not in fitting:
        st.session_state.r_loss = usual
    elif "r_loss" in st.session_state:  # its default depends on the data, so the link has to be told
        st.session_state.r_loss = st.session_state.r_loss
    chosen = st.segmented_control("Loss", fitting, default=usual, required=True, key="r_loss", **_bound("loss"))
    return key_of(LOSS_TITLES, chosen or usual, "mse")
