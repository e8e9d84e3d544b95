"""Predict first: a question before the result; after the visitor's answer, the right answer and the reason."""

from collections.abc import Sequence

import streamlit as st

from pages.shared.state import plain


def posed(question: str, options: Sequence[str], key: str) -> str | None:
    """One question with a few answers.

    Args:
        question: in Markdown.
        options: what can be answered.
        key: of the widget; its value is in the link.

    Returns:
        The answer, or None.
    """
    with st.container(horizontal=True, vertical_alignment="center"):  # in one line where there is room
        st.markdown(question, width="content")
        return st.segmented_control(
            question, options, key=key, bind="query-params", wrap=True, label_visibility="collapsed"
        )


def judged(said: str, right: str | tuple[str, ...], why: str) -> None:
    """Whether an answer is right, and why.

    Args:
        said: the answer.
        right: the right answer; several, if each of them is right.
        why: the reason in Markdown.
    """
    correct = (right,) if isinstance(right, str) else right
    word = "Right." if said in correct else f"Not so: {plain(' and '.join(correct))}."
    st.info(f"**{word}** {why}", icon=":material/psychology_alt:")
