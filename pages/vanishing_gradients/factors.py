"""Scene 2: the factor of the weights and the factor of the slopes, layer by layer."""

import streamlit as st

from backprop.activations import ACTIVATIONS
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, formula, prose
from pages.vanishing_gradients.compute import sizes_of, theory_of, units_of
from pages.vanishing_gradients.controls import chosen
from pages.vanishing_gradients.figures.factors import factors_picture
from pages.vanishing_gradients.figures.units import shown_layers, slope_ridges, z_and_slope
from pages.vanishing_gradients.numbers.deep import Deep
from pages.vanishing_gradients.numbers.units import LARGEST_SLOPE, Units
from pages.vanishing_gradients.state import BLAME, LAYER
from pages.vanishing_gradients.words import (
    blame,
    factors_alt,
    factors_rows,
    flat_text,
    ridges_alt,
    short,
    units_alt,
)

PAGE = __file__
_HEAD = ("layer", "‖δ‖ after it", "× weights", "× slopes", "= ‖δ‖")
_FORMULA = (
    r"\delta^{(l)} = \underbrace{\left(\delta^{(l+1)}\, {W^{(l+1)}}^{\!\top}\right)}_{\text{weights}}"
    r" \odot \underbrace{f'\!\left(z^{(l)}\right)}_{\text{slopes}}"
)


def show(asked: bool) -> None:
    """One network, and one layer of it."""
    deep, seed = chosen()
    found, expected, look = sizes_of(deep), theory_of(deep), units_of(deep, seed)
    hidden = deep.depth - 1
    layer = int(LAYER.show(high=hidden)) if hidden > 1 else 1
    st.markdown(prose(PAGE, "factors"))
    formula(_FORMULA)
    weight, slope = (float(each[seed, layer - 1]) for each in (found.weight_factor, found.slope_factor))
    numbers = {"activation": ACTIVATIONS[deep.activation].title, "gain": short(deep.gain), "layer": str(layer)}
    numbers |= {"weight": short(weight), "slope": short(slope), "both": short(weight * slope)}
    if asked and not BLAME.ask(PAGE, blame(weight, slope), **numbers):
        st.caption(prose(PAGE, "hidden"))
        return
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        bound = LARGEST_SLOPE[deep.activation]
        figure = factors_picture(found, expected, seed, layer, bound, colours())
        picture(figure, "factors", factors_alt(found, seed, deep))
    before, delta = float(found.delta[seed, layer]), float(found.delta[seed, layer - 1])
    numbers |= {"after": str(layer + 1), "before": short(before), "passed": short(before * weight)}
    told = prose(PAGE, "factors told", **numbers, delta=short(delta))
    here = {"gain": short(deep.gain), "slope": short(expected.slope[layer - 1])}
    here |= {"both": short(expected.shrink[layer - 1]), "steps": str(hidden), "total": short(expected.delta[0])}
    right.markdown(f"{told}\n\n{prose(PAGE, 'factors theory', **here)}\n\n{_bound(deep)}")
    _units(deep, look, layer)
    with st.expander("The numbers"):
        st.markdown(words_table(_HEAD, factors_rows(found, seed)))


def _bound(deep: Deep) -> str:
    if deep.activation == "sigmoid":
        return prose(PAGE, "factors bound sigmoid")
    return prose(PAGE, "factors bound", activation=ACTIVATIONS[deep.activation].title)


def _units(deep: Deep, look: Units, layer: int) -> None:
    left, right = st.columns(2)
    with left:
        picture(z_and_slope(look, layer, colours()), "z", units_alt(look, layer))
    with right:
        picture(slope_ridges(look, layer, colours()), "slopes", ridges_alt(look, shown_layers(look)))
    dead = int(look.dead[layer - 1])
    told = prose(PAGE, "units", layer=str(layer), flat=flat_text(look, layer), dead=str(dead), units=str(deep.width))
    why = {"relu": "units relu", "sigmoid": "units saturated", "tanh": "units saturated"}.get(deep.activation)
    st.markdown(f"{told} {prose(PAGE, why)}" if why else told)
