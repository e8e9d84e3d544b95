"""The sidebar: what is to be trained. Reads the widgets into an `Experiment`."""

from dataclasses import replace
from typing import Any

import streamlit as st

from backprop.data.datasets import DATASETS
from backprop.explain.training.advice import preset_text
from backprop.explain.training.differences import FIELD_HELP
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
from pages.playground import link, state
from pages.playground.activation import activation
from pages.playground.own_table import own_classes, table_of_ones_own
from pages.playground.state import USUAL
from pages.playground.widget_values import set_widgets
from pages.shared.layout import prose
from pages.shared.state import plain, shortened
from pages.shared.textforms import read_hidden

_MOST_DRAWN = 8


def sidebar() -> tuple[Experiment, list[str]]:
    """Draw the sidebar; returns the experiment, and a sentence for each value that cannot be used."""
    with st.sidebar:
        _presets()
        values: dict[str, Any] = {"dataset": replace(state.DATA, then=_other_data).show()}
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
        values["seed"] = state.SEED.show()
        state.ASK.show()
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
        state.forget_answers()


def _chosen_preset() -> Preset | None:
    return next((preset for preset in PRESETS if preset.title == st.session_state["_preset"]), None)


def _other_data() -> None:
    """Set the loss, the scaling and the learning rate that suit the new data."""
    kind = DATASETS.get(state.DATA.name(str(state.DATA.value)))
    if kind:
        state.suit(len(kind.classes), kind.standardize, generous=bool(kind.classes) and kind.sized)
    else:
        state.suit(own_classes() or 0, standardize=True, generous=False)


def _sampling(dataset: str) -> dict[str, Any]:
    kind = DATASETS.get(dataset)
    values: dict[str, Any] = {}
    if kind and kind.sized:
        values["noise"], values["samples"] = state.NOISE.show(), state.SAMPLES.show()
    values["test_fraction"] = state.TEST.show()
    values["random_labels"] = state.RANDOM.show()
    values["standardize"] = state.STANDARDIZE.show(usual=kind.standardize if kind else True)
    return values


def _features() -> tuple[str, ...]:
    chosen = state.FEATURES_ROW.show()
    if not chosen:
        st.caption(prose(__file__, "no inputs"))
    return () if chosen == state.FEATURES_ROW.usual else chosen


def _network(classes: int) -> dict[str, Any]:
    text = state.HIDDEN.show()
    hidden = read_hidden(text)
    if hidden is None or len(hidden) > MOST_LAYERS or any(not 1 <= units <= MOST_UNITS for units in hidden):
        allowed = f"up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units, such as 4-2, or none"
        used = state.HIDDEN.usual
        st.error(prose(__file__, "bad hidden", said=plain(shortened(text)), allowed=allowed, used=used))
        hidden = USUAL.hidden
    _plus_and_minus(hidden)
    by_layer = activation(len(hidden))
    loss = state.LOSS.show(among=fitting_losses(classes), usual=usual_loss(classes))
    return {"hidden": hidden, "activation": by_layer, "loss": loss}


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
    state.HIDDEN.set("-".join(map(str, hidden)) or "none")


def _set_units(hidden: tuple[int, ...], layer: int) -> None:
    units = st.session_state[f"_units{layer}"]
    _set_hidden((*hidden[:layer], units, *hidden[layer + 1 :]))


def _training() -> dict[str, Any]:
    optimizer = state.OPTIMIZER.show()
    values: dict[str, Any] = {"optimizer": optimizer, "learning_rate": float(state.RATE.show())}
    if optimizer in WITH_VELOCITY:
        values["momentum"] = state.MOMENTUM.show()
    batch, epochs = st.columns(2)
    values["batch_size"], values["epochs"] = state.BATCH.show(batch), state.EPOCHS.show(epochs)
    return values


def _rest() -> dict[str, Any]:
    return {
        "schedule": state.SCHEDULE.show(),
        "initializer": state.INITIALIZER.show(),
        "l1": float(state.L1.show()),
        "l2": float(state.L2.show()),
        "clip": float(state.CLIP.show()) or None,
    }
