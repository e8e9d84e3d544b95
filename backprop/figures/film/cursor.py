"""The cursor over the curves of a film: a thin vertical line at the step, and a dot on each curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backprop.figures.film.parts import BRIGHT, Moving, joined
from backprop.figures.style import Trace

Spot = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Dots:
    """How the dots look: colour, border and marker of each."""

    colours: Sequence[str]
    borders: Sequence[str]
    symbols: Sequence[str]
    border: float = 2.0
    """Width of all borders in pixels."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands at the top, beginning at 0: lines separated by `<br>` for the index of a frame, and their colour."""

    at: Callable[[int], str]
    colour: str


def cursor(
    ends: tuple[float, float],
    at: Callable[[int], tuple[int, Sequence[Spot]]],
    dots: Dots,
    colour: str,
    words: Words | None = None,
) -> Moving:
    """The cursor as one trace: for each trace of a film the browser works about a millisecond in every frame.

    Args:
        ends: lowest and highest value of the line.
        at: index of a frame -> the step, and where each dot is.
        dots: how they look.
        colour: of the line.
        words: what to write beside it.
    """
    low, high = ends

    def shown(index: int) -> Trace:
        step, spots = at(index)
        spread = [(step, low), (step, high), (None, None), *(each for spot in spots for each in (spot, (None, None)))]
        if words:
            spread.append((0, low + 0.999 * (high - low)))
        x, y = ([*column] for column in zip(*spread, strict=True))
        moved: Trace = {"x": x, "y": y}
        return moved | {"text": [*[""] * (len(x) - 1), words.at(index)]} if words else moved

    def of_dots(each: Sequence[Any], unseen: Any) -> list[Any]:
        """One value for each point of the trace, of which only the dots are seen."""
        return [unseen] * 3 + joined((value, unseen) for value in each) + [unseen] * bool(words)

    return Moving(
        {
            "type": "scatter",
            "mode": "lines+markers+text" if words else "lines+markers",
            "hoverinfo": "skip",
            "cliponaxis": False,
            "line": {"color": colour, "width": 1},
            "marker": {
                "size": of_dots([11] * len(dots.colours), 0),
                "color": of_dots(dots.colours, colour),
                "symbol": of_dots(dots.symbols, "circle"),
                "opacity": 1,  # Plotly would make marks of several sizes paler
                "line": {
                    "color": of_dots(dots.borders, colour),
                    "width": of_dots([dots.border] * len(dots.colours), 0),
                },
            },
        }
        | (_written(words.colour) if words else BRIGHT),
        shown,
    )


def _written(colour: str) -> Trace:
    marked = {"marker": {"opacity": 1}}
    return {
        "textposition": "top right",
        "textfont": {"size": 14, "color": colour},
        "selected": marked,
        "unselected": marked | {"textfont": {"color": colour}},
    }
