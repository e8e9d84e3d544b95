"""Text in links: what is written is read back the same, and whatever else stands there is refused in a sentence."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from pages.shared.textforms import (
    LARGEST,
    MOST_HIDDEN,
    MOST_SAMPLES,
    MOST_UNITS,
    read_number,
    read_samples,
    read_sizes,
    read_weights,
    write_number,
    write_samples,
    write_weights,
)

NET = bp.Network((2, 3, 1))
NUMBERS = st.floats(-LARGEST, LARGEST)
SIZES = st.lists(st.integers(1, MOST_UNITS), min_size=2, max_size=MOST_HIDDEN + 2).map(tuple)
LONG = 100_000
HOSTILE = [
    "",
    " ",
    "\0",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e400",
    "-1e999",
    "1e7",
    "1e-9999",
    "0x10",
    "1_000",
    "1,5,",
    "١٢",
    "1²",
    "½",
    "−1",
    "--1",
    "+-1",
    "1e",
    "e5",
    ".",
    "-",
    "<script>alert(1)</script>",
    "'; DROP TABLE users; --",
    "__import__('os').system('true')",
    "{{7*7}}",
    "${7*7}",
    "%00",
    "\u202e1",
    "𝟏",
    "1\u00a02",
    "True",
    "None",
    "[1]",
    "1" * LONG,
    "1" * LONG + "x",
    "0." + "1" * LONG + "x",
    "1e" + "1" * LONG,
    " " * LONG,
    " " * LONG + "x",
    "1" + " " * LONG + "x",
    "-" * LONG,
    "1-" * LONG,
    "1-1" * LONG + "x",
    ";" * LONG,
    ">" * LONG,
    "=" * LONG,
    "w1.1.1=" * LONG,
    "0 1 > 1;" * LONG,
    "w1.1.1=0;" * (LONG // 10) + "x",
]
"""Each takes a moment at most: no pattern here backtracks over a long text."""


def refusal(read, text: str, *fields: str) -> None:
    """Reading succeeds, or is refused with a ValueError that names a field in a short sentence."""
    try:
        read(text)
    except ValueError as error:
        sentence = str(error)
        assert sentence.startswith(fields), sentence
        assert " is " in sentence
        assert "; allowed: " in sentence
        assert len(sentence) < 400


# Numbers ------------------------------------------------------------------------------------------------------------


@given(NUMBERS)
def test_a_number_is_read_back_bit_for_bit(value):
    again = read_number("rate", write_number(value))
    assert again == value
    assert math.copysign(1, again) == math.copysign(1, value)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.0, "-0"), (1.0, "1"), (-2.0, "-2"), (0.1, "0.1"), (1e-7, "1e-07"), (1e6, "1000000")],
)
def test_numbers_are_written_as_short_as_they_are(value, written):
    assert write_number(value) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("+1", 1.0), ("-.5", -0.5), ("5.", 5.0), ("1e3", 1000.0), ("1E-3", 0.001), ("000.1", 0.1)],
)
def test_plain_numbers(text, value):
    assert read_number("rate", text) == value


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_nothing_but_a_plain_number_is_a_number(text):
    with pytest.raises(ValueError, match=r"^rate is .*; allowed: a number from −1e6 to 1e6$") as caught:
        read_number("rate", text)
    assert len(str(caught.value)) < 200


@given(st.text())
def test_random_text_is_refused_as_a_number_or_is_one(text):
    refusal(lambda t: read_number("rate", t), text, "rate")


@pytest.mark.parametrize("text", ["1000000.0001", "-1e7", "1e999"])
def test_large_numbers_are_refused(text):
    with pytest.raises(ValueError, match="allowed: a number from −1e6 to 1e6"):
        read_number("rate", text)


# Layer sizes --------------------------------------------------------------------------------------------------------


@given(SIZES, st.sampled_from(["-", ",", " - ", ", "]))
def test_sizes_are_read_back(sizes, joint):
    assert read_sizes(joint.join(map(str, sizes))) == sizes


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "2", "2-", "-2-3", "2--3", "2-0-1", "2-17-1", "2.5-1", "2-3-1-", "1-" * 8 + "1", "2;3", "999-999"],
    ids=lambda text: repr(text[:20]),
)
def test_other_sizes_are_refused(text):
    with pytest.raises(ValueError, match=r"^layer sizes is .*; allowed: 2 to 8 layers of 1 to 16 units"):
        read_sizes(text)


@given(st.text())
def test_random_text_is_refused_as_sizes_or_makes_a_network(text):
    refusal(lambda t: bp.Network(read_sizes(t)), text, "layer sizes")


# Samples ------------------------------------------------------------------------------------------------------------


@given(st.data(), st.integers(1, 5), st.integers(1, 3), st.integers(1, 3))
def test_samples_are_read_back_bit_for_bit(data, n, inputs, outputs):
    x, y = (
        np.array(data.draw(st.lists(st.lists(NUMBERS, min_size=k, max_size=k), min_size=n, max_size=n)))
        for k in (inputs, outputs)
    )
    again_x, again_y = read_samples(write_samples(x, y), inputs, outputs)
    np.testing.assert_array_equal(again_x, x)
    np.testing.assert_array_equal(again_y, y)


@pytest.mark.parametrize(
    "text", ["0 1 > 1; 1 1 > 0", "0 1>1;1 1>0", "0,1 > 1\n1, 1 > 0\n", ";;0  1 > 1;\n;1\t1 > 0;", "0 1 > 1\r\n1 1 > 0"]
)
def test_samples_may_be_written_in_several_ways(text):
    x, y = read_samples(text, 2, 1)
    assert x.tolist() == [[0, 1], [1, 1]]
    assert y.tolist() == [[1], [0]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "number of samples is 0; allowed: 1 to 32"),
        ("0 0 > 0;" * (MOST_SAMPLES + 1), "number of samples is 33; allowed: 1 to 32"),
        ("0 1", "sample 1 is '0 1'; allowed: inputs, then >, then targets, such as 0 1 > 1"),
        ("0 1 > 1; 5", "sample 2 is '5'; allowed: inputs, then >, then targets"),
        ("0 > 1", "inputs of sample 1 is '0'; allowed: 2 numbers, separated by spaces"),
        ("0 1 2 > 1", "inputs of sample 1 is '0 1 2'; allowed: 2 numbers"),
        ("0 1 >", "targets of sample 1 is ''; allowed: 1 number, separated by spaces"),
        ("0 1 > 1 0", "targets of sample 1 is '1 0'; allowed: 1 number"),
        ("0 1 > 1; 0 x > 1", "inputs of sample 2 is 'x'; allowed: a number from −1e6 to 1e6"),
        ("0 1 > nan", "targets of sample 1 is 'nan'; allowed: a number"),
        ("0 1 > 1 > 0", "targets of sample 1 is '1 > 0'; allowed: 1 number"),
    ],
)
def test_a_bad_sample_is_named(text, sentence):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        read_samples(text, 2, 1)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_samples_are_refused(text):
    with pytest.raises(ValueError, match="; allowed: ") as caught:
        read_samples(text, 2, 1)
    assert len(str(caught.value)) < 300


@given(st.text(alphabet=st.one_of(st.sampled_from(" 01.;>,-e\n"), st.characters())))
def test_random_samples_are_read_or_refused(text):
    refusal(lambda t: read_samples(t, 2, 1), text, "number of samples", "sample ", "inputs of", "targets of")


# Weights set by hand ------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(list(NET.parameter_ids())), NUMBERS))
def test_weights_are_read_back_bit_for_bit(values):
    assert read_weights(write_weights(values), NET) == values


def test_weights_by_hand():
    values = read_weights(" w1.2.1 = 0.5 ;; b2.1=-0.2; w1.2.1=0.7;", NET)
    assert values == {bp.ParameterId(0, 1, 0): 0.7, bp.ParameterId(1, None, 0): -0.2}
    assert read_weights("", NET) == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("w1.2.1", "weight set by hand is 'w1.2.1'; allowed: an address and a number, such as w1.2.1=0.5"),
        ("w3.1.1=1", "weight set by hand is 'w3.1.1'; allowed: weights and biases of a network (2, 3, 1)"),
        ("w1.3.1=1", "weight set by hand is 'w1.3.1'; allowed: weights and biases of a network"),
        ("b2.2=1", "weight set by hand is 'b2.2'; allowed: weights and biases of a network"),
        ("w0.1.1=1", "parameter is 'w0.1.1'; allowed: w<layer>.<from>.<to> or b<layer>.<unit>"),
        ("w1.1.1=1=2", "w1.1.1 is '1=2'; allowed: a number from −1e6 to 1e6"),
        ("w1.1.1=", "w1.1.1 is ''; allowed: a number"),
        ("=1", "parameter is ''; allowed: w<layer>"),
    ],
)
def test_a_bad_weight_is_named(text, sentence):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        read_weights(text, NET)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_weights_are_refused_or_empty(text):
    refusal(lambda t: read_weights(t, NET), text, "weight set by hand", "parameter", "w1.1.1")


@given(st.text(alphabet=st.one_of(st.sampled_from("wb.=;0123-e"), st.characters())))
def test_random_weights_are_read_or_refused(text):
    refusal(lambda t: read_weights(t, NET), text, "weight set by hand", "parameter", "w", "b")
