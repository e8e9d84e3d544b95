"""A walk downhill as a table."""

import numpy as np
import pandas as pd

from backprop.landscape.descent import Descent


def walk_table(descent: Descent, taken: int) -> pd.DataFrame:
    """A walk by gradient descent: one row for each place so far, with the change that was promised and the real one.

    Args:
        descent: the walk.
        taken: how many steps; the row of the last place has no change yet.
    """
    rows = np.s_[: taken + 1]
    columns: dict[str, object] = {"step": range(taken + 1)}
    for index, name in enumerate(descent.surface.names):
        columns[name] = descent.theta[rows, index]
    columns["loss L"] = descent.value[rows]
    for index, name in enumerate(descent.surface.names):
        columns[f"∂L/∂{name}"] = descent.gradient[rows, index]
    changes = {"predicted change": descent.predicted_change, "actual change": descent.actual_change}
    columns |= {name: np.append(change[:taken], np.nan) for name, change in changes.items()}
    return pd.DataFrame(columns)
