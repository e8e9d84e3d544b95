"""Tables as nobody should paste them, and somebody will: each with the sentence that says what is wrong with it.

The engine refuses them (tests/data/test_own_data.py), and the playground shows the sentence (tests/pages).
"""

from collections.abc import Iterable

from backprop.data.csv_rows import MOST_CHARACTERS


def column(values: Iterable[object]) -> str:
    """A table with one input and these values as target."""
    return "a,b\n" + "\n".join(f"{index},{value}" for index, value in enumerate(values))


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
    "too long": ("1" * (MOST_CHARACTERS + 1), "", "length of the data is 4000001", "up to 4000000 characters"),
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
