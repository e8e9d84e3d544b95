"""One step of one optimizer: its rule in symbols and in numbers, and what it remembers."""

from collections.abc import Sequence

import streamlit as st

from backprop.explain.numbers import text
from backprop.training.run import Run
from pages.optimizers.compute import Found
from pages.optimizers.state import ONE, STEP, WEIGHT, WEIGHTS
from pages.optimizers.words.race import TITLES
from pages.optimizers.words.taken_step import TakenStep, of_run, of_walk, what_it_keeps
from pages.shared.layout import formula_text, prose
from pages.shared.setups import write_run

_PAGE = __file__
_DIGITS = 6


def one_step(found: Found) -> None:
    """The step chosen in the box below the film, of the optimizer that is chosen here."""
    names = [entry.name for entry in found.race.entries]
    step = STEP.value or 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = names.index(ONE.show(among=names, usual=names[0]))
        taken = _taken(found, index, step)
    entry = found.race.entries[index]
    if not taken:
        section = "end" if entry.broken is None else "broken"
        st.markdown(prose(_PAGE, section, title=TITLES[entry.name], step=f"{step:,}", broken=f"{entry.broken or 0:,}"))
        return
    st.markdown(what_it_keeps(entry.name, taken[0].keeps))
    symbols, table = st.columns(2)
    symbols.markdown(f"**The rule**\n\n{formula_text(taken[0].symbols)}")
    table.markdown(_table(taken))
    for place, each in zip(st.columns(2), taken, strict=False):  # of a network, a single parameter is shown
        place.markdown(f"**{each.name}, in numbers**\n\n{formula_text(each.numbers)}")
    st.caption(prose(_PAGE, "rounded"))


def _taken(found: Found, index: int, step: int) -> list[TakenStep]:
    """The step, for each parameter that is shown; empty where there is no such step."""
    if found.walked:
        walk = found.walked.walks[index]
        return of_walk(walk, step) if step < walk.steps else []
    assert found.trained is not None
    run = found.trained.runs[index]
    return _of_network(run, step) if step < run.updates else []


def _of_network(run: Run, step: int) -> list[TakenStep]:
    """The step of one weight or bias, and a link to all others."""
    parameter = WEIGHTS[WEIGHT.show()]
    st.page_link(
        "step_through/page.py",
        label=f"All of update {step:,} in the step-through",
        icon=":material/arrow_forward:",
        query_params={"example": "Training run", "run": write_run(run.experiment), "k": str(step)},
    )
    return [of_run(run, step, parameter)]


def _table(taken: Sequence[TakenStep]) -> str:
    """All numbers of the step, as Markdown."""
    rows = list(zip(*(each.rows for each in taken), strict=True))
    lines = [" | ".join(["number", *(each.name for each in taken)]), " | ".join(["---", *("---:" for _ in taken)])]
    lines += [" | ".join([row[0][0], *(text(value, _DIGITS) for _, value in row)]) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)
