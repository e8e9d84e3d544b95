# pyright: reportArgumentType=false
"""Data sets: the same points for the same seed, the right class for each, real data as their authors published them."""

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop.data.datasets import DATASETS, MOST_NOISE, MOST_SAMPLES, Dataset, make_dataset
from tests.helpers import assert_same

REAL = ("iris", "penguins", "digits")
TOY = tuple(name for name in DATASETS if name not in REAL)
DATA = Path(backprop.__file__).parent / "data"

samples = st.integers(1, 300)
seeds = st.integers(0, 10_000)


def classes_of(data: Dataset) -> np.ndarray:
    return data.y[:, 0].astype(int)


# Every set -----------------------------------------------------------------------------------------------------------


def test_the_table_has_what_was_promised():
    gates, clouds = ["and", "or", "xor"], ["blobs-2", "blobs-3", "blobs-4"]
    shapes, curves = ["linear", "circles", "moons", "spirals"], ["sine", "bump"]
    promised = [*gates, *shapes, *clouds, "checkerboard", *curves, *REAL]
    assert [name for name in DATASETS if name in promised] == promised
    assert {name for name in promised if not DATASETS[name].sized} == set(REAL)
    assert {name for name in promised if DATASETS[name].standardize} == set(REAL)
    assert {name for name in promised if not DATASETS[name].classes} == {"sine", "bump"}


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
    files = {path.name for path in DATA.iterdir() if path.is_file() and path.suffix != ".py"}
    assert files == {"README.md", *(f"{name}.csv" for name in REAL)}


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
