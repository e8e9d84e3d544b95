"""What a learning rate does: loss against α, the local bound along a run, and maps of α against something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout
from backprop.notation import superscript
from pages.learning_rates.numbers.local_bound import Bound
from pages.learning_rates.words import DIVERGING, GOOD, OSCILLATING, SIGNS, STUCK, TOO_SLOW

Array = np.ndarray

_SYMBOLS = {
    GOOD: "circle",
    TOO_SLOW: "triangle-down",
    STUCK: "square",
    OSCILLATING: "diamond",
    DIVERGING: "triangle-up",
}
MARKS: dict[str, str] = {TOO_SLOW: "▼", GOOD: "●", OSCILLATING: "◆", DIVERGING: "▲", STUCK: "■"}
"""Every label, and its marker as a character."""
_HEIGHT = 360
_MARGIN = {"l": 64, "r": 16, "t": 28, "b": 52}
_DASHES = ("solid", "8px,4px", "2px,3px")
_MOST_SHADES = 4.0
"""Powers of ten, at most, between the brightest and the darkest shade; a lower loss has the brightest shade as well."""
_LARGEST = 307.0
"""Power of ten that is near the largest float."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Losses of one way to train, for each learning rate.

    Attributes:
        name: of the way.
        rates: ascending (R,).
        losses: one for each rate (R,); NaN where the run has broken.
        kinds: the label of each rate's loss curve, R of them.
    """

    name: str
    rates: Array
    losses: Array
    kinds: Sequence[str]

    @property
    def best(self) -> str:
        """The lowest loss, and where it is, as a sentence."""
        if not np.isfinite(self.losses).any():
            return "no loss is a number any more."
        place = int(np.nanargmin(self.losses))
        return f"lowest loss {text(float(self.losses[place]), 3)} at α = {text(float(self.rates[place]), 3)}."


def loss_by_rate(
    series: Sequence[Series], ends: tuple[float, float], colours: Palette, bound: float | None = None
) -> go.Figure:
    """The loss after some step against the learning rate, both on logarithmic axes.

    A loss that is above the axis, or not a number, is drawn at its top.

    Args:
        series: one or two ways to train.
        ends: lowest and highest loss of the axis, above 0; the same for all steps, so that the axis does not change.
        colours: of the theme.
        bound: a learning rate to mark, 2/λmax; None for none.
    """
    low, high = ends
    inks = (colours.accent, colours.negative)
    traces: list[Trace] = []
    for one, ink, dash in zip(series, inks, _DASHES, strict=False):
        shown = np.clip(np.nan_to_num(one.losses, nan=high, posinf=high), low, high)
        words = [text(float(loss), 3) if np.isfinite(loss) else "no number" for loss in one.losses]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": one.name,
                "x": one.rates,
                "y": shown,
                "line": {"color": ink, "width": 2, "dash": dash},
                "marker": {"symbol": [_SYMBOLS[kind] for kind in one.kinds], "size": 9, "color": ink},
                "text": [f"{word}<br>{kind}" for word, kind in zip(words, one.kinds, strict=True)],
                "hovertemplate": "α = %{x:.3g}<br>loss %{text}<extra>%{fullData.name}</extra>",
                "cliponaxis": False,
            }
        )
    rates = np.concatenate([one.rates for one in series])
    inside = bound is not None and rates.min() <= bound <= rates.max()
    if inside:
        traces.append(_upright(float(bound or 0.0), ends, colours, "2/λmax at the start"))
    figure = Figure(data=traces, layout=base_layout(colours, _HEIGHT))
    figure.update_xaxes(title="learning rate α", **_log_axis(float(rates.min()), float(rates.max())))
    figure.update_yaxes(title="loss", **_log_axis(low, high, 0.04))
    figure.update_layout(
        margin=_MARGIN,
        showlegend=len(traces) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": colours.text}},
    )
    return figure


def _upright(x: float, ends: tuple[float, float], colours: Palette, name: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [x, x],
        "y": list(ends),
        "line": {"color": colours.upstream, "width": 2, "dash": _DASHES[2]},
        "hovertemplate": "%{x:.4g}<extra>%{fullData.name}</extra>",
    }


def _log_axis(low: float, high: float, share: float = 0.03) -> dict[str, Any]:
    """A logarithmic axis, at least a power of ten long, with room at both ends, and with its tick values.

    Args:
        low, high: the smallest and the largest number of all, above 0.
        share: share of the axis that is left free at each end.
    """
    begin, end = float(np.log10(low)), float(np.log10(high))
    room = max(share * (end - begin), (1.0 - end + begin) / 2)
    begin, end = max(begin - room, -_LARGEST), min(end + room, _LARGEST)
    values = _ticks(begin, end)
    return {
        "type": "log",
        "range": [begin, end],
        "tickvals": values,
        "ticktext": [_in_short(value) for value in values],
    }


def _ticks(begin: float, end: float) -> list[float]:
    """Round numbers from 10^begin to 10^end; a few may be outside."""
    powers = range(int(np.ceil(begin)), int(np.floor(end)) + 1)
    if end - begin > 2.8:
        every = max(1, round((end - begin) / 6))
        return [float(f"1e{power}") for power in powers if power % every == 0]
    leading = (1, 2, 5) if end - begin < 1.5 else (1, 3)
    return [float(f"{first}e{power}") for power in range(powers.start - 1, powers.stop) for first in leading]


def _in_short(value: float) -> str:
    """A number as short text: 10⁻⁵ instead of 1×10⁻⁵, and from 0.001 to 1000 without a power of ten."""
    if 1e-3 <= value <= 1e3:
        return text(value, 3)
    mantissa, exponent = f"{value:.0e}".split("e")
    power = int(exponent)
    raised = f"10{superscript(power) if power >= 0 else '⁻' + superscript(-power)}"
    return raised if mantissa == "1" else f"{mantissa}×{raised}"


def bounds(found: Sequence[Bound], colours: Palette) -> go.Figure:
    """2/λmax along one or two runs, each with its learning rate as a horizontal line."""
    traces: list[Trace] = []
    last, highest = max(int(one.steps[-1]) for one in found), max(one.rate for one in found)
    for one, ink, dash in zip(found, (colours.accent, colours.negative), _DASHES, strict=False):
        rate = text(one.rate, 3)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": f"2/λmax for α = {rate}",
                "x": one.steps,
                "y": [value if np.isfinite(value) else None for value in one.values],
                "line": {"color": ink, "width": 2.5, "dash": dash},
                "marker": {"size": 5, "color": ink},
                "hovertemplate": "step %{x}<br>2/λmax = %{y:.4g}<extra></extra>",
            }
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+text",
                "name": f"α = {rate}",
                "x": [0, last],
                "y": [one.rate] * 2,
                "text": ["", f"α = {rate}"],
                "textposition": "top left" if one.rate == highest else "bottom left",
                "textfont": {"color": ink, "size": 13},
                "line": {"color": ink, "width": 1.5, "dash": _DASHES[2]},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    known = np.concatenate([[one.rate for one in found], *(one.values[np.isfinite(one.values)] for one in found)])
    figure = Figure(data=traces, layout=base_layout(colours, _HEIGHT))
    figure.update_xaxes(title="training step", range=[0, last or 1])
    figure.update_yaxes(title="learning rate", **_log_axis(float(known.min()), float(known.max()), 0.09))
    figure.update_layout(
        margin=_MARGIN, showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    )
    return figure


def rate_map(
    rates: Array,
    rows: Sequence[str],
    title: str,
    losses: Array,
    kinds: Sequence[Sequence[str]],
    first: float,
    colours: Palette,
) -> go.Figure:
    """A map of losses over learning rates and a second setting: bright is low, and a symbol shows each curve's label.

    The darkest shade is that of the loss at the start: a run that learned nothing is dark, whatever else is on the map.

    Args:
        rates: ascending (R,).
        rows: the values of the second setting, from the lowest row up.
        title: of the second setting.
        losses: at the end (rows, R); NaN for a run that broke.
        kinds: labels of the runs (rows, R).
        first: the loss at the start; a run that ends there or above, or that broke, has the darkest shade.
        colours: of the theme.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shade = np.log10(losses)
    known = shade[np.isfinite(shade)]
    high = float(np.log10(first)) if 0 < first < np.inf else 0.0
    low = max(min(float(known.min(initial=high)), high - 0.5), high - _MOST_SHADES)
    shade = np.nan_to_num(shade, nan=high, posinf=high, neginf=low)
    signs = [[SIGNS[kind] for kind in line] for line in kinds]
    words = [
        [
            f"{text(float(loss), 3) if np.isfinite(loss) else 'no number'}, {kind}"
            for loss, kind in zip(*pair, strict=True)
        ]
        for pair in zip(losses, kinds, strict=True)
    ]
    trace: Trace = {
        "type": "heatmap",
        "x": [text(float(rate), 2) for rate in rates],
        "y": list(rows),
        "z": shade,
        "zmin": low,
        "zmax": high,
        "colorscale": "Cividis",
        "reversescale": True,
        "text": signs,
        "texttemplate": "%{text}",
        "customdata": words,
        "hovertemplate": f"α = %{{x}}<br>{title} %{{y}}<br>loss %{{customdata}}<extra></extra>",
        "xgap": 2,
        "ygap": 2,
        "colorbar": _scale(low, high),
    }
    figure = Figure(data=[trace], layout=base_layout(colours, 130 + 42 * len(rows)))
    figure.update_xaxes(title="learning rate α", type="category", showgrid=False, tickangle=0)
    figure.update_yaxes(title={"text": title, "standoff": 14}, type="category", showgrid=False, automargin=True)
    figure.update_layout(margin=_MARGIN | {"l": 96, "r": 8})
    return figure


def _scale(low: float, high: float) -> Trace:
    """The colour bar from 10^low to 10^high; the label "≥" at its dark end says that all losses above look the same."""
    values = [value for value in _ticks(low, high) if low <= np.log10(value) < high - 0.06 * (high - low)]
    return {
        "title": {"text": "loss at the end", "side": "right"},
        "thickness": 12,
        "outlinewidth": 0,
        "tickvals": [*(float(np.log10(value)) for value in values), high],
        "ticktext": [*(_in_short(value) for value in values), f"≥ {_in_short(10.0**high)}"],
    }


def loss_range(curves: Sequence[Array]) -> tuple[float, float]:
    """Ends of an axis for losses above 0: from the lowest of all to ten times the largest first loss.

    Args:
        curves: losses at recorded steps (rates, m) for each way to train.
    """
    known = np.concatenate([curve[np.isfinite(curve) & (curve > 0)] for curve in curves])
    firsts = np.concatenate([curve[:, 0] for curve in curves])
    firsts = firsts[np.isfinite(firsts) & (firsts > 0)]
    high = 10 * float(firsts.max()) if len(firsts) else 1.0
    low = float(known.min()) if len(known) else high / 10
    return min(low, high / 10), high
