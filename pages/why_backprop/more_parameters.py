"""Scene 3: the cost of a gradient in networks of growing size, counted and measured."""

import streamlit as st

from backprop.explain.numbers import text
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose
from pages.why_backprop import measure
from pages.why_backprop.figures.costs import growth as growth_figure
from pages.why_backprop.numbers.growth import LAYERS, LONGEST, Growth, counted_growth
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, SAMPLES
from pages.why_backprop.state import BY, COUNTED, DOUBLED, EIGHT_TIMES, FOUR_TIMES, TWICE
from pages.why_backprop.words import growth_alt

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    by = BY.show()
    exact = counted_growth()
    if asked and not _ask(exact):
        return
    if by == COUNTED:
        last = {way: values[-1] for way, values in exact.found.items()}
        picture(
            growth_figure(exact, "multiplications", True, colours()), "growth", growth_alt(exact, "multiplications")
        )
        st.caption(
            prose(
                PAGE,
                "growth counted",
                layers=str(LAYERS),
                least=f"{exact.parameters[0]:,}",
                most=f"{exact.parameters[-1]:,}",
                n=str(SAMPLES),
                backprop=f"{last[BACKPROP]:,.0f}",
                central=text(last[CENTRAL], 3),
                times=f"{last[CENTRAL] / last[BACKPROP]:,.0f}",
            )
        )
        return
    found = measure.growing()
    if found is not None:
        picture(growth_figure(found, "seconds", False, colours()), "growth", growth_alt(found, "seconds"))
        st.caption(prose(PAGE, "growth measured", longest=text(LONGEST, 2)))
        measure.again(measure.GROWTH)


def _ask(exact: Growth) -> bool:
    times = 2.0 ** exact.slope(CENTRAL)
    right = min((TWICE, FOUR_TIMES, EIGHT_TIMES), key=lambda answer: abs(float(answer.split()[0]) - times))
    return DOUBLED.ask(PAGE, right, times=text(times, 2))
