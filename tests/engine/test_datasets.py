"""Data sets: the same points for the same seed, the right class for each, real data as their authors published them."""

import csv
import dataclasses
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop.datasets import DATASETS, MOST_NOISE, MOST_SAMPLES, Dataset, make_dataset, xor
from tests.engine.helpers import assert_same, bounded

REAL = ("iris", "penguins", "digits")
TOY = tuple(name for name in DATASETS if name not in REAL)
PLANE = tuple(name for name in TOY if name not in ("sine", "bump"))
BALANCED = tuple(name for name in PLANE if name not in ("and", "or", "xor"))
DATA = Path(backprop.__file__).parent / "data"

samples = st.integers(1, 300)
seeds = st.integers(0, 10_000)


def classes_of(data: Dataset) -> np.ndarray:
    return data.y[:, 0].astype(int)


# Every set -----------------------------------------------------------------------------------------------------------


def test_the_table_has_what_was_promised():
    gates, clouds = ["and", "or", "xor"], ["blobs-2", "blobs-3", "blobs-4"]
    shapes, curves = ["linear", "circles", "moons", "spirals"], ["sine", "bump"]
    assert list(DATASETS) == [*gates, *shapes, *clouds, "checkerboard", *curves, *REAL]
    assert {name for name, kind in DATASETS.items() if not kind.sized} == set(REAL)
    assert {name for name, kind in DATASETS.items() if kind.standardize} == set(REAL)
    assert {name for name, kind in DATASETS.items() if not kind.classes} == {"sine", "bump"}


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_fits_its_description(name):
    kind, data = DATASETS[name], make_dataset(name, samples=60, noise=DATASETS[name].most_noise, seed=3)
    assert kind.name == data.name == name
    assert data.x.shape == (len(data.x), len(data.columns))
    assert data.y.shape == (len(data.x), 1)
    assert data.x.dtype == data.y.dtype == np.float64
    assert np.isfinite(data.x).all()
    assert len(set(data.columns)) == len(data.columns)
    assert len(set(data.classes)) == len(data.classes) != 1
    assert (len(data.x) == 60) == kind.sized
    if data.classes:
        assert set(data.y[:, 0]) == set(range(len(data.classes)))
    assert data.source.endswith(".")
    for text in (data.title, data.target):
        assert text
        assert not text.endswith(".")
    assert (kind.most_noise > 0) == kind.sized
    assert kind.most_noise <= MOST_NOISE


def test_titles_tell_the_sets_apart():
    assert len({kind.title for kind in DATASETS.values()}) == len(DATASETS)


@pytest.mark.parametrize("name", TOY)
@given(samples, st.floats(0, MOST_NOISE), seeds)
@bounded
def test_the_same_seed_gives_the_same_points(name, samples, noise, seed):
    one, two = make_dataset(name, samples, noise, seed), make_dataset(name, samples, noise, seed)
    assert_same(one.x, two.x)
    assert_same(one.y, two.y)
    assert len(one.x) == samples


@pytest.mark.parametrize("name", TOY)
def test_another_seed_gives_other_points(name):
    assert not np.array_equal(make_dataset(name, 50, seed=4).x, make_dataset(name, 50, seed=5).x)


@pytest.mark.parametrize("name", DATASETS)
def test_the_arrays_are_read_only_and_nobody_can_reach_them(name):
    data = make_dataset(name, 10)
    for array in (data.x, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.x = data.y  # type: ignore[misc]
    mine = np.zeros((2, 1))
    own = Dataset("own", "t", mine, mine, ("a",), (), "s.", True, "y")
    mine[:] = 5.0
    assert not own.x.any()


@pytest.mark.parametrize("name", DATASETS)
def test_no_global_random_state_is_used(name):
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    make_dataset(name, 10, 0.1)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


# Toy sets in the plane -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANE)
def test_the_plane_to_1_3_shows_all(name):
    clear, usual = make_dataset(name, 2000).x, make_dataset(name, 2000, 0.1).x
    assert np.abs(clear).max() <= (1.2 if name.startswith("blobs") else 1.0)
    assert np.abs(clear).max() > 0.8, "it uses the plane"
    assert (np.abs(usual) <= 1.3).all(axis=1).mean() > 0.99
    most = make_dataset(name, 2000, DATASETS[name].most_noise).x
    assert (np.abs(most) <= 1.3).all(axis=1).mean() > 0.85


@pytest.mark.parametrize("name", PLANE)
def test_noise_is_a_standard_deviation_and_leaves_the_class(name):
    clear, noisy = make_dataset(name, 2000, seed=2), make_dataset(name, 2000, 0.2, seed=2)
    assert_same(clear.y, noisy.y)
    moved = noisy.x - clear.x
    assert moved.std(axis=0) == pytest.approx([0.2, 0.2], rel=0.1)
    assert moved.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.02)


@pytest.mark.parametrize("name", BALANCED)
@given(samples, seeds)
@bounded
def test_classes_are_balanced_to_within_one_sample(name, samples, seed):
    data = make_dataset(name, samples, seed=seed)
    counts = np.bincount(classes_of(data), minlength=len(data.classes))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", BALANCED)
def test_classes_come_in_random_order(name):
    y = classes_of(make_dataset(name, 400, seed=1))
    repeats = np.mean([a == b for a, b in pairwise(y)])
    assert repeats == pytest.approx(1 / (y.max() + 1), abs=0.1)


@given(samples, seeds)
@bounded
def test_logic_gates_see_the_same_points(samples, seed):
    sets = {name: make_dataset(name, samples, 0.0, seed) for name in ("and", "or", "xor")}
    positive = sets["xor"].x > 0
    assert_same(classes_of(sets["and"]), positive.all(axis=1).astype(int))
    assert_same(classes_of(sets["or"]), positive.any(axis=1).astype(int))
    assert_same(classes_of(sets["xor"]), (positive.sum(axis=1) == 1).astype(int))
    assert_same(sets["and"].x, sets["xor"].x)
    assert_same(sets["or"].x, sets["xor"].x)


def test_a_line_with_a_gap_separates_the_two_sides():
    data = make_dataset("linear", 500)
    distance = data.x.sum(axis=1) / np.sqrt(2.0) * (2 * classes_of(data) - 1)
    assert distance.min() >= 0.1
    assert distance.min() < 0.12


def test_circles_have_radius_1_and_a_half():
    data = make_dataset("circles", 500)
    radius = np.hypot(*data.x.T)
    np.testing.assert_allclose(radius, np.where(classes_of(data) == 1, 0.5, 1.0), rtol=1e-12)
    for group in (0, 1):
        angles = np.arctan2(*data.x[classes_of(data) == group].T)
        assert np.histogram(angles, 8, (-np.pi, np.pi))[0].min() > 10, "all the way round"


def test_moons_are_two_half_circles_that_no_line_separates():
    data = make_dataset("moons", 1000)
    upper, lower = (data.x[classes_of(data) == group] for group in (0, 1))
    for moon, centre, sign in ((upper, (-1 / 3, -1 / 6), 1), (lower, (1 / 3, 1 / 6), -1)):
        np.testing.assert_allclose(np.hypot(*(moon - centre).T), 2 / 3, rtol=1e-12)
        assert ((moon[:, 1] - centre[1]) * sign >= -1e-12).all()
    assert line_accuracy(data) < 0.95


def line_accuracy(data: Dataset) -> float:
    """How many samples the line of least squares gets right."""
    inputs = np.column_stack([data.x, np.ones(len(data.x))])
    signs = 2 * data.y[:, 0] - 1
    weights = np.linalg.lstsq(inputs, signs, rcond=None)[0]
    return float(np.mean(np.sign(inputs @ weights) == signs))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("and", 0.85, 1.0),
        ("or", 0.85, 1.0),
        ("linear", 0.97, 1.0),
        ("blobs-2", 1.0, 1.0),
        ("xor", 0.4, 0.76),
        ("circles", 0.4, 0.65),
        ("spirals", 0.4, 0.75),
        ("checkerboard", 0.4, 0.65),
    ],
)
def test_how_far_a_line_gets(name, low, high):
    assert low <= line_accuracy(make_dataset(name, 1000)) <= high


def test_spirals_unwind_to_two_opposite_directions():
    data = make_dataset("spirals", 500)
    radius, angle = np.hypot(*data.x.T), np.arctan2(data.x[:, 1], data.x[:, 0])
    assert 0.1 <= radius.min() < 0.15
    assert 0.95 < radius.max() <= 1.0
    unwound = angle - 3.5 * np.pi * radius
    np.testing.assert_allclose(np.cos(unwound), 1 - 2 * classes_of(data), atol=1e-9)


def test_spirals_keep_their_arms_apart():
    """The nearest neighbour among 1,000 is of the same class."""
    data = make_dataset("spirals", 1000)
    distance = np.hypot(*(data.x[:, None] - data.x).T)
    np.fill_diagonal(distance, np.inf)
    assert (classes_of(data)[distance.argmin(axis=0)] == classes_of(data)).mean() > 0.99


@pytest.mark.parametrize("count", [2, 3, 4])
def test_blobs_are_round_clouds_far_from_each_other(count):
    data = make_dataset(f"blobs-{count}", 2000)
    groups = [data.x[classes_of(data) == group] for group in range(count)]
    centres = np.array([group.mean(axis=0) for group in groups])
    np.testing.assert_allclose(np.hypot(*centres.T), 0.7, atol=0.02)
    for group in groups:
        np.testing.assert_allclose(np.cov(group.T), 0.0144 * np.eye(2), atol=0.003)
    gaps = np.hypot(*(centres[:, None] - centres).T)
    assert gaps[~np.eye(count, dtype=bool)].min() > 0.85
    nearest = np.hypot(*(data.x[:, None] - centres).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == classes_of(data)).mean() > 0.999


def test_the_checkerboard_alternates_and_fills_all_sixteen_fields():
    data = make_dataset("checkerboard", 1000)
    fields = np.floor((data.x + 1) * 2).astype(int)
    assert set(map(tuple, fields)) == {(i, j) for i in range(4) for j in range(4)}
    assert_same(classes_of(data), fields.sum(axis=1) % 2)
    counts = np.unique(fields, axis=0, return_counts=True)[1]
    assert counts.min() > 35


# Curves --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("sine", {-0.5: -1.0, 0.0: 0.0, 0.5: 1.0, 1 / 6: 0.5}),
        ("bump", {0.0: 1.0, 0.3: 1 / np.e, -0.3: 1 / np.e, 0.9: np.exp(-9.0)}),
    ],
)
def test_curves_go_through_the_points_they_should(name, points):
    data = make_dataset(name, 2000)
    order = data.x[:, 0].argsort()
    ours = np.interp(list(points), data.x[order, 0], data.y[order, 0])
    np.testing.assert_allclose(ours, list(points.values()), atol=1e-2)
    assert data.x.min() < -0.98
    assert data.x.max() > 0.98
    assert np.abs(data.x).max() <= 1


@pytest.mark.parametrize("name", ["sine", "bump"])
def test_noise_of_a_curve_moves_the_target_alone(name):
    clear, noisy = make_dataset(name, 2000), make_dataset(name, 2000, 0.2)
    assert_same(clear.x, noisy.x)
    assert (noisy.y - clear.y).std() == pytest.approx(0.2, rel=0.1)


# Real data -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REAL)
def test_real_data_do_not_depend_on_size_noise_and_seed(name):
    one, two = make_dataset(name), make_dataset(name, 10, MOST_NOISE, 9)
    assert_same(one.x, two.x)
    assert_same(one.y, two.y)


@pytest.mark.parametrize("name", REAL)
def test_columns_and_classes_are_those_of_the_file(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    data = make_dataset(name)
    assert [*data.columns, data.target] == header
    assert [data.classes[index] for index in classes_of(data)] == [row[-1] for row in rows]
    np.testing.assert_array_equal(data.x, np.array([row[:-1] for row in rows], dtype=float))


@pytest.mark.parametrize("name", REAL)
def test_real_data_name_their_licence_here_and_in_the_readme(name):
    licence = {"iris": "CC BY 4.0", "penguins": "CC0", "digits": "CC BY 4.0"}[name]
    assert f"Licence: {licence}." in DATASETS[name].source
    line = next(line for line in (DATA / "README.md").read_text("utf-8").splitlines() if f"`{name}.csv`" in line)
    assert licence in line
    assert str(len(make_dataset(name).x)) in line


def test_every_file_is_described_and_used():
    assert {path.name for path in DATA.iterdir()} == {"README.md", *(f"{name}.csv" for name in REAL)}


def test_iris_is_fishers():
    """Means and deviations of each species as printed in table 1 and 2 of the paper of 1936."""
    data = make_dataset("iris")
    assert data.x.shape == (150, 4)
    assert np.bincount(classes_of(data)).tolist() == [50, 50, 50]
    means = [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]]
    for group, mean in enumerate(means):
        np.testing.assert_allclose(data.x[classes_of(data) == group].mean(axis=0), mean, atol=5e-4)
    assert data.x[34].tolist() == [4.9, 3.1, 1.5, 0.2], "the first of the two rows that are wrong in the UCI file"
    assert data.x[37].tolist() == [4.9, 3.6, 1.4, 0.1], "the second"


def test_penguins_are_the_342_that_were_measured():
    data = make_dataset("penguins")
    assert data.x.shape == (342, 4)
    counts = dict(zip(data.classes, np.bincount(classes_of(data)).tolist(), strict=True))
    assert counts == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}
    np.testing.assert_allclose(data.x.mean(axis=0), [43.92193, 17.15117, 200.9152, 4201.754], rtol=1e-6)


def test_digits_are_1797_pictures_of_64_pixels():
    data = make_dataset("digits")
    assert data.x.shape == (1797, 64)
    assert set(np.unique(data.x)) == set(range(17))
    assert np.bincount(classes_of(data)).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    first = data.x[0].reshape(8, 8)
    assert data.y[0, 0] == 0
    assert first[0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert first[4, 3:5].tolist() == [0, 0], "a zero has a hole"
    assert data.columns[9] == "row 2 column 2"


# Refusals ------------------------------------------------------------------------------------------------------------

NAN, INF = float("nan"), float("inf")
BAD = {
    "samples": [0, -1, 1.5, True, None, "10", MOST_SAMPLES + 1, NAN],
    "noise": [-0.1, NAN, INF, "much", None, True, MOST_NOISE + 1e-9, 10**400],
    "seed": [-1, 0.5, True, None, "0"],
}


@pytest.mark.parametrize("name", ["xor", "iris"])
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_a_bad_number_is_refused(name, field, value):
    with pytest.raises(ValueError, match=rf"^{field} is .*; allowed: a (whole )?number from \d"):
        make_dataset(name, **{field: value})


@pytest.mark.parametrize("name", ["", "XOR", "own", None, 3, ["xor"], "blobs-5", "../iris"])
def test_an_unknown_name_is_refused_with_all_that_there_are(name):
    with pytest.raises(ValueError, match=r"^dataset is .*; allowed: and, or, xor, .*, penguins, digits$"):
        make_dataset(name)


def test_the_bounds_themselves_are_allowed():
    assert len(make_dataset("moons", MOST_SAMPLES, MOST_NOISE).x) == MOST_SAMPLES
    assert len(make_dataset("moons", np.int64(1), 0).x) == 1


# XOR by itself, as the first page has it -----------------------------------------------------------------------------


@given(samples, st.sampled_from([0.0, 0.1]), seeds)
@bounded
def test_xor_keeps_its_numbers(samples, noise, seed):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 2, (samples, 2)) * 2 - 1
    clear = corners * rng.uniform(0.1, 1.0, (samples, 2))
    x, y = xor(samples, noise, seed)
    assert_same(x, clear + noise * rng.standard_normal((samples, 2)))
    assert_same(y, (clear[:, :1] * clear[:, 1:] < 0).astype(float))
    data = make_dataset("xor", samples, noise, seed)
    assert_same(data.x, x)
    assert_same(data.y, y)


def test_all_four_corners_and_both_classes_are_there():
    x, y = xor(200)
    assert {tuple(corner) for corner in np.sign(x)} == {(-1, -1), (-1, 1), (1, -1), (1, 1)}
    assert 60 < y.sum() < 140
    assert (np.abs(x) >= 0.1).all()
    assert (np.abs(x) <= 1.0).all()


@pytest.mark.parametrize("samples", [0, -1, 1.5, True, None, "10"])
def test_a_bad_number_of_samples_is_refused(samples):
    with pytest.raises(ValueError, match=r"samples is .*; allowed: a whole number from 1"):
        xor(samples)


@pytest.mark.parametrize("noise", [-0.1, NAN, INF, "much", None, True])
def test_a_bad_noise_is_refused(noise):
    with pytest.raises(ValueError, match=r"noise is .*; allowed: a finite number from 0"):
        xor(10, noise)
