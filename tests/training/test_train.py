# pyright: reportArgumentType=false
"""Training runs: every update can be seen again as it was, and what a run says about itself is true.

The other side of each comparison is `slowly`: one `bp.trace_step` after the other, as a student would write it.
"""

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pytest

import backprop as bp
from backprop.data.datasets import DATASETS
from backprop.flat import to_vector
from backprop.trace import Broken, first_broken
from backprop.training import train as training
from backprop.training.experiment import fitting_losses, fitting_outputs
from backprop.training.schedules import SCHEDULES
from tests.helpers import arrays, assert_same, assert_same_parameters, near

SMALL = bp.Experiment(samples=23, test_fraction=0.0, batch_size=5, epochs=4, hidden=(3,))


def slowly(experiment: bp.Experiment, run: bp.Run) -> Iterator[bp.StepTrace]:
    """The training once more, each update with all its numbers, without anything that the run has kept."""
    params, state = bp.initialize(run.net, experiment.initializer, experiment.seed), None
    for k in range(experiment.epochs * run.batches.per_epoch):
        rows = run.batches.rows(k)
        step = bp.trace_step(
            run.net,
            params,
            run.data.x[rows],
            run.data.y[rows],
            experiment.loss,
            experiment.optimizer_at(k // run.batches.per_epoch),
            state=state,
            regularization=experiment.regularization,
        )
        yield step
        params, state = step.parameters_after, step.state_after


def assert_same_step(ours: bp.StepTrace, theirs: bp.StepTrace) -> None:
    for left, right in zip(arrays(ours), arrays(theirs), strict=True):
        assert left.tobytes() == right.tobytes()
    assert (ours.loss, ours.penalty, ours.state.count) == (theirs.loss, theirs.penalty, theirs.state.count)
    assert ours.optimizer == theirs.optimizer


def any_experiment(seed: int) -> bp.Experiment:
    """One of fifty that go through all data sets, optimizers and schedules."""
    rng = np.random.default_rng(seed)
    kind = list(DATASETS.values())[seed % len(DATASETS)]
    classes = len(kind.classes)
    output = str(rng.choice(fitting_outputs(classes)))
    loss = str(rng.choice([name for name in fitting_losses(classes) if output in bp.LOSSES[name].fits]))
    hidden = tuple(int(units) for units in rng.integers(1, 7, rng.integers(0, 4)))
    return bp.Experiment(
        dataset=kind.name,
        hidden=hidden,
        activation=tuple(str(name) for name in rng.choice(bp.HIDDEN_ACTIVATIONS, len(hidden))),
        loss=loss,
        output=output,
        optimizer=tuple(bp.OPTIMIZERS)[seed % len(bp.OPTIMIZERS)],
        learning_rate=float(rng.choice([0.01, 0.1])),
        batch_size=int(rng.choice([1, 4, 10, 16, 2000] if kind.sized else [31, 64, 2000])),
        epochs=int(rng.integers(1, 6 if kind.sized else 3)),
        initializer=str(rng.choice(["normal", "uniform", "xavier", "he"])),
        noise=float(rng.choice([0.0, 0.1])),
        samples=int(rng.integers(8, 40)),
        test_fraction=float(rng.choice([0.0, 0.3])),
        seed=seed,
        schedule=tuple(SCHEDULES)[seed // len(bp.OPTIMIZERS) % len(SCHEDULES)],
        momentum=float(rng.choice([0.5, 0.9])),
        l1=float(rng.choice([0.0, 1e-3])),
        l2=float(rng.choice([0.0, 1e-2])),
        clip=[None, 0.05, 1.0][rng.integers(3)],
    )


FIFTY = pytest.mark.parametrize("seed", range(50))


def test_the_fifty_meet_everything():
    fifty = [any_experiment(seed) for seed in range(50)]
    assert {experiment.dataset for experiment in fifty} == set(DATASETS)
    assert {(e.optimizer, e.schedule) for e in fifty} == {(o, s) for o in bp.OPTIMIZERS for s in SCHEDULES}
    assert {experiment.loss for experiment in fifty} == set(bp.LOSSES)
    used = {name for e in fifty for name in ([e.activation] if isinstance(e.activation, str) else e.activation)}
    assert used == set(bp.HIDDEN_ACTIVATIONS)
    assert all({bool(getattr(e, field)) for e in fifty} == {True, False} for field in ("l1", "l2", "clip"))


# Every update, as it was --------------------------------------------------------------------------------------------


@FIFTY
def test_any_update_can_be_seen_again_as_it_was(seed):
    """Bit for bit the one that led from its parameters to the next, and its gradient is right."""
    experiment = any_experiment(seed)
    run = bp.train(experiment)
    assert run.diverged is None
    assert run.updates == experiment.epochs * run.batches.per_epoch
    wanted = {0, run.last, *np.random.default_rng(seed).integers(0, run.updates, 2).tolist()}
    for k, slow in enumerate(slowly(experiment, run)):
        assert run.parameters_at(k).weights[0].tobytes() == slow.parameters.weights[0].tobytes()
        if k not in wanted:
            continue
        step = run.trace(k)
        assert_same_step(step, slow)
        assert_same_parameters(step.parameters, run.parameters_at(k))
        assert_same_parameters(step.parameters_after, run.parameters_at(k + 1))
        check = bp.check_gradients(run.net, step.parameters, step.x, step.y, step.loss_name)
        assert check.agrees, (k, check.max_relative_error)
        assert_same_parameters(check.analytic, step.gradient)


@pytest.mark.parametrize("seed", range(0, 50, 3))
@pytest.mark.parametrize(("share", "checkpoints"), [(2, 256), (7, 1), (1000, 3)])
def test_a_run_that_keeps_little_shows_the_same(monkeypatch, seed, share, checkpoints):
    """Parameters of only every second, seventh, … update fit, and few states of the optimizer are kept."""
    experiment = any_experiment(seed)
    whole = bp.train(experiment)
    monkeypatch.setattr(training, "MEMORY", (whole.updates + 1) * whole.net.parameter_count * 8 / share)
    monkeypatch.setattr(training, "_CHECKPOINTS", checkpoints)
    few = bp.train(experiment)
    assert few._every in (share, share + 1)
    assert len(few._history) <= whole.updates // 2 + 1
    assert len(few._states) <= checkpoints + 1
    for k in {0, few.last, *np.random.default_rng(seed).integers(0, few.updates, 4).tolist()}:
        assert_same_step(few.trace(k), whole.trace(k))
        assert_same_parameters(few.parameters_at(k), whole.parameters_at(k))
    assert_same_parameters(few.parameters_at(few.updates), whole.parameters_at(whole.updates))
    for curve in ("steps", "train_loss", "test_loss", "penalty"):
        assert_same(getattr(few, curve), getattr(whole, curve))


@pytest.mark.parametrize("optimizer", bp.OPTIMIZERS)
def test_memory_is_bounded(monkeypatch, optimizer):
    experiment = dataclasses.replace(SMALL, epochs=200, optimizer=optimizer)
    monkeypatch.setattr(training, "MEMORY", 4000)
    monkeypatch.setattr(training, "_CHECKPOINTS", 10)
    run = bp.train(experiment)
    assert run._history.nbytes <= 4000 + run._history[0].nbytes
    assert len(run._states) <= 11


def test_every_update_is_kept_where_there_is_room():
    run = bp.train(SMALL)
    assert run._every == 1
    assert len(run._history) == run.updates + 1 == 21


def test_the_first_parameters_are_the_initial_ones():
    assert_same_parameters(bp.train(SMALL).parameters_at(0), bp.initialize(SMALL.network(), "xavier", SMALL.seed))


def test_the_same_experiment_gives_the_same_run():
    one, other = bp.train(SMALL), bp.train(SMALL)
    for left, right in zip(arrays(one), arrays(other), strict=True):
        assert left.tobytes() == right.tobytes()


@pytest.mark.parametrize("field", ["seed", "learning_rate", "batch_size", "l2", "optimizer", "initializer"])
def test_another_experiment_gives_another_run(field):
    value = {"seed": 1, "learning_rate": 0.2, "batch_size": 4, "l2": 0.1, "optimizer": "adam", "initializer": "he"}
    other = bp.train(dataclasses.replace(SMALL, **{field: value[field]}))
    assert to_vector(other.parameters_at(3)).tolist() != to_vector(bp.train(SMALL).parameters_at(3)).tolist()


def test_a_run_refuses_writing():
    run = bp.train(dataclasses.replace(SMALL, optimizer="adam"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.updates = 0  # type: ignore[misc]
    for array in (run.steps, run.train_loss, run.test_loss, run.penalty, run._history, *arrays(run.data)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array.copy()
    for array in (*arrays(run.parameters_at(3)), *arrays(run.trace(3))):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array.copy()


@pytest.mark.parametrize("k", [-1, 21, 1.0, True, None, "1", math.nan, 10**30])
def test_steps_that_are_not_there(k):
    run = bp.train(SMALL)
    with pytest.raises(ValueError, match=r"^step is .*; allowed: a whole number from 0 to 20$"):
        run.parameters_at(k)
    with pytest.raises(ValueError, match=r"^step is .*; allowed: a whole number from 0 to 19$"):
        run.trace(20 if k == 21 else k)
    assert run.parameters_at(np.int64(20)).is_finite()


def test_an_update_knows_its_epoch():
    run = bp.train(SMALL)
    assert [run.epoch(k) for k in (0, 4, 5, 19)] == [0, 0, 1, 3]


@pytest.mark.parametrize("optimizer", bp.OPTIMIZERS)
@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_the_first_epochs_alone_are_those_of_the_whole(optimizer, epochs):
    experiment = dataclasses.replace(SMALL, optimizer=optimizer, schedule="cosine")
    whole, part = bp.train(experiment), bp.train(experiment, epochs=epochs)
    assert part.updates == 5 * epochs
    for k in range(part.updates + 1):
        assert_same_parameters(part.parameters_at(k), whole.parameters_at(k))


@pytest.mark.parametrize("epochs", [-1, 5, 1.0, True, "1"])
def test_epochs_that_are_not_there(epochs):
    with pytest.raises(ValueError, match=r"^epochs is .*; allowed: a whole number from 0 to 4$"):
        bp.train(SMALL, epochs=epochs)


# Batches ------------------------------------------------------------------------------------------------------------


def test_a_run_sees_the_samples_that_its_batches_say():
    run = bp.train(SMALL)
    seen = []
    for k in range(5):
        step = run.trace(k)
        assert_same(step.x, run.data.x[run.batches.rows(k)])
        assert_same(step.y, run.data.y[run.batches.rows(k)])
        seen.append(len(step.x))
    assert seen == [5, 5, 5, 5, 3]


def test_the_last_short_batch_is_divided_by_its_own_size():
    """The gradient is the mean over its 3 samples, not a sum over 3 divided by 5."""
    run = bp.train(SMALL)
    step = run.trace(4)
    each = [
        bp.trace_step(run.net, step.parameters, step.x[i : i + 1], step.y[i : i + 1], SMALL.loss).gradient
        for i in range(3)
    ]
    for layer in range(run.net.depth):
        mean = sum(gradient.weights[layer] for gradient in each) / 3
        assert step.gradient.weights[layer] == near(mean, rel=1e-12, abs=1e-15)


# Divergence ---------------------------------------------------------------------------------------------------------

TO_RUIN = {
    "mse, batch by batch": {"dataset": "sine", "learning_rate": 5.0, "activation": "identity", "hidden": (3,)},
    "mse, full batch": {"dataset": "bump", "learning_rate": 25.0, "hidden": (), "batch_size": 2000, "epochs": 200},
    "no hidden layer": {"dataset": "sine", "learning_rate": 10.0, "hidden": (), "batch_size": 7},
    "momentum": {"dataset": "sine", "learning_rate": 3.0, "optimizer": "momentum", "activation": "leaky_relu"},
    "nesterov": {"dataset": "bump", "learning_rate": 9.0, "optimizer": "nesterov", "activation": "identity"},
    "six layers": {"dataset": "sine", "learning_rate": 2.0, "hidden": (4,) * 6, "activation": "identity"},
    "log_loss": {"learning_rate": 1e6, "activation": "relu", "hidden": (5, 5, 5), "batch_size": 3},
    "cross_entropy": {"dataset": "iris", "learning_rate": 1e6, "activation": "identity", "hidden": (9, 9)},
    "l2 beyond all": {"learning_rate": 1e6, "l2": 1e6},
    "l2, momentum": {"learning_rate": 1e6, "l2": 1e6, "optimizer": "momentum", "batch_size": 2000},
    "rmsprop, six layers": {
        "dataset": "sine",
        "learning_rate": 1e6,
        "optimizer": "rmsprop",
        "hidden": (64,) * 6,
        "epochs": 9,
        "activation": "identity",
    },
    "adam, six layers": {
        "dataset": "sine",
        "learning_rate": 1e6,
        "optimizer": "adam",
        "hidden": (64,) * 6,
        "epochs": 9,
        "activation": "relu",
        "batch_size": 2000,
    },
}


def ruined(name: str) -> bp.Experiment:
    return bp.Experiment(
        **{"samples": 30, "test_fraction": 0.3, "batch_size": 5, "epochs": 60, "seed": 1} | TO_RUIN[name]
    )


def ends(experiment: bp.Experiment) -> tuple[bp.Run, Broken | None, list[bp.StepTrace]]:
    """A run, and what the plain loop says: what broke first, with all updates up to that one."""
    run, steps = bp.train(experiment), []
    for k, step in enumerate(slowly(experiment, run)):
        steps.append(step)
        broken = first_broken(step, k)
        if broken:
            return run, broken, steps
    return run, None, steps


@pytest.mark.parametrize("name", TO_RUIN)
@pytest.mark.parametrize("little", [False, True])
def test_a_diverging_run_says_what_broke_first(monkeypatch, name, little):
    if little:
        monkeypatch.setattr(training, "MEMORY", 5000)
        monkeypatch.setattr(training, "_CHECKPOINTS", 2)
    run, broken, steps = ends(ruined(name))
    assert run.diverged == broken
    if broken is None:
        assert run.updates == len(steps)
        return
    loss_is_seen = math.isfinite(steps[-1].loss) and np.isfinite(steps[-1].prediction).all()
    assert run.last == run.updates == (broken.step if loss_is_seen else broken.step - 1)
    for k in {0, run.updates // 2, run.updates}:
        assert_same_step(run.trace(k), steps[k])
    for k in range(run.updates + 1):
        assert run.parameters_at(k).is_finite()
    assert (np.diff(run.steps) > 0).all()
    assert (run.steps[0], run.steps[-1]) == (0, run.updates)
    assert len(run.steps) == len(run.train_loss) == len(run.test_loss) == len(run.penalty)
    with pytest.raises(ValueError, match=r"^step is "):
        run.trace(run.updates + 1)


def test_the_ruined_ones_break_in_many_ways():
    found = [bp.train(ruined(name)).diverged for name in TO_RUIN]
    assert sum(broken is not None for broken in found) >= 8
    assert len({broken.quantity for broken in found if broken}) >= 3
    assert len({broken.layer for broken in found if broken}) >= 3
    assert any(broken.step % 5 for broken in found if broken)


def test_what_the_optimizer_remembers_can_break_while_the_parameters_stay_finite(monkeypatch):
    """A gradient of 1e160 has no square in float64: RMSProp divides by it, and nothing moves any more."""
    huge = dataclasses.replace(SMALL, optimizer="rmsprop", l2=1e6)
    right = bp.Regularization.slope
    monkeypatch.setattr(bp.Regularization, "slope", lambda self, W: right(self, W) * 1e160)
    run, broken, _ = ends(huge)
    assert run.diverged == broken == Broken(0, 0, "square")
    assert run.updates == 0
    assert run.parameters_at(0).is_finite()


def test_the_search_for_what_broke_begins_with_what_the_optimizer_remembered(monkeypatch):
    """Adam breaks in the last update of the second epoch, as soon as a weight has moved so far, and not before."""
    experiment = dataclasses.replace(SMALL, optimizer="adam", learning_rate=0.01, l2=0.1)
    places = [step.parameters.weights[0][0, 0] for step in slowly(experiment, bp.train(experiment))]
    moved = np.abs(np.array(places) - places[0])
    assert moved[9] > moved[:9].max()
    limit, right = (moved[9] + moved[:9].max()) / 2, bp.Regularization.slope

    def planted(self, W):
        too_far = W.shape == (2, 3) and abs(W[0, 0] - places[0]) > limit
        return right(self, W) + (math.inf if too_far else 0.0)

    monkeypatch.setattr(bp.Regularization, "slope", planted)
    run, broken, _ = ends(experiment)
    assert run.diverged == broken == Broken(9, 0, "mean")


def test_a_run_that_breaks_at_once_can_be_looked_at():
    huge = "\n".join(f"{1e4 * x},{5e4 * x + 0.5}" for x in range(1, 20))
    experiment = bp.Experiment(
        dataset="own", data=huge, standardize=False, learning_rate=1e6, hidden=(), test_fraction=0.0, epochs=100
    )
    run, broken, _ = ends(experiment)
    assert run.diverged == broken
    assert broken is not None
    assert run.trace(run.last).parameters.is_finite()


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_run_that_only_gets_large_has_not_diverged(optimizer):
    """The same run again, ended just before it breaks: parameters beyond 1e100, and all is well."""
    e = bp.Experiment(
        dataset="sine", hidden=(), learning_rate=1e4, batch_size=2000, samples=20, epochs=100, optimizer=optimizer
    )
    broken = bp.train(e).diverged
    assert broken is not None
    assert broken.step > 10
    run = bp.train(dataclasses.replace(e, epochs=broken.step - 1))
    assert run.diverged is None
    assert run.updates == broken.step - 1
    assert np.abs(to_vector(run.parameters_at(run.updates))).max() > 1e100
    assert np.isfinite(run.train_loss).all()


def test_tamed_by_a_limit_to_the_gradient_it_does_not_diverge():
    wild = ruined("mse, full batch")
    assert bp.train(wild).diverged is not None
    assert bp.train(dataclasses.replace(wild, clip=0.01)).diverged is None


# Progress -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("epochs", [1, 7, 100])
def test_progress_rises_to_1(epochs):
    shares = []
    bp.train(dataclasses.replace(SMALL, epochs=epochs), shares.append)
    assert shares == sorted(set(shares))
    assert shares[0] > 0
    assert shares[-1] == 1.0


def test_progress_ends_at_1_for_a_part_of_the_training_too():
    shares = []
    bp.train(SMALL, shares.append, epochs=2)
    assert shares == [0.5, 1.0]


class Stop(Exception):
    """What a page raises when nobody waits any more."""


def test_what_progress_raises_ends_the_training():
    shares = []

    def stop(share: float) -> None:
        shares.append(share)
        if share >= 0.5:
            raise Stop

    with pytest.raises(Stop):
        bp.train(SMALL, stop)
    assert shares == [0.25, 0.5]
    assert np.geterr() == {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


# Goals --------------------------------------------------------------------------------------------------------------


def accuracy(run: bp.Run, x: np.ndarray, y: np.ndarray) -> float:
    """Share of the samples whose class the last parameters get right."""
    a = bp.forward(run.net, run.parameters_at(run.updates), x)[-1].a
    right = (a > 0.5) == (y > 0.5) if a.shape[1] == 1 else a.argmax(axis=1) == y.argmax(axis=1)
    return float(np.mean(right))


def test_xor_with_four_tanh_units_and_log_loss_is_solved():
    run = bp.train(bp.Experiment(dataset="xor", hidden=(4,), learning_rate=1.0, noise=0.0))
    assert run.net.sizes == (2, 4, 1)
    assert run.experiment.loss == "log_loss"
    assert accuracy(run, run.data.x, run.data.y) == 1.0
    assert accuracy(run, run.data.x_test, run.data.y_test) == 1.0


@pytest.mark.parametrize("seed", range(5))
def test_iris(seed):
    run = bp.train(
        bp.Experiment(dataset="iris", hidden=(8,), learning_rate=0.1, epochs=100, test_fraction=0.3, seed=seed)
    )
    assert accuracy(run, run.data.x, run.data.y) >= 0.95
    assert accuracy(run, run.data.x_test, run.data.y_test) >= 0.95


def test_digits():
    run = bp.train(
        bp.Experiment(
            dataset="digits",
            hidden=(32,),
            activation="relu",
            initializer="he",
            learning_rate=0.3,
            batch_size=32,
            epochs=10,
            test_fraction=0.3,
        )
    )
    assert run.net == bp.Network((64, 32, 10), "relu", "softmax")
    assert accuracy(run, run.data.x_test, run.data.y_test) >= 0.95


@pytest.mark.parametrize("optimizer", bp.OPTIMIZERS)
def test_every_optimizer_learns(optimizer):
    """At its usual learning rate; one that was added later, at the best of three."""
    usual = {"sgd": 0.3, "momentum": 0.1, "nesterov": 0.1, "rmsprop": 0.01, "adam": 0.01}
    rates = (usual[optimizer],) if optimizer in usual else (0.3, 0.1, 0.01)
    runs = [
        bp.train(bp.Experiment(dataset="moons", optimizer=optimizer, learning_rate=rate, epochs=60)) for rate in rates
    ]
    run = min(runs, key=lambda run: run.train_loss[-1])
    assert run.train_loss[-1] < 0.5 * run.train_loss[0]
    assert accuracy(run, run.data.x_test, run.data.y_test) >= 0.85
