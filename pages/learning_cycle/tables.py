"""The rounds of the learning cycle as a table."""

import pandas as pd

from backprop.notation import Names
from pages.learning_cycle.numbers import Cycle


def rounds_table(cycle: Cycle, seen: int) -> pd.DataFrame:
    """The rounds whose loss is known: for each, the trained parameters before the update, the estimate and the loss.

    Args:
        cycle: a network with one output, on one sample.
        seen: how many rounds.
    """
    example = cycle.example
    names = Names(example.net, example.names)
    steps = [cycle.trace(index) for index in range(seen)]
    parameters = example.net.parameter_ids()
    trained = [one for one in parameters if f"{'b' if one.is_bias else 'W'}{one.layer + 1}" not in example.frozen]
    values = {names.parameter(one): [step.parameters[one] for step in steps] for one in trained}
    estimates = [float(step.prediction[0, 0]) for step in steps]
    return pd.DataFrame(
        {"round": range(1, seen + 1), **values, "estimate ŷ": estimates, "loss L": [step.loss for step in steps]}
    )
