"""The sidebar: what is computed. Reads the widgets into `Choices` and the training step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from backprop.checking.examples import EXAMPLES
from backprop.explain.step.moments import GRANULARITIES
from backprop.explain.training.differences import settings_text
from backprop.explain.training.divergence import divergence
from backprop.initializers import INITIALIZERS
from backprop.losses import losses_for
from backprop.notation import Names
from backprop.training.run import Run
from pages.shared.setups import CHOICES, OWN, RUN, Choices, read_run, samples_fit, usual_samples
from pages.shared.state import plain
from pages.shared.titles import LOSS_TITLES, OPTIMIZER_TITLES, key_of
from pages.step_through.compute import MOST_STEPS, history, setup, step_at, training_run
from pages.step_through.stepper import stay

EXAMPLE_TITLES = {**{key: example.title for key, example in EXAMPLES.items()}, OWN: "My own", RUN: "Training run"}
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
        loss: title of the loss that is used; it differs from the one chosen if the targets do not allow that.
        divergence: why there is no later training step; empty if there is one.
    """

    choices: Choices
    k: int
    sample: int
    detail: str
    loss: str
    divergence: str


def _new_example() -> None:
    """Another example starts as its source has it: at its first moment, with its own loss and learning rate."""
    choices = Choices(example=key_of(EXAMPLE_TITLES, st.session_state.example, DEFAULT.example))
    chosen = setup(choices)
    st.session_state.loss = LOSS_TITLES[chosen.example.loss]
    st.session_state.rate = chosen.example.learning_rate
    st.session_state.biases = not chosen.example.frozen
    st.session_state.optimizer = OPTIMIZER_TITLES["sgd"]
    st.session_state.k, st.session_state.sample, st.session_state.moment = 0, 1, 1
    st.session_state.weights, st.session_state.pick = "", None


def _new_sizes() -> None:
    """Samples that do not fit the new layers give way to some that do."""
    sizes, samples = st.session_state.sizes, st.session_state.samples
    if not samples_fit(Choices(sizes=sizes, samples=samples)):
        st.session_state.samples = usual_samples(sizes)
        st.session_state.sample = 1


def sidebar() -> Chosen:
    """Draw the sidebar."""
    for key in ("loss", "rate", "biases", "samples"):
        if key in st.session_state:  # their default depends on other choices, so the link has to be told
            st.session_state[key] = st.session_state[key]
    with st.sidebar:
        title = st.selectbox(
            "Example",
            [EXAMPLE_TITLES[key] for key in CHOICES],
            key="example",
            bind="query-params",
            on_change=_new_example,
        )
        choices = Choices(example=key_of(EXAMPLE_TITLES, title, DEFAULT.example))
        about = st.empty()
        main, by_hand = st.container(), st.container()
        if choices.example == RUN:
            choices = _run(choices)
        else:
            if choices.example == OWN:
                with main:
                    choices = _own(choices)
            with by_hand:
                choices = _by_hand(choices)
    with main:
        if choices.example != RUN:
            choices = _training(choices)
        chosen = setup(choices)
        about.caption(f"{chosen.example.source}. {chosen.example.note}")
        k, diverging = _step(choices)
        sample = _sample(len(step_at(choices, k).x))
        detail = st.selectbox(
            "Detail",
            list(DETAIL_TITLES.values()),
            index=GRANULARITIES.index("operation"),
            key="detail",
            bind="query-params",
            on_change=stay,
            help="How much happens in one moment: a whole phase, a layer, a neuron, or one operation.",
        )
    loss = LOSS_TITLES[chosen.first.loss_name]
    return Chosen(choices, k, sample, key_of(DETAIL_TITLES, detail, "operation"), loss, diverging)


def _by_hand(choices: Choices) -> Choices:
    """Weights set by hand, as text."""
    with st.expander("Weights as text"):
        weights = st.text_area(
            "Weights set by hand",
            key="weights",
            bind="query-params",
            placeholder="w1.2.1=0.5;b1.1=-0.2",
            help="Layer, from, to, counted from 1. Easier: the table “Weights by hand” below the diagram.",
        )
    return replace(choices, weights=weights)


def _run(choices: Choices) -> Choices:
    """The settings of a training run, and the way back to the playground."""
    with st.expander("Settings of the run"):
        text = st.text_area("As the link has them", key="run", bind="query-params", help="The playground writes them.")
    experiment = read_run(text)[0]
    for label, value in settings_text(experiment):
        st.caption(plain(f"{label}: {value}"))
    st.page_link(
        "playground/page.py",
        label="This run in the playground",
        icon=":material/science:",
        query_params={"open": text, "at": str(st.session_state.get("k", 0))},
    )
    return replace(choices, run=text)


def _own(choices: Choices) -> Choices:
    """Network and data of one's own."""
    sizes = st.text_input(
        "Units per layer",
        DEFAULT.sizes,
        key="sizes",
        bind="query-params",
        on_change=_new_sizes,
        help="Inputs first, such as 2-3-1.",
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
        usual_samples(sizes),
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
        hidden=key_of(ACTIVATION_TITLES, hidden, DEFAULT.hidden),
        output=key_of(ACTIVATION_TITLES, output, DEFAULT.output),
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
    # Pills, for a segmented control in two rows leaves a gap in its border.
    loss = st.pills("Loss", fitting, default=LOSS_TITLES[example.loss], required=True, key="loss", bind="query-params")
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
        loss=key_of(LOSS_TITLES, loss, example.loss),
        rate=float(rate),
        optimizer=key_of(OPTIMIZER_TITLES, optimizer, "sgd"),
        biases=biases,
    )


def _step(choices: Choices) -> tuple[int, str]:
    """Which training step; of a diverging run no later than its last, and then why."""
    k = st.number_input(
        "Training step",
        0,
        MOST_STEPS,
        0,
        key="k",
        bind="query-params",
        help="Step k uses the weights that k updates have left. Step 0 is the first.",
    )
    training = training_run(choices, k)
    if training is not None:
        return _update(training, k)
    run = history(choices, min(k + 1, MOST_STEPS)) if k else None
    if run is None or run.broken is None or k < run.last:
        return k, ""
    return min(k, run.last), divergence(run.broken, run.last, Names(setup(choices).example.net))


def _update(run: Run, k: int) -> tuple[int, str]:
    """Which update of a training run; no later than its last, and then why."""
    if run.diverged is not None and k >= run.last:
        return run.last, divergence(run.diverged, run.last, Names(run.net))
    return min(k, run.experiment.epochs * run.batches.per_epoch - 1), ""


def beyond_the_end(chosen: Chosen) -> list[str]:
    """A sentence if the link asks for an update that a training run does not have, and it did not break."""
    if chosen.choices.example != RUN or chosen.divergence or st.session_state.k == chosen.k:
        return []
    return [f"The training has {chosen.k + 1:,} updates; the last one is {chosen.k:,}."]


def _sample(count: int) -> int:
    """Which row of the batch; nothing to choose with one."""
    if count == 1:
        return 0
    if st.session_state.get("sample", 1) > count:
        st.session_state.sample = 1
    return st.number_input(f"Sample (1 to {count})", 1, count, 1, key="sample", bind="query-params") - 1
