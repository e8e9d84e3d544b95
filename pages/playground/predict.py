"""Predict first: what will happen when I press Train? The answer is held beside what happened."""

import streamlit as st

from backprop.explain.training.verdict import KINDS, separates, separation, verdict
from backprop.training.run import Run
from pages.shared.layout import prose

_YES, _NO = "yes", "no"


def ask(run: Run, page: str, fixed: bool = False) -> None:
    """The two questions, before the training. After it, what was answered stands fixed: so the link still says it."""
    if fixed:
        st.session_state["_judged"] = True
    elif st.session_state.pop("_judged", False):  # another experiment is another question
        st.session_state.p_guess = st.session_state.p_goal = None
    goal = "goal classes" if run.data.dataset.classes else "goal curve"
    questions = {"p_guess": ("question loss", KINDS), "p_goal": (goal, (_YES, _NO))}
    shown = [key for key in questions if not fixed or st.session_state.get(key, st.query_params.get(key))]
    for place, key in zip(st.columns([3, 2]), shown, strict=False):
        question, options = questions[key]
        place.segmented_control(prose(page, question), options, key=key, bind="query-params", wrap=True, disabled=fixed)


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
