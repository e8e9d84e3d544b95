"""Many runs as a person writes them first: a loop over the runs, a loop over the steps, fresh arrays in every line.

Two tanh layers, a sigmoid output, log loss on the full batch, gradient descent; the loss of every step is kept. It is
the measure for what `backprop.training.sweep` gains.
"""

import numpy as np

Array = np.ndarray
Layers = list[tuple[Array, Array]]


def train_plainly(x: Array, y: Array, layers: Layers, alpha: float, steps: int) -> tuple[Layers, Array]:
    """One run.

    Args:
        x, y: inputs (n, features) and targets (n, 1).
        layers: weights and bias of each of the three layers, to begin with.
        alpha: learning rate.
        steps: how many updates.

    Returns:
        The layers after the last update, and the loss before each update and after the last (steps + 1,).
    """
    (W1, b1), (W2, b2), (W3, b3) = layers
    losses = np.empty(steps + 1)
    for step in range(steps + 1):
        a1 = np.tanh(x @ W1 + b1)
        a2 = np.tanh(a1 @ W2 + b2)
        p = 1 / (1 + np.exp(-(a2 @ W3 + b3)))
        losses[step] = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        if step == steps:
            break
        d3 = (p - y) / len(x)
        d2 = d3 @ W3.T * (1 - a2**2)
        d1 = d2 @ W2.T * (1 - a1**2)
        dW3, db3 = a2.T @ d3, d3.sum(axis=0)
        dW2, db2 = a1.T @ d2, d2.sum(axis=0)
        dW1, db1 = x.T @ d1, d1.sum(axis=0)
        W1, b1 = W1 - alpha * dW1, b1 - alpha * db1
        W2, b2 = W2 - alpha * dW2, b2 - alpha * db2
        W3, b3 = W3 - alpha * dW3, b3 - alpha * db3
    return [(W1, b1), (W2, b2), (W3, b3)], losses
