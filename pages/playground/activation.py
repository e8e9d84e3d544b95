"""The activation of the hidden layers: one for all, or another one where a layer has its own."""

from typing import Any

import streamlit as st

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from backprop.explain.training.differences import FIELD_HELP
from backprop.training.experiment import MOST_LAYERS, Experiment
from pages.shared.titles import key_of

ACTIVATION_TITLES = {key: ACTIVATIONS[key].title for key in HIDDEN_ACTIVATIONS}
LAYER_KEYS = tuple(f"p_act{layer}" for layer in range(1, MOST_LAYERS + 1))
"""Of the widgets, one for each hidden layer that there can be."""
AS_ABOVE = "As above"
_USUAL = "tanh"


def activation(layers: int) -> str | tuple[str, ...]:
    """Draw the widgets for so many hidden layers; returns one activation for all of them, or one for each."""
    titles = list(ACTIVATION_TITLES.values())
    bound: dict[str, Any] = {"bind": "query-params", "help": FIELD_HELP["activation"]}
    common = st.selectbox("Activation", titles, titles.index(ACTIVATION_TITLES[_USUAL]), key="p_activation", **bound)
    if layers < 2:
        return key_of(ACTIVATION_TITLES, common, _USUAL)
    keys, state = LAYER_KEYS[:layers], st.session_state
    differ = any(state.get(key, st.query_params.get(key, AS_ABOVE)) != AS_ABOVE for key in keys)
    state["_by_layer"] = differ or state.get("_by_layer", False)  # once open, never closed under a hand
    with st.expander("Activation by layer", expanded=state["_by_layer"]):
        chosen = [
            st.selectbox(f"Activation of hidden layer {layer}", [AS_ABOVE, *titles], key=key, **bound)
            for layer, key in enumerate(keys, start=1)
        ]
    return tuple(key_of(ACTIVATION_TITLES, common if own == AS_ABOVE else own, _USUAL) for own in chosen)


def activation_values(experiment: Experiment) -> dict[str, str]:
    """What the widgets say of the activation of every layer, by key."""
    one, layers = experiment.activation, len(experiment.hidden)
    names = (one,) * layers if isinstance(one, str) else one
    common = names[0] if names else _USUAL
    own = [layer < layers and names[layer] != common for layer in range(len(LAYER_KEYS))]
    return {
        "p_activation": ACTIVATION_TITLES[common],
        # a layer that comes later is as above, whatever it was before
        **{key: ACTIVATION_TITLES[names[i]] if own[i] else AS_ABOVE for i, key in enumerate(LAYER_KEYS)},
    }
