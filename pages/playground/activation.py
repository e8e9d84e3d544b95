"""The activation of the hidden layers: one for all layers, or a different one for some layers."""

import streamlit as st

from backprop.training.experiment import Experiment
from pages.playground.state import ACTIVATION, AS_ABOVE, LAYERS


def activation(layers: int) -> str | tuple[str, ...]:
    """Draw the widgets for this many hidden layers; returns one activation for all of them, or one for each."""
    common = ACTIVATION.show()
    if layers < 2:
        return common
    rows, state = LAYERS[:layers], st.session_state
    differ = any(state.get(row.key, st.query_params.get(row.key, AS_ABOVE)) != AS_ABOVE for row in rows)
    state["_by_layer"] = differ or state.get("_by_layer", False)  # once open, it stays open while the visitor uses it
    with st.expander("Activation by layer", expanded=state["_by_layer"]):
        chosen = [row.show() for row in rows]
    return tuple(common if own == AS_ABOVE else own for own in chosen)


def activation_values(experiment: Experiment) -> dict[str, str]:
    """The widgets' values for the activations of an experiment, by key."""
    one, layers = experiment.activation, len(experiment.hidden)
    names = (one,) * layers if isinstance(one, str) else one
    common = names[0] if names else ACTIVATION.usual
    own = [layer < layers and names[layer] != common for layer in range(len(LAYERS))]
    return {
        ACTIVATION.key: ACTIVATION.options[common],
        # a layer that is added later starts with "As above", whatever its widget said before
        **{row.key: row.options[names[i]] if own[i] else AS_ABOVE for i, row in enumerate(LAYERS)},
    }
