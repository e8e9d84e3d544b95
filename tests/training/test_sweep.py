# pyright: reportArgumentType=false
"""A sweep is `bp.train` run by run: the same parameters to the last bit, the same losses, the same end."""

import dataclasses
import re
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.trace import Broken
from backprop.training import joint_training
from backprop.training.schedules import SCHEDULES
from tests.helpers import arrays
from tests.training.test_train import any_experiment

module = sys.modules["backprop.training.sweep"]  # `backprop.training.sweep` is the function

SMALL = bp.Experiment(samples=24, test_fraction=0.25, hidden=(3, 2), epochs=12, batch_size=7)
FULL = replace(SMALL, batch_size=2_000)
LINE = replace(FULL, dataset="sine", loss="mse", output=None)
STEEP = replace(LINE, activation="relu", hidden=(8, 8), epochs=30)
"""What diverges with a rate of 1e5 and more, and not with 0.05 and less."""

RATES = (0.03, 0.3, 3.0)


def unlike(sweep: bp.Sweep) -> list[tuple[int, str]]:
    """Where the sweep and a training of each run differ: (run, what)."""
    found = []
    steps = {int(step): place for place, step in enumerate(sweep.steps)}
    for index, experiment in enumerate(sweep.experiments):
        run = bp.train(experiment)
        places = [place for place, step in enumerate(run.steps.tolist()) if step in steps]
        ours = [steps[int(run.steps[place])] for place in places]
        after = sweep.steps > run.updates
        same = {
            "updates": sweep.updates[index] == run.updates,
            "diverged": sweep.diverged[index] == run.diverged,
            "steps": len(ours) == (~after).sum(),
        }
        for name in ("train_loss", "test_loss", "penalty"):
            curve, expected = getattr(sweep, name)[index], getattr(run, name)[places]
            same[name] = np.allclose(curve[ours], expected, rtol=1e-12, atol=1e-300, equal_nan=True)
            same[f"{name} after the end"] = np.isnan(curve[after]).all()
        for step in sweep.kept.tolist():
            params, alone = sweep.parameters_at(step), run.parameters_at(min(step, run.updates))
            pairs = zip(arrays(params), arrays(alone), strict=True)
            same["parameters"] = same.get("parameters", True) and all(
                left[index].tobytes() == right.tobytes() for left, right in pairs
            )
        found += [(index, name) for name, right in same.items() if not right]
    return found


# Run by run ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", bp.OPTIMIZERS)
@pytest.mark.parametrize("base", [SMALL, FULL], ids=["batches of 7, the last of 4", "full batch"])
def test_every_optimizer_and_schedule(base, optimizer, schedule):
    assert unlike(bp.sweep(replace(base, optimizer=optimizer, schedule=schedule), RATES, [0, 5])) == []


@pytest.mark.parametrize("seed", range(50))
def test_the_fifty_experiments_of_the_training(seed):
    """All data sets, losses, outputs, activations, penalties, limits; with two rates and, where data allow, seeds."""
    experiment = any_experiment(seed)
    assert unlike(bp.sweep(experiment, [experiment.learning_rate, 0.05], [seed, seed + 1])) == []


@given(
    st.sampled_from(("circles", "sine", "xor", "iris")),
    st.lists(st.integers(1, 5), max_size=3),
    st.sampled_from(bp.HIDDEN_ACTIVATIONS),
    st.sampled_from(tuple(bp.OPTIMIZERS)),
    st.sampled_from((1, 5, 11, 2_000)),
    st.integers(1, 4),
    st.lists(st.sampled_from((1e-3, 0.1, 1.0, 30.0, 1e4, 1e6)), min_size=1, max_size=4, unique=True),
    st.lists(st.integers(0, 99), min_size=1, max_size=3),
    st.sampled_from((None, 0.1)),
    st.sampled_from((0.0, 0.5)),
)
def test_whatever_the_experiment(dataset, hidden, activation, optimizer, batch, epochs, rates, seeds, clip, l2):
    base = bp.Experiment(
        dataset=dataset,
        hidden=tuple(hidden),
        activation=activation,
        optimizer=optimizer,
        batch_size=batch,
        epochs=epochs,
        samples=16,
        clip=clip,
        l2=l2,
    )
    assert unlike(bp.sweep(base, rates, seeds)) == []


def test_runs_are_rates_times_seeds_in_that_order():
    sweep = bp.sweep(SMALL, [0.1, 0.2], [3, 1, 2])
    expected = [(rate, seed) for rate in (0.1, 0.2) for seed in (3, 1, 2)]
    assert [(run.learning_rate, run.seed) for run in sweep.experiments] == expected
    assert {replace(run, learning_rate=0.3, seed=0) for run in sweep.experiments} == {SMALL}
    assert len(sweep) == 6
    assert sweep.train_loss.shape == sweep.test_loss.shape == sweep.penalty.shape == (6, len(sweep.steps))
    assert sweep.parameters_at(0).weights[0].shape == (6, 2, 3)
    assert sweep.parameters_at(0).biases[0].shape == (6, 3)


def test_what_is_not_said_is_that_of_the_experiment():
    assert bp.sweep(SMALL).experiments == (SMALL,)
    assert [run.seed for run in bp.sweep(SMALL, seeds=[4, 5]).experiments] == [4, 5]
    assert [run.learning_rate for run in bp.sweep(SMALL, [0.5]).experiments] == [0.5]
    assert bp.sweep(SMALL, np.array([0.5, 0.25])).experiments == bp.sweep(SMALL, [0.5, 0.25]).experiments


def test_runs_may_differ_in_all_that_leaves_their_shape_alone():
    others = [
        *(replace(FULL, initializer=name) for name in bp.INITIALIZERS),
        *(replace(FULL, schedule=name) for name in SCHEDULES),
        replace(FULL, noise=0.3),
        replace(FULL, dataset="spirals"),
        replace(FULL, features=("x1", "x1*x2")),
        replace(FULL, standardize=not FULL.standardize),
        replace(FULL, seed=9, learning_rate=2.0),
    ]
    assert unlike(bp.sweep_all(others)) == []
    momenta = [replace(SMALL, optimizer="nesterov", momentum=decay) for decay in (0.0, 0.5, 0.9)]
    assert unlike(bp.sweep_all(momenta)) == []


def test_a_batch_larger_than_the_data_is_the_full_batch():
    assert unlike(bp.sweep_all([replace(FULL, batch_size=size) for size in (18, 19, 2_000)])) == []


def test_one_output_one_unit_no_hidden_layer():
    for hidden in ((), (1,), (1, 1), (2, 1, 3)):
        for base in (replace(SMALL, hidden=hidden), replace(LINE, hidden=hidden, batch_size=5)):
            assert unlike(bp.sweep(base, RATES)) == []


def test_more_steps_than_are_recorded():
    sweep = bp.sweep(replace(SMALL, epochs=400, hidden=(2,)), RATES)
    assert len(sweep.steps) < 3 * 400
    assert unlike(sweep) == []


def test_a_single_run():
    for base in (SMALL, FULL, replace(STEEP, learning_rate=1e5)):
        sweep = bp.sweep(base)
        assert unlike(sweep) == []
        assert sweep.kept.tolist() == sweep.steps.tolist()
        assert len(bp.sweep(base, [base.learning_rate] * 2).steps) == len(sweep.steps)
    assert sweep.diverged[0] is not None


# Parts --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 250, 10**9])
@pytest.mark.parametrize("base", [SMALL, FULL])
def test_it_does_not_matter_how_many_runs_are_stepped_together(monkeypatch, base, at_once):
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    assert unlike(bp.sweep(replace(base, l2=0.1), (*RATES, 1e5, 1e6), [0, 1, 2])) == []


@pytest.mark.parametrize("at_once", [1, 10_000])
def test_it_does_not_matter_how_many_steps_are_evaluated_together(monkeypatch, at_once):
    monkeypatch.setattr(joint_training, "_AT_ONCE", at_once)
    assert unlike(bp.sweep(replace(SMALL, l1=0.1), RATES)) == []


@pytest.mark.parametrize("memory", [1, 20_000, 30_000, 10**9])
def test_kept_parameters_fit_into_the_memory(monkeypatch, memory):
    """And all parts keep those of the same steps, however the runs are divided."""
    monkeypatch.setattr(module, "_MEMORY", memory)
    monkeypatch.setattr(module, "_AT_ONCE", 4 * 18 * 6)
    sweep = bp.sweep(replace(FULL, epochs=60), [*RATES, 0.5, 0.7], [0])
    every = np.diff(sweep.kept)
    assert (sweep.kept[0], sweep.kept[-1]) == (0, 60)
    assert set(sweep.kept.tolist()) <= set(sweep.steps.tolist())
    assert len(set(every[:-1].tolist())) <= 1
    number = len(sweep) * sweep.net.parameter_count * 8
    assert len(sweep.kept) <= max(2, memory / number + 2)
    assert (len(sweep.kept) == 61) == (memory == 10**9)
    assert unlike(sweep) == []
    for step in set(range(61)) - set(sweep.kept.tolist()):
        with pytest.raises(ValueError, match=f"step is {step}; allowed: one of the steps that are kept"):
            sweep.parameters_at(step)
        assert abs(sweep.nearest(step) - step) == np.abs(sweep.kept - step).min()


@pytest.mark.parametrize("step", [-1, 13, 1.5, None, "0", True])
def test_parameters_of_a_step_that_is_not_there(step):
    sweep = bp.sweep(FULL, RATES)
    with pytest.raises(ValueError, match=f"step is {step!r}; allowed: one of the steps"):
        sweep.parameters_at(step)


# Runs that diverge --------------------------------------------------------------------------------------------------

WILD = {
    "relu": (STEEP, np.geomspace(0.5, 1e6, 12).tolist()),
    "leaky relu, batches": (
        replace(LINE, activation="leaky_relu", batch_size=5, hidden=(4,)),
        np.geomspace(0.5, 1e6, 12).tolist(),
    ),
    "identity, momentum": (
        replace(LINE, activation="identity", optimizer="momentum", epochs=60),
        np.geomspace(0.05, 1e6, 12).tolist(),
    ),
    "nesterov": (
        replace(LINE, optimizer="nesterov", activation="relu", epochs=60),
        np.geomspace(0.05, 1e6, 12).tolist(),
    ),
    "penalty": (replace(SMALL, l2=3.0, epochs=60), np.geomspace(0.1, 1e3, 12).tolist()),
    "penalty without end": (replace(SMALL, l2=1e6, epochs=40), np.geomspace(1.0, 1e6, 12).tolist()),
    "penalty, adam": (replace(SMALL, l2=1e6, optimizer="adam", epochs=40), np.geomspace(1.0, 1e6, 12).tolist()),
    "limited": (replace(LINE, clip=1.0, activation="relu"), np.geomspace(0.5, 1e6, 12).tolist()),
    "deep": (replace(LINE, activation="relu", hidden=(4,) * 6, initializer="he"), np.geomspace(0.1, 1e6, 12).tolist()),
}


@pytest.mark.parametrize(("base", "rates"), WILD.values(), ids=list(WILD))
def test_runs_that_diverge_end_where_they_end_alone(base, rates):
    assert unlike(bp.sweep(base, rates, [0, 1])) == []


def test_the_wild_ones_meet_many_ends():
    ends = [one for base, rates in WILD.values() for one in bp.sweep(base, rates, [0, 1]).diverged]
    broken = [end for end in ends if end]
    assert 50 < len(broken) < len(ends)
    assert {end.quantity for end in broken} >= {"z", "loss", "delta", "W"}
    assert len({end.step for end in broken}) > 10


def test_a_run_that_diverges_does_not_spoil_its_neighbours():
    base = STEEP
    good = [0.01, 0.02, 0.05]
    mixed = bp.sweep(base, [1e6, *good, 1e5])
    calm = bp.sweep(base, good)
    assert [bool(end) for end in mixed.diverged] == [True, False, False, False, True]
    assert np.array_equal(mixed.train_loss[1:4], calm.train_loss)
    assert np.isfinite(mixed.train_loss[1:4]).all()


def test_the_parameters_of_a_run_that_has_ended_stay_what_they_were():
    base = STEEP
    sweep = bp.sweep(base, [0.01, 1e5])
    ended, total = int(sweep.updates[1]), base.epochs
    assert isinstance(sweep.diverged[1], Broken)
    assert 0 < ended < total
    last = arrays(sweep.parameters_at(ended))
    for step in range(ended, total + 1):
        for now, then in zip(arrays(sweep.parameters_at(step)), last, strict=True):
            assert np.isfinite(now).all()
            assert np.array_equal(now[1], then[1])
    assert np.isfinite(sweep.train_loss[1, : ended + 1]).all()
    assert np.isnan(sweep.train_loss[1, ended + 1 :]).all()


def test_when_all_diverge_the_rest_is_left_out():
    """However long the training was to be, it ends with its last run."""
    told = []
    base = replace(STEEP, epochs=10_000)
    sweep = bp.sweep(base, [1e5, 1e6], progress=told.append)
    assert all(sweep.diverged)
    assert len(told) < 100
    assert np.isnan(sweep.train_loss[:, -1]).all()
    assert sweep.parameters_at(10_000).is_finite()


def test_nothing_is_warned_of():
    """Warnings are errors here; NumPy's are on."""
    with np.errstate(all="raise", under="ignore"):
        sweep = bp.sweep(replace(STEEP, test_fraction=0.5), [1e5, 1e6, 0.01])
    assert any(sweep.diverged)


# Progress -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_once", "parts"), [(10**9, 1), (4 * 18 * 6, 2), (1, 6)])
def test_progress_grows_from_0_to_1(monkeypatch, at_once, parts):
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    told = []
    bp.sweep(FULL, RATES, [0, 1], progress=told.append)
    assert told == sorted(told)
    assert told == pytest.approx([(done + 1) / (12 * parts) for done in range(12 * parts)])


@pytest.mark.parametrize("rates", [[0.1], [0.1, 0.2]])
def test_what_progress_raises_ends_the_training(rates):
    def stop(share):
        if share >= 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        bp.sweep(FULL, rates, progress=stop)


# Refusals -----------------------------------------------------------------------------------------------------------

REFUSED = {
    "no rates": (lambda: bp.sweep(SMALL, []), "runs is 0; allowed: from 1 to 1000 runs"),
    "no seeds": (lambda: bp.sweep(SMALL, [0.1], []), "runs is 0; allowed: from 1 to 1000 runs"),
    "nothing": (lambda: bp.sweep_all([]), "runs is 0; allowed: from 1 to 1000 runs"),
    "too many": (lambda: bp.sweep(SMALL, [0.1] * 101, range(10)), "runs is 1010; allowed: from 1 to 1000 runs"),
    "too many experiments": (lambda: bp.sweep_all([SMALL] * 1001), "runs is 1001; allowed: from 1 to 1000 runs"),
    "a rate of 0": (lambda: bp.sweep(SMALL, [0.1, 0.0]), "learning_rate is 0.0; allowed: a number above 0"),
    "a rate of NaN": (lambda: bp.sweep(SMALL, [float("nan")]), "learning_rate is nan; allowed: a number above 0"),
    "a rate of text": (lambda: bp.sweep(SMALL, ["0.1"]), "learning_rate is '0.1'; allowed: a number above 0"),
    "half a seed": (lambda: bp.sweep(SMALL, None, [1.5]), "seed is 1.5; allowed: a whole number"),
    "other layers": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, hidden=(3,))]),
        "hidden is (3,); allowed: the same for all runs, here (3, 2)",
    ),
    "other activation": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, activation="relu")]),
        "activation is 'relu'; allowed: the same for all runs, here tanh",
    ),
    "other loss": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, loss="mse")]),
        "loss is 'mse'; allowed: the same for all runs, here log_loss",
    ),
    "other optimizer": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, optimizer="adam")]),
        "optimizer is 'adam'; allowed: the same for all runs, here sgd",
    ),
    "other epochs": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, epochs=13)]),
        "epochs is 13; allowed: the same for all runs, here 12",
    ),
    "other penalty": (lambda: bp.sweep_all([SMALL, replace(SMALL, l2=1.0)]), "l2 is 1.0; allowed: the same for all"),
    "other limit": (lambda: bp.sweep_all([SMALL, replace(SMALL, clip=1.0)]), "clip is 1.0; allowed: the same for all"),
    "other batches": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, batch_size=8)]),
        "batch_size is 8; allowed: the same for all runs, here 7",
    ),
    "more samples": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, samples=25)]),
        "dataset is 'circles'; allowed: for all runs data with as many samples, inputs and outputs",
    ),
    "more inputs": (
        lambda: bp.sweep_all([SMALL, replace(SMALL, features=("x1", "x2", "x1*x2"))]),
        "dataset is 'circles'; allowed: for all runs data with as many samples, inputs and outputs",
    ),
}


@pytest.mark.parametrize(("attempt", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_swept_is_refused_with_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        attempt()


# Records ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rates", [[0.1], [0.1, 0.2]])
def test_a_sweep_refuses_writing(rates):
    sweep = bp.sweep(SMALL, rates)
    for field in dataclasses.fields(sweep):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(sweep, field.name, None)
    for array in (*arrays(sweep), *arrays(sweep.parameters_at(0))):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array.copy()
    assert len(arrays(sweep)) == 6


# The comparison sees what it has to see -----------------------------------------------------------------------------


def test_planted_errors_are_found():
    sweep = bp.sweep(FULL, RATES)
    assert unlike(sweep) == []
    off = sweep.train_loss * (1 + 1e-11)
    late = sweep.updates + 1
    assert unlike(replace(sweep, train_loss=off)) == [(run, "train_loss") for run in range(3)]
    assert {what for _, what in unlike(replace(sweep, updates=late))} == {"updates"}
    turned = replace(sweep, _rows_at=tuple(lambda step, one=one: one(step)[::-1] for one in sweep._rows_at))
    assert unlike(turned) == [(0, "parameters"), (2, "parameters")]


def test_a_run_that_is_not_stopped_is_found(monkeypatch):
    base = STEEP
    monkeypatch.setattr(joint_training.JointTraining, "_look", lambda *_: None)
    found = unlike(bp.sweep(base, [0.1, 1e6]))
    assert {run for run, _ in found} == {1}
    assert {"updates", "diverged", "parameters"} <= {what for _, what in found}
