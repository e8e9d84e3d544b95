"""Scene 2: how many paths share each δ, layer by layer; and paths against multiplications as depth grows."""

import streamlit as st

from backprop.checking.operations import backprop_cost, path_count, paths_cost, paths_from, shared_by
from backprop.network import Network
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.shared.walk import walk
from pages.why_backprop.figures.reuse import over_depth as depth_figure
from pages.why_backprop.figures.reuse import shared_paths
from pages.why_backprop.numbers.reuse import over_depth
from pages.why_backprop.numbers.ways import network
from pages.why_backprop.state import ADDED, BACK, LAYERS, PATHS, TIMES_OVER, WIDTH
from pages.why_backprop.words import counted, depth_alt, sharing_alt, sharing_rows

PAGE = __file__


@st.fragment
def show(asked: bool) -> None:
    """Every control reruns this fragment only."""
    left, right = st.columns(2)
    width, layers = WIDTH.show(left), LAYERS.show(right)
    net = network(width, layers)
    back = walk(BACK, net.depth, lambda now: _coming(net, now), lambda now: {"All layers": net.depth})
    diagram, words = st.columns([3, 2], gap="medium")
    with diagram:
        picture(shared_paths(net, back, colours()), "shared", sharing_alt(net, back))
    with words:
        _told(net, back)
        if back:
            st.markdown(words_table(("δ of", "Units", "Paths through each"), sharing_rows(net, back)))
    if asked and not _ask(width, layers):
        return
    found = over_depth(width)
    picture(depth_figure(found, layers, colours()), "depth", depth_alt(found, layers))


def _coming(net: Network, now: int) -> str:
    layer = net.depth - 1 - now
    return "δ of the output" if now == 0 else f"δ of layer {layer + 1}"


def _told(net: Network, back: int) -> None:
    if back == 0:
        st.info(prose(PAGE, "shared start"))
        return
    layer = net.depth - back
    name = "Output" if back == 1 else f"Layer {layer + 1}"
    shared, on = shared_by(net)[layer], paths_from(net, layer)
    met = {
        "beginnings": counted(shared // on, "beginning"),
        "paths": counted(shared, "path"),
        "ways": counted(on, "way"),
    }
    said = prose(PAGE, "shared step", name=name, **met)
    if back == net.depth:
        work = {"work": f"{backprop_cost(net).multiplications:,}", "alone": f"{paths_cost(net).multiplications:,}"}
        deltas = f"{sum(net.sizes[1:]):,}"
        said += "\n\n" + prose(PAGE, "shared end", paths=f"{path_count(net):,}", deltas=deltas, **work)
    st.info(said)


def _ask(width: int, layers: int) -> bool:
    nets = network(width, layers), network(width, layers + 1)
    before, after = (path_count(net) for net in nets)
    work, more = (f"{backprop_cost(net).multiplications:,}" for net in nets)
    right = TIMES_OVER if width > 1 else ADDED
    said = {"before": f"{before:,}", "after": f"{after:,}", "work": work, "more": more, "width": str(width)}
    return PATHS.ask(PAGE, right, "one" if width == 1 else "", **said)
