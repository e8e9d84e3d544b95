"""All parameters as one vector, there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.flat import to_parameters, to_vector, views
from tests.helpers import arrays, assert_same, assert_same_parameters, random_parameters, stacked

NET = bp.Network((2, 3, 1))
NETS = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(lambda sizes: bp.Network(tuple(sizes)))


def test_the_order_is_layer_by_layer_weights_by_row_then_biases():
    vector = np.arange(13.0)
    weights, biases = views(NET, vector)
    assert [W.tolist() for W in weights] == [[[0, 1, 2], [3, 4, 5]], [[9], [10], [11]]]
    assert [b.tolist() for b in biases] == [[6, 7, 8], [12]]


@given(NETS, st.integers(0, 100))
def test_there_and_back(net, seed):
    params = random_parameters(net, seed)
    vector = to_vector(params)
    assert vector.shape == (net.parameter_count,)
    assert_same_parameters(to_parameters(net, vector), params)
    assert_same(to_vector(views(net, vector)), vector)


@given(NETS, st.integers(1, 4))
def test_runs_stay_apart(net, count):
    runs = [random_parameters(net, seed) for seed in range(count)]
    vectors = to_vector(stacked(runs))
    assert_same(vectors, np.stack([to_vector(run) for run in runs]))
    assert_same_parameters(to_parameters(net, vectors), stacked(runs))


def test_views_share_memory_and_cover_all_of_it():
    vector = np.zeros(NET.parameter_count)
    for part in (part for parts in views(NET, vector) for part in parts):
        part += 1.0
    assert vector.tolist() == [1.0] * NET.parameter_count


@pytest.mark.parametrize(
    "make", [lambda vector: to_parameters(NET, vector), lambda vector: to_vector(views(NET, vector))]
)
def test_the_others_are_copies(make):
    vector = np.arange(13.0)
    made = make(vector)
    vector[...] = -1.0
    assert all((array >= 0).all() for array in arrays(made))


def test_parameters_from_a_vector_refuse_writing():
    for array in arrays(to_parameters(NET, np.zeros(13))):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1.0
