"""Below the stage: tables, the chosen weight, the other loss, the run, weights by hand, published values."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from backprop import tables
from backprop.examples import EXAMPLES, Comparison
from backprop.explain import Moment, Scene, tape
from backprop.explain.alt import curve_alt, sizes_alt
from backprop.explain.chain import card
from backprop.explain.comparison import compare_losses
from backprop.explain.numbers import agreement, text
from backprop.figures import CONFIG, gradient_sizes, loss_curve
from backprop.network import ParameterId
from backprop.setups import Setup
from pages.shared.layout import colours, formula, prose
from pages.step_through import weights
from pages.step_through.compute import checked, history
from pages.step_through.share import FIRST_TAB
from pages.step_through.sidebar import Chosen
from pages.step_through.stage import CARD, chosen_parameter
from pages.step_through.stepper import TAPE, shown_index

_PAGE = __file__
_NUMBER = st.column_config.NumberColumn(format="%.9g")


def details(chosen: Chosen, setup: Setup, scene: Scene, told: tuple[Moment, ...]) -> None:
    """The tabs; only the open one is computed."""
    sections: dict[str, Callable[[], None]] = {
        FIRST_TAB: lambda: _gradients(chosen, scene),
        TAPE: lambda: _tape(scene, told, shown_index()),
        CARD: lambda: _card(chosen, scene, chosen_parameter(scene)),
        "The other loss": lambda: _other_loss(scene),
        "Training": lambda: _training(chosen, scene),
        "Weights by hand": lambda: weights.editor(setup, scene),
    }
    if setup.example.published:
        sections["Published values"] = lambda: _published(setup)
    for tab, show in zip(
        st.tabs(list(sections), key="tab", on_change="rerun", bind="query-params"), sections.values(), strict=True
    ):
        if tab.open:
            with tab:
                show()


def table(frame: pd.DataFrame, name: str, alt: str, inks: Mapping[str, str] | None = None) -> None:
    """A table, with all digits in the download and nine on the screen; `inks` colours the numbers of some columns."""
    numbers = dict.fromkeys(frame.select_dtypes("float").columns, _NUMBER)
    shown = frame.style
    for column, ink in (inks or {}).items():
        shown = shown.set_properties(subset=[column], color=ink)
    st.dataframe(shown if inks else frame, hide_index=True, column_config=numbers, alt=alt)
    st.download_button(
        "Download as CSV",
        frame.to_csv(index=False),
        f"{name}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _gradients(chosen: Chosen, scene: Scene) -> None:
    check = checked(chosen.choices, chosen.k)
    frame = tables.parameters(scene, check)
    if check.agrees:
        st.caption(prose(_PAGE, "gradients agree", error=text(check.max_relative_error, 2)))
    else:
        st.warning(prose(_PAGE, "gradients differ", error=text(check.max_relative_error, 2)))
    inks = {"upstream δ": colours().upstream, "input": colours().input}
    table(frame, "gradients", "All parameters of this training step with gradient, finite difference, update.", inks)


def _tape(scene: Scene, told: tuple[Moment, ...], index: int) -> None:
    st.caption(prose(_PAGE, "tape"))
    table(tables.tape(scene, tape(told, index)), "tape", "All values computed so far, in order of computation.")


def _card(chosen: Chosen, scene: Scene, picked: ParameterId | None) -> None:
    if picked is None:
        st.markdown(prose(_PAGE, "nothing chosen"))
        return
    about = card(scene, picked)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{about.title}**")
        formula(about.symbols)
        formula(about.numbers)
        check = checked(chosen.choices, chosen.k)
        other = check.numeric[picked]
        if check.kink[picked]:
            st.markdown(prose(_PAGE, "kink"))
        else:
            digits = agreement(about.gradient, other)
            st.markdown(prose(_PAGE, "finite difference", other=text(other), digits=str(digits)))
    with right:
        if about.refusal:
            st.markdown(about.refusal)
            return
        count = len(about.shares)
        st.markdown(prose(_PAGE, "one path" if count == 1 else "paths", count=str(count), total=text(about.gradient)))
        for share in about.shares[:4]:
            st.caption(share.route)
            formula(share.symbols)
            formula(share.numbers)
    if count > 1:
        table(tables.path_shares(about.shares), "paths", "Every path from the parameter to the loss and its share.")


def _other_loss(scene: Scene) -> None:
    comparison = compare_losses(scene.step, scene.sample)
    if isinstance(comparison, str):
        st.markdown(comparison)
        return
    squared, logarithmic = comparison.squared, comparison.logarithmic
    columns = st.columns([1, 1, 2])
    columns[0].metric(squared.loss.title, text(squared.value, 6))
    columns[1].metric(logarithmic.loss.title, text(logarithmic.value, 6))
    if comparison.law:
        with columns[2]:
            formula(comparison.law)
    st.markdown(prose(_PAGE, "other loss"))
    table(tables.losses(comparison, scene.names), "losses", "Both losses on the same forward pass, output by output.")


def _training(chosen: Chosen, scene: Scene) -> None:
    run = history(chosen.choices, chosen.k)
    left, right = st.columns(2)
    with left:
        st.caption(prose(_PAGE, "loss curve"))
        figure = loss_curve(run.losses, chosen.k, colours())
        st.plotly_chart(figure, theme=None, key="loss_curve", config=CONFIG, alt=curve_alt(run.losses, chosen.k))
    with right:
        st.caption(prose(_PAGE, "gradient sizes"))
        figure = gradient_sizes(scene.step, scene.names, colours())
        st.plotly_chart(figure, theme=None, key="gradient_sizes", config=CONFIG, alt=sizes_alt(scene))


@st.cache_resource(max_entries=10, show_spinner="Recomputing published values …")
def _comparisons(key: str) -> tuple[Comparison, ...]:
    return EXAMPLES[key].compare()


def _published(setup: Setup) -> None:
    compared = _comparisons(setup.example.key)
    for number in compared:
        if number.erratum:
            st.warning(
                prose(
                    _PAGE,
                    "erratum",
                    label=number.label.capitalize(),
                    printed=number.printed,
                    recomputed=text(number.recomputed),
                    reproduced=text(number.reproduced or 0.0),
                    erratum=number.erratum,
                )
            )
    table(tables.published(compared), "published", "Published values beside recomputed ones.")
