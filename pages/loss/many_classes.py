"""Scene 5: three classes, a softmax, and the surprise at the true class."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from backprop.trace import StepTrace
from pages.loss.figures.classes import class_bars
from pages.loss.numbers import LOG
from pages.loss.numbers.classes import CLASSES, OF_CLASSES, as_two_classes, judged_classes
from pages.loss.questions import others
from pages.loss.shown import DIGITS, PAGE, convention
from pages.loss.state import CLASS, LOGITS
from pages.loss.words.alt import classes_alt
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """Three sliders, the bars, and the loss."""
    picture, words = st.columns([3, 2], gap="medium")
    with words:
        columns = st.columns(CLASSES)
        logits = tuple(row.show(column) for row, column in zip(LOGITS, columns, strict=True))
        true = int(CLASS.show()) - 1
        step = judged_classes(logits, true, loss)
        title = LOSSES[OF_CLASSES[loss]].title
        result.info(f"**{title} = {text(step.loss, DIGITS)}**  \n{_why(step, true, loss)}")
        st.markdown(words_table(("class", "target y", "ŷ", "δ"), _rows(step)))
    with picture:
        figure = class_bars(step, true, colours())
        st.plotly_chart(figure, theme=None, key="classes", config=CONFIG, alt=classes_alt(step, true))
        if questions:
            others(loss)
    many, two = as_two_classes(logits[0])
    same = {"z": text(logits[0], 3), "many": text(many, DIGITS), "two": text(two, DIGITS)}
    st.markdown(prose(PAGE, "classes two", **same))
    convention(OF_CLASSES[loss])


def _why(step: StepTrace, true: int, loss: str) -> str:
    share = float(step.prediction[0, true])
    kind = "cross-entropy" if loss == LOG else "mse"
    return prose(PAGE, f"classes {kind}", share=text(share, DIGITS), loss=text(step.loss, DIGITS))


def _rows(step: StepTrace) -> list[tuple[str, ...]]:
    output = step.forward[0]
    columns = (step.y[0], output.a[0], step.backward[0].delta[0])
    return [
        (str(index), *(text(float(value), DIGITS) for value in values))
        for index, values in enumerate(zip(*columns, strict=True), start=1)
    ]
