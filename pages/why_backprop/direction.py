"""Scene 5: forward mode finds a column of the Jacobian in each pass, reverse mode a row."""

import streamlit as st

from pages.shared.formulas import picture
from pages.shared.layout import colours, prose
from pages.shared.walk import walk
from pages.why_backprop.figures.directions import filled
from pages.why_backprop.numbers.directions import BACKWARD, FORWARD, jacobian, passes
from pages.why_backprop.state import FEWER, INPUTS, OUTPUTS, PASS
from pages.why_backprop.words import counted, direction_alt

PAGE = __file__


@st.fragment
def show(asked: bool) -> None:
    """Every control reruns this fragment only."""
    left, right = st.columns(2)
    inputs, outputs = INPUTS.show(left), OUTPUTS.show(right)
    most = max(inputs, outputs)
    done = walk(PASS, most, lambda now: f"pass {now + 1}", lambda now: {"All passes": most})
    sizes = {"inputs": counted(inputs, "input"), "outputs": counted(outputs, "output")}
    st.markdown(prose(PAGE, "direction", all=counted(inputs * outputs, "derivative"), **sizes))
    found = jacobian(inputs, outputs)
    grids = ((FORWARD, "Forward mode", found.by_columns), (BACKWARD, "Reverse mode", found.by_rows))
    for place, (direction, name, values) in zip(st.columns(2, gap="medium"), grids, strict=True):
        needed = passes(direction, inputs, outputs)
        reached = min(done, needed)
        with place:
            title = f"<b>{name}</b>: {reached} of {counted(needed, 'pass')}"
            alt = direction_alt(name, reached, needed, inputs, outputs)
            picture(filled(values, direction, reached, title, colours()), direction, alt)
    if done == most:
        both = (counted(passes(way, inputs, outputs), "pass") for way in (FORWARD, BACKWARD))
        verdict = "forward" if inputs < outputs else "backward" if outputs < inputs else "equal"
        said = dict(zip(("forward", "backward"), both, strict=True))
        st.info(prose(PAGE, "direction done", verdict=prose(PAGE, f"direction {verdict}"), **said))
    if asked and not FEWER.ask(PAGE, BACKWARD):
        return
    st.markdown(prose(PAGE, "direction training"))
