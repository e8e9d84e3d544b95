"""The stage: the stepper, the diagram, and the moment beside it."""

import streamlit as st

from backprop.explain.step.alt import network_alt
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import tape
from backprop.figures.network.diagram import narrowest, network_diagram
from backprop.figures.style import CONFIG
from backprop.network import ParameterId
from pages.shared.layout import colours, formula_text
from pages.step_through.second_method import second_method
from pages.step_through.share import share
from pages.step_through.stepper import ends, phases, rerun_if_asked, run_everything, scrubber, steps
from pages.step_through.tab_names import CARD

_PHONE = 330
"""Width of a card on a phone, in pixels."""


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


def stage(scene: Scene, told: tuple[Moment, ...], final: bool) -> None:
    """The card: the moment, and below it what is the same for all moments.

    Args:
        scene: the training step.
        told: its moments.
        final: whether there is no training step after it.
    """
    labels = parameter_labels(scene)
    with st.container(border=True):
        above = st.container()
        below = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
        with below:
            ends(told)
            _pick(labels)

        @st.fragment
        def walk() -> None:
            """Moving from moment to moment reruns this fragment only: the less it contains, the faster it is."""
            rerun_if_asked()
            _moment(scene, told, labels, final)

        with above:
            walk()
        with below:
            share()


def _moment(scene: Scene, told: tuple[Moment, ...], labels: dict[str, str], final: bool) -> None:
    """Stepper, diagram and words of the moment."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):  # two rows on a phone
        front = st.container(horizontal=True, gap="xsmall", width="content")
        index = scrubber(told)
        with front:
            steps(told, index, final)
        phases(told, index)
    moment = told[index]
    diagram, words = st.columns([3, 2], gap="medium")
    known = {quantity for _, quantity in tape(told, index)}
    selected = chosen_parameter(scene)
    least = narrowest(scene.names)
    with diagram, st.grid(1, wrap=False, min_column_width=least):  # if there is less room, it scrolls sideways
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
        if least > _PHONE:  # a box that scrolls must hold something that the keyboard can reach
            st.caption("A click on a line or a unit opens its card.", help="On a narrow screen, scroll sideways.")
    with words:
        show_moment(scene, moment, index, len(told))


def parameter_labels(scene: Scene) -> dict[str, str]:
    """The label of each parameter, by its address."""
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
    """Title and result with its witness first, because they matter most; then reason, formula, numbers, and code."""
    st.caption(f"Moment {index + 1} of {count} · {moment.place}")
    result = moment.result.replace("\n", "  \n")
    st.info(f"**{moment.title}**\n\n{result}{_witness(scene, moment)}")
    formulas = [formula_text(body) for body in (moment.symbols, moment.numbers) if body]
    st.markdown("\n\n".join([moment.why, *formulas]))  # one element is drawn faster than three
    st.code(moment.code, wrap_lines=True)


def _witness(scene: Scene, moment: Moment) -> str:
    """The same number by a finite difference, or why there is none to compare with."""
    sentence = second_method(scene, moment.main) if moment.main else ""
    return f"  \n{sentence}" if sentence else ""
