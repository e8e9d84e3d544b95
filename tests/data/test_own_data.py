"""Own data: what a person may paste is read as it is meant; everything else is one sentence, and nothing else."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop.checks import Refused
from backprop.data.datasets import make_dataset
from backprop.data.own_data import read_table
from tests.data.bad_tables import BAD, GOOD, column
from tests.helpers import assert_same

DATA = Path(backprop.__file__).parent / "data"


# What is read --------------------------------------------------------------------------------------------------------


def test_a_table_with_a_header():
    data = read_table("height,width,kind\n1.5,2,round\n-3,.5,square\n1e2,4.,round\n")
    assert (data.name, data.title, data.standardize) == ("own", "Your own data", True)
    assert data.columns == ("height", "width")
    assert data.target == "kind"
    assert data.classes == ("round", "square")
    assert data.x.tolist() == [[1.5, 2.0], [-3.0, 0.5], [100.0, 4.0]]
    assert data.y.tolist() == [[0.0], [1.0], [0.0]]
    assert data.source == "Your own table: 3 samples with 2 inputs; the target is one of 2 classes."
    assert not data.x.flags.writeable
    assert not data.y.flags.writeable


def test_a_table_without_a_header():
    data = read_table("0,0,0\n0,1,1\n1,0,1\n1,1,0")
    assert data.columns == ("x₁", "x₂")
    assert data.target == "y"
    assert data.classes == ("0", "1")
    assert data.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.y.tolist() == [[0], [1], [1], [0]]


def test_more_than_nine_columns_are_numbered_as_well():
    assert read_table("\n".join(["1," * 12 + "0", "2," * 12 + "1"])).columns[-1] == "x₁₂"


SAME = {
    "commas": "a,b,c\n1.5,2,x\n3,4,y\n",
    "semicolons": "a;b;c\n1.5;2;x\n3;4;y\n",
    "tabs": "a\tb\tc\n1.5\t2\tx\n3\t4\ty\n",
    "semicolons and decimal commas": "a;b;c\n1,5;2;x\n3;4,0;y\n",
    "tabs and decimal commas": "a\tb\tc\n1,5\t2\tx\n3\t4\ty\n",
    "no line end at the end": "a,b,c\n1.5,2,x\n3,4,y",
    "lines of Windows": "a,b,c\r\n1.5,2,x\r\n3,4,y\r\n",
    "lines of the old Mac": "a,b,c\r1.5,2,x\r3,4,y\r",
    "a byte order mark": "\ufeffa,b,c\n1.5,2,x\n3,4,y\n",
    "blank lines": "\n\na,b,c\n  \n1.5,2,x\n\n\n3,4,y\n\n",
    "empty lines of a spreadsheet": "a,b,c\n,,\n1.5,2,x\n3,4,y\n,,\n",
    "blanks round cells": " a , b,c \n 1.5 ,2 , x\n\t3,4,\u00a0y\u00a0\n",
    "quotes": '"a","b","c"\n"1.5","2","x"\n3, "4","y"\n',
    "exponents and signs": "a,b,c\n15e-1,+2,x\n0.3E1,4e+0,y\n",
    "all cells quoted, with semicolons and decimal commas": '"a";"b";"c"\n"1,5";"2";"x"\n"3";"4";"y"\n',
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_many_ways_to_write_the_same_table(text):
    data = read_table(text)
    assert data.columns == ("a", "b")
    assert data.target == "c"
    assert data.classes == ("x", "y")
    assert data.x.tolist() == [[1.5, 2.0], [3.0, 4.0]]
    assert data.y.tolist() == [[0.0], [1.0]]


def test_unicode_and_separators_in_quotes():
    data = read_table('größe;"länge; breite";"Art, deutsch"\n−1,5;2;"Ökö ""A"""\n3;4;木\n')
    assert data.columns == ("größe", "länge; breite")
    assert data.target == "Art, deutsch"
    assert data.classes == ('Ökö "A"', "木")
    assert data.x[0].tolist() == [-1.5, 2.0]


def test_a_name_over_two_lines_becomes_one():
    for separator in ",;\t":
        rows = [['"petal\nlength, or; so"', "kind"], ["1", "a"], ["2", "b"]]
        text = "\n".join(separator.join(row) for row in rows)
        assert read_table(text).columns == ("petal length, or; so",)


def test_sodium_is_a_name_and_no_missing_value():
    data = read_table("Na,Mg,kind\n1,2,Na\n3,4,K\n")
    assert data.columns == ("Na", "Mg")
    assert data.classes == ("K", "Na")


@pytest.mark.parametrize(
    ("target", "columns", "name"),
    [
        ("", ("a", "b"), "c"),
        ("c", ("a", "b"), "c"),
        (" a ", ("b", "c"), "a"),
        ("1", ("b", "c"), "a"),
        ("2", ("a", "c"), "b"),
    ],
)
def test_the_target_by_name_or_number(target, columns, name):
    data = read_table("a,b,c\n1,2,3\n4,5,6\n", target)
    assert (data.columns, data.target) == (columns, name)
    column = "abc".index(name)
    assert data.classes == (str(column + 1), str(column + 4))


def test_a_target_of_text_in_front_without_a_header():
    data = read_table("round,1,2\nsquare,3,4\n", "1")
    assert data.classes == ("round", "square")
    assert data.x.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (["no", "yes", "no"], ("no", "yes")),
        ([0, 1], ("0", "1")),
        ([7, -1, 7], ("-1", "7")),
        (["1.0", "1", "2e0"], ("1", "2")),
        (["-0", "0", "-0.0", "3"], ("0", "3")),
        ([*range(10)] * 2, tuple("0123456789")),
        ([10, 9, 2] * 2, ("2", "9", "10")),
        (["1", "2", "unknown"], ("1", "2", "unknown")),
        (["+", "-"], ("+", "-")),
        (["none", "mild"], ("mild", "none")),
    ],
)
def test_text_and_few_whole_numbers_are_classes_in_their_own_order(values, classes):
    data = read_table(column(values))
    assert data.classes == classes
    for value, index in zip(values, data.y[:, 0], strict=True):
        name = classes[int(index)]
        assert name == value or float(name) == float(value)


@pytest.mark.parametrize(
    "values",
    [
        [0.5, 1.5],
        [1, 2, 3],  # every number once: a quantity
        [*range(10)] * 2 + [10, 10],  # eleven
        [0.1, 0.2] * 10,
    ],
)
def test_other_numbers_are_a_regression(values):
    data = read_table(column(values))
    assert data.classes == ()
    assert data.y[:, 0].tolist() == values
    assert data.source.endswith("with 1 input; the target is a number.")


@pytest.mark.parametrize("name", ["iris", "penguins", "digits"])
def test_the_files_of_the_app_read_as_the_app_reads_them(name):
    ours, theirs = read_table((DATA / f"{name}.csv").read_text("utf-8")), make_dataset(name)
    assert (ours.columns, ours.classes, ours.target) == (theirs.columns, theirs.classes, theirs.target)
    assert_same(ours.x, theirs.x)
    assert_same(ours.y, theirs.y)


numbers = st.floats(-1e6, 1e6, allow_nan=False)
names = st.text("abcÄ木 ,;\"'.-_1", min_size=1, max_size=12).map(lambda name: "s" + " ".join(name.split()))


@given(st.data(), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_the_csv_module_writes_is_read_back(data, separator, end, quoted):
    width = data.draw(st.integers(1, 5))
    header = data.draw(st.lists(names, min_size=width + 1, max_size=width + 1, unique=True))
    x = data.draw(st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=2, max_size=8))
    labels = [("α", "β β", 'γ "," ;')[index % 3] for index in range(len(x))]
    file = io.StringIO()
    writer = csv.writer(
        file,
        delimiter=separator,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows([header, *([*map(repr, row), label] for row, label in zip(x, labels, strict=True))])
    read = read_table(file.getvalue())
    assert [*read.columns, read.target] == header
    assert [read.classes[int(index)] for index in read.y[:, 0]] == labels
    np.testing.assert_array_equal(read.x, x)


def test_the_largest_table():
    row = ",".join(["1.5"] * 64)
    data = read_table("\n".join(f"{row},{index % 10}" for index in range(2000)))
    assert data.x.shape == (2000, 64)
    assert len(data.classes) == 10
    assert read_table("1000000,a\n-1e6,b").x.tolist() == [[1e6], [-1e6]]


# What is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "target", "beginning", "allowed"), BAD.values(), ids=BAD)
def test_a_bad_table_is_one_sentence(text, target, beginning, allowed):
    with pytest.raises(ValueError, match="; allowed: ") as caught:
        read_table(text, target)
    sentence = str(caught.value)
    assert sentence.startswith(beginning)
    assert allowed in sentence.partition("; allowed: ")[2]
    assert len(sentence) < 320
    assert sentence.replace("\ufffd", "").isprintable()


def test_a_text_column_becomes_no_input_when_it_is_not_the_target():
    with pytest.raises(ValueError, match=r"^row 2, column 3 \(c\) is 'x'; allowed: a number such as 3.5$"):
        read_table(GOOD, "a")


@given(st.text(max_size=60), st.text(max_size=3))
def test_any_text_is_read_or_refused_with_a_sentence(text, target):
    read_or_refuse(text, target)


@given(st.text('01.,;\t\n\r"=-eEx ', max_size=60), st.sampled_from(["", "1", "x"]))
def test_anything_like_a_table_is_read_or_refused_with_a_sentence(text, target):
    read_or_refuse(text, target)


def read_or_refuse(text: str, target: str) -> None:
    try:
        data = read_table(text, target)
    except Refused:
        return
    assert data.x.shape == (len(data.y), len(data.columns))
    assert len(data.y) >= 2
    assert (np.abs(data.x) <= 1e6).all()
    assert len(np.unique(data.y)) >= 2
    assert not data.classes or set(data.y[:, 0]) == set(range(len(data.classes)))
