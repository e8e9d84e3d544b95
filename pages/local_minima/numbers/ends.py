"""Where a descent has ended: a minimum, a saddle, flat ground, or still on its way."""

import numpy as np

Array = np.ndarray

MINIMUM, SADDLE, FLAT, MOVING = "minimum", "saddle", "flat", "moving"
KINDS = (MINIMUM, SADDLE, FLAT, MOVING)


def kinds(eigenvalues: Array, gradients: Array, tolerance: float, slope: float) -> list[str]:
    """The kind of each end.

    Args:
        eigenvalues: of the Hessian, ascending (r, P).
        gradients: Euclidean norms of the gradients (r,).
        tolerance: a smaller curvature, in absolute value, counts as none.
        slope: a larger gradient means that it still moves.

    Returns:
        MOVING where the gradient is too large; else SADDLE if one direction curves downwards, MINIMUM if all curve
        upwards, FLAT if some have no curvature.
    """
    least = eigenvalues[:, 0]
    chosen = np.select(
        [~(gradients <= slope), least < -tolerance, least > tolerance], [MOVING, SADDLE, MINIMUM], default=FLAT
    )
    return chosen.tolist()
