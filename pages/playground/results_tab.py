"""How good the network is: scores, the verdict on the training, the confusion matrix."""

import streamlit as st

from backprop.explain.training import alt as alt
from backprop.explain.training.results import results
from backprop.explain.training.verdict import separation, verdict
from backprop.figures.style import CONFIG
from backprop.figures.training.confusion import confusion
from backprop.training.run import Run
from pages.shared.layout import colours, prose


def results_tab(run: Run, updates: int, page: str) -> None:
    """The results of the training."""
    now = results(run, updates)
    words, matrix = st.columns(2, gap="large")
    with words:
        if updates:
            judged = verdict(run)
            st.markdown(f"**{judged.sentence}**  \n{separation(run)}")
            st.caption(f"How this is decided: {judged.rule}")
        else:
            st.markdown(prose(page, "untrained"))
    if now.confusion is not None:
        with matrix:
            st.caption(prose(page, "confusion", part=now.confusion_part))
            figure = confusion(now.confusion, now.classes, colours())
            description = alt.confusion_alt(now.confusion, now.classes)
            st.plotly_chart(figure, theme=None, key="confusion", config=CONFIG, alt=description)
