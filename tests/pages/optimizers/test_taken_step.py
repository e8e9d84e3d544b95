"""One step of an optimizer: its numbers are those of the walk, and its formula shows them."""

import re

import numpy as np
import pytest

from backprop.explain.numbers import latex
from backprop.landscape.descent import descend
from backprop.landscape.surfaces import SURFACES
from backprop.optimizers import make_optimizer
from backprop.training.experiment import Experiment
from backprop.training.train import train
from pages.optimizers.numbers.race import CAST
from pages.optimizers.words.taken_step import of_run, of_walk, what_it_keeps

NAMES = CAST


@pytest.mark.parametrize("step", [0, 7])
@pytest.mark.parametrize("name", NAMES)
def test_a_step_over_a_surface(name, step) -> None:
    walk = descend(SURFACES["ravine"], (-2.5, 0.8), make_optimizer(name, 0.03), 10)
    for index, taken in enumerate(of_walk(walk, step)):
        values = taken.values
        assert (values.old, values.new) == (walk.theta[step, index], walk.theta[step + 1, index])
        assert values.g == walk.gradient[step, index]
        assert taken.update == pytest.approx(walk.update[step, index], rel=1e-9)
        rule = walk.optimizer.rule
        before = [np.array([value]) for value in values.before]
        update, after = rule(np.array([values.g]), before, step + 1)
        assert values.old + update[0] == values.new
        assert [float(each[0]) for each in after] == values.after
        assert latex(values.new, 9) in taken.numbers
        assert taken.name in ("w₁", "w₂")
        assert taken.latex in taken.symbols


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_the_table_are_all_numbers(name) -> None:
    (taken, _) = of_walk(descend(SURFACES["bowl"], (1.0, 2.0), make_optimizer(name, 0.1), 3), 2)
    rows = dict(taken.rows)
    assert len(rows) == 4 + 2 * len(taken.keeps)
    assert rows["before the step"] + rows["update"] == pytest.approx(rows["after the step"], rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_an_update_of_a_network(name) -> None:
    run = train(Experiment(hidden=(2,), epochs=4, samples=20, batch_size=100, optimizer=name))
    trace = run.trace(3)
    for parameter in run.net.parameter_ids():
        taken = of_run(run, 3, parameter)
        assert taken.values.new == run.parameters_at(4)[parameter]
        assert taken.values.g == trace.gradient[parameter]
        assert taken.values.count == 4
        assert not re.search(r"\^\{[^{}]*\}\^", taken.symbols), "a formula with one index on another is an error"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_in_words(name) -> None:
    keeps = make_optimizer(name, 0.1).keeps
    said = what_it_keeps(name, keeps)
    assert ("nothing" in said) == (not keeps)
    for kept in keeps:
        assert kept.replace("square", "average of squares") in said
