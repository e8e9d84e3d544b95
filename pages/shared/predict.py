"""Predict first: a question before the result; after the visitor's answer, the right answer and the reason."""

from collections.abc import Sequence

import streamlit as st

from pages.shared.state import plain


def prediction(question: str, options: Sequence[str], right: str | tuple[str, ...], why: str, key: str) -> str | None:
    """One question with a few answers.

    Args:
        question: in Markdown.
        options: what can be answered.
        right: the right answer; several, if each of them is right.
        why: the reason in Markdown; shown once there is an answer.
        key: of the widget; its value is in the link.

    Returns:
        The answer, or None.
    """
    with st.container(horizontal=True, vertical_alignment="center"):  # in one line where there is room
        st.markdown(question, width="content")
        said = st.segmented_control(
            question, options, key=key, bind="query-params", wrap=True, label_visibility="collapsed"
        )
    if said is not None:
        correct = (right,) if isinstance(right, str) else right
        word = "Right." if said in correct else f"Not so: {plain(' and '.join(correct))}."
        st.info(f"**{word}** {why}", icon=":material/psychology_alt:")
    return said
