"""Predict first: what will happen when I press Train? The answer is compared with what happened."""

import streamlit as st

from backprop.explain.training.verdict import separates, separation, verdict
from backprop.training.run import Run
from pages.playground.state import GOAL, GUESS, NO, YES, forget_answers
from pages.shared.layout import prose


def ask(run: Run, page: str, fixed: bool = False) -> None:
    """The two questions before the training. After it the answers stay, disabled, so that the link keeps them."""
    if fixed:
        st.session_state["_judged"] = True
    elif st.session_state.pop("_judged", False):  # another experiment needs new answers
        forget_answers()
    goal = "goal classes" if run.data.dataset.classes else "goal curve"
    questions = ((GUESS, "question loss"), (GOAL, goal))
    shown = [(row, text) for row, text in questions if not fixed or row.value or st.query_params.get(row.key)]
    for place, (row, text) in zip(st.columns([3, 2]), shown, strict=False):
        place.segmented_control(prose(page, text), row.options, wrap=True, disabled=fixed, **row.bound)


def answer(run: Run, page: str) -> None:
    """The answers compared with what happened, and the rule that decides."""
    guess, goal = GUESS.value, GOAL.value
    judged = verdict(run)
    lines = []
    if guess:
        word = "Right" if guess == judged.kind else "Not so"
        lines.append(
            prose(page, "answer", word=word, said=f"the loss {guess}", sentence=judged.sentence, rule=judged.rule)
        )
    if goal:
        happened = YES if separates(run) else NO
        word = "Right" if goal == happened else "Not so"
        lines.append(prose(page, "short answer", word=word, said=goal, sentence=separation(run)))
    if lines:
        st.info("\n\n".join(lines), icon=":material/psychology_alt:")
