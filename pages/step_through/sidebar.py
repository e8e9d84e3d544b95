"""The sidebar: what is computed. Reads the widgets into `Choices` and the training step."""

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.training.differences import settings_text
from backprop.explain.training.divergence import divergence
from backprop.losses import losses_for
from backprop.notation import Names
from backprop.training.run import Run
from pages.shared.setups import OWN, RUN, Choices, read_run, samples_fit, usual_samples
from pages.shared.state import plain
from pages.shared.titles import LOSS_TITLES
from pages.step_through import state
from pages.step_through.compute import MOST_STEPS, history, setup, step_at, training_run
from pages.step_through.stepper import stay


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of the sidebar.

    Attributes:
        choices: what is computed.
        k: which training step.
        sample: which row of the batch.
        detail: the granularity.
        loss: title of the loss that is used; it differs from the chosen loss if the targets do not allow that one.
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
    chosen = setup(Choices(example=state.EXAMPLE.name(str(state.EXAMPLE.value))))
    state.LOSS.set(chosen.example.loss)
    state.OPTIMIZER.set("sgd")
    for row, value in (
        (state.RATE, chosen.example.learning_rate),
        (state.BIASES, not chosen.example.frozen),
        (state.K, 0),
        (state.SAMPLE, 1),
        (state.MOMENT, 1),
        (state.WEIGHTS, ""),
        (state.PICK, None),
    ):
        row.set(value)


def _new_sizes() -> None:
    """Replace samples that do not fit the new layers."""
    sizes, samples = str(state.SIZES.value), str(state.SAMPLES.value)
    if not samples_fit(Choices(sizes=sizes, samples=samples)):
        state.SAMPLES.set(usual_samples(sizes))
        state.SAMPLE.set(1)


_EXAMPLE = replace(state.EXAMPLE, then=_new_example)
_SIZES = replace(state.SIZES, then=_new_sizes)
_DETAIL = replace(state.DETAIL, then=stay)


def sidebar() -> Chosen:
    """Draw the sidebar."""
    for row in (state.LOSS, state.RATE, state.BIASES, state.SAMPLES):
        row.tell()  # even while it is not on the page, so that it comes back with its value
    with st.sidebar:
        choices = Choices(example=_EXAMPLE.show())
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
        way_back = st.container()
    with main:
        if choices.example != RUN:
            choices = _training(choices)
        chosen = setup(choices)
        about.caption(f"{chosen.example.source}. {chosen.example.note}")
        k, diverging = _step(choices)
        if choices.example == RUN:
            _way_back(way_back, choices.run, k)
        sample = _sample(len(step_at(choices, k).x))
        detail = _DETAIL.show()
    loss = LOSS_TITLES[chosen.first.loss_name]
    return Chosen(choices, k, sample, detail, loss, diverging)


def _by_hand(choices: Choices) -> Choices:
    """Weights set by hand, as text."""
    with st.expander("Weights as text"):
        return replace(choices, weights=state.WEIGHTS.show())


def _run(choices: Choices) -> Choices:
    """The settings of a training run."""
    with st.expander("Settings of the run"):
        text = state.RUN_SETTINGS.show()
    experiment = read_run(text)[0]
    for label, value in settings_text(experiment):
        st.caption(plain(f"{label}: {value}"))
    return replace(choices, run=text)


def _way_back(place: DeltaGenerator, run: str, k: int) -> None:
    """A link to the run in the playground at this step; the step is known only once its widget has been drawn."""
    place.page_link(
        "playground/page.py",
        label="This run in the playground",
        icon=":material/science:",
        query_params={"open": run, "at": str(k)},
    )


def _own(choices: Choices) -> Choices:
    """The visitor's own network and data."""
    sizes = _SIZES.show()
    return replace(
        choices,
        sizes=sizes,
        hidden=state.HIDDEN.show(),
        output=state.OUTPUT.show(),
        samples=state.SAMPLES.show(usual=usual_samples(sizes)),
        initializer=state.INITIALIZER.show(),
        seed=state.SEED.show(),
    )


def _training(choices: Choices) -> Choices:
    """Loss, learning rate, optimizer, biases."""
    example = setup(choices).example
    return replace(
        choices,
        loss=state.LOSS.show(among=losses_for(example.net.output), usual=example.loss),
        rate=float(state.RATE.show(usual=example.learning_rate)),
        optimizer=state.OPTIMIZER.show(),
        biases=state.BIASES.show(usual=not example.frozen),
    )


def _step(choices: Choices) -> tuple[int, str]:
    """Which training step; in a diverging run no later than its last, and then also the reason."""
    k = int(state.K.show())
    training = training_run(choices, k)
    if training is not None:
        return _update(training, k)
    run = history(choices, min(k + 1, MOST_STEPS)) if k else None
    if run is None or run.broken is None or k < run.last:
        return k, ""
    return min(k, run.last), divergence(run.broken, run.last, Names(setup(choices).example.net))


def _update(run: Run, k: int) -> tuple[int, str]:
    """Which update of a training run; no later than its last, and the reason if the run diverged."""
    if run.diverged is not None and k >= run.last:
        return run.last, divergence(run.diverged, run.last, Names(run.net))
    return min(k, run.experiment.epochs * run.batches.per_epoch - 1), ""


def beyond_the_end(chosen: Chosen) -> list[str]:
    """A sentence if the link asks for an update that a training run does not have, although the run did not diverge."""
    if chosen.choices.example != RUN or chosen.divergence or state.K.value == chosen.k:
        return []
    return [f"The training has {chosen.k + 1:,} updates; the last one is {chosen.k:,}."]


def _sample(count: int) -> int:
    """Which row of the batch; no widget if there is only one row."""
    if count == 1:
        return 0
    if (state.SAMPLE.value or 1) > count:
        state.SAMPLE.set(1)
    return state.SAMPLE.show(high=count, label=f"Sample (1 to {count})") - 1
