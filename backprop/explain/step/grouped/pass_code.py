"""The NumPy lines of the four phases: run one after the other, they compute the whole training step.

They need lists with one entry for each layer: `weights`, `biases`, `activations` (functions of z) and `slopes` (their
derivatives). Later lines use the variables of earlier ones. a[0] is x, a[-1] is the prediction.
"""

import re

from backprop.explain.step import given, rules
from backprop.explain.step.backward import delta_code
from backprop.explain.step.moment import Scene

FORWARD = (
    "a, z = [x], []\n"
    "for W, b, f in zip(weights, biases, activations):\n"
    "    z.append(a[-1] @ W + b)\n"
    "    a.append(f(z[-1]))"
)
_INDENT = "    "


def loss(scene: Scene) -> str:
    """The loss of the whole batch."""
    return _of_last(scene.criterion.code)


def backward(scene: Scene) -> str:
    """δ of the output, then layer by layer the gradients and δ of the layer before."""
    return (
        f"{_first_delta(scene)}\n"
        "dW, db = [], []\n"
        "for l in reversed(range(len(weights))):\n"
        "    dW.insert(0, a[l].T @ delta)\n"
        "    db.insert(0, delta.sum(axis=0))\n"
        "    if l > 0:\n"
        "        delta = (delta @ weights[l].T) * slopes[l - 1](z[l - 1])"
    )


def update(scene: Scene) -> str:
    """The optimizer's rule for every trained array."""
    loops = []
    for kind, name in (("W", "weights"), ("b", "biases")):
        layers = [layer for layer in range(scene.depth) if f"{kind}{layer + 1}" not in scene.step.frozen]
        if layers:
            over = "range(len(weights))" if len(layers) == scene.depth else f"{layers}"
            # the array itself is called weights[l] or biases[l]; what belongs to it keeps the letter: dW[l], vW[l]
            lines = re.sub(rf"(?<![a-z]){kind}\[l\]", f"{name}[l]", rules.code(scene, kind, "[l]"))
            loops.append(f"for l in {over}:\n" + "\n".join(_INDENT + line for line in lines.split("\n")))
    return "\n".join([*_clipping(scene), *loops]) if loops else "# all parameters are frozen: nothing to update"


def _clipping(scene: Scene) -> list[str]:
    """The NumPy lines for the factor c of the whole gradient; none if the gradient has no limit."""
    if scene.step.regularization.clip is None:
        return []
    penalized = given.with_penalty_code(scene, "weights[l]", "dW[l]")
    return [
        f"g = [{penalized} for l in range(len(weights))] + db",
        "N = np.sqrt(sum(np.sum(part**2) for part in g))",
        "c = min(1, C / N)",
    ]


def _first_delta(scene: Scene) -> str:
    """The NumPy lines for δ of the output, with the variable names of the whole pass."""
    last = scene.depth - 1
    code = re.sub(rf"\b(a|z|da|slope|delta){scene.depth}\b", r"\g<1>", delta_code(scene, last))
    if scene.criterion.dterm_dz is None:
        code = f"{scene.criterion.dcode}\n{code}"
    return _of_last(code)


def _of_last(code: str) -> str:
    """A line about the output layer, with its arrays as the last ones of their lists: a becomes a[-1]."""
    code = re.sub(r"\b(a|z)\b", r"\g<1>[-1]", code)
    return re.sub(r"\bslope\b", "slopes[-1](z[-1])", code)
