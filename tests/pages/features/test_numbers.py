"""What the lesson computes, by passes done on their own."""

from functools import cache

import numpy as np
import pytest

import backprop as bp
from backprop.training.scores import accuracy
from pages.features.numbers import digits, spirals
from tests.helpers import near


@cache
def run_of(hidden: tuple[int, ...], seed: int = 1) -> bp.Run:
    return bp.train(spirals.experiment(hidden, seed))


@cache
def digits_run(seed: int = 1) -> bp.Run:
    return bp.train(digits.experiment(seed))


@pytest.mark.parametrize("hidden", [spirals.MAPS, spirals.PLANE])
def test_each_training_takes_the_updates_that_are_promised(hidden):
    assert run_of(hidden).updates == spirals.UPDATES[hidden]
    assert digits_run().updates == digits.UPDATES


def test_maps_show_what_the_units_say():
    run = run_of(spirals.MAPS)
    found = spirals.maps(run, chosen=777)
    assert 777 in found.film.steps
    x, y = found.ticks
    for frame in (0, 9, len(found.film) - 1):
        params = run.parameters_at(int(found.film.steps[frame]))
        for row, column in ((0, 0), (4, 17), (20, 20)):
            place = run.data.transform([[x[column], y[row]]])
            for layer, record in enumerate(bp.forward(run.net, params, place)[:-1]):
                assert found.a[layer][frame, row, column] == near(record.a[0])


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_first_layer_is_straight_and_the_last_is_not(seed):
    found = spirals.maps(run_of(spirals.MAPS, seed))
    first, middle, last = found.straight
    assert first == near(np.ones(len(first)))
    assert 1 > middle[-1] > last[-1] > 0
    assert last[-1] < last[0], "training bends it"


def test_straightness_is_the_share_of_variance_that_a_plane_explains():
    places = np.random.default_rng(0).normal(size=(400, 2))
    slope, noise = places @ [1.0, -2.0] + 3.0, np.random.default_rng(1).normal(size=400)
    z = np.stack([slope, noise, np.full(400, 2.0)], axis=1)[np.newaxis]
    assert spirals._straight(z[..., :1], places) == near(np.ones(1))
    assert spirals._straight(z[..., 1:2], places)[0] < 0.05
    assert spirals._straight(z[..., 2:], places) == near(np.ones(1)), "a unit that is always the same"


def test_the_bent_plane_is_what_the_last_hidden_layer_says():
    run = run_of(spirals.PLANE)
    found = spirals.bent(run, chosen=100)
    for frame in (0, 5, len(found.film) - 1):
        params = run.parameters_at(int(found.film.steps[frame]))
        layers = bp.forward(run.net, params, run.data.x)
        assert found.points[frame] == near(layers[-2].a)
        w1, w2, b = found.cut[frame]
        assert layers[-1].z[:, 0] == near(layers[-2].a @ [w1, w2] + b)
        assert found.after[frame] == accuracy(layers[-1].a, run.data.y)
    plane = found.film.plane
    assert plane is not None
    corner = run.data.transform([[plane.x[0], plane.y[-1]]])
    (here,) = bp.forward(run.net, run.parameters_at(run.updates), corner)[-2].a
    assert found.grid[-1, 0, -1] == near(here), "the first line goes up along the left edge"
    assert found.grid[-1, -1, 0] == near(here), "the last one goes right along the upper edge"
    assert found.before < 0.75
    assert found.after[-1] > 0.95


def test_a_last_layer_of_more_units_is_no_plane():
    with pytest.raises(ValueError, match="allowed: two units"):
        spirals.bent(run_of(spirals.MAPS))


def test_probes_are_fitted_to_training_data_and_judged_on_the_rest():
    run = digits_run()
    found = digits.probed(run)
    assert (found.steps[0], found.steps[-1]) == (0, run.updates)
    for place in (0, len(found.steps) - 1):
        params = run.parameters_at(int(found.steps[place]))
        train, test = (bp.forward(run.net, params, x) for x in (run.data.x, run.data.x_test))
        for layer in (0, 1):
            probe = bp.linear_probe(train[layer].a, run.data.y)
            assert found.layers[layer, place] == probe.accuracy(test[layer].a, run.data.y_test)
        assert found.network[place] == accuracy(test[-1].a, run.data.y_test)
    assert (found.layers[:, -1] > found.layers[:, 0] + 0.1).all(), "learned layers are better than random ones"
    assert (found.layers[:, 0] < found.inputs).all()


def test_the_most_exciting_digits_are_the_largest():
    run = digits_run()
    a = bp.forward(run.net, run.parameters_at(run.updates), run.data.x)[0].a
    for unit in (0, 15):
        found = digits.exciting(run, unit)
        assert found.a == near(np.sort(a[:, unit])[::-1][: digits.MOST_EXCITING])
        for row, value, digit in zip(found.rows, found.a, found.classes, strict=True):
            place = list(run.data.rows).index(row)
            assert a[place, unit] == value
            assert run.data.dataset.y[row].argmax() == digit or run.data.dataset.y[row] == digit


@pytest.mark.parametrize("layer", [0, 1])
def test_accuracy_without_a_unit(layer):
    run = digits_run()
    found = digits.removed(run, layer)
    params, truth = run.parameters_at(run.updates), run.data.y_test.argmax(axis=1)
    layers = bp.forward(run.net, params, run.data.x_test)
    assert found.whole == accuracy(layers[-1].a, run.data.y_test)
    for unit in (0, 9):
        a = z = layers[layer].a.copy()
        a[:, unit] = a[:, unit].mean()
        for after in range(layer + 1, run.net.depth):
            z = a @ params.weights[after] + params.biases[after]
            a = np.tanh(z)
        right = z.argmax(axis=1) == truth
        assert found.without[unit] == right.mean()
        assert found.classes[unit] == near(np.array([right[truth == digit].mean() for digit in range(10)]))
    assert found.whole_classes.min() > 0.8
