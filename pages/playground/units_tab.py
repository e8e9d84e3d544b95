"""Inside the network: what each unit has learned."""

import streamlit as st

from backprop.explain.training import alt as alt
from backprop.figures.style import CONFIG
from backprop.figures.training.forward_bars import forward_bars
from backprop.figures.training.pictures import digit_picture, weight_pictures
from backprop.figures.training.unit_maps import unit_maps
from backprop.passes import forward
from backprop.training.run import Run
from pages.playground.state import SAMPLE
from pages.shared.layout import colours, prose

_PIXELS = 64


def units_tab(run: Run, updates: int, page: str) -> None:
    """Maps or curves of all units; for pictures of digits, the weights as pictures and one digit's forward pass."""
    if run.data.dataset.name == "digits":
        _pictures(run, updates, page)
        return
    figure = unit_maps(run, updates, colours())
    if figure is None:
        st.markdown(prose(page, "no maps"))
        return
    curves = len(run.data.dataset.columns) == 1
    st.caption(prose(page, "unit curves" if curves else "units", step=f"{updates:,}"))
    st.plotly_chart(figure, theme=None, key="units", config=CONFIG, alt=alt.unit_maps_alt(run, updates))


def _pictures(run: Run, updates: int, page: str) -> None:
    params, dataset = run.parameters_at(updates), run.data.dataset
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.caption(prose(page, "weights as pictures", step=f"{updates:,}"))
        figure = weight_pictures(params, colours())
        st.plotly_chart(figure, theme=None, key="weights", config=CONFIG, alt=alt.weight_pictures_alt(params))
    with right:
        st.caption(prose(page, "one digit"))
        row = SAMPLE.show(high=len(dataset.x)) - 1
        label = int(dataset.y[row, 0])
        output = forward(run.net, params, run.data.transform(dataset.x[row : row + 1]))[-1].a[0]
        picture = digit_picture(dataset.x[row], colours())
        description = alt.digit_picture_alt(dataset.x[row], dataset.classes[label])
        st.plotly_chart(picture, theme=None, key="digit", config=CONFIG, alt=description)
        bars = forward_bars(output, dataset.classes, colours(), truth=label)
        description = alt.forward_bars_alt(output, dataset.classes, truth=label)
        st.plotly_chart(bars, theme=None, key="bars", config=CONFIG, alt=description)
