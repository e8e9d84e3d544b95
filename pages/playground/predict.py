"""Predict first: what will happen when I press Train? The answer is held beside what happened."""

import streamlit as st

from backprop.explain.verdict import KINDS, separates, separation, verdict
from backprop.run import Run
from pages.shared.layout import prose

_YES, _NO = "yes", "no"


def ask(run: Run, page: str) -> None:
    """The two questions, before the training."""
    first, second = st.columns(2)
    goal = "goal classes" if run.data.dataset.classes else "goal curve"
    first.segmented_control(prose(page, "question loss"), KINDS, key="p_guess", bind="query-params")
    second.segmented_control(prose(page, goal), (_YES, _NO), key="p_goal", bind="query-params")


def answer(run: Run, page: str) -> None:
    """What was said beside what happened, and the rule that decides."""
    guess, goal = st.session_state.get("p_guess"), st.session_state.get("p_goal")
    judged = verdict(run)
    lines = []
    if guess:
        word = "Right" if guess == judged.kind else "Not so"
        lines.append(
            prose(page, "answer", word=word, said=f"the loss {guess}", sentence=judged.sentence, rule=judged.rule)
        )
    if goal:
        happened = _YES if separates(run) else _NO
        word = "Right" if goal == happened else "Not so"
        lines.append(prose(page, "short answer", word=word, said=goal, sentence=separation(run)))
    if lines:
        st.info("\n\n".join(lines), icon=":material/psychology_alt:")
