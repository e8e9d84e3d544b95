"""Below the stage: results, hidden units, the kept run beside this one, the data."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from backprop.explain.training import alt as alt
from backprop.explain.training.differences import differences
from backprop.explain.training.results import results, scores_text
from backprop.figures.style import CONFIG
from backprop.figures.training.comparison.boundaries import two_boundaries
from backprop.figures.training.comparison.losses import two_losses
from backprop.training.run import Run
from pages.playground.link import Trained
from pages.playground.results_tab import results_tab
from pages.playground.state import TAB
from pages.playground.units_tab import units_tab
from pages.shared.layout import colours, markdown_table, prose
from pages.shared.runs import trained
from pages.shared.state import plain

_PAGE = __file__


def tabs(run: Run, updates: int, kept: Trained | None) -> None:
    """The tabs; only the open one is computed."""
    sections: dict[str, Callable[[], None]] = {
        "Results": lambda: results_tab(run, updates, _PAGE),
        "Hidden units": lambda: units_tab(run, updates, _PAGE),
        "Compare": lambda: _compare(run, kept),
        "Data": lambda: _data(run),
    }
    opened = st.tabs(list(sections), key=TAB.key, on_change="rerun", bind="query-params")
    for tab, show in zip(opened, sections.values(), strict=True):
        if tab.open:
            with tab:
                show()


def _scores(before: Run, now: Run) -> None:
    """The scores, which can be compared even where the losses cannot."""
    if before.experiment.loss != now.experiment.loss:
        st.caption(prose(_PAGE, "two losses"))
    found = [results(run, run.updates) for run in (before, now)]
    if found[0].score_name == found[1].score_name:
        rows = [
            (name, f"{run.updates:,}", *scores_text(one))
            for name, run, one in zip(("kept", "now"), (before, now), found, strict=True)
        ]
        name = found[0].score_name
        markdown_table(pd.DataFrame(rows, columns=["run", "steps", f"training {name}", f"test {name}"]))


def _compare(run: Run, kept: Trained | None) -> None:
    """The kept run beside this one, and their differences."""
    if kept is None:
        st.markdown(prose(_PAGE, "nothing kept"))
        return
    before = trained(kept.experiment, kept.updates)
    changes = differences(kept.experiment, run.experiment)
    if changes:
        rows = [(change.label, plain(change.before), plain(change.after)) for change in changes]
        markdown_table(pd.DataFrame(rows, columns=["what differs", "kept", "now"]))
    else:
        st.markdown(prose(_PAGE, "same settings"))
    _scores(before, run)
    left, right = st.columns(2, gap="large")
    with left:
        figure = two_losses(before, run, colours())
        st.plotly_chart(figure, theme=None, key="two_losses", config=CONFIG, alt=alt.two_losses_alt(before, run))
    figure = two_boundaries(before, run, colours())
    if figure is not None:
        with right:
            description = alt.two_boundaries_alt(before, run)
            st.plotly_chart(figure, theme=None, key="two_boundaries", config=CONFIG, alt=description)


def _data(run: Run) -> None:
    """The rows, which part they belong to, and how they were standardised."""
    data = run.data
    numbers = {"train": f"{len(data.x):,}", "test": f"{len(data.x_test):,}"}
    st.markdown(prose(_PAGE, "data", source=data.dataset.source, **numbers))
    st.caption(prose(_PAGE, "standardised" if data.scaler else "not standardised"))
    if data.scaler:
        scale = {"input": data.inputs, "mean": data.scaler.mean, "standard deviation": data.scaler.scale}
        st.dataframe(pd.DataFrame(scale), hide_index=True, alt="Mean and standard deviation of each input.")
    frame = pd.DataFrame(data.dataset.x, columns=list(data.dataset.columns))
    labels = data.dataset.y[:, 0]
    classes = data.dataset.classes
    frame[data.dataset.target] = [classes[int(label)] for label in labels] if classes else labels
    frame["part"] = "training"
    frame.loc[data.test_rows, "part"] = "test"
    st.dataframe(frame, hide_index=True, height=300, alt="All samples, with the part that they belong to.")
    name = f"{data.dataset.name}.csv"
    st.download_button(
        "Download as CSV", frame.to_csv(index=False), name, "text/csv", icon=":material/download:", on_click="ignore"
    )
