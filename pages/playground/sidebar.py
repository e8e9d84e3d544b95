"""The sidebar: what is to be trained. Reads the widgets into an `Experiment`."""

from typing import Any

import streamlit as st

from backprop.data.datasets import DATASETS, MOST_NOISE
from backprop.explain.training.advice import preset_text
from backprop.explain.training.differences import FIELD_HELP
from backprop.initializers import INITIALIZERS
from backprop.optimizers import WITH_VELOCITY
from backprop.training.experiment import (
    MOST_LAYERS,
    MOST_UNITS,
    OWN,
    Experiment,
    fitting_losses,
    nearest_experiment,
    usual_loss,
)
from backprop.training.presets import PRESETS, Preset
from pages.playground import link
from pages.playground.activation import activation
from pages.playground.own_table import own_classes, table_of_ones_own
from pages.playground.widget_values import (
    DATA_TITLES,
    FEATURE_TITLES,
    MOST_SEED,
    SCHEDULE_TITLES,
    USUAL,
    bound,
    set_widgets,
    suit,
)
from pages.shared.layout import prose
from pages.shared.state import plain, shortened
from pages.shared.textforms import read_hidden
from pages.shared.titles import LOSS_TITLES, OPTIMIZER_TITLES, key_of

_MOST_DRAWN = 8


def sidebar() -> tuple[Experiment, list[str]]:
    """Draw the sidebar; also a sentence for each value that cannot be used."""
    with st.sidebar:
        _presets()
        values: dict[str, Any] = {"dataset": _data()}
        notes: list[str] = []
        if values["dataset"] == OWN:
            values |= table_of_ones_own(notes)
        table = nearest_experiment(values)[0].table()
        with st.expander("Noise, size, test share"):
            values |= _sampling(values["dataset"])
        if len(table.columns) == 2:
            values["features"] = _features()
        values |= _network(len(table.classes))
        values |= _training()
        with st.expander("Regularisation and more"):
            values |= _rest()
        values["seed"] = st.number_input("Seed", 0, MOST_SEED, USUAL.seed, key="p_seed", **bound("seed"))
        st.toggle("Ask me first", key="p_ask", bind="query-params", help="Two questions before each training.")
    experiment, dropped = nearest_experiment(values)
    return experiment, notes + dropped


def _presets() -> None:
    titles = [preset.title for preset in PRESETS]
    st.selectbox(
        "Start from an example",
        titles,
        index=None,
        key="_preset",
        on_change=_use_preset,
        placeholder="Choose one …",
        help="Sets everything below. Then change one thing at a time.",
    )
    chosen = _chosen_preset()
    if chosen:
        st.caption(plain(preset_text(chosen)))


def _use_preset() -> None:
    chosen = _chosen_preset()
    if chosen:
        set_widgets(chosen.experiment)
        link.save(link.SHOWN, None)
        st.session_state.p_guess = st.session_state.p_goal = None  # another experiment is another question


def _chosen_preset() -> Preset | None:
    return next((preset for preset in PRESETS if preset.title == st.session_state["_preset"]), None)


def _data() -> str:
    title = st.selectbox(
        "Data",
        list(DATA_TITLES.values()),
        list(DATA_TITLES).index(USUAL.dataset),
        key="p_data",
        on_change=_other_data,
        **bound("dataset"),
    )
    return key_of(DATA_TITLES, title, USUAL.dataset)


def _other_data() -> None:
    """Other data bring what suits them."""
    kind = DATASETS.get(key_of(DATA_TITLES, st.session_state.p_data, USUAL.dataset))
    if kind:
        suit(len(kind.classes), kind.standardize, generous=bool(kind.classes) and kind.sized)
    else:
        suit(own_classes() or 0, standardize=True, generous=False)


def _sampling(dataset: str) -> dict[str, Any]:
    kind = DATASETS.get(dataset)
    values: dict[str, Any] = {}
    if kind and kind.sized:
        values["noise"] = st.slider("Noise", 0.0, MOST_NOISE, USUAL.noise, 0.01, key="p_noise", **bound("noise"))
        values["samples"] = st.number_input("Samples", 10, 2_000, USUAL.samples, key="p_samples", **bound("samples"))
    values["test_fraction"] = st.slider(
        "Test share", 0.0, 0.8, USUAL.test_fraction, 0.05, key="p_test", **bound("test_fraction")
    )
    standard = kind.standardize if kind else True
    values["standardize"] = st.toggle("Standardise", standard, key="p_standardize", **bound("standardize"))
    return values


def _features() -> tuple[str, ...]:
    titles = st.pills(
        "Inputs",
        list(FEATURE_TITLES.values()),
        selection_mode="multi",
        default=["x₁", "x₂"],
        key="p_features",
        **bound("features"),
    )
    if not titles:
        st.caption(prose(__file__, "no inputs"))
    chosen = tuple(key for key, title in FEATURE_TITLES.items() if title in titles)
    return () if chosen == ("x1", "x2") else chosen


def _network(classes: int) -> dict[str, Any]:
    text = st.text_input("Units per hidden layer", "-".join(map(str, USUAL.hidden)), key="p_hidden", **bound("hidden"))
    hidden = read_hidden(text)
    if hidden is None or len(hidden) > MOST_LAYERS or any(not 1 <= units <= MOST_UNITS for units in hidden):
        allowed = f"up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units, such as 4-2, or none"
        used = "-".join(map(str, USUAL.hidden))
        st.error(prose(__file__, "bad hidden", said=plain(shortened(text)), allowed=allowed, used=used))
        hidden = USUAL.hidden
    _plus_and_minus(hidden)
    by_layer = activation(len(hidden))
    fitting = [LOSS_TITLES[key] for key in fitting_losses(classes)]
    usual = LOSS_TITLES[usual_loss(classes)]
    if st.session_state.get("p_loss", usual) not in fitting:
        st.session_state.p_loss = usual
    elif "p_loss" in st.session_state:  # its default depends on the data, so the link has to be told
        st.session_state.p_loss = st.session_state.p_loss
    # Pills, for a segmented control in two rows leaves a gap in its border.
    loss = st.pills("Loss", fitting, default=usual, required=True, key="p_loss", **bound("loss"))
    return {
        "hidden": hidden,
        "activation": by_layer,
        "loss": key_of(LOSS_TITLES, loss, "mse"),
    }


def _plus_and_minus(hidden: tuple[int, ...]) -> None:
    """Layers and units by + and −."""
    with st.container(horizontal=True, gap="xsmall"):
        fewer, more = hidden[:-1], (*hidden, hidden[-1] if hidden else 4)
        st.button("− layer", on_click=_set_hidden, args=(fewer,), disabled=not hidden, key="_fewer_layers")
        st.button(
            "+ layer", on_click=_set_hidden, args=(more,), disabled=len(hidden) >= MOST_LAYERS, key="_more_layers"
        )
    for layer, units in enumerate(hidden[:MOST_LAYERS]):
        st.session_state[f"_units{layer}"] = units
        most = max(_MOST_DRAWN, units)
        st.number_input(
            f"Units in hidden layer {layer + 1}",
            1,
            most,
            key=f"_units{layer}",
            on_change=_set_units,
            args=(hidden, layer),
            help=FIELD_HELP["hidden"],
        )


def _set_hidden(hidden: tuple[int, ...]) -> None:
    st.session_state.p_hidden = "-".join(map(str, hidden)) or "none"


def _set_units(hidden: tuple[int, ...], layer: int) -> None:
    units = st.session_state[f"_units{layer}"]
    _set_hidden((*hidden[:layer], units, *hidden[layer + 1 :]))


def _training() -> dict[str, Any]:
    optimizer = st.selectbox(
        "Optimizer",
        list(OPTIMIZER_TITLES.values()),
        list(OPTIMIZER_TITLES).index(USUAL.optimizer),
        key="p_optimizer",
        **bound("optimizer"),
    )
    chosen = key_of(OPTIMIZER_TITLES, optimizer, "sgd")
    rate = st.number_input(
        "Learning rate α", 1e-6, 1e6, USUAL.learning_rate, 0.01, format="%g", key="p_rate", **bound("learning_rate")
    )
    values: dict[str, Any] = {"optimizer": chosen, "learning_rate": float(rate)}
    if chosen in WITH_VELOCITY:
        values["momentum"] = st.slider("Momentum μ", 0.0, 0.99, 0.9, 0.01, key="p_momentum", **bound("momentum"))
    batch, epochs = st.columns(2)
    values["batch_size"] = batch.number_input(
        "Batch size", 1, 2_000, USUAL.batch_size, key="p_batch", **bound("batch_size")
    )
    values["epochs"] = epochs.number_input("Epochs", 1, 2_000, USUAL.epochs, key="p_epochs", **bound("epochs"))
    return values


def _rest() -> dict[str, Any]:
    schedule = st.selectbox("Schedule", list(SCHEDULE_TITLES.values()), key="p_schedule", **bound("schedule"))
    initializers = list(INITIALIZERS)
    initializer = st.selectbox(
        "Initial weights", initializers, initializers.index("xavier"), key="p_init", **bound("initializer")
    )
    l1 = st.number_input("L1", 0.0, 10.0, 0.0, 0.001, format="%g", key="p_l1", **bound("l1"))
    l2 = st.number_input("L2", 0.0, 10.0, 0.0, 0.001, format="%g", key="p_l2", **bound("l2"))
    clip = st.number_input(
        "Largest gradient norm (0: any)", 0.0, 1e6, 0.0, 0.5, format="%g", key="p_clip", **bound("clip")
    )
    return {
        "schedule": key_of(SCHEDULE_TITLES, schedule, "constant"),
        "initializer": initializer,
        "l1": float(l1),
        "l2": float(l2),
        "clip": float(clip) or None,
    }
