"""Six points to fit: a line through numbers under MSE, an S-curve through yes and no under log loss."""

import numpy as np

from backprop.checks import freeze, invalid, number
from backprop.losses import LOSSES
from backprop.network import Network, Parameters
from backprop.optimizers import sgd
from backprop.passes import forward
from backprop.steps import trace_step
from backprop.trace import StepTrace
from pages.loss.numbers import LOG, MSE

Array = np.ndarray

X = freeze(np.array([[-2.0], [-1.2], [-0.4], [0.5], [1.2], [2.0]]))
TARGETS = {
    MSE: freeze(np.array([[-1.5], [-0.4], [0.6], [0.3], [1.9], [1.8]])),
    LOG: freeze(np.array([[0.0], [0.0], [1.0], [0.0], [1.0], [1.0]])),
}
NETS = {MSE: Network((1, 1), output="identity"), LOG: Network((1, 1))}
"""A line ŷ = wx + b, and an S-curve ŷ = σ(wx + b)."""
MOST_W, MOST_B = 3.0, 2.0
"""How far from 0 both parameters can be moved."""
_NEWTON = 50


def fitted(loss: str, w: float, b: float) -> StepTrace:
    """The line or the curve with these parameters, judged by its loss.

    Raises:
        ValueError: a parameter is out of reach.
    """
    for name, value, most in (("w", w, MOST_W), ("b", b, MOST_B)):
        allowed = f"a number from {-most} to {most}"
        if abs(number(name, value, allowed)) > most:
            raise invalid(name, value, allowed)
    return trace_step(NETS[loss], Parameters(([[w]],), ([b],)), X, TARGETS[loss], loss, sgd(1.0))


def along(loss: str, w: float, b: float, x: Array) -> Array:
    """Predictions at other inputs (m,)."""
    params = Parameters(([[w]],), ([b],))
    return forward(NETS[loss], params, np.asarray(x, dtype=float)[:, None])[-1].a[:, 0]


def best(loss: str) -> tuple[float, float, float]:
    """w, b and the loss of the best fit, by Newton's method from 0; for a line one step is exact.

    At the best fit the gradient is 0, which the tests check.
    """
    columns = np.hstack([X, np.ones_like(X)])
    theta = np.zeros(2)
    for _ in range(_NEWTON):
        params = Parameters(([[theta[0]]],), ([theta[1]],))
        step = trace_step(NETS[loss], params, X, TARGETS[loss], loss)
        backward = step.backward[0]
        gradient = np.array([backward.dW[0, 0], backward.db[0]])
        curvature = 2.0 if loss == MSE else backward.slope  # of one term over z: 2 for the square, σ′(z) for log loss
        hessian = columns.T @ (curvature * columns) / len(X)
        theta = theta - np.linalg.solve(hessian, gradient)
    found = Parameters(([[theta[0]]],), ([theta[1]],))
    output = forward(NETS[loss], found, X)[-1]
    return float(theta[0]), float(theta[1]), float(LOSSES[loss].value(output.z, output.a, TARGETS[loss]))
