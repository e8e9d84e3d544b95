# pyright: reportArgumentType=false
"""Networks, parameters, and the names of single parameters in links."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from tests.helpers import random_parameters

NET = bp.Network((3, 2, 4), "tanh", "identity")
PLACES = st.integers(0, 9998)


def test_a_network_knows_its_layers():
    net = bp.Network((3, 2, 4, 1), ("relu", "tanh"), "sigmoid")
    assert (net.depth, net.shapes) == (3, ((3, 2), (2, 4), (4, 1)))
    assert net.activations == ("relu", "tanh", "sigmoid")
    assert net.parameter_count == (3 + 1) * 2 + (2 + 1) * 4 + (4 + 1) * 1


def test_one_hidden_name_stands_for_all_hidden_layers():
    assert bp.Network((1, 2, 3, 4), "relu", "tanh").activations == ("relu", "relu", "tanh")
    assert bp.Network((2, 2), "relu", "tanh").activations == ("tanh",)


def test_kinked_looks_at_the_layers_that_exist():
    assert bp.Network((1, 1, 1), "relu").kinked
    assert bp.Network((1, 1), output="leaky_relu").kinked
    assert not bp.Network((1, 1), "relu").kinked


def test_equal_networks_are_equal_and_hashable():
    left, right = bp.Network([2, np.int64(3), 1], ["relu"]), bp.Network((2, 3, 1), ("relu",))
    assert left == right
    assert hash(left) == hash(right)


def test_parameter_ids_come_unit_by_unit_with_the_bias_last():
    assert [str(parameter) for parameter in bp.Network((2, 1, 2)).parameter_ids()] == [
        *("w1.1.1", "w1.2.1", "b1.1"),
        *("w2.1.1", "b2.1", "w2.1.2", "b2.2"),
    ]


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5))
def test_parameter_ids_are_unique_complete_and_all_there(sizes):
    net = bp.Network(tuple(sizes))
    ids = list(net.parameter_ids())
    assert len(set(ids)) == len(ids) == net.parameter_count
    assert all(net.has(parameter) for parameter in ids)


@pytest.mark.parametrize(
    "parameter",
    [(2, 0, 0), (-1, 0, 0), (0, 3, 0), (0, -1, 0), (0, 0, 2), (0, 0, -1), (0, None, 2), (1, None, 4), (2, None, 0)],
)
def test_a_network_has_no_parameter_outside_itself(parameter):
    assert not NET.has(bp.ParameterId(*parameter))


@given(PLACES, st.none() | PLACES, PLACES)
def test_a_parameter_in_a_link_comes_back(layer, source, target):
    parameter = bp.ParameterId(layer, source, target)
    assert bp.ParameterId.parse(str(parameter)) == parameter
    assert parameter.is_bias == (source is None)


def test_links_count_from_one():
    assert str(bp.ParameterId(1, 0, 2)) == "w2.1.3"
    assert bp.ParameterId.parse("b1.2") == bp.ParameterId(0, None, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "w", "w1", "w1.1", "w1.1.1.1", "b1", "b1.1.1", "W1.1.1", "w0.1.1", "w1.0.1", "w01.1.1", "b1.0"),
        *("w-1.1.1", "w1,1,1", " w1.1.1", "w1.1.1 ", "w1.1.1\n", "w1.1.1\x00", "w1.1.1;b1.1", "w1e3.1.1", "w1.1.0x1"),
        *(
            "w10000.1.1",
            "w1.1." + "9" * 5000,
            "w1١.1.1",
            "b1.1٢",
            "w1.1.１",
            "b².1",
            "<script>alert(1)</script>",
            "../../etc",
        ),
    ],
)
def test_hostile_parameter_names_are_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"^parameter is .*; allowed: w<layer>\.<from>\.<to> or b<layer>\.<unit>"):
        bp.ParameterId.parse(text)


@given(st.text(max_size=12) | st.text("wb.0123456789", max_size=12))
def test_any_text_is_a_parameter_that_prints_the_same_or_is_refused(text):
    try:
        parameter = bp.ParameterId.parse(text)
    except ValueError:
        return
    assert str(parameter) == text


def test_parameters_take_lists_and_give_float64():
    params = bp.Parameters([[[1, 2]]], [[0, 0]])
    assert params.weights[0].dtype == params.biases[0].dtype == np.float64


def test_parameters_are_read_by_name_and_set_by_hand():
    params = random_parameters(NET, 0)
    weight, bias = bp.ParameterId(1, 1, 3), bp.ParameterId(0, None, 1)
    changed = params.replace({weight: 5.0, bias: -6.0})
    assert (changed[weight], changed[bias]) == (5.0, -6.0)
    assert params[weight] == params.weights[1][1, 3]
    moved = {p for p in NET.parameter_ids() if changed[p] != params[p]}
    assert moved == {weight, bias}


def test_map_meets_arrays_at_the_same_place():
    params = random_parameters(NET, 0)
    assert all((array == 0).all() for array in params.map(np.subtract, params).weights)
    doubled = params.map(lambda array: 2 * array)
    assert all(doubled[p] == 2 * params[p] for p in NET.parameter_ids())


def test_only_computed_parameters_may_be_infinite():
    broken = bp.Parameters.computed([np.array([[np.inf]])], [np.array([np.nan])])
    assert not broken.is_finite()
    assert bp.Parameters([[[1.0]]], [[0.0]]).is_finite()
