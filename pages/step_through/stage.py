"""The stage: the stepper, the diagram, and the moment beside it."""

import streamlit as st

from backprop.explain import Moment, Scene, tape
from backprop.explain.alt import network_alt
from backprop.explain.numbers import agreement, text
from backprop.explain.quantities import witness
from backprop.figures import CONFIG, network_diagram
from backprop.network import ParameterId
from pages.shared.layout import colours, formula_text
from pages.step_through.compute import MOST_STEPS
from pages.step_through.share import share
from pages.step_through.stepper import buttons, rerun_if_asked, run_everything, scrubber

CARD = "Chosen weight"
"""The tab with the card of the chosen parameter."""
_NARROWEST, _PER_LAYER = 440, 85
"""Widths in pixels below which labels of the diagram would meet: of the whole, and of a layer in a deep network."""


def _clicked(labels: dict[str, str]) -> None:
    """A click on an edge or a unit chooses its weight or bias, and opens its card."""
    points = st.session_state.diagram.selection.points
    label = labels.get(str(points[0].get("customdata"))) if points else None
    if label:
        st.session_state.pick = label
        st.session_state["_clicks"] = st.session_state.get("_clicks", 0) + 1
        open_card()


def open_card() -> None:
    """Show the card of the chosen parameter below the stage."""
    st.session_state.tab = CARD
    run_everything()


def chosen_parameter(scene: Scene) -> ParameterId | None:
    """The weight or bias whose card is open; call after the stage."""
    label = st.session_state.get("pick")
    return next(
        (ParameterId.parse(address) for address, text in parameter_labels(scene).items() if text == label), None
    )


def stage(scene: Scene, told: tuple[Moment, ...]) -> None:
    """The card with stepper, diagram and moment: a fragment, which runs again without the rest of the page."""
    rerun_if_asked()
    labels = parameter_labels(scene)
    with st.container(border=True):
        bar = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
        diagram, words = st.columns([3, 2], gap="medium")
        with words:
            index = scrubber(told)
        moment = told[index]
        with bar:
            buttons(told, index)
        known = {quantity for _, quantity in tape(told, index)}
        narrowest = max(_NARROWEST, _PER_LAYER * len(scene.step.net.sizes))
        with diagram, st.grid(1, wrap=False, min_column_width=narrowest):  # narrower than that, it scrolls sideways
            picture = st.container()
            _pick(labels)
            selected = chosen_parameter(scene)
            with picture:
                figure = network_diagram(scene, moment.phase, known, moment.highlight, colours(), selected)
                figure.update_layout(meta=st.session_state.get("_clicks", 0))  # each click must count as new
                st.plotly_chart(
                    figure,
                    theme=None,
                    key="diagram",
                    on_select=lambda: _clicked(labels),
                    selection_mode="points",
                    config=CONFIG,
                    alt=network_alt(scene, known, moment),
                )
        with words:
            show_moment(scene, moment, index, len(told))
        with bar:
            share()


def parameter_labels(scene: Scene) -> dict[str, str]:
    """What a person reads for each parameter, by its address."""
    labels = {}
    for parameter in scene.step.net.parameter_ids():
        source, target = scene.names.ends(parameter)
        labels[str(parameter)] = f"{scene.names.parameter(parameter)} ({source} → {target})"
    return labels


def _pick(labels: dict[str, str]) -> None:
    """The select-box that does the same as a click on the diagram."""
    if st.session_state.get("pick") not in labels.values():
        st.session_state.pop("pick", None)
    st.selectbox(
        "Weight or bias",
        list(labels.values()),
        index=None,
        key="pick",
        bind="query-params",
        on_change=open_card,
        placeholder="Click a weight in the diagram, or choose one here",
        label_visibility="collapsed",
    )


def show_moment(scene: Scene, moment: Moment, index: int, count: int) -> None:
    """Title, reason, formula, numbers, result with its witness, and code."""
    st.caption(f"Moment {index + 1} of {count} · {moment.place}")
    formulas = [formula_text(body) for body in (moment.symbols, moment.numbers) if body]
    st.markdown(
        "\n\n".join([f"**{moment.title}**  \n{moment.why}", *formulas])
    )  # one element is drawn faster than three
    st.info(moment.result.replace("\n", "  \n") + _witness(scene, moment))
    st.code(moment.code, wrap_lines=True)
    if index == count - 1:
        st.button("Take the next training step", icon=":material/replay:", key="again", on_click=_next_step)


def _next_step() -> None:
    """The same step again, from the new parameters."""
    st.session_state.k = min(st.session_state.k + 1, MOST_STEPS)
    st.session_state.moment = 1
    run_everything()


def _witness(scene: Scene, moment: Moment) -> str:
    """The same number by a finite difference, if there is one to take."""
    other = witness(scene.step, scene.sample, moment.main) if moment.main else None
    if moment.main is None or other is None:
        return ""
    digits = agreement(scene.value(moment.main), other)
    return f"  \nFinite difference {text(other)}: agrees to {digits} digits."
