# pyright: reportArgumentType=false
"""Training runs to draw, each trained once."""

import json
from functools import cache

import numpy as np
import plotly.graph_objects as go

import backprop as bp

RUNS: dict[str, dict] = {
    "circles": {"epochs": 20, "samples": 60},
    "no test part": {"epochs": 4, "samples": 40, "test_fraction": 0.0, "dataset": "moons"},
    "linear": {"epochs": 4, "samples": 40, "hidden": (), "dataset": "xor"},
    "relu": {"epochs": 4, "samples": 40, "hidden": (3, 12), "activation": "relu", "initializer": "he"},
    "largest": {"epochs": 1, "samples": 40, "hidden": (8, 8, 8, 8, 8, 8), "dataset": "blobs-4"},
    "mixed": {"epochs": 2, "samples": 40, "hidden": (2, 3), "activation": ("sigmoid", "leaky_relu")},
    "features": {"epochs": 2, "samples": 40, "features": ("x1*x2", "sin x1"), "dataset": "xor"},
    "three classes": {"epochs": 10, "samples": 60, "dataset": "blobs-3"},
    "two outputs": {"epochs": 4, "samples": 40, "loss": "cross_entropy"},
    "sine": {"epochs": 20, "samples": 60, "dataset": "sine", "hidden": (5,), "learning_rate": 0.1},
    "bump": {"epochs": 5, "samples": 40, "dataset": "bump", "hidden": (2,), "learning_rate": 0.1},
    "standardised": {"epochs": 5, "samples": 40, "dataset": "sine", "hidden": (2,), "standardize": True},
    "diverged": {"epochs": 60, "samples": 60, "dataset": "sine", "hidden": (5,), "learning_rate": 5.0},
    "wild": {"epochs": 10, "samples": 60, "learning_rate": 1000.0},
    "iris": {"epochs": 5, "dataset": "iris", "learning_rate": 0.1},
    "digits": {"epochs": 1, "dataset": "digits", "hidden": (12,), "learning_rate": 0.1},
    "one column, two classes": {
        "dataset": "own",
        "epochs": 5,
        "test_fraction": 0.0,
        "data": "width,kind\n1,<b>a</b>\n2,<b>a</b>\n3,b & c\n4,b & c\n5,b & c",
    },
    "wide plane": {
        "dataset": "own",
        "epochs": 5,
        "test_fraction": 0.0,
        "data": "a,b,kind\n1,100,no\n2,150,yes\n3,900,no\n4,400,yes\n5,100,yes",
    },
}


@cache
def run_of(key: str) -> bp.Run:
    return bp.train(bp.Experiment(**RUNS[key]))


def predict(run: bp.Run, k: int, points: np.ndarray) -> list[np.ndarray]:
    """Activations of every layer (m, units) at points in the data's own units, written out by hand."""
    params = run.parameters_at(k)
    a, layers = run.data.transform(points), []
    functions = {
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "relu": lambda z: z * (z > 0),
        "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
        "identity": lambda z: z,
        "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
    }
    for name, W, b in zip(run.net.activations, params.weights, params.biases, strict=True):
        a = functions[name](np.einsum("ni,ij->nj", a, W) + b)
        layers.append(a)
    return layers


def is_sound(figure: go.Figure) -> bool:
    """Whether what is sent to the browser is a figure; "off" is for Streamlit, see `Figure`."""
    sent = json.loads(figure.to_json())
    assert sent["layout"].pop("dragmode") == "off"
    return len(go.Figure(sent).data) == len(figure.data)
