"""Below the stage: tables, the chosen weight, the other loss, the run, weights by hand, published values."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from backprop import tables
from backprop.checking.examples import EXAMPLES
from backprop.checking.published import Comparison
from backprop.explain.numbers import text
from backprop.explain.step.alt import curve_alt, sizes_alt
from backprop.explain.step.chain import card
from backprop.explain.step.comparison import compare_losses
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import tape
from backprop.explain.step.quantities import of_parameter
from backprop.explain.step.witness import summarize
from backprop.figures.style import CONFIG
from backprop.figures.training.curves import gradient_sizes, loss_curve
from backprop.network import ParameterId
from pages.shared.layout import colours, formula, prose
from pages.shared.setups import RUN, Setup
from pages.step_through import weights
from pages.step_through.compute import checked, loss_so_far
from pages.step_through.second_method import counted, second_method
from pages.step_through.sidebar import Chosen
from pages.step_through.stage import chosen_parameter
from pages.step_through.stepper import shown_index
from pages.step_through.tab_names import CARD, GRADIENTS, TAPE

_PAGE = __file__
_FORMAT = "%.9g"
_WIDTH_OF_DIGIT, _PADDING = 8, 24
"""In pixels, for the table's font: a column as wide as its longest number shows all numbers in full."""


def details(chosen: Chosen, setup: Setup, scene: Scene, told: tuple[Moment, ...]) -> None:
    """The tabs; only the open one is computed."""
    sections: dict[str, Callable[[], None]] = {
        CARD: lambda: _card(scene, chosen_parameter(scene)),
        GRADIENTS: lambda: _gradients(chosen, scene),
        TAPE: lambda: _tape(scene, told, shown_index()),
        "The other loss": lambda: _other_loss(scene),
        "Training": lambda: _training(chosen, scene),
    }
    if setup.example.key != RUN:
        sections["Weights by hand"] = lambda: weights.editor(setup, scene)
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
    numbers = {
        str(name): st.column_config.NumberColumn(format=_FORMAT, width=column_width(str(name), values))
        for name, values in frame.select_dtypes("float").items()
    }
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


def column_width(name: str, values: pd.Series) -> int:
    """Pixels that the longest number of a column needs, or its name."""
    longest = max([len(name), *(len(_FORMAT % value) for value in values)])
    return _PADDING + _WIDTH_OF_DIGIT * longest


def _gradients(chosen: Chosen, scene: Scene) -> None:
    check = checked(chosen.choices, chosen.k)
    frame = tables.parameters(scene, check)
    about = summarize(check)
    digits = counted(about.digits or 0, "digit")
    if about.digits is None:
        st.caption(prose(_PAGE, "gradients not compared"))
    elif check.agrees:
        st.caption(prose(_PAGE, "gradients agree", digits=digits))
    else:
        st.warning(prose(_PAGE, "gradients differ", digits=digits))
    for section, count in (("gradients small", about.small), ("gradients kinked", about.kinked)):
        if count:
            noise = text(about.noise, 1)
            st.caption(prose(_PAGE, section, count=str(count), rows=str(about.rows), noise=noise))
    if scene.batch > 1:
        said = {"sample": str(scene.sample + 1), "count": str(scene.batch)}
        st.caption(prose(_PAGE, "gradients of a batch", **said))
    inks = tables.factor_inks(frame, colours().factors)
    table(frame, "gradients", "All parameters of this training step with gradient, finite difference, update.", inks)


def _tape(scene: Scene, told: tuple[Moment, ...], index: int) -> None:
    st.caption(prose(_PAGE, "tape"))
    table(tables.tape(scene, tape(told, index)), "tape", "All values computed so far, in order of computation.")


def _card(scene: Scene, picked: ParameterId | None) -> None:
    if picked is None:
        st.markdown(prose(_PAGE, "nothing chosen"))
        return
    about = card(scene, picked)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{about.title}**")
        formula(about.symbols)
        formula(about.numbers)
        st.markdown(prose(_PAGE, "second method"))
        st.markdown(second_method(scene, of_parameter("gradient", picked)))
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
    of_all = f", all {scene.batch} samples" if scene.batch > 1 else ""
    columns = st.columns([1, 1, 2])
    for column, verdict in zip(columns, (comparison.squared, comparison.logarithmic), strict=False):
        trained = " (trained)" if verdict.loss.name == comparison.trained else ""
        column.metric(f"{verdict.loss.title}{trained}{of_all}", text(verdict.value, 6))
    if comparison.law:
        with columns[2]:
            formula(comparison.law)
    squared, logarithmic = comparison.squared.loss, comparison.logarithmic.loss
    st.markdown(prose(_PAGE, f"other loss {comparison.output}", squared=squared.title, logarithmic=logarithmic.title))
    if comparison.output == "sigmoid":
        st.markdown(prose(_PAGE, f"law of {squared.name}"))
    if scene.batch > 1:
        st.caption(prose(_PAGE, "other loss of a batch", sample=str(scene.sample + 1), count=str(scene.batch)))
    table(tables.losses(comparison, scene.names), "losses", "Both losses on the same forward pass, output by output.")


def _training(chosen: Chosen, scene: Scene) -> None:
    steps, losses, here = loss_so_far(chosen.choices, chosen.k)
    left, right = st.columns(2)
    with left:
        st.caption(prose(_PAGE, "loss curve"))
        figure = loss_curve(losses, here, colours(), steps)
        st.plotly_chart(figure, theme=None, key="loss_curve", config=CONFIG, alt=curve_alt(losses, here, steps))
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
