"""Own data: what a person may paste is read as it is meant; everything else is one sentence, and nothing else."""

import base64
import csv
import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop.checks import Refused
from backprop.datasets import make_dataset
from backprop.own_data import MOST_CHARACTERS, MOST_PACKED, MOST_UNPACKED, pack, read_table, unpack
from tests.engine.helpers import assert_same, bounded

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


def column(values) -> str:
    return "a,b\n" + "\n".join(f"{index},{value}" for index, value in enumerate(values))


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
@bounded
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

GOOD = "a,b,c\n1,2,x\n3,4,y\n"
MANY = "\n".join(f"{i},{i}" for i in range(2001))

# (text, target, how the sentence begins, what is allowed)
BAD = {
    "no text": (None, "", "data is 'NoneType'", "text"),
    "bytes": (b"1,2\n3,4", "", "data is 'bytes'", "text"),
    "empty": ("", "", "data is ''", "at least two lines of numbers"),
    "blank": (" \n\t\n", "", r"data is ' \n\t\n'", "at least two lines of numbers"),
    "separators alone": (",,\n,,\n", "", "data is ',,", "at least two lines of numbers"),
    "a mark alone": ("\ufeff\n", "", r"data is '\n'", "at least two lines of numbers"),
    "too long": ("1" * (MOST_CHARACTERS + 1), "", "length of the data is 2000001", "up to 2000000 characters"),
    "one column": (
        "1\n2\n3",
        "",
        "number of columns in row 1 is 1",
        "2 to 65 (inputs and a target), separated by commas",
    ),
    "blanks between": ("\n1 2\n3 4", "", "number of columns in row 2 is 1", "separated by commas, semicolons or tabs"),
    "prose": ("Lorem ipsum", "", "number of columns in row 1 is 1", "separated by commas"),
    "66 columns": ("1," * 65 + "1\n", "", "number of columns is 66", "2 to 65: up to 64 inputs and a target"),
    "a short row": (
        GOOD + "5,6\n",
        "",
        "number of cells in row 4 is 2",
        "3, as in row 1; cells are separated by a comma",
    ),
    "a long row": (
        "1;2\n\n1;2;3",
        "",
        "number of cells in row 3 is 3",
        "2, as in row 1; cells are separated by a semic",
    ),
    "a decimal comma among commas": ("1,2\n1,5,2", "", "number of cells in row 2 is 3", "2, as in row 1"),
    "a header alone": ("a,b,c\n", "", "number of samples is 0", "2 to 2000, one a line, below the header"),
    "one sample": ("a,b,c\n1,2,x\n", "", "number of samples is 1", "2 to 2000"),
    "one line": ("1,2,3", "", "number of samples is 1", "2 to 2000"),
    "2001 samples": (MANY, "", "number of samples is 2001", "2 to 2000"),
    "text among numbers": (GOOD + "five,6,x", "", "row 4, column 1 (a) is 'five'", "a number such as 3.5"),
    "text, no header": ("1,2\n3,4\nfive,6", "", "row 3, column 1 is 'five'", "a number such as 3.5"),
    "half a header": (
        "a,2\n3,4",
        "",
        "row 1, column 1 is 'a'",
        "or a name in every cell of this row, if it is a header",
    ),
    "text after blank lines": ("\n\n1,2\n\nx,4", "", "row 5, column 1 is 'x'", "a number such as 3.5"),
    "a unit": ("1,2\n3 cm,4", "", "row 2, column 1 is '3 cm'", "a number such as 3.5"),
    "a date": ("1,2\n2024-01-31,4", "", "row 2, column 1 is '2024-01-31'", "a number such as 3.5"),
    "thousands": ('1,2\n"1,234.5",4', "", "row 2, column 1 is '1,234.5'", "a number such as 3.5"),
    "an underscore": ("1,2\n1_000,4", "", "row 2, column 1 is '1_000'", "a number such as 3.5"),
    "a hexadecimal": ("1,2\n0x10,4", "", "row 2, column 1 is '0x10'", "a number such as 3.5"),
    "digits of another script": ("1,2\n٣,4", "", "row 2, column 1 is '٣'", "a number such as 3.5"),
    "code": ("1,2\n__import__('os').getpid(),4", "", 'row 2, column 1 is "__import__', "a number such as 3.5"),
    "NaN": (GOOD + "NaN,6,x", "", "row 4, column 1 (a) is 'NaN'", "a finite number"),
    "infinity": ("1,2\n-inf,3", "", "row 2, column 1 is '-inf'", "a finite number"),
    "∞": ("1,2\n∞,3", "", "row 2, column 1 is '∞'", "a finite number"),
    "NaN everywhere": ("nan,nan\nnan,nan", "", "row 1, column 1 is 'nan'", "a finite number"),
    "NA": ("1,2\nNA,3", "", "row 2, column 1 is 'NA'", "a number; leave out rows with missing values"),
    "?": ("1,2\n?,3", "", "row 2, column 1 is '?'", "a number; leave out rows with missing values"),
    "huge": ("1,2\n1000001,3", "", "row 2, column 1 is '1000001'", "a number from −1e6 to 1e6"),
    "hugely negative": ("1,2\n-1e7,3", "", "row 2, column 1 is '-1e7'", "a number from −1e6 to 1e6"),
    "beyond float64": ("1,2\n1e999,3", "", "row 2, column 1 is '1e999'", "a number from −1e6 to 1e6"),
    "a very long number": ("1,2\n" + "9" * 5000 + ",3", "", "row 2, column 1 is '999", "a number from −1e6 to 1e6"),
    "an empty cell": (GOOD + "5,,x", "", "row 4, column 2 (b) is ''", "a number; no cell may be empty"),
    "a blank cell": ("1,2\n ,3", "", "row 2, column 1 is ''", "a number; no cell may be empty"),
    "both decimal marks": ("1.5;2\n2,5;3", "", "row 2, column 1 is '2,5'", "the point or the comma, not both"),
    "a quoted decimal comma": (
        '1,2\n"2,5",3',
        "",
        "row 2, column 1 is '2,5'",
        "a decimal comma needs semicolons or tabs",
    ),
    "a formula": ("1,2\n=1+1,3", "", "row 2, column 1 is '=1+1'", "a number; a formula is not computed"),
    "a command": (
        "1,2\n=cmd|'/C calc'!A0,3",
        "",
        "row 2, column 1 is \"=cmd|'/C calc'!A0\"",
        "a formula is not computed",
    ),
    "a formula with @": ("1,2\n@SUM(A1),3", "", "row 2, column 1 is '@SUM(A1)'", "a formula is not computed"),
    "a formula first": ("=1+1,2\n3,4", "", "row 1, column 1 is '=1+1'", "a formula is not computed"),
    "a formula for a header": ("=A1,b\n3,4", "", "row 1, column 1 is '=A1'", "a formula is not computed"),
    "a formula for a class": ("1,a\n2,=A1", "", "row 2, column 2 is '=A1'", "must not begin like a formula"),
    "a link for a class": (
        "1,a\n2,+HYPERLINK(1)",
        "",
        "row 2, column 2 is '+HYPERLINK(1)'",
        "must not begin like a form",
    ),
    "no class": (GOOD + "5,6,", "", "row 4, column 3 (c) is ''", "a class or a number; no cell may be empty"),
    "a missing class": (GOOD + "5,6,n/a", "", "row 4, column 3 (c) is 'n/a'", "a class or a number; leave out rows"),
    "a missing target": ("1,2\n1,3\n1,nan", "", "row 3, column 2 is 'nan'", "a class or a number; leave out rows"),
    "a long class": ("1,a\n2," + "b" * 61, "", "row 2, column 2 is 'bbb", "the name of a class, up to 60 characters"),
    "text in a regression": ("1,0.5\n2,1.5\n3,x", "", "row 3, column 2 is 'x'", "a number such as 3.5"),
    "NaN in a regression": ("1,0.5\n2,1.5\n3,inf", "", "row 3, column 2 is 'inf'", "a finite number"),
    "text among many": (
        "\n".join(MANY.split("\n")[:21]) + "\n3,x",
        "",
        "row 22, column 2 is 'x'",
        "a number such as 3.5",
    ),
    "one class": ("1,a\n2,a", "", "number of different values in the target, column 2, is 1", "2 to 10 classes"),
    "one number": ("a,b\n1,7\n2,7.0", "", "number of different values in the target, column 2 (b), is 1", "at least 2"),
    "eleven classes": (
        column("abcdefghijk"),
        "",
        "number of different values in the target, column 2 (b), is 11",
        "2 to 10",
    ),
    "equal names": (
        "a,b,a\n1,2,3\n4,5,6",
        "",
        "row 1, column 3 (a name in the header) is 'a'",
        "column 1 has the same",
    ),
    "no name": ("a,,c\n1,2,3\n4,5,6", "", "row 1, column 2 (a name in the header) is ''", "a name for every column"),
    "a long name": (
        "a," + "b" * 61 + "\n1,2\n3,4",
        "",
        "row 1, column 2 (a name in the header) is 'bbb",
        "up to 60 char",
    ),
    "an open quote": ('1,a\n"2,b\n3,c', "", "row 2 is '\"2,b'", "quotes in pairs"),
    "text after a quote": ('1,a\n\n"2"x,b', "", "row 3 is '\"2\"x,b'", "quotes in pairs"),
    "an endless cell": ("1,a\n2," + "b" * 140_000, "", "row 2 is '2,bbb", "no cell of more than 131072 characters"),
    "a zero byte": ("1,2\n3,4\x00", "", r"a character in row 2 is '\x00'", "readable text"),
    "a picture": ("\x89PNG\r\n\x1a\n\x00\x00,", "", r"a character in row 1 is '\x89'", "readable text"),
    "another encoding": ("1,2\n3,gr\ufffdn", "", "a character in row 2 is '\ufffd'", "a CSV file saved as UTF-8"),
    "half a character": ("1,2\n\n3,\ud800", "", r"a character in row 3 is '\ud800'", "readable text"),
    "letters turned round": ("1,a\n2,\u202eb", "", r"a character in row 2 is '\u202e'", "readable text"),
    "an unknown target": (GOOD, "d", "target is 'd'", "a column's number from 1 to 3, or its name: a, b, c"),
    "target 0": (GOOD, "0", "target is '0'", "from 1 to 3"),
    "target 4": (GOOD, "4", "target is '4'", "from 1 to 3"),
    "target −1": (GOOD, "-1", "target is '-1'", "from 1 to 3"),
    "a name without a header": ("1,2\n3,4", "a", "target is 'a'", "a column's number from 1 to 2"),
    "a target of None": (GOOD, None, "target is None", "from 1 to 3"),
}


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
@bounded
def test_any_text_is_read_or_refused_with_a_sentence(text, target):
    read_or_refuse(text, target)


@given(st.text('01.,;\t\n\r"=-eEx ', max_size=60), st.sampled_from(["", "1", "x"]))
@bounded
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


# Links ---------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=500))
@bounded
def test_what_is_packed_comes_back_and_fits_an_address(text):
    packed = pack(text)
    assert unpack(packed) == text
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(packed) <= MOST_PACKED


@given(st.text(max_size=80))
@bounded
def test_any_link_is_unpacked_or_refused(packed):
    try:
        text = unpack(packed)
    except Refused:
        return
    assert isinstance(text, str)


@given(st.integers(0, 10_000))
@bounded
def test_a_damaged_link_is_refused(seed):
    rng = np.random.default_rng(seed)
    packed = pack("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    place = int(rng.integers(2, len(packed) - 2))
    other = packed[:place] + ("A" if packed[place] != "A" else "B") + packed[place + 1 :]
    for damaged in (other, packed[:place], packed + packed[:place], packed + "AAAA"):
        with pytest.raises(ValueError, match=r"^packed data is .*; allowed: what this app packed"):
            unpack(damaged)


def test_iris_fits_into_a_link_and_digits_do_not():
    iris = (DATA / "iris.csv").read_text("utf-8")
    assert unpack(pack(iris)) == iris
    with pytest.raises(ValueError, match=r"^size of the packed data is \d+; allowed: up to 4096 characters in a link$"):
        pack((DATA / "digits.csv").read_text("utf-8")[:MOST_UNPACKED])


def test_what_is_too_large_is_refused_however_well_it_packs():
    assert unpack(pack("0" * MOST_UNPACKED)) == "0" * MOST_UNPACKED
    with pytest.raises(ValueError, match=r"^size of the data is 262145; allowed: up to 262144 bytes for a link$"):
        pack("0" * (MOST_UNPACKED + 1))
    with pytest.raises(ValueError, match=r"^size of the data is 300000"):
        pack("木" * 100_000)


def bare(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_a_bomb_is_not_unpacked(monkeypatch):
    bomb = bare(zlib.compress(b"0" * (MOST_UNPACKED * 8), 9))
    assert len(bomb) <= MOST_PACKED
    made = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self.machine = real()

        def decompress(self, *given):
            plain = self.machine.decompress(*given)
            made.append(len(plain))
            return plain

        def __getattr__(self, name):
            return getattr(self.machine, name)

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    with pytest.raises(ValueError, match=r"^packed data is .*; allowed: up to 262144 bytes when unpacked$"):
        unpack(bomb)
    assert made == [MOST_UNPACKED + 1]


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "A",
        "AAAA",
        "eNo",
        "=" * 8,
        "a b",
        "a+b/",
        "%41",
        "é" * 4,
        None,
        3,
        b"eNoDAAAAAAE",
        bare(b"not compressed"),
        bare(zlib.compress(b"\xff\xfe")),
        bare(zlib.compress(b"cut off" * 10)[:-3]),
        bare(zlib.compress(b"more") + b"behind"),
        bare(b"\x80\x04K\x01."),  # a pickle
        pack("1,2\n3,4") + "\n",
        "A" * (MOST_PACKED + 1),
    ],
)
def test_anything_else_is_refused(packed):
    with pytest.raises(ValueError, match=r"^packed data is .*; allowed: what this app packed, complete and unchanged"):
        unpack(packed)


@pytest.mark.parametrize("text", [None, 3, "\ud800"])
def test_what_is_no_text_is_not_packed(text):
    with pytest.raises(ValueError, match=r"^data is .*; allowed: text$"):
        pack(text)


def test_a_link_made_elsewhere_is_read():
    assert unpack("eNoz1DHiMtYxAQAErQEt") == "1,2\n3,4"
