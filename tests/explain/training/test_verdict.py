"""How a run went, against rules written out once more; and whether it separates, counted sample by sample."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import backprop as bp
from backprop.explain.numbers import text
from backprop.explain.training.verdict import KINDS, RULES, separates, separation, single_answer_loss, verdict
from tests.figures.runs import predict, run_of


def with_losses(losses) -> bp.Run:
    """A run whose recorded training losses are these."""
    values = np.array(losses, dtype=float)
    return replace(run_of("circles"), train_loss=values, test_loss=values, steps=np.arange(len(values)))


LN2 = float(np.log(2))
"""Log loss of one half for each of two classes with as many samples: the best single answer for the circles."""
SWING = [1.0, 0.6] * 10
LOSSES = {
    "falls": (np.geomspace(1.0, 0.01, 30), "goes down"),
    "falls a little": ([1.0, 0.949], "goes down"),
    "falls to the best single answer, ln 2": ([0.9, 0.7, 0.694], "hardly moves"),
    "falls to just above it": ([0.85, 0.727], "hardly moves"),
    "falls, but stays above it": ([0.9, 0.73], "goes down"),
    "falls to it from far above": ([0.91, 0.7], "goes down"),
    "falls below it": ([0.9, 0.65], "goes down"),
    "falls and wiggles": ([1.0, 0.5, *[0.2, 0.3] * 10], "goes down"),
    "stays": ([0.7] * 20, "hardly moves"),
    "almost stays": ([1.0, 0.951], "hardly moves"),
    "rises a little": ([1.0, 1.05], "hardly moves"),
    "rises": ([1.0, 1.06], "goes up"),
    "rises tenfold": ([1.0, 10.0], "goes up"),
    "rises more": ([1.0, 10.1], "blows up"),
    "peaks and comes back": ([1.0, 50.0, 20.0, 0.1], "goes down"),
    "swings": ([*SWING, 0.6], "oscillates"),
    "swings and ends where it began": ([*SWING, 1.0], "oscillates"),
    "swings higher and higher": ([1.0, 2.0] * 10, "oscillates"),
    "noise below the bound": ([1.0, 0.951] * 10, "hardly moves"),
    "swings at first only": ([1.0, 0.5] * 5 + [0.9] * 20, "goes down"),
    "one rise in five": ([1.0] * 20 + [1.0, 0.9, 0.9, 0.9, 0.9] * 4, "goes down"),
    "too few to swing": ([1.0, 0.6, 1.0, 0.6], "goes down"),
    "one value": ([0.5], "hardly moves"),
    "none": ([], "blows up"),
    "no number": ([1.0, 0.5, np.nan], "blows up"),
    "infinite": ([1.0, np.inf], "blows up"),
    "zeros": ([0.0, 0.0], "hardly moves"),
    "from zero": ([0.0, 1e-9], "blows up"),
}


@pytest.mark.parametrize("key", LOSSES)
def test_the_kind_of_a_run(key):
    losses, kind = LOSSES[key]
    found = verdict(with_losses(losses))
    assert found.kind == kind
    assert found.rule == RULES[kind]
    assert found.sentence.startswith(f"The training loss {kind}")


def test_every_kind_occurs_and_has_a_rule_in_words():
    assert {kind for _, kind in LOSSES.values()} == set(KINDS)
    assert all(rule.endswith(".") and len(rule) < 260 for rule in RULES.values())


def test_kind_is_the_one_that_its_rule_describes():
    rng = np.random.default_rng(3)
    for _ in range(300):
        n = int(rng.integers(2, 60))
        losses = np.abs(rng.uniform(0.2, 3) * (1 + np.cumsum(rng.normal(rng.uniform(-0.05, 0.05), 0.1, n))))
        first, last, late = losses[0], losses[-1], losses[n // 2 :]
        rises = sum(b - a > 0.05 * first for a, b in pairwise(late))
        swinging = len(late) > 4 and rises >= 0.2 * (len(late) - 1) and np.median(late) > 0.5 * first
        if last > 10 * first:
            expected = "blows up"
        elif swinging:
            expected = "oscillates"
        elif last > 1.05 * first:
            expected = "goes up"
        elif last >= 0.95 * first or (first <= 1.3 * LN2 and 0.95 * LN2 <= last <= 1.05 * LN2):
            expected = "hardly moves"
        else:
            expected = "goes down"
        assert verdict(with_losses(losses)).kind == expected


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "goes down"),
        ({"learning_rate": 0.0001}, "hardly moves"),
        ({"initializer": "zeros"}, "hardly moves"),
        ({"learning_rate": 10.0, "batch_size": 2000}, "oscillates"),
        ({"learning_rate": 1000.0}, "blows up"),
        ({"dataset": "sine", "learning_rate": 5.0}, "blows up"),
    ],
)
def test_real_runs(changes, kind):
    run = bp.train(bp.Experiment(**({"epochs": 60} | changes)))
    found = verdict(run)
    assert found.kind == kind
    assert text(float(run.train_loss[0]), 3) in found.sentence
    if run.diverged:
        assert f"after {run.updates:,} steps the numbers break" in found.sentence
    elif kind != "oscillates":
        assert f"to {text(float(run.train_loss[-1]), 3)} in {run.updates:,} steps" in found.sentence


VANISHING = {"hidden": (4,) * 6, "activation": "sigmoid", "learning_rate": 0.5, "epochs": 80}


@pytest.mark.parametrize("seed", range(5))
def test_six_sigmoid_layers_hardly_move_however_high_they_begin(seed):
    run = bp.train(bp.Experiment(**VANISHING, seed=seed))
    found = verdict(run)
    assert found.kind == "hardly moves"
    assert found.sentence.endswith(" The best single answer for all samples gives 0.693.")
    assert not separates(run)


def test_one_of_them_begins_so_high_that_its_fall_alone_would_decide_otherwise():
    losses = [bp.train(bp.Experiment(**VANISHING, seed=seed)).train_loss for seed in range(5)]
    assert any(each[-1] < 0.95 * each[0] for each in losses)


def test_the_single_answer_is_told_where_the_network_is_no_better():
    told = "The best single answer for all samples gives"
    assert told in verdict(with_losses([2.0, 0.7])).sentence
    assert told in verdict(with_losses([0.7, 0.9])).sentence
    assert told not in verdict(with_losses([2.0, 0.6])).sentence


@pytest.mark.parametrize("loss", ["log_loss", "mse", "half_sse"])
def test_no_other_single_answer_has_a_lower_loss(loss):
    rows = "\n".join(f"{i},{i % 2},{'yes' if i % 4 == 0 else 'no'}" for i in range(30))
    run = bp.train(bp.Experiment("own", (), data=f"a,b,c\n{rows}", loss=loss, epochs=1, test_fraction=0.0))
    y, half = run.data.y[:, 0], 0.5 if loss == "half_sse" else 1.0
    answers = np.linspace(0.001, 0.999, 999)[:, np.newaxis]
    surprise = -(y * np.log(answers) + (1 - y) * np.log(1 - answers))
    terms = surprise if loss == "log_loss" else half * (answers - y) ** 2
    best = terms.mean(axis=1).min()
    assert single_answer_loss(run) == pytest.approx(best, rel=1e-5)
    assert single_answer_loss(run) <= best


def test_the_single_answer_for_several_classes_and_for_numbers():
    iris = run_of("iris")
    shares = iris.data.y.mean(axis=0)
    assert single_answer_loss(iris) == pytest.approx(-(shares * np.log(shares)).sum())
    sine = run_of("sine")
    assert single_answer_loss(sine) == pytest.approx(sine.data.y.var())


def test_the_single_answer_of_huber_is_not_the_mean_where_a_target_is_far_out():
    """Targets 0, 0, 0, 10: from 1/3 on, three errors of 1/3 pull as hard as the far one, which pulls with 1."""
    run = bp.train(
        bp.Experiment(
            "own", (), data="a,b\n0,0\n1,0\n2,0\n3,10.5\n", standardize=False, loss="huber", epochs=1, test_fraction=0.0
        )
    )
    assert run.data.y[:, 0].tolist() == [0, 0, 0, 10.5]
    best = (3 * 0.5 * (1 / 3) ** 2 + (10.5 - 1 / 3 - 0.5)) / 4
    assert single_answer_loss(run) == pytest.approx(best, rel=1e-12)


@pytest.mark.parametrize("key", ["circles", "three classes"])
def test_where_all_samples_are_of_one_class_the_single_answer_is_right(key):
    run = run_of(key)
    y = np.zeros_like(run.data.y)
    y[:, 0] = 1.0
    assert single_answer_loss(replace(run, data=replace(run.data, y=y))) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("key", ["circles", "three classes", "two outputs", "iris", "digits", "no test part", "wild"])
def test_separates_counts_training_samples(key):
    run = run_of(key)
    rows = run.data.rows
    prediction = predict(run, run.updates, run.data.dataset.x[rows])[-1]
    classes = (prediction[:, 0] > 0.5).astype(int) if prediction.shape[1] == 1 else prediction.argmax(axis=1)
    right = int(sum(classes == run.data.dataset.y[rows, 0]))
    assert separates(run) == (right / len(rows) >= 0.95)
    assert f"{right} of {len(rows)} training samples are right" in separation(run)
    assert ("does not tell" in separation(run)) == (right / len(rows) < 0.95)


@pytest.mark.parametrize("key", ["sine", "bump", "standardised"])
def test_a_regression_has_r_squared(key):
    run = run_of(key)
    x, y = run.data.dataset.x[run.data.rows], run.data.dataset.y[run.data.rows]
    fitted = predict(run, run.updates, x)[-1]
    if run.data.target_scaler:
        fitted = fitted * run.data.target_scaler.scale + run.data.target_scaler.mean
    score = 1 - ((fitted - y) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    assert separates(run) == (score >= 0.95)
    assert f"R² on the {len(y)} training samples is {text(float(score), 3)}" in separation(run)


def test_a_run_that_broke_and_targets_that_are_all_equal():
    assert not separates(run_of("diverged"))
    assert "−∞" in separation(run_of("diverged"))
    one = bp.train(bp.Experiment(dataset="sine", samples=1, epochs=1, test_fraction=0.0))
    assert not separates(one)
    assert "nothing to explain" in separation(one)
