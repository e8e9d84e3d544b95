"""Scene 4: the step h of a finite difference: truncation on one side, round-off on the other."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.network import ParameterId
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.why_backprop.figures.step_size import error_by_step
from pages.why_backprop.numbers.step_size import DIGITS, EXPONENTS, Errors, best, errors, fitted_slope
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, ONE_SIDED
from pages.why_backprop.state import BEST, LARGEST, MIDDLE, PARAMETER, SMALLEST, H
from pages.why_backprop.words import STEPS, TITLES, power_text, step_alt

PAGE = __file__
_HEAD = ("Way", "∂L/∂θ", "Relative error")


@st.cache_resource(max_entries=16, show_spinner=False)
def _errors(parameter: str) -> Errors:
    return errors(ParameterId.parse(parameter))


@st.fragment
def show(asked: bool) -> None:
    """Every control reruns this fragment only."""
    left, right = st.columns([1, 3])
    parameter, h = PARAMETER.show(left), H.show(right)
    found = _errors(parameter)
    chosen = int(abs(EXPONENTS - float(h)).argmin())
    reveal = not asked or _ask(found)
    words, chart = st.columns([2, 3], gap="medium")
    with words:
        name = PARAMETER.options[parameter]
        st.markdown(prose(PAGE, "step", name=name, true=text(found.true, 12), h=STEPS[h]))
        rows = (
            (ONE_SIDED, found.one_sided[chosen], found.one_sided_error[chosen]),
            (CENTRAL, found.central[chosen], found.central_error[chosen]),
            (BACKPROP, found.backprop, found.backprop_error),
        )
        st.markdown(
            words_table(_HEAD, [(TITLES[way], text(float(value), 9), text(float(off), 2)) for way, value, off in rows])
        )
        if reveal:
            st.markdown(_sides(found))
        st.caption(prose(PAGE, "step true", digits=str(DIGITS)))
    with chart:
        picture(error_by_step(found, chosen, reveal, colours()), "step", step_alt(found, chosen, reveal))


def _sides(found: Errors) -> str:
    return prose(
        PAGE,
        "step sides",
        one_sided=power_text(fitted_slope(found.h, found.one_sided_error, 1e-5, 1e-2)),
        central=power_text(fitted_slope(found.h, found.central_error, 1e-3, 1e-1)),
        rounding=power_text(fitted_slope(found.h, found.central_error, 1e-14, 1e-7)),
        backprop=text(found.backprop_error, 2),
    )


def _ask(found: Errors) -> bool:
    h, error = best(found.h[::2], found.central_error[::2])  # the steps that can be chosen
    right = SMALLEST if h < 1e-11 else MIDDLE if h < 1e-2 else LARGEST
    return BEST.ask(PAGE, right, h=text(h, 2), error=text(error, 2))
