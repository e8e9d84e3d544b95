"""Results of a run at any step, counted by hand; what to try if it breaks; and the figures in words."""

import numpy as np
import pytest

import backprop as bp
from backprop.explain.numbers import text
from backprop.explain.training import alt as alt
from backprop.explain.training.results import divergence_sentence, results
from backprop.training.remedy import Tried
from tests.figures.runs import predict, run_of

CLASSES = ["circles", "no test part", "three classes", "two outputs", "iris", "digits", "one column, two classes"]
NUMBERS = ["sine", "bump", "standardised"]


def by_hand(run: bp.Run, k: int, rows: np.ndarray):
    """Prediction in the network's unit, and the classes that it stands for."""
    prediction = predict(run, k, run.data.dataset.x[rows])[-1]
    taken = (prediction[:, 0] > 0.5).astype(int) if prediction.shape[1] == 1 else prediction.argmax(axis=1)
    return prediction, taken


@pytest.mark.parametrize("key", CLASSES)
def test_a_classification(key):
    run = run_of(key)
    for k in (0, run.updates // 2, run.updates):
        found = results(run, k)
        assert (found.step, found.score_name) == (k, "accuracy")
        for part, rows in ((found.training, run.data.rows), (found.test, run.data.test_rows)):
            if len(rows) == 0:
                assert part is None
                continue
            truth = run.data.dataset.y[rows, 0].astype(int)
            prediction, taken = by_hand(run, k, rows)
            assert part is not None
            assert part.samples == len(rows)
            assert part.score == pytest.approx(sum(taken == truth) / len(rows))
            right = prediction[range(len(rows)), truth] if prediction.shape[1] > 1 else prediction[:, 0]
            surprise = -np.log(right if prediction.shape[1] > 1 else np.where(truth == 1, right, 1 - right))
            assert part.loss == pytest.approx(surprise.mean(), rel=1e-6)


@pytest.mark.parametrize("key", CLASSES)
def test_the_confusion_matrix_is_of_the_test_part_if_there_is_one(key):
    run = run_of(key)
    found = results(run, run.updates)
    rows = run.data.test_rows if len(run.data.test_rows) else run.data.rows
    assert found.confusion_part == ("test" if len(run.data.test_rows) else "training")
    k = len(run.data.dataset.classes)
    counts = np.zeros((k, k), int)
    for true, taken in zip(run.data.dataset.y[rows, 0], by_hand(run, run.updates, rows)[1], strict=True):
        counts[int(true), taken] += 1
    np.testing.assert_array_equal(found.confusion, counts)
    assert found.classes == run.data.dataset.classes
    with pytest.raises(ValueError, match="read-only"):
        found.confusion[0, 0] = 1  # pyright: ignore[reportOptionalSubscript]


@pytest.mark.parametrize("key", NUMBERS)
def test_a_regression(key):
    run = run_of(key)
    found = results(run, run.updates)
    assert (found.score_name, found.confusion, found.classes) == ("R²", None, ())
    for part, rows in ((found.training, run.data.rows), (found.test, run.data.test_rows)):
        y = run.data.dataset.y[rows]
        if run.data.target_scaler:
            y = (y - run.data.target_scaler.mean) / run.data.target_scaler.scale
        error = predict(run, run.updates, run.data.dataset.x[rows])[-1] - y
        assert part is not None
        assert part.loss == pytest.approx((error**2).mean())
        assert part.score == pytest.approx(1 - (error**2).sum() / ((y - y.mean()) ** 2).sum())


@pytest.mark.parametrize("key", ["circles", "sine", "iris", "diverged", "wild"])
def test_losses_are_those_that_the_run_has_recorded(key):
    run = run_of(key)
    for step, train_loss, test_loss in list(zip(run.steps, run.train_loss, run.test_loss, strict=True))[::7]:
        found = results(run, int(step))
        assert found.training.loss == pytest.approx(train_loss, rel=1e-9, nan_ok=True)
        assert found.test is not None
        assert found.test.loss == pytest.approx(test_loss, rel=1e-9, nan_ok=True)


def test_another_step_is_refused():
    with pytest.raises(ValueError, match="step is"):
        results(run_of("circles"), run_of("circles").updates + 1)


# What to try --------------------------------------------------------------------------------------------------------


def test_a_sound_run_needs_no_advice():
    assert divergence_sentence(run_of("circles")) == ""


def test_what_broke_and_what_to_try():
    run = run_of("diverged")
    assert run.diverged is not None
    said = divergence_sentence(run)
    assert said.startswith(f"The run diverges: in step {run.diverged.step:,} ")
    assert f"Step {run.last:,} is the last one to see." in said
    assert said.endswith("Try a smaller learning rate than 5.")
    assert divergence_sentence(run, Tried((0.5, 0.05), True, 1.23456, 0.0123456)).endswith(
        "than 5: with 0.05 the loss falls from 1.23 to 0.0123."
    )
    assert divergence_sentence(run, Tried((0.5,), False, 1.0, 2.0)).endswith(
        "than 5; 0.5 has been tried here, and does not help."
    )
    assert divergence_sentence(run, Tried((0.5, 0.05, 0.005), False, 1.0, 2.0)).endswith(
        "than 5; those from 0.5 down to 0.005, each a tenth of the last, have been tried, and none helps."
    )
    assert divergence_sentence(run, Tried((), False, np.nan, np.nan)).endswith("Try a smaller learning rate than 5.")


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"initializer": "normal"}, "Smaller initial weights (Xavier, or He for ReLU)"),
        ({"optimizer": "momentum"}, "Less momentum can help."),
        ({"optimizer": "nesterov", "initializer": "uniform"}, "Less momentum or smaller initial weights "),
    ],
)
def test_advice_fits_the_experiment(changes, hint):
    base = {"dataset": "sine", "epochs": 60, "learning_rate": 50.0, "hidden": (8,), "samples": 60}
    run = bp.train(bp.Experiment(**(base | changes)))
    assert hint in divergence_sentence(run)
    assert divergence_sentence(run).endswith("can help.")
    assert divergence_sentence(run, Tried((5.0,), True, 1.0, 0.5)).endswith("can help too.")


def test_large_inputs_are_named():
    rows = "\n".join(f"{1000 * i},{i % 5}.5" for i in range(20))
    run = bp.train(bp.Experiment(dataset="own", data=f"x,y\n{rows}", standardize=False, epochs=60, hidden=()))
    assert run.diverged
    assert "Standardised inputs can help" in divergence_sentence(run)


# The figures in words -----------------------------------------------------------------------------------------------


def test_unit_maps_in_words():
    run = run_of("circles")
    words = alt.unit_maps_alt(run, 0)
    a = predict(run, 0, run.data.dataset.x[run.data.rows])[0][:, 0]
    assert f"h₁⁽¹⁾ (tanh) from {a.min():.3g}".replace("-", "−") in words
    assert words.startswith("Activation of every unit over the plane of x₁ and x₂ after 0 steps.")
    assert "over x₁ after" in alt.unit_maps_alt(run_of("sine"), 3)
    largest = alt.unit_maps_alt(run_of("largest"), 1)
    assert "40 more units between" in largest
    assert "ŷ₄ (softmax)" in largest


def test_pictures_in_words():
    W = np.full((64, 2), 0.125)
    W[9, 0], W[63, 1] = -2.5, 1.5
    words = alt.weight_pictures_alt(bp.Parameters([W], [np.zeros(2)]))
    assert words == (
        "Weights of 2 units as pictures. Strongest weight: ŷ₁ −2.5 in row 2, column 2; ŷ₂ 1.5 in row 8, column 8."
    )
    assert alt.digit_picture_alt(np.repeat(np.arange(8.0), 8), "3") == (
        "Handwritten digit 3, 8 by 8 pixels. Mean of each row: 0, 1, 2, 3, 4, 5, 6, 7."
    )


def test_a_confusion_matrix_in_words():
    assert alt.confusion_alt(np.array([[5, 1], [3, 4]]), ("cat", "dog")) == (
        "Confusion matrix of 2 classes: 9 of 13 samples right. "
        "Most frequent mistakes: dog taken for cat, 3 times; cat taken for dog, once."
    )
    assert alt.confusion_alt(np.eye(3, dtype=int), "abc").endswith("3 of 3 samples right. No mistakes.")


def test_a_comparison_in_words():
    words = alt.two_losses_alt(run_of("sine"), run_of("diverged"))
    assert f"Kept: training from {text(float(run_of('sine').train_loss[0]), 3)} to " in words
    assert words.endswith("then it diverges.")
    words = alt.two_boundaries_alt(run_of("circles"), run_of("no test part"))
    found = results(run_of("circles"), run_of("circles").updates)
    assert found.test is not None
    assert f"Kept: accuracy {found.training.score:.3g} on the training part, {found.test.score:.3g}" in words
    assert words.count("test part") == 1


def test_bars_in_words():
    assert alt.forward_bars_alt(np.array([0.25, 0.75]), ("no", "yes"), truth=0) == (
        "Predicted share of each class: yes: 75.0 %, no: 25.0 %. The true class is no."
    )
    step = run_of("iris").trace(0)
    true = run_of("iris").data.dataset.classes[int(step.y[2].argmax())]
    assert alt.forward_bars_alt(step, run_of("iris").data.dataset.classes, 2).endswith(f"The true class is {true}.")
