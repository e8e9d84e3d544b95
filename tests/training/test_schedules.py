"""How the learning rate changes from epoch to epoch: the formulas, and what holds for all of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.training.schedules import SCHEDULES, learning_rate_at
from tests.helpers import near

ALL = pytest.mark.parametrize("name", SCHEDULES)


def rates(name: str, epochs: int, rate: float = 1.0) -> list[float]:
    return [learning_rate_at(name, rate, epoch, epochs) for epoch in range(epochs)]


def test_the_table():
    assert list(SCHEDULES) == ["constant", "step", "cosine", "1/t"]
    assert all(schedule.name == name for name, schedule in SCHEDULES.items())


def test_constant():
    assert rates("constant", 5, 0.3) == [0.3] * 5


def test_step_halves_after_each_quarter():
    assert rates("step", 8) == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]
    assert rates("step", 5) == [1.0, 1.0, 0.5, 0.25, 0.125]  # 4t/5 = 0, 0.8, 1.6, 2.4, 3.2
    assert rates("step", 2) == [1.0, 0.25]


def test_cosine_is_half_a_cosine():
    assert rates("cosine", 4) == near([1.0, (1 + math.sqrt(0.5)) / 2, 0.5, (1 - math.sqrt(0.5)) / 2], rel=1e-14)


def test_one_over_t():
    assert rates("1/t", 31)[::10] == near([1.0, 1 / 2, 1 / 3, 1 / 4], rel=1e-14)


@ALL
@given(epochs=st.integers(1, 10_000), rate=st.floats(5e-324, 1e6), data=st.data())
def test_it_begins_with_the_learning_rate_and_never_rises_nor_reaches_0(name, epochs, rate, data):
    epoch = data.draw(st.integers(0, epochs - 1))
    assert learning_rate_at(name, rate, 0, epochs) == rate
    here = learning_rate_at(name, rate, epoch, epochs)
    assert 0 < here <= rate
    assert epoch == 0 or here <= learning_rate_at(name, rate, epoch - 1, epochs)


@pytest.mark.parametrize("name", ["step", "cosine", "1/t"])
def test_a_tiny_learning_rate_is_not_rounded_to_0(name):
    """Which no optimizer takes: the training would end with an error in its last quarter."""
    assert learning_rate_at(name, 5e-324, 99, 100) == 5e-324
    experiment = bp.Experiment(samples=4, hidden=(), schedule=name, learning_rate=5e-324, epochs=100)
    assert bp.train(experiment).updates == 100


@ALL
def test_an_experiment_uses_it(name):
    experiment = bp.Experiment(schedule=name, learning_rate=0.4, epochs=7, optimizer="momentum", momentum=0.5)
    optimizers = [experiment.optimizer_at(epoch) for epoch in range(7)]
    assert [optimizer.learning_rate for optimizer in optimizers] == rates(name, 7, 0.4)
    assert {optimizer.settings for optimizer in optimizers} == {(("decay", 0.5),)}


@pytest.mark.parametrize("name", ["linear", "Constant", "", None, 1, ["step"]])
def test_unknown_schedules(name):
    with pytest.raises(ValueError, match=r"^schedule is .*; allowed: constant, step, cosine, 1/t$"):
        learning_rate_at(name, 0.1, 0, 1)


@pytest.mark.parametrize(("epoch", "epochs"), [(-1, 5), (5, 5), (0, 0)])
def test_epochs_that_are_not_there(epoch, epochs):
    with pytest.raises(ValueError, match=r"^epoch is .*; allowed: from 0 to"):
        learning_rate_at("step", 0.1, epoch, epochs)
