"""What all films have in common: what a frame leaves of them, and what Plotly asks of their frames."""

from collections import defaultdict
from typing import Any


def shown(figure: Any, index: int) -> list[Any]:
    """All traces as frame `index` leaves them."""
    return _moved([trace.to_plotly_json() for trace in figure.data], figure.frames[index])


def played(figure: Any) -> list[tuple[int, list[Any]]]:
    """The step of each frame, and all traces as the frame leaves them."""
    opened = [trace.to_plotly_json() for trace in figure.data]
    return [(int(frame.name), _moved(opened, frame)) for frame in figure.frames]


def dots(figure: Any, traces: list[Any]) -> list[tuple[Any, Any]]:
    """Where the dots of the cursor over the losses are."""
    (place,) = (i for i, trace in enumerate(figure.data) if trace.line.width == 1 and "markers" in trace.mode)
    sizes = figure.data[place].marker.size
    return [(x, y) for x, y, size in zip(traces[place]["x"], traces[place]["y"], sizes, strict=True) if size]


def _moved(opened: list[Any], frame: Any) -> list[Any]:
    traces = list(opened)
    for place, change in zip(frame.traces, frame.data, strict=True):
        traces[place] = traces[place] | change.to_plotly_json()
    return traces


def assert_none_is_empty(figure: Any) -> None:
    """Of a trace that a frame leaves no point, the browser keeps what it has drawn before."""
    for traces in (figure.data, *(frame.data for frame in figure.frames)):
        for trace in traces:
            assert all(trace[axis] is None or len(trace[axis]) for axis in "xy")


def assert_all_clickable_take_part(figure: Any) -> None:
    """Of axes that lie one over another, the pointer reaches the last.

    There every trace is in every frame, or Plotly throws at a click. Elsewhere, those that stand still are the lowest
    and the topmost, or the browser mixes up which lies above which; and one is in the frames, or it drops all.
    """
    on: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, trace in enumerate(figure.data):
        on[trace.xaxis, trace.yaxis].append(place)
    reached = {}
    for x, y in on:
        across, up = figure.layout[x.replace("x", "xaxis")], figure.layout[y.replace("y", "yaxis")]
        reached[across.domain, up.domain] = (x, y)
    (taking_part,) = {tuple(frame.traces) for frame in figure.frames}
    for axes, places in on.items():
        moving = [place for place in places if place in taking_part]
        assert moving == list(range(moving[0], moving[-1] + 1))
        if axes in reached.values():
            assert moving == places
