"""The rounds of the learning cycle as a table."""

import backprop as bp
from pages.learning_cycle.numbers import NETWORK, NEURON
from pages.learning_cycle.tables import rounds_table


def test_rounds_of_a_cycle_hold_what_is_trained():
    frame = rounds_table(NEURON, 3)
    assert list(frame.columns) == ["round", "w", "estimate ŷ", "loss L"], "a bias that stays 0 is left out"
    assert frame["loss L"].tolist() == NEURON.losses[:3].tolist()
    frame = rounds_table(NETWORK, NETWORK.rounds)
    assert list(frame.columns) == ["round", "w₁", "b₁", "w₂", "b₂", "estimate ŷ", "loss L"]
    assert frame["round"].tolist() == list(range(1, NETWORK.rounds + 1))
    last = NETWORK.trace(NETWORK.rounds - 1)
    assert frame["w₂"].iloc[-1] == last.parameters[bp.ParameterId(1, 0, 0)]
    assert frame["estimate ŷ"].iloc[-1] == last.prediction.item()
    assert len(rounds_table(NETWORK, 0)) == 0
