"""What a student hears when a run ends early."""

import pytest

import backprop as bp
from backprop.explain.training.divergence import divergence
from backprop.trace import Broken, first_broken
from tests.explain.step.helpers import diverged


@pytest.mark.parametrize(
    ("broken", "start"),
    [
        (Broken(12_345, None, "loss"), "The run diverges: in step 12,345 the loss grows"),
        (Broken(3, 0, "z"), "The run diverges: in step 3 a weighted sum in the hidden layer grows"),
        (Broken(3, 1, "delta"), "The run diverges: in step 3 an error signal δ in the output layer grows"),
        (Broken(0, 0, "db"), "The run diverges: in step 0 a gradient in the hidden layer grows"),
        (Broken(1, 1, "W"), "The run diverges: in step 1 a weight in the output layer grows"),
        (Broken(1, 0, "velocity"), "The run diverges: in step 1 the optimizer's velocity in the hidden layer grows"),
    ],
)
def test_what_broke_where_and_when(broken, start):
    sentence = divergence(broken, broken.step, bp.Names(bp.Network((2, 2, 1))))
    assert sentence.startswith(start)
    assert sentence.endswith(f"Step {broken.step:,} is the last one to see. Try a smaller learning rate.")


def test_every_quantity_that_can_break_first_has_words():
    step = diverged()
    broken = first_broken(step, 7)
    assert broken is not None
    assert "the optimizer's" not in divergence(broken, 7, bp.Names(step.net))
