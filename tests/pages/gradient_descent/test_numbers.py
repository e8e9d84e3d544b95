"""Where walks by gradient descent lead: each verdict is held against the walk itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.landscape.network_surfaces import ALL, FITS
from backprop.landscape.surfaces import CURVES
from pages.gradient_descent.numbers import (
    AWAY,
    FAR,
    FLAT_PLACE,
    LATE,
    MINIMUM,
    NEAR,
    ON_ITS_WAY,
    SADDLE,
    TO_AND_FRO,
    TOP,
    critical_kind,
    fate,
    walk,
)
from tests.helpers import more

PARABOLA = ALL["parabola"]
HILL = float(np.sort(np.roots([1.0, 0.0, -1.0, 0.2]).real)[1])
"""The hilltop between the two valleys."""


@pytest.mark.parametrize(
    ("rate", "places"),
    [
        (0.1, [0.6, 1.08, 1.464]),
        (0.5, [3.0, 3.0]),
        (0.9, [5.4, 1.08]),
        (1.0, [6.0, 0.0, 6.0]),
        (1.1, [6.6, -1.32]),
    ],
)
def test_five_learning_rates_on_the_parabola(rate, places):
    found = walk(PARABOLA, (0.0,), rate, len(places))
    np.testing.assert_allclose(found.theta[1:, 0], places, rtol=1e-15, atol=1e-15)


@pytest.mark.parametrize(
    ("key", "start", "rate", "kind"),
    [
        ("parabola", (0.0,), 0.1, MINIMUM),
        ("parabola", (0.0,), 0.5, MINIMUM),
        ("parabola", (0.0,), 0.9, MINIMUM),
        ("parabola", (0.0,), 1.0, TO_AND_FRO),
        ("parabola", (0.0,), 1.1, AWAY),
        ("parabola", (0.0,), 1.0001, AWAY),
        ("parabola", (0.0,), 0.9999, ON_ITS_WAY),
        ("parabola", (0.0,), 1e3, AWAY),
        ("parabola", (0.0,), 1e-6, ON_ITS_WAY),
        ("parabola", (3.0,), 1e3, MINIMUM),
        ("parabola", (3.001,), 1.0, TO_AND_FRO),
        ("wells", (1.6,), 0.1, MINIMUM),
        ("wells", (1.6,), 1.0, TO_AND_FRO),
        ("wells", (HILL,), 1e-6, TOP),
        ("hole", (-5.0,), 0.5, FLAT_PLACE),
        ("hole", (-3.5,), 10.0, FLAT_PLACE),
        ("ravine", (-2.5, 0.8), 0.079, MINIMUM),
        ("ravine", (-2.5, 0.8), 0.08, TO_AND_FRO),
        ("ravine", (-2.5, 0.8), 0.081, AWAY),
        ("saddle", (-1.8, 0.0), 0.3, SADDLE),
        ("saddle", (-1.8, 0.001), 0.3, MINIMUM),
        ("net_two_weights", (0.0, 0.0), 0.3, SADDLE),
        ("rosenbrock", (-1.2, 1.0), 0.001, ON_ITS_WAY),
        ("plateau", (4.0, 4.0), 0.3, FLAT_PLACE),
    ],
)
def test_verdicts(key, start, rate, kind):
    assert fate(ALL[key], start, rate).kind == kind


@pytest.mark.parametrize("key", sorted(ALL))
@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3, 1.0])
def test_it_stays_near_from_where_it_arrives_and_not_before(key, rate):
    surface = ALL[key]
    end = fate(surface, surface.start, rate)
    near = NEAR * max(high - low for low, high in surface.ranges)
    away = np.linalg.norm(walk(surface, surface.start, rate, end.steps).theta - end.place, axis=1)
    assert (away[end.arrived :] <= near).all()
    assert end.arrived == 0 or away[end.arrived - 1] > near


def test_a_local_minimum_knows_the_deeper_one():
    shallow = fate(ALL["wells"], (1.6,), 0.1)
    assert shallow.deeper is not None
    assert ALL["wells"].value(shallow.deeper) < shallow.value
    assert fate(ALL["wells"], (-1.6,), 0.1).deeper is None
    assert fate(PARABOLA, (0.0,), 0.1).deeper is None


def test_a_step_that_breaks_is_named():
    end = fate(PARABOLA, (0.0,), 1e3)
    assert end.broken == end.steps
    again = walk(PARABOLA, (0.0,), 1e3, end.steps + 5)
    assert again.broken == end.broken
    np.testing.assert_array_equal(again.theta[-1], end.place)


rates = st.floats(-6, 3).map(lambda power: 10.0**power)
shares = st.lists(st.floats(0, 1), min_size=2, max_size=2)


@given(st.sampled_from(sorted(ALL)), shares, rates)
@more(3)
def test_every_verdict_is_true(key, share, rate):
    surface = ALL[key]
    start = tuple(low + part * (high - low) for part, (low, high) in zip(share, surface.ranges, strict=False))
    end = fate(surface, start, rate)
    again = walk(surface, start, rate, end.steps + (end.period or 1))
    np.testing.assert_array_equal(again.theta[end.steps], end.place, "followed in parts, the walk is the same")
    assert end.steps <= FAR
    width = max(high - low for low, high in surface.ranges)
    if end.broken is None and end.period:
        np.testing.assert_array_equal(again.theta[-1], end.place, "it comes back")
    if end.kind in (MINIMUM, SADDLE, TOP):
        assert np.linalg.norm(again.theta[end.steps] - again.theta[end.steps - 1]) <= NEAR * width
        assert critical_kind(surface, end.place) == end.kind
    if end.kind == MINIMUM:  # no place nearby is clearly lower
        around = end.place + NEAR * width * np.random.default_rng(0).normal(size=(50, surface.dimensions))
        assert surface.value(around).min() > end.value - 1e-2 * (1 + abs(end.value))
    if end.kind == AWAY and end.broken is None:
        assert (np.diff(again.value[: end.steps + 1])[-LATE:] > 0).all()
    if end.kind == AWAY and end.broken is not None:
        assert again.broken == end.broken
    if end.kind == TO_AND_FRO and not end.period:
        moves = np.diff(again.theta[end.steps - LATE : end.steps + 1], axis=0)
        assert (np.sum(moves[1:] * moves[:-1], axis=1) < 0).any()


@pytest.mark.parametrize("key", sorted(FITS))
def test_the_loss_of_a_network_is_measured_on_its_data(key):
    """The squared errors, or the surprise, of what the network says of its own data."""
    fit, surface = FITS[key], ALL[key]
    for theta in (np.array(surface.start), np.full(surface.dimensions, 0.3)):
        said = fit.output(theta, fit.x)
        classes = set(np.unique(fit.y)) <= {0.0, 1.0}
        terms = -np.log(np.where(fit.y == 1, said, 1 - said)) if classes else np.square(said - fit.y)
        assert surface.value(theta) == pytest.approx(terms.mean(), rel=1e-12)


def test_all_kinds_of_ground_are_there():
    assert set(CURVES) < set(ALL)
    assert {ALL[key].dimensions for key in FITS} == {1, 2}
