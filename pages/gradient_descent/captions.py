"""Texts of the stage: the rule with its numbers, predicted and actual change, and where the walk leads."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.landscape.descent import Descent
from backprop.landscape.surfaces import Surface
from pages.gradient_descent.numbers import Fate
from pages.gradient_descent.words.downhill import (
    DIGITS,
    Step,
    agreement,
    bound_sentence,
    gradient_rows,
    place_text,
    rule,
    rule_in_numbers,
    step_of,
)
from pages.gradient_descent.words.fate import TITLES, fate_sentence
from pages.shared.layout import formula_text, prose

_PAGE = __file__
_NAMES = ("predicted change", "actual change")


def words(walk: Descent, taken: int) -> None:
    """The next step: its result first, then the rule, then predicted and actual change."""
    surface, step = walk.surface, step_of(walk, taken)
    st.info(f"**{prose(_PAGE, 'step', number=str(taken + 1))}**  \n{_result(surface, step)}")
    parts = [
        formula_text(rule(surface)),
        formula_text(rule_in_numbers(surface, step)),
        _table(surface, step),
        agreement(step),
        bound_sentence(float(surface.curvature(walk.theta[taken])), step.rate),
    ]
    st.markdown("\n\n".join(parts))  # one element is drawn faster than five


def _result(surface: Surface, step: Step) -> str:
    before = f"from {place_text(surface, step.before)}, loss {text(step.value, DIGITS)}"
    if step.after is None or step.next_value is None:
        return f"{before}  \nto numbers too large to hold"
    return f"{before}  \nto {place_text(surface, step.after)}, loss {text(step.next_value, DIGITS)}"


def _table(surface: Surface, step: Step) -> str:
    rows = gradient_rows(surface, step)
    names = ["gradient"] + [""] * (len(rows) - 3) + [*_NAMES]
    lines = [f"| {name} | {sign} | **{value}** |" for name, (sign, value) in zip(names, rows, strict=True)]
    return "\n".join(["| Number | Formula | Value |", "| --- | --- | ---: |", *lines])


def verdict(surface: Surface, fate: Fate) -> None:
    """Where the walk leads."""
    st.markdown(prose(_PAGE, "verdict", title=TITLES[fate.kind], sentence=fate_sentence(surface, fate)))
