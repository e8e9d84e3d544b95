"""The sidebar: what is computed. Reads the widgets into `Choices` and the training step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from backprop.examples import EXAMPLES
from backprop.explain import GRANULARITIES
from backprop.explain.divergence import divergence
from backprop.initializers import INITIALIZERS
from backprop.losses import LOSSES, losses_for
from backprop.notation import Names
from backprop.setups import CHOICES, OWN, Choices
from pages.step_through.compute import MOST_STEPS, history, setup
from pages.step_through.stepper import stay

EXAMPLE_TITLES = {**{key: example.title for key, example in EXAMPLES.items()}, OWN: "My own"}
LOSS_TITLES = {key: loss.title for key, loss in LOSSES.items()}
OPTIMIZER_TITLES = {
    "sgd": "Gradient descent",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
DETAIL_TITLES = {key: key.capitalize() for key in GRANULARITIES}
ACTIVATION_TITLES = {key: activation.title for key, activation in ACTIVATIONS.items()}
SHORT_NAMES: Mapping[str, Mapping[str, str]] = {
    "example": EXAMPLE_TITLES,
    "loss": LOSS_TITLES,
    "optimizer": OPTIMIZER_TITLES,
    "detail": DETAIL_TITLES,
    "hidden": ACTIVATION_TITLES,
    "output": ACTIVATION_TITLES,
}
"""What a link may say instead of the title that a widget shows."""

DEFAULT = Choices()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the sidebar says.

    Attributes:
        choices: what is computed.
        k: which training step.
        sample: which row of the batch.
        detail: the granularity.
    """

    choices: Choices
    k: int
    sample: int
    detail: str


def _key_of(titles: Mapping[str, str], title: object, default: str) -> str:
    return next((key for key, value in titles.items() if value == title), default)


def _new_example() -> None:
    """Another example starts as its source has it: at its first moment, with its own loss and learning rate."""
    choices = Choices(example=_key_of(EXAMPLE_TITLES, st.session_state.example, DEFAULT.example))
    chosen = setup(choices)
    st.session_state.loss = LOSS_TITLES[chosen.example.loss]
    st.session_state.rate = chosen.example.learning_rate
    st.session_state.biases = not chosen.example.frozen
    st.session_state.optimizer = OPTIMIZER_TITLES["sgd"]
    st.session_state.k, st.session_state.sample, st.session_state.moment = 0, 1, 1
    st.session_state.weights, st.session_state.pick = "", None


def sidebar() -> Chosen:
    """Draw the sidebar."""
    for key in ("loss", "rate", "biases"):
        if key in st.session_state:  # their default depends on the example, so the link has to be told
            st.session_state[key] = st.session_state[key]
    with st.sidebar:
        title = st.selectbox(
            "Example",
            [EXAMPLE_TITLES[key] for key in CHOICES],
            key="example",
            bind="query-params",
            on_change=_new_example,
        )
        choices = Choices(example=_key_of(EXAMPLE_TITLES, title, DEFAULT.example))
        if choices.example == OWN:
            choices = _own(choices)
        main, by_hand = st.container(), st.container()
        with by_hand, st.expander("Weights as text"):
            weights = st.text_area(
                "Weights set by hand",
                key="weights",
                bind="query-params",
                placeholder="w1.2.1=0.5;b1.1=-0.2",
                help="Layer, from, to, counted from 1. Easier: the table “Weights by hand” below the diagram.",
            )
        choices = replace(choices, weights=weights)
    with main:
        choices = _training(choices)
        chosen = setup(choices)
        k = _step(choices)
        sample = _sample(len(chosen.first.x))
        detail = st.selectbox(
            "Detail",
            list(DETAIL_TITLES.values()),
            index=GRANULARITIES.index("operation"),
            key="detail",
            bind="query-params",
            on_change=stay,
            help="How much happens in one moment: a whole phase, a layer, a neuron, or one operation.",
        )
    return Chosen(choices, k, sample, _key_of(DETAIL_TITLES, detail, "operation"))


def _own(choices: Choices) -> Choices:
    """Network and data of one's own."""
    sizes = st.text_input(
        "Units per layer", DEFAULT.sizes, key="sizes", bind="query-params", help="Inputs first, such as 2-3-1."
    )
    hidden = st.selectbox(
        "Hidden activation",
        [ACTIVATION_TITLES[key] for key in HIDDEN_ACTIVATIONS],
        index=HIDDEN_ACTIVATIONS.index(DEFAULT.hidden),
        key="hidden",
        bind="query-params",
    )
    output = st.selectbox(
        "Output activation",
        list(ACTIVATION_TITLES.values()),
        index=list(ACTIVATION_TITLES).index(DEFAULT.output),
        key="output",
        bind="query-params",
    )
    samples = st.text_area(
        "Samples",
        DEFAULT.samples,
        key="samples",
        bind="query-params",
        help="Inputs, then >, then targets. One sample per line, or separated by semicolons.",
    )
    initializer = st.selectbox(
        "Initial weights",
        list(INITIALIZERS),
        index=list(INITIALIZERS).index(DEFAULT.initializer),
        key="init",
        bind="query-params",
    )
    seed = st.number_input("Seed", 0, 999_999, DEFAULT.seed, key="seed", bind="query-params")
    return replace(
        choices,
        sizes=sizes,
        hidden=_key_of(ACTIVATION_TITLES, hidden, DEFAULT.hidden),
        output=_key_of(ACTIVATION_TITLES, output, DEFAULT.output),
        samples=samples,
        initializer=initializer,
        seed=seed,
    )


def _training(choices: Choices) -> Choices:
    """Loss, learning rate, optimizer, biases."""
    example = setup(choices).example
    fitting = [LOSS_TITLES[key] for key in losses_for(example.net.output)]
    if st.session_state.get("loss", fitting[0]) not in fitting:
        st.session_state.loss = LOSS_TITLES[example.loss]
    loss = st.segmented_control(
        "Loss", fitting, default=LOSS_TITLES[example.loss], required=True, key="loss", bind="query-params"
    )
    rate = st.number_input(
        "Learning rate α",
        1e-6,
        1e6,
        example.learning_rate,
        step=0.05,
        format="%g",
        key="rate",
        bind="query-params",
    )
    optimizer = st.selectbox("Optimizer", list(OPTIMIZER_TITLES.values()), key="optimizer", bind="query-params")
    biases = st.toggle("Train the biases", not example.frozen, key="biases", bind="query-params")
    return replace(
        choices,
        loss=_key_of(LOSS_TITLES, loss, example.loss),
        rate=float(rate),
        optimizer=_key_of(OPTIMIZER_TITLES, optimizer, "sgd"),
        biases=biases,
    )


def _step(choices: Choices) -> int:
    """Which training step; a diverging run ends early."""
    k = st.number_input(
        "Training step",
        0,
        MOST_STEPS,
        0,
        key="k",
        bind="query-params",
        help="Step k uses the weights that k updates have left. Step 0 is the first.",
    )
    run = history(choices, k) if k else None
    if run is None or run.broken is None or k < run.last:
        return k
    st.error(divergence(run.broken, run.last, Names(setup(choices).example.net)))
    return min(k, run.last)


def _sample(count: int) -> int:
    """Which row of the batch; nothing to choose with one."""
    if count == 1:
        return 0
    if st.session_state.get("sample", 1) > count:
        st.session_state.sample = 1
    return st.number_input(f"Sample (1 to {count})", 1, count, 1, key="sample", bind="query-params") - 1
