"""Below the stage: what the tabs say of a batch, of losses, and how wide their columns are."""

import pandas as pd
import pytest

from pages.step_through.details import column_width
from tests.pages.app import text, visit

FOUR_SAMPLES = "1 0 > 1; 0 1 > 1; 1 1 > 0; 0 0 > 0"
BATCH = {"example": "own", "samples": FOUR_SAMPLES, "sample": "2"}


def test_a_column_is_as_wide_as_its_longest_number_or_its_name():
    """Eight pixels hold one digit of the table's font: −1.23456789e-05 has fifteen of them."""
    assert column_width("x", pd.Series([0.0, -1.23456789e-05])) >= 8 * 15
    assert column_width("finite difference", pd.Series([0.5])) >= 8 * len("finite difference")
    assert column_width("x", pd.Series([], dtype=float)) > 0
    assert column_width("x", pd.Series([0.5])) < column_width("x", pd.Series([0.123456789]))


def test_every_column_of_numbers_has_a_width():
    at = visit(tab="Gradients")
    frame = at.dataframe[0].value
    widths = {name: column_width(str(name), values) for name, values in frame.select_dtypes("float").items()}
    assert len(widths) >= 8
    for name, width in widths.items():
        assert width >= 8 * max(len(f"{value:.9g}") for value in frame[name])


def test_the_gradients_of_a_batch_say_what_is_of_one_sample():
    at = visit(**BATCH, tab="Gradients")
    assert {"δ, sample 2", "input, sample 2", "∂L/∂a, sample 2"} <= set(at.dataframe[0].value.columns)
    assert "are those of sample 2. The gradient is the sum of δ times input over all 4 samples." in text(at)
    alone = visit(tab="Gradients")
    assert {"δ", "∂L/∂a", "slope", "input"} <= set(alone.dataframe[0].value.columns)
    assert "are those of sample" not in text(alone)


@pytest.mark.parametrize("loss", ["mse", "half_sse", "log_loss"])
def test_the_other_loss_says_which_one_is_trained(loss: str):
    at = visit(loss=loss, tab="The other loss")
    labels = [metric.label for metric in at.metric]
    trained = {"mse": "MSE", "half_sse": "½ squared", "log_loss": "Log loss"}[loss]
    assert [label for label in labels if "(trained)" in label] == [f"{trained} (trained)"]
    assert labels[0].startswith("½ squared" if loss == "half_sse" else "MSE")
    assert ("factor 2" in text(at)) == (loss != "half_sse")


def test_the_other_loss_of_a_batch_says_what_is_of_one_sample():
    at = visit(**BATCH, tab="The other loss")
    assert all(metric.label.endswith(", all 4 samples") for metric in at.metric)
    assert "the table shows the derivatives for sample 2." in text(at)


def test_the_other_loss_of_a_softmax_does_not_speak_of_the_sigmoid():
    said = {"example": "own", "sizes": "2-3-3", "output": "softmax", "samples": "1 0 > 0 1 0"}
    shown = text(visit(**said, tab="The other loss"))
    assert "softmax, whose slopes" in shown
    assert "sigmoid," not in shown
    assert "factor 2" not in shown


def test_the_chosen_weight_of_a_batch_shows_the_sum_over_the_samples():
    at = visit(**BATCH, tab="Chosen weight", pick="w₁₁⁽¹⁾ (x₁ → h₁)")
    shown = text(at)
    assert r"\sum_{s=1}^{4}" in shown
    assert "Second method" in shown
