"""Features: what two columns become, number by number."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.data.datasets import make_dataset
from backprop.data.features import FEATURES, check_features, expand, expand_raw, input_names
from tests.helpers import assert_same

PLAIN = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1^2": lambda a, b: a * a,
    "x2^2": lambda a, b: b * b,
    "x1*x2": lambda a, b: a * b,
    "sin x1": lambda a, b: math.sin(math.pi * a),
    "sin x2": lambda a, b: math.sin(math.pi * b),
}
TWO = ("a", "b")


def test_the_table_is_the_playgrounds():
    assert list(FEATURES) == list(PLAIN)
    assert [feature.name for feature in FEATURES.values()] == list(PLAIN)
    assert len({feature.title for feature in FEATURES.values()}) == len(PLAIN)


@given(st.lists(st.sampled_from(list(PLAIN)), unique=True), st.integers(0, 1000))
def test_every_input_is_the_formula_of_its_name_in_the_order_chosen(features, seed):
    data = make_dataset("moons", 20, 0.1, seed)
    ours = expand(data, features)
    chosen = features or ["x1", "x2"]
    theirs = [[PLAIN[name](a, b) for name in chosen] for a, b in data.x.tolist()]
    assert ours.shape == (20, len(chosen))
    np.testing.assert_allclose(ours, theirs, rtol=1e-14, atol=1e-15)
    assert len(input_names(data.columns, features)) == ours.shape[1]
    assert_same(expand_raw(data.x, features), ours)


@pytest.mark.parametrize("features", [(), ("x1",), tuple(FEATURES)])
def test_what_comes_out_is_read_only(features):
    with pytest.raises(ValueError, match="read-only"):
        expand(make_dataset("moons", 5), features)[0, 0] = 1.0


def test_names():
    assert input_names(TWO, ()) == TWO
    assert input_names(TWO, ("x2", "x1*x2", "sin x1")) == ("x₂", "x₁x₂", "sin(πx₁)")
    assert input_names(("a", "b", "c"), ()) == ("a", "b", "c")


def test_the_product_solves_xor_alone():
    data = make_dataset("xor", 300)
    assert_same((expand(data, ("x1*x2",)) < 0).astype(float), data.y)


@pytest.mark.parametrize("name", ["sine", "iris", "digits"])
def test_data_without_two_columns_stay_as_they_are(name):
    data = make_dataset(name)
    assert_same(expand(data), data.x)
    with pytest.raises(ValueError, match=rf"^features is \('x1',\); .* {len(data.columns)} columns and not two"):
        expand(data, ("x1",))


@pytest.mark.parametrize("features", ["x1", None, 3, ("x3",), ("x1", "x1"), ("x1", None), (["x1"],), ("",), {"x1"}])
def test_bad_features_are_refused(features):
    with pytest.raises(ValueError, match=r"^features is .*; allowed: a selection of x1, x2, .*, none twice$"):
        check_features(TWO, features)
