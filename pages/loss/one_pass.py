"""Scene 3: one forward pass, both losses, both error signals, and their ratio."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from pages.loss.figures.shapes import ratio
from pages.loss.numbers import BOTH
from pages.loss.questions import larger
from pages.loss.shown import DIGITS, PAGE, convention, lines_table, point
from pages.loss.words.alt import ratio_alt
from pages.loss.words.judging import IN_A_SENTENCE, chain_lines, ratio_text
from pages.shared.layout import colours, formula_text, prose


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """The chain of both losses, and the ratio."""
    picture, words = st.columns(2, gap="medium")
    with picture:
        z, y, comparison = point(loss)
        st.plotly_chart(
            ratio(comparison, loss, colours()), theme=None, key="ratio", config=CONFIG, alt=ratio_alt(comparison)
        )
    with words:
        verdicts = {found.loss.name: found for found in (comparison.squared, comparison.logarithmic)}
        chosen = verdicts[loss]
        with_two, without = ratio_text(comparison)
        law = formula_text(comparison.law)
        result.info(
            f"**ŷ = {text(float(comparison.prediction[0]), DIGITS)}; judged by {IN_A_SENTENCE[loss]}: "
            f"L = {text(chosen.value, DIGITS)}, δ = {text(float(chosen.delta[0]), DIGITS)}**  \n"
            + prose(PAGE, "pass ratio", ratio=with_two, without=without)
        )
        for name in BOTH:  # the order does not depend on the choice: a formula is drawn again only if it changes
            head = (LOSSES[name].title, f"L = {text(verdicts[name].value, DIGITS)}", "Result")
            st.markdown(lines_table(head, chain_lines(comparison, name)))
        st.markdown(f"{law}\n\n{prose(PAGE, 'pass why')}")
        if questions:
            larger()
    st.page_link(
        "step_through/page.py",
        label="See this neuron operation by operation",
        icon=":material/arrow_forward:",
        query_params={
            "example": "My own",
            "sizes": "1-1",
            "output": "sigmoid",
            "samples": f"1 > {int(y)}",
            "weights": f"w1.1.1={z:g};b1.1=0",
            "loss": LOSSES[loss].title,
            "tab": "The other loss",
        },
    )
    for name in BOTH:
        convention(name)
    st.caption(prose(PAGE, "pass rounded"))
