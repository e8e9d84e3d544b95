"""Whoever adds a row to a table of the engine is told here what else it needs (README, "Add something")."""

import backprop as bp
from backprop.explain.step import words
from backprop.explain.step.loss_terms import TERMS
from backprop.explain.step.rules import RULES
from tests import references

SAY_WHAT_IT_IS = "tests/references.py says what each should be, in a line of plain Python"


def test_every_activation_is_defined_and_told():
    assert {*references.ACTIVATIONS, "softmax"} == set(bp.ACTIVATIONS), SAY_WHAT_IT_IS
    assert set(words.ACTIVATION) == set(words.SLOPE) == set(bp.ACTIVATIONS), "explain/step/words.py has a sentence each"


def test_every_loss_is_defined_and_told():
    assert set(references.LOSSES) == set(bp.LOSSES), SAY_WHAT_IT_IS
    outputs_added_up = {name for name, loss in bp.LOSSES.items() if not loss.mean_over_outputs}
    assert set(references.ADDS_OUTPUTS_UP) == outputs_added_up, SAY_WHAT_IT_IS
    assert set(TERMS) == set(bp.LOSSES), "explain/step/loss_terms.py tells how each term is computed"


def test_every_optimizer_is_defined_and_told():
    assert set(references.OPTIMIZERS) == set(bp.OPTIMIZERS), SAY_WHAT_IT_IS
    assert set(RULES) == set(bp.OPTIMIZERS), "explain/step/rules.py has the rule of each"
    assert set(bp.OPTIMIZERS) <= set(bp.__all__), "optimizers.__all__ names each, for bp.<name>"
