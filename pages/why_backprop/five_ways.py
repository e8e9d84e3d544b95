"""Scene 1: the gradient of one network in five ways; what each costs, and how well they agree."""

import streamlit as st

from backprop.checking.operations import backprop_cost, forward_cost, path_count
from backprop.explain.numbers import text
from backprop.network import Network
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.why_backprop import measure
from pages.why_backprop.figures.costs import times_backprop
from pages.why_backprop.numbers.ways import (
    BACKPROP,
    CENTRAL,
    COSTS,
    PATHS,
    SAMPLES,
    Measured,
    is_computed,
    measured,
    network,
    relative_difference,
    task,
)
from pages.why_backprop.state import FEW, LAYERS, MANY, TIMES, VERY_MANY, WIDTH
from pages.why_backprop.words import TITLES, costs_alt, digits_text

PAGE = __file__
_HEAD = ("Way", "Multiplications", "Right digits")


@st.cache_resource(max_entries=12, show_spinner="Computing …")
def _measured(width: int, layers: int) -> dict[str, Measured]:
    given = task(width, layers)
    with measure.LOCK:
        return {way: measured(way, given) for way in COSTS if is_computed(way, given.net)}


@st.fragment
def show(asked: bool) -> None:
    """Every control reruns this fragment only."""
    left, right = st.columns(2)
    width, layers = WIDTH.show(left), LAYERS.show(right)
    net = network(width, layers)
    counts = {way: cost(net, SAMPLES).multiplications for way, cost in COSTS.items()}
    times = {way: count / counts[BACKPROP] for way, count in counts.items()}
    said = {"count": f"{net.parameter_count:,}", "n": str(SAMPLES), "sizes": "-".join(map(str, net.sizes))}
    st.markdown(prose(PAGE, "ways", **said))
    if asked and not _ask(net, times[CENTRAL]):
        st.caption(prose(PAGE, "ways hidden"))
        return
    found = _measured(width, layers)
    seconds = {way: one.seconds for way, one in found.items()}
    table, bars = st.columns([3, 2], gap="medium")
    with table:
        st.markdown(words_table(_HEAD, [_row(way, counts[way], found) for way in COSTS]))
        st.button(
            "Measure again", key="_again", icon=":material/refresh:", on_click=_measured.clear, args=(width, layers)
        )
        passes = {"one": f"{net.parameter_count + 1:,}", "two": f"{2 * net.parameter_count:,}"}
        st.markdown(f"{prose(PAGE, 'ways passes', **passes)} {prose(PAGE, 'ways fair')}")
        if PATHS not in found:
            st.markdown(prose(PAGE, "ways many paths", paths=f"{path_count(net):,}"))
    with bars:
        picture(times_backprop(list(COSTS), times, seconds, colours()), "bars", costs_alt(times))
    st.caption(prose(PAGE, "ways counted", **said))


def _ask(net: Network, times: float) -> bool:
    right = FEW if times < 10 else MANY if times <= 100 else VERY_MANY
    count = net.parameter_count
    ratio = text(backprop_cost(net).multiplications / forward_cost(net).multiplications, 3)
    said = {"times": text(times, 3), "count": f"{count:,}", "passes": f"{2 * count:,}", "ratio": ratio}
    return TIMES.ask(PAGE, right, **said)


def _row(way: str, count: int, found: dict[str, Measured]) -> tuple[str, ...]:
    if way not in found:
        return TITLES[way], f"{count:,}", "–"
    one = found[way]
    agrees = "all" if way == BACKPROP else digits_text(relative_difference(one.gradient, found[BACKPROP].gradient))
    return TITLES[way], f"{count:,}", agrees
