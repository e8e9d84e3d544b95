# pyright: reportArgumentType=false
"""A figure whose frames Plotly does not check says the same as one whose frames it does."""

import json
from base64 import b64decode
from typing import Any

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.style import Figure, Trace

TRACES: list[Trace] = [
    {"type": "scatter", "x": [0, 1], "y": [2, 3]},
    {"type": "scatter", "mode": "text", "text": ["a"]},
]
FRAMES = [
    {"name": "0", "data": [{"x": np.array([0.5, 1.5], dtype=np.float32)}, {}], "traces": [0, 1]},
    {"name": "1", "data": [{"y": np.array([1.0, np.nan])}, {"text": ["b"], "x": [1, None]}], "traces": [0, 1]},
    {"name": "2", "data": [{"x": np.array([3, 4])}, {"marker": {"color": ["#000000"]}}], "traces": [0, 1]},
]


def numbers(value: Any) -> Any:
    """JSON in which arrays are lists, however they were sent."""
    if isinstance(value, dict) and "bdata" in value:
        return np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
    if isinstance(value, dict):
        return {key: numbers(part) for key, part in value.items()}
    return [numbers(part) for part in value] if isinstance(value, list) else value


def sent(figure: Figure) -> str:
    return json.dumps(numbers(json.loads(figure.to_json())), sort_keys=True)


def test_it_is_sent_like_plotlys_own() -> None:
    layout = {"height": 100}
    assert sent(AnimatedFigure(TRACES, layout, FRAMES)) == sent(Figure(data=TRACES, layout=layout, frames=FRAMES))


def test_its_frames_can_be_read() -> None:
    frames: Any = AnimatedFigure(TRACES, {}, FRAMES).frames
    assert [frame.name for frame in frames] == ["0", "1", "2"]
    assert list(frames[0].data[0].x) == [0.5, 1.5]
