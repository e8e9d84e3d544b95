"""The stage: the film of the training, and a link from each of its steps to the step-through."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.explain.training.alt import replay_alt
from backprop.explain.training.differences import differences, differences_text
from backprop.explain.training.results import divergence_sentence, results
from backprop.explain.training.unseen import unseen
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from pages.playground.actions import stopped
from pages.playground.link import Trained
from pages.playground.predict import answer, ask
from pages.playground.state import ASK, STEP, SURFACE
from pages.shared.layout import colours, prose
from pages.shared.player import Places, opening, places, play
from pages.shared.runs import calmer_rate_of, film_of, replay_of, trained
from pages.shared.setups import write_run
from pages.shared.state import plain

PAGE = __file__
_NARROWEST = 560
"""Width of the film in pixels below which the data would be too small to see."""


def stage(experiment: Experiment, shown: Trained | None) -> tuple[Run, int]:
    """The film of what has been trained, or of the untrained network; returns the run and how far it is shown."""
    current = shown or Trained(experiment, 0)
    run = _train(current)
    if shown and shown.experiment != experiment:
        _stale(shown.experiment, experiment)
    if run.diverged:
        st.error(divergence_sentence(run, calmer_rate_of(run.experiment)), icon=":material/bolt:")
    updates = min(current.updates, run.updates)
    if run.diverged:  # before the run broke, samples outside its batch may have overflowed
        updates = int(film_of(current.experiment, updates).steps[-1])
    _numbers(run, updates)
    if ASK.value:
        done = updates == run.batches.per_epoch * run.experiment.epochs or run.diverged is not None
        known = done and current.experiment == experiment
        ask(run, PAGE, fixed=known)
        if known:
            answer(run, PAGE)

    @st.fragment
    def film_and_moment() -> None:
        """Choosing a step reruns this fragment only."""
        where = places("film", _NARROWEST)
        step = STEP.show(where.row, high=updates, usual=updates)
        _film(where, current, updates, step)
        _inspect(run, step)

    film_and_moment()
    return run, updates


def _train(current: Trained) -> Run:
    """The run; a long training shows how far it is, and can be stopped."""
    place = st.empty()
    bar = None

    def progress(share: float) -> None:
        nonlocal bar
        if bar is None:
            with place.container(horizontal=True, vertical_alignment="center"):
                bar = st.progress(0.0, "Training …")
                st.button("Stop", key="stop", icon=":material/stop:", on_click=stopped)
        bar.progress(share, f"Training … {share:.0%}")  # a press of Stop ends the script here

    run = trained(current.experiment, current.updates, progress)
    place.empty()
    return run


def _stale(trained_with: Experiment, now: Experiment) -> None:
    changes = differences_text(differences(trained_with, now))
    st.warning(prose(PAGE, "stale", changes=plain(changes)), icon=":material/history:")


def _numbers(run: Run, updates: int) -> None:
    """How far the training is, and how good the network."""
    now = results(run, updates)
    total = run.batches.per_epoch * run.experiment.epochs
    shown = "{:.1%}".format if now.classes else lambda score: text(score, 3)
    parts = {"training": now.training} | ({"test": now.test} if now.test else {})
    cells = [f"Trained **{updates:,}** of {total:,} steps"]
    cells += [f"{name} loss **{text(part.loss, 4)}**" for name, part in parts.items()]
    cells += [f"{name} {now.score_name} **{shown(part.score)}**" for name, part in parts.items()]
    st.markdown(" · ".join(cells))


def _film(where: Places, current: Trained, updates: int, start: int) -> None:
    """The film; below it, a switch if it has a plane, and a caption about what it cannot show."""
    opens = opening(start, film_of(current.experiment, updates, updates).steps, updates)
    film = film_of(current.experiment, updates, opens)
    surface = SURFACE.value is not False
    figure = replay_of(current.experiment, updates, colours(), surface, opens)
    play(
        where,
        figure,
        start,
        alt=replay_alt(film, film.nearest(opens)),
        step_key=STEP.key,
        words=replay_alt(film, film.nearest(start)),
        on_select=_clicked,
        selection_mode="points",
    )
    if film.plane:
        SURFACE.show(where.row)
    if missing := unseen(film, film.nearest(start)):
        st.caption(missing)


def _clicked() -> None:
    """A click on a loss curve chooses the step."""
    points = st.session_state.film.selection.points
    step = points[0].get("customdata") if points else None
    step = step[0] if isinstance(step, list) and step else step
    if isinstance(step, int | float):
        STEP.set(int(step))


def _inspect(run: Run, step: int) -> None:
    """A link to exactly this update in the step-through; at the end of the training, to the last update."""
    if run.last < 0 or (run.updates == 0 and not run.diverged):
        st.caption(prose(PAGE, "untrained"))
        return
    try:
        written = write_run(run.experiment)
    except ValueError:
        st.caption(prose(PAGE, "no link"))
        return
    update = min(step, run.last)
    what = f"update {update:,}" if update == step else f"the last update, {update:,},"
    st.page_link(
        "step_through/page.py",
        label=f"Open {what} in the step-through",
        icon=":material/arrow_forward:",
        query_params={"example": "Training run", "run": written, "k": str(update)},
    )
