"""Scene 4: labels that mean nothing, learned by heart."""

from dataclasses import replace

import numpy as np
import streamlit as st

from backprop.explain.numbers import percent
from backprop.training.experiment import Experiment
from pages.generalization.compute import memory_of
from pages.generalization.controls import NARROWEST
from pages.generalization.figures.labels import memory_picture
from pages.generalization.film_scene import run_film
from pages.generalization.numbers.labels import DIGITS, LEARNED, Memory, usual
from pages.generalization.state import DATA, FEW, HEART, LABELS_STEP, MOST, RUN, SHARE, SOME
from pages.generalization.words import memory_alt, updates_text
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.grid(2, min_column_width=NARROWEST):
        data, seed = DATA.show(), RUN.show()
    one = usual(data)
    st.markdown(prose(PAGE, f"labels {data}", samples=str(len(one.prepare().x))))
    said = HEART.pose(PAGE) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "losses hidden"))
        return
    answer = st.container()
    found = memory_of(data)
    if found is None:
        return
    if said is not None:
        with answer:
            learned = float(np.median(found.train[-1]))
            right = FEW if learned < 0.6 else SOME if learned <= 0.9 else MOST
            HEART.reveal(PAGE, said, right, learned=percent(learned), test=percent(float(np.median(found.test[-1]))))
    chart, told = st.columns([3, 2], vertical_alignment="center")
    with chart:
        picture(memory_picture(found, seed, colours()), "memory", memory_alt(found))
    told.markdown(_told(found))
    if data != DIGITS:
        _film(replace(one, seed=seed))


def _told(found: Memory) -> str:
    train, test = (np.median(each, axis=1) for each in (found.train, found.test))
    numbers = {"train_true": train[0], "test_true": test[0], "train_random": train[-1], "test_random": test[-1]}
    said = {name: percent(float(value)) for name, value in numbers.items()} | {"chance": percent(found.chance)}
    said |= {"true": updates_text(found.updates[0]), "random": updates_text(found.updates[-1]), "learned": str(LEARNED)}
    return prose(PAGE, "labels told", **said)


def _film(experiment: Experiment) -> None:
    experiment = replace(experiment, random_labels=float(SHARE.show()) / 100)
    data = experiment.prepare()
    rows = data.shuffled_rows
    same = int((data.dataset.y[rows] == experiment.table().y[rows]).sum())
    told = "labels film" if len(rows) else "labels film true"
    st.markdown(prose(PAGE, told, shuffled=str(len(rows)), same=str(same)))
    run_film("learned", LABELS_STEP, experiment, "test")
