# pyright: reportArgumentType=false
"""Preparation: nothing is lost, nothing is seen twice, nothing of the test part leaks into training."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.data.datasets import DATASETS, Dataset, make_dataset
from backprop.data.preparation import MOST_TEST, Prepared, Scaler, prepare
from backprop.training.batches import Batches
from tests.helpers import arrays, assert_same

NAN = float("nan")
fractions = st.floats(0, MOST_TEST)
seeds = st.integers(0, 1000)


def own(y, x=None, classes=(), standardize=True) -> Dataset:
    """A data set from plain lists."""
    y = np.reshape(y, (-1, 1)).astype(float)
    x = np.arange(len(y), dtype=float)[:, None] if x is None else np.asarray(x, dtype=float)
    columns = tuple(f"c{i}" for i in range(x.shape[1]))
    return Dataset("own", "Own", x, y, columns, classes, "Own.", standardize, "y")


# The split -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), fractions, seeds)
def test_every_row_is_in_one_part_and_every_class_in_training(labels, fraction, seed):
    data = own(labels, classes=tuple("abcd"))
    ready = prepare(data, one_output=False, test_fraction=fraction, seed=seed)
    assert sorted([*ready.rows, *ready.test_rows]) == list(range(len(labels)))
    assert ready.rows.dtype.kind == ready.test_rows.dtype.kind == "i"
    assert (np.diff(ready.rows) > 0).all()
    assert (np.diff(ready.test_rows) > 0).all()
    assert {labels[row] for row in ready.rows} == set(labels)
    wanted = fraction * len(labels)
    if len(labels) - len(set(labels)) >= wanted + 0.5:
        assert abs(len(ready.test_rows) - wanted) <= 0.5
    else:
        assert len(ready.test_rows) == len(labels) - len(set(labels))


@pytest.mark.parametrize("fraction", [0.1, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["iris", "penguins", "digits", "and"])
def test_every_class_gives_its_share(name, fraction):
    data = make_dataset(name)
    ready = prepare(data, one_output=False, test_fraction=fraction)
    whole = np.bincount(data.y[:, 0].astype(int))
    tested = np.bincount(data.y[ready.test_rows, 0].astype(int), minlength=len(whole))
    np.testing.assert_allclose(tested, fraction * whole, atol=1.0)


@given(seeds)
def test_the_split_depends_on_its_seed_alone(seed):
    data = make_dataset("iris")
    one, two = (prepare(data, one_output=False, test_fraction=0.3, seed=seed) for _ in range(2))
    for left, right in zip(arrays(one), arrays(two), strict=True):
        assert_same(left, right)
    other = prepare(data, one_output=False, test_fraction=0.3, seed=seed + 1)
    assert not np.array_equal(one.rows, other.rows)
    scaled = prepare(data, one_output=False, test_fraction=0.3, standardize=False, seed=seed)
    assert_same(one.rows, scaled.rows)


def test_every_row_has_the_same_chance_to_be_tested():
    data = own(range(10))
    counts = np.zeros(10)
    for seed in range(400):
        counts[prepare(data, one_output=True, test_fraction=0.3, seed=seed).test_rows] += 1
    np.testing.assert_allclose(counts / 400, 0.3, atol=0.09)


def test_without_a_test_part_the_rows_keep_their_order():
    data = make_dataset("circles", 30)
    ready = prepare(data, one_output=True)
    assert_same(ready.x, data.x)
    assert_same(ready.y, data.y)
    assert ready.x_test.shape == (0, 2)
    assert ready.y_test.shape == (0, 1)
    assert len(ready.test_rows) == 0
    assert ready.scaler is ready.target_scaler is None


@pytest.mark.parametrize("n", [1, 2, 3])
def test_at_least_one_sample_is_trained_with(n):
    ready = prepare(own(range(n)), one_output=True, test_fraction=0.9)
    assert len(ready.x) >= 1
    assert len(ready.x) + len(ready.x_test) == n


def test_no_global_random_state_is_used():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    prepare(make_dataset("iris"), one_output=False, test_fraction=0.5)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


# Targets -------------------------------------------------------------------------------------------------------------


def test_two_classes_are_one_column_or_two():
    data = own([0, 1, 1], classes=("no", "yes"))
    assert prepare(data, one_output=True).y.tolist() == [[0], [1], [1]]
    assert prepare(data, one_output=False).y.tolist() == [[1, 0], [0, 1], [0, 1]]


@pytest.mark.parametrize("name", ["blobs-3", "blobs-4", "iris", "digits"])
def test_more_classes_are_one_hot_and_refuse_one_output(name):
    data = make_dataset(name)
    ready = prepare(data, one_output=False, test_fraction=0.25)
    for y, rows in ((ready.y, ready.rows), (ready.y_test, ready.test_rows)):
        assert y.shape == (len(rows), len(data.classes))
        assert set(np.unique(y)) == {0.0, 1.0}
        assert (y.sum(axis=1) == 1).all()
        assert_same(y.argmax(axis=1), data.y[rows, 0].astype(int))
    with pytest.raises(ValueError, match=rf"^one_output is True; allowed: False: {len(data.classes)} classes"):
        prepare(data, one_output=True)


def test_a_class_without_samples_keeps_its_output():
    data = own([0, 2], classes=("a", "b", "c"))
    assert prepare(data, one_output=False).y.tolist() == [[1, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("one_output", [True, False])
def test_a_regression_has_one_column_either_way(one_output):
    data = make_dataset("sine", 40, 0.1)
    ready = prepare(data, one_output=one_output)
    assert_same(ready.y, data.y)
    assert ready.target_scaler is None


# Standardisation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["iris", "penguins"])
def test_the_training_part_has_mean_0_and_deviation_1_and_the_test_part_has_not(name):
    data = make_dataset(name)
    ready = prepare(data, one_output=False, test_fraction=0.4)
    np.testing.assert_allclose(ready.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(ready.x.std(axis=0), 1, rtol=1e-12)
    assert (np.abs(ready.x_test.mean(axis=0)) > 1e-3).any()
    train = data.x[ready.rows]
    np.testing.assert_allclose(ready.x_test, (data.x[ready.test_rows] - train.mean(axis=0)) / train.std(axis=0))


def test_what_is_in_the_test_part_changes_nothing_in_training():
    data = own(np.arange(20.0), x=np.random.default_rng(0).normal(size=(20, 3)))
    before = prepare(data, one_output=True, test_fraction=0.3)
    x, y = np.array(data.x), np.array(data.y)
    x[before.test_rows] += 1000.0
    y[before.test_rows] -= 1000.0
    after = prepare(own(y, x), one_output=True, test_fraction=0.3)
    assert_same(before.x, after.x)
    assert_same(before.y, after.y)
    for left, right in zip(arrays(before.scaler), arrays(after.scaler), strict=True):
        assert_same(left, right)
    assert not np.array_equal(before.x_test, after.x_test)


def test_targets_of_a_regression_are_standardised_too_and_come_back():
    data = own(np.arange(30.0) ** 2 + 500)
    ready = prepare(data, one_output=True, test_fraction=0.3)
    assert ready.y.mean() == pytest.approx(0, abs=1e-12)
    assert ready.y.std() == pytest.approx(1)
    assert ready.target_scaler
    for y, rows in ((ready.y, ready.rows), (ready.y_test, ready.test_rows)):
        np.testing.assert_allclose(ready.target_scaler.undo(y), data.y[rows], rtol=1e-12)


def test_classes_are_never_scaled():
    ready = prepare(make_dataset("iris"), one_output=False)
    assert ready.scaler is not None
    assert ready.target_scaler is None
    assert set(np.unique(ready.y)) == {0.0, 1.0}


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("standardize", [None, True, False])
def test_the_switch_overrules_the_data_set(name, standardize):
    data = make_dataset(name)
    ready = prepare(data, one_output=False, standardize=standardize)
    wanted = data.standardize if standardize is None else standardize
    assert (ready.scaler is not None) == wanted
    assert (ready.target_scaler is not None) == (wanted and not data.classes)
    if not wanted:
        assert_same(ready.x, data.x)


@pytest.mark.parametrize("value", [0.0, 0.1, -1e6, 1 / 3])
def test_a_constant_column_becomes_0_and_not_noise(value):
    """The deviation of many equal numbers comes out as 1e-17 and not as 0: dividing by it would make up data."""
    data = own([0, 1] * 500, x=np.column_stack([np.full(1000, value), np.arange(1000.0)]), classes=("a", "b"))
    ready = prepare(data, one_output=True)
    assert ready.scaler
    assert ready.scaler.scale[0] == 1.0
    np.testing.assert_allclose(ready.x[:, 0], 0.0, atol=1e-9)
    assert np.isfinite(ready.x).all()


def test_blank_pixels_of_the_digits_stay_finite():
    ready = prepare(make_dataset("digits"), one_output=False, test_fraction=0.9)
    assert np.isfinite(ready.x).all()
    assert np.isfinite(ready.x_test).all()
    assert ready.scaler
    assert (ready.scaler.scale > 0).all()


def test_a_single_sample_can_be_standardised():
    ready = prepare(own([7.0], x=[[3.0, 4.0]]), one_output=True)
    assert ready.x.tolist() == [[0.0, 0.0]]
    assert ready.y.tolist() == [[0.0]]


@given(seeds, st.integers(1, 5), st.integers(2, 30))
def test_undo_undoes_with_leading_axes_too(seed, columns, n):
    rng = np.random.default_rng(seed)
    x = rng.normal(3.0, 10.0, (n, columns))
    scaler = Scaler.fit(x)
    more = rng.normal(size=(4, n, columns))
    np.testing.assert_allclose(scaler.undo(scaler.apply(more)), more, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(scaler.apply(x).std(axis=0), 1, rtol=1e-9)


# Inputs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "features", "standardize"),
    [
        ("circles", (), False),
        ("circles", ("x1^2", "x2^2"), False),
        ("circles", ("x1^2", "sin x2", "x1"), True),
        ("iris", (), True),
        ("sine", (), None),
    ],
)
def test_transform_gives_what_training_saw(name, features, standardize):
    data = make_dataset(name, 60, 0.1)
    ready = prepare(data, one_output=False, features=features, test_fraction=0.3, standardize=standardize)
    assert_same(ready.transform(data.x[ready.rows]), ready.x)
    assert_same(ready.transform(data.x[ready.test_rows].tolist()), ready.x_test)
    assert ready.x.shape[1] == len(ready.inputs)
    assert ready.features == features


def test_features_are_the_inputs_and_are_standardised_themselves():
    data = make_dataset("circles", 100)
    ready = prepare(data, one_output=True, features=["x1^2", "x2^2"], standardize=True)
    assert ready.inputs == ("x₁²", "x₂²")
    assert ready.features == ("x1^2", "x2^2")
    np.testing.assert_allclose(ready.x.mean(axis=0), 0, atol=1e-12)
    plain = prepare(data, one_output=True, features=["x1^2", "x2^2"])
    np.testing.assert_allclose(plain.x.sum(axis=1), np.where(data.y[:, 0] == 1, 0.25, 1.0))


@pytest.mark.parametrize("raw", [[1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]], [[[1.0, 2.0]]], [[1.0, NAN]], [], "ab", None])
def test_transform_refuses_what_is_no_table_of_points(raw):
    ready = prepare(make_dataset("circles", 10), one_output=True)
    with pytest.raises(ValueError, match=r"^raw.* is .*; allowed: "):
        ready.transform(raw)


# The record and refusals ---------------------------------------------------------------------------------------------


def test_the_record_refuses_writing():
    ready = prepare(make_dataset("iris"), one_output=False, features=(), test_fraction=0.3)
    found = arrays(ready)
    assert len(found) == 2 + 7 + 2  # the data set, its parts, the scaler
    assert not any(array.flags.writeable for array in found)
    assert ready.scaler
    for array in (ready.scaler.apply(ready.x), ready.scaler.undo(ready.x), ready.transform(ready.dataset.x)):
        assert not array.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        ready.x = ready.y  # type: ignore[misc]
    assert isinstance(ready, Prepared)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"test_fraction": -0.1}, r"test_fraction is -0.1; allowed: a number from 0 to 0.9"),
        ({"test_fraction": 0.91}, r"test_fraction is 0.91; allowed: a number from 0 to 0.9"),
        ({"test_fraction": 1}, r"test_fraction is 1; allowed"),
        ({"test_fraction": NAN}, r"test_fraction is nan; allowed"),
        ({"test_fraction": "0.5"}, r"test_fraction is '0.5'; allowed"),
        ({"test_fraction": True}, r"test_fraction is True; allowed"),
        ({"test_fraction": None}, r"test_fraction is None; allowed"),
        ({"standardize": "yes"}, r"standardize is 'yes'; allowed: True, False, or None"),
        ({"standardize": 1}, r"standardize is 1; allowed: True, False, or None"),
        ({"seed": -1}, r"seed is -1; allowed: a whole number from 0"),
        ({"seed": 1.0}, r"seed is 1.0; allowed: a whole number from 0"),
        ({"seed": None}, r"seed is None; allowed: a whole number from 0"),
        ({"features": ("x9",)}, r"features is 'x9'; allowed: a selection of x1"),
        ({"features": "x1"}, r"features is 'x1'; allowed: a selection of x1"),
    ],
)
def test_bad_settings_are_refused(settings, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        prepare(make_dataset("circles", 10), one_output=True, **settings)


# Random labels -------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60), st.floats(0, 1), fractions, seeds)
def test_only_the_chosen_training_targets_move(labels, share, fraction, seed):
    data = own(labels, classes=tuple("abcd"))
    plain = prepare(data, one_output=False, test_fraction=fraction, seed=seed)
    ready = prepare(data, one_output=False, test_fraction=fraction, random_labels=share, seed=seed)
    count = int(share * len(ready.rows) + 0.5)
    assert len(ready.shuffled_rows) == (count if count > 1 else 0)
    assert set(ready.shuffled_rows) <= set(ready.rows)
    for name in ("rows", "test_rows", "x", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(ready, name), getattr(plain, name))
    moved = np.isin(ready.rows, ready.shuffled_rows)
    np.testing.assert_array_equal(ready.y[~moved], plain.y[~moved])
    assert sorted(map(tuple, ready.y[moved])) == sorted(map(tuple, plain.y[moved]))
    np.testing.assert_array_equal(ready.y.argmax(axis=1), ready.dataset.y[ready.rows, 0])


def test_all_labels_at_random_have_nothing_to_do_with_the_inputs():
    data = make_dataset("blobs-2", 2_000)
    ready = prepare(data, one_output=True, random_labels=1.0)
    assert abs((ready.y == data.y[ready.rows]).mean() - 0.5) < 0.05
    half = prepare(data, one_output=True, random_labels=0.5)
    assert abs((half.y == data.y[half.rows]).mean() - 0.75) < 0.05


def test_the_shuffled_rows_are_not_those_of_the_first_batches():
    ready = prepare(make_dataset("circles", 200), one_output=True, random_labels=0.25, seed=3)
    first = ready.rows[Batches(200, 10, 3).order(0)[:50]]
    assert 0 < len({*first} & {*ready.shuffled_rows}) < 25


def test_the_numbers_to_predict_are_shuffled_too():
    data = own(np.arange(20.0))
    ready = prepare(data, one_output=True, random_labels=1.0, standardize=False)
    assert (ready.y != data.y).any()
    np.testing.assert_array_equal(np.sort(ready.y, axis=0), data.y)


@pytest.mark.parametrize("share", [-0.1, 1.1, NAN, "0.5", True, None])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match=r"^random_labels is .*; allowed: a number from 0 to 1"):
        prepare(make_dataset("circles", 10), one_output=True, random_labels=share)
