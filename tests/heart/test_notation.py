"""Names that a person reads: one for each thing, the same in text and in LaTeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.notation import SYMBOLS, subscript, superscript

NETWORKS = st.lists(st.integers(1, 12), min_size=2, max_size=5).map(lambda sizes: bp.Network(tuple(sizes)))


def units(net: bp.Network):
    return [(layer, unit) for layer, size in enumerate(net.sizes) for unit in range(size)]


def assert_unique(names: list[str]) -> None:
    assert len(set(names)) == len(names)


@given(NETWORKS)
def test_every_name_is_unique_within_a_network(net):
    names = bp.Names(net)
    ids = list(net.parameter_ids())
    assert_unique([names.unit(*place) for place in units(net)] + [names.parameter(p) for p in ids])
    assert_unique([names.unit_latex(*place) for place in units(net)] + [names.parameter_latex(p) for p in ids])
    assert_unique([names.layer(layer) for layer in range(net.depth + 1)])


@pytest.mark.parametrize("example", bp.EXAMPLES.values(), ids=list(bp.EXAMPLES))
def test_every_name_is_unique_within_a_published_example(example):
    names = bp.Names(example.net, example.names)
    ids = list(example.net.parameter_ids())
    places = units(example.net)
    assert_unique([names.unit(*place) for place in places] + [names.parameter(p) for p in ids])
    assert_unique([names.unit_latex(*place) for place in places] + [names.parameter_latex(p) for p in ids])


@pytest.mark.parametrize(
    ("sizes", "place", "text", "latex"),
    [
        ((2, 2, 2), (0, 0), "x₁", "x_{1}"),
        ((2, 2, 2), (1, 1), "h₂", "h_{2}"),
        ((2, 2, 2), (2, 1), "ŷ₂", r"\hat y_{2}"),
        ((2, 2), (1, 0), "ŷ₁", r"\hat y_{1}"),
        ((2, 3, 4, 1), (1, 2), "h₃⁽¹⁾", "h_{3}^{(1)}"),
        ((2, 3, 4, 1), (2, 3), "h₄⁽²⁾", "h_{4}^{(2)}"),
        ((2, 3, 4, 1), (3, 0), "ŷ₁", r"\hat y_{1}"),
        ((2, 12, 1), (1, 11), "h₁₂", "h_{12}"),
    ],
)
def test_units(sizes, place, text, latex):
    names = bp.Names(bp.Network(sizes))
    assert (names.unit(*place), names.unit_latex(*place)) == (text, latex)


@pytest.mark.parametrize(
    ("sizes", "parameter", "text", "latex"),
    [
        ((2, 2, 2), (1, 0, 1), "w₁₂⁽²⁾", "w_{12}^{(2)}"),
        ((2, 2, 2), (0, None, 1), "b₂⁽¹⁾", "b_{2}^{(1)}"),
        ((2, 12, 3), (0, 0, 11), "w₁,₁₂⁽¹⁾", "w_{1,12}^{(1)}"),
        ((2, 12, 3), (0, 1, 0), "w₂,₁⁽¹⁾", "w_{2,1}^{(1)}"),
        ((2, 3, 12), (0, 1, 0), "w₂₁⁽¹⁾", "w_{21}^{(1)}"),
    ],
)
def test_parameters_are_named_by_place(sizes, parameter, text, latex):
    names = bp.Names(bp.Network(sizes))
    assert names.parameter(bp.ParameterId(*parameter)) == text
    assert names.parameter_latex(bp.ParameterId(*parameter)) == latex


@pytest.mark.parametrize(
    ("key", "parameter", "text", "latex"),
    [
        ("mazur", (1, 0, 0), "w₅", "w_{5}"),
        ("mazur", (0, 0, 1), "w₃", "w_{3}"),
        ("mazur", (0, None, 0), "b₁⁽¹⁾", "b_{1}^{(1)}"),
        ("han-kamber", (0, 2, 1), "w₃₅", "w_{35}"),
        ("han-kamber", (1, None, 0), "θ₆", r"\theta_{6}"),
    ],
)
def test_a_published_example_brings_its_own_names(key, parameter, text, latex):
    names = bp.Names(bp.EXAMPLES[key].net, bp.EXAMPLES[key].names)
    assert names.parameter(bp.ParameterId(*parameter)) == text
    assert names.parameter_latex(bp.ParameterId(*parameter)) == latex


def test_what_a_layer_sees():
    names = bp.Names(bp.Network((2, 3, 3, 1)))
    assert names.input_latex(0, 1) == "x_{2}"
    assert names.input_latex(2, 0) == "a_{h_{1}^{(2)}}"


def test_ends_of_a_parameter():
    names = bp.Names(bp.Network((2, 3, 1)))
    assert names.ends(bp.ParameterId(0, 1, 2)) == ("x₂", "h₃")
    assert names.ends(bp.ParameterId(1, 2, 0)) == ("h₃", "ŷ₁")
    assert names.ends(bp.ParameterId(1, None, 0)) == ("1", "ŷ₁")


def test_layers():
    assert [bp.Names(bp.Network((1, 1, 1))).layer(i) for i in range(3)] == ["input", "hidden layer", "output layer"]
    assert bp.Names(bp.Network((1, 1, 1, 1))).layer(2) == "hidden layer 2"


def test_scripts_keep_what_they_do_not_know():
    assert subscript(1234567890) == "₁₂₃₄₅₆₇₈₉₀"
    assert superscript("(12)") == "⁽¹²⁾"


# The glossary -------------------------------------------------------------------------------------------------------


def test_the_glossary_has_every_name_of_the_records():
    """Whoever reads `step.backward[0].delta` finds `delta` in the glossary."""
    numbers = {"x", "y", "prediction", "loss", "z", "a", "da", "slope", "delta", "dW", "db", "W", "b", "learning_rate"}
    assert numbers <= set(SYMBOLS)
    recorded = {*bp.LayerForward.__slots__, *bp.LayerBackward.__slots__, *bp.LayerUpdate.__slots__} - {"inputs"}
    assert recorded <= set(SYMBOLS)


def test_the_glossary_has_each_key_once_and_whole_sentences():
    assert_unique([symbol.key for symbol in bp.GLOSSARY])
    assert_unique([symbol.latex for symbol in bp.GLOSSARY])
    for symbol in bp.GLOSSARY:
        assert symbol.meaning.endswith(".")
        assert symbol.meaning[0].isupper() or symbol.meaning.startswith("fan_")
        assert symbol.shape


@pytest.mark.parametrize("symbol", bp.GLOSSARY, ids=lambda symbol: symbol.key)
def test_formulas_have_balanced_braces_and_no_unicode(symbol):
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", symbol.latex):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert symbol.latex.isascii()
