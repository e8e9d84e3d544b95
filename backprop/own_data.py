"""Own data: from pasted or uploaded CSV text to a data set, and into a link.

The text is read as plain numbers and names and never evaluated. Every fault is one sentence that names the cell as a
person finds it in a spreadsheet: rows counted from 1, header and blank lines included, columns counted from 1.
"""

import base64
import binascii
import csv
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from backprop.checks import invalid
from backprop.datasets import MOST_SAMPLES, Dataset

Array = np.ndarray

MOST_CHARACTERS = 2_000_000
MOST_INPUTS = 64
MOST_CLASSES = 10
MOST_NAME = 60
LARGEST = 1e6
MOST_PACKED = 4096
MOST_UNPACKED = 256 * 1024

_NUMBER = re.compile(r"[+−-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+−-]?\d{1,3})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+−-]?(nan|inf|infinity|∞)", re.IGNORECASE)
_MISSING = ("NA", "na", "N/A", "n/a", "#N/A", "null", "NULL", "?")  # and not Na, which is sodium
_JUNK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]")
_SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Row = tuple[int, list[str]]
"""A line of the table: its number as a person counts, and its cells."""


# Reading a table -----------------------------------------------------------------------------------------------------


def read_table(text: str, target: str = "") -> Dataset:
    """A data set from CSV text: one sample a line, columns separated by commas, semicolons or tabs.

    A first line in which every cell is a name is the header. With semicolons or tabs numbers may have a decimal comma.
    The target is a class if it is text, or whole numbers of which there are few: two different ones, or up to 10
    with two samples each on average. Else it is a number to predict.

    Args:
        text: the table.
        target: the column to predict, by its name in the header or its number from 1; "" for the last.

    Raises:
        ValueError: any fault; the sentence names row, column and cell, and says what is allowed.
    """
    rows, separator = _rows(text)
    names = _header(rows[0]) if _is_header(rows[0][1]) else ()
    samples = rows[1:] if names else rows
    if not 2 <= len(samples) <= MOST_SAMPLES:
        raise invalid("number of samples", len(samples), f"2 to {MOST_SAMPLES}, one a line, below the header if any")
    width = len(rows[0][1])
    last = _target_index(target, names, width)
    others = [column for column in range(width) if column != last]
    points = any("." in cell and _NUMBER.fullmatch(cell) for _, cells in samples for cell in cells)
    table = _Cells(samples, names, comma=separator != ",", points=points)
    x = np.array([[table.number(row, column) for column in others] for row in range(len(samples))])
    y, classes = _targets(table, last)
    columns = tuple(names[c] if names else f"x{str(i).translate(_SUBSCRIPTS)}" for i, c in enumerate(others, start=1))
    target_name = names[last] if names else "y"
    what = f"one of {len(classes)} classes" if classes else "a number"
    inputs = f"{len(columns)} input{'s' if len(columns) > 1 else ''}"
    return Dataset(
        name="own",
        title="Your own data",
        x=x,
        y=y,
        columns=columns,
        classes=classes,
        source=f"Your own table: {len(samples)} samples with {inputs}; the target is {what}.",
        standardize=True,
        target=target_name,
    )


def _rows(text: str) -> tuple[list[Row], str]:
    """All lines that are not blank, each with as many cells as the first, and what separates the cells."""
    if not isinstance(text, str):
        raise invalid("data", type(text).__name__, "text")
    if len(text) > MOST_CHARACTERS:
        raise invalid("length of the data", len(text), f"up to {MOST_CHARACTERS} characters")
    text = text.removeprefix("\ufeff")
    junk = _JUNK.search(text)
    if junk:
        row = len(_lines(text[: junk.start()] + "."))
        raise invalid(f"a character in row {row}", junk.group(), "readable text, such as a CSV file saved as UTF-8")
    separator = _separator(text)
    rows = _split(text, separator)
    if not rows:
        raise invalid("data", text, "at least two lines of numbers, one sample a line, separated by commas")
    width = len(rows[0][1])
    if width == 1:
        raise invalid(
            f"number of columns in row {rows[0][0]}",
            1,
            f"2 to {MOST_INPUTS + 1} (inputs and a target), separated by commas, semicolons or tabs",
        )
    if width > MOST_INPUTS + 1:
        raise invalid("number of columns", width, f"2 to {MOST_INPUTS + 1}: up to {MOST_INPUTS} inputs and a target")
    for row, cells in rows:
        if len(cells) != width:
            raise invalid(
                f"number of cells in row {row}",
                len(cells),
                f"{width}, as in row {rows[0][0]}; cells are separated by a {_SEPARATORS[separator]}",
            )
    return rows, separator


def _separator(text: str) -> str:
    """Tab, semicolon or comma: the first that is in every one of the first lines, or else in the first line."""
    unquoted = re.sub(r'"[^"]*("|$)', "-", text)
    lines = [line for line in _lines(unquoted) if line.strip()][:20]
    for most in (len(lines), 1):
        for separator in _SEPARATORS:
            if all(separator in line for line in lines[:most]):
                return separator
    return ","


def _lines(text: str) -> list[str]:
    return StringIO(text, newline="").readlines()


def _split(text: str, separator: str) -> list[Row]:
    lines = _lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    rows: list[Row] = []
    row = start = 0  # how many rows and lines are read
    try:
        for row, cells in enumerate(reader, start=1):
            start = reader.line_num
            tidy = [" ".join(cell.split()) for cell in cells]
            if any(tidy):
                rows.append((row, tidy))
    except csv.Error as error:
        line = lines[min(start, len(lines) - 1)].strip()
        allowed = 'quotes in pairs round a whole cell, as in "a name", and no cell of more than 131072 characters'
        raise invalid(f"row {row + 1}", line, allowed) from error
    return rows


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _NOT_FINITE.fullmatch(cell)) or cell in _MISSING


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute it. It must not get out of here and into a file that somebody opens."""
    return len(cell) > 1 and cell[0] in "=@+-＝＠＋－" and not _is_number(cell)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether every cell is a name (it has a letter), or left empty; data have a number in some column."""
    return all(not cell or _is_name(cell) for cell in cells)


def _is_name(cell: str) -> bool:
    return any(character.isalpha() for character in cell) and not _is_number(cell) and not _is_formula(cell)


def _header(first: Row) -> tuple[str, ...]:
    row, names = first
    for column, name in enumerate(names, start=1):
        place = f"row {row}, column {column} (a name in the header)"
        if not name:
            raise invalid(place, name, "a name for every column")
        if len(name) > MOST_NAME:
            raise invalid(place, name, f"up to {MOST_NAME} characters")
        if name in names[: column - 1]:
            raise invalid(place, name, f"a name of its own; column {names.index(name) + 1} has the same")
    return tuple(names)


def _target_index(target: str, names: Sequence[str], width: int) -> int:
    wanted = " ".join(target.split()) if isinstance(target, str) else None
    if wanted == "":
        return width - 1
    if wanted in names:
        return names.index(wanted)
    if wanted and re.fullmatch(r"\d{1,3}", wanted, re.ASCII) and 1 <= int(wanted) <= width:
        return int(wanted) - 1
    listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
    raise invalid("target", target, f"a column's number from 1 to {width}" + (f", or its name: {listed}" * bool(names)))


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The samples' cells, and how a fault in one of them is told. Rows and columns count from 0 here.

    Attributes:
        rows: the samples.
        names: the header, or ().
        comma: whether a number may have a decimal comma.
        points: whether some number has a decimal point.
    """

    rows: Sequence[Row]
    names: Sequence[str]
    comma: bool
    points: bool

    def cell(self, row: int, column: int) -> str:
        return self.rows[row][1][column]

    def fault(self, row: int, column: int, allowed: str) -> ValueError:
        name = f" ({self.names[column]})" if self.names else ""
        return invalid(f"row {self.rows[row][0]}, column {column + 1}{name}", self.cell(row, column), allowed)

    def number(self, row: int, column: int) -> float:
        """A plain decimal number of moderate size.

        Raises:
            ValueError: anything else.
        """
        cell = self.cell(row, column)
        if not cell:
            raise self.fault(row, column, "a number; no cell may be empty")
        if _NOT_FINITE.fullmatch(cell):
            raise self.fault(row, column, "a finite number")
        if cell in _MISSING:
            raise self.fault(row, column, "a number; leave out rows with missing values")
        if _is_formula(cell):
            raise self.fault(row, column, "a number; a formula is not computed")
        if not _NUMBER.fullmatch(cell):
            header = "" if self.names or row else ", or a name in every cell of this row, if it is a header"
            raise self.fault(row, column, f"a number such as 3.5{header}")
        if "," in cell and not self.comma:
            raise self.fault(row, column, "a number with a decimal point; a decimal comma needs semicolons or tabs")
        if "," in cell and self.points:
            raise self.fault(row, column, "one decimal mark in the whole table: the point or the comma, not both")
        value = float(cell.replace(",", ".").replace("−", "-"))
        if abs(value) > LARGEST:
            raise self.fault(row, column, "a number from −1e6 to 1e6")
        return value

    def label(self, row: int, column: int) -> str:
        """The name of a class.

        Raises:
            ValueError: no name.
        """
        cell = self.cell(row, column)
        if not cell:
            raise self.fault(row, column, "a class or a number; no cell may be empty")
        if _NOT_FINITE.fullmatch(cell) or cell in _MISSING:
            raise self.fault(row, column, "a class or a number; leave out rows with missing values")
        if _is_formula(cell):
            raise self.fault(row, column, "the name of a class; it must not begin like a formula with =, @, + or -")
        if len(cell) > MOST_NAME:
            raise self.fault(row, column, f"the name of a class, up to {MOST_NAME} characters")
        return cell


def _targets(table: _Cells, column: int) -> tuple[Array, tuple[str, ...]]:
    """y (n, 1) and the names of the classes, () for a regression."""
    rows = range(len(table.rows))
    cells = [table.cell(row, column) for row in rows]
    name = f" ({table.names[column]})" if table.names else ""
    field = f"number of different values in the target, column {column + 1}{name},"
    if _are_numbers(cells):
        values = np.array([table.number(row, column) for row in rows]) + 0.0  # no −0 among them
        kinds = np.unique(values)
        if len(kinds) == 1:
            raise invalid(field, 1, "at least 2: there must be something to tell apart")
        few = len(kinds) == 2 or (len(kinds) <= MOST_CLASSES and 2 * len(kinds) <= len(values))
        if not (few and (kinds == np.round(kinds)).all()):
            return values[:, None], ()
        return np.searchsorted(kinds, values)[:, None].astype(np.float64), tuple(f"{kind:.0f}" for kind in kinds)
    labels = [table.label(row, column) for row in rows]
    classes = sorted(set(labels))
    if not 2 <= len(classes) <= MOST_CLASSES:
        raise invalid(field, len(classes), f"2 to {MOST_CLASSES} classes, or numbers to predict")
    index = {label: float(position) for position, label in enumerate(classes)}
    return np.array([[index[label]] for label in labels]), tuple(classes)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether a target is numeric: what is no number there is a fault, and not the name of a class.

    A few names among numbers are a fault where the numbers cannot be classes: fractions, or too many.
    """
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    fractions = any(float(cell.replace(",", ".").replace("−", "-")) % 1 for cell in numbers)
    mostly = 2 * len(numbers) > len(cells) and (fractions or len(set(cells)) > MOST_CLASSES)
    return mostly or len(numbers) == len(cells)


# Into a link and back ------------------------------------------------------------------------------------------------


def pack(text: str) -> str:
    """The text compressed, in letters, digits, - and _ alone, so that it can stand in a link.

    Raises:
        ValueError: it is too large for a link, or no proper text.
    """
    try:
        data = text.encode("utf-8")
    except (AttributeError, UnicodeEncodeError) as error:
        raise invalid("data", text, "text") from error
    if len(data) > MOST_UNPACKED:
        raise invalid("size of the data", len(data), f"up to {MOST_UNPACKED} bytes for a link")
    packed = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode("ascii").rstrip("=")
    if len(packed) > MOST_PACKED:
        raise invalid("size of the packed data", len(packed), f"up to {MOST_PACKED} characters in a link")
    return packed


def unpack(packed: str) -> str:
    """The inverse of `pack`; never makes more than `MOST_UNPACKED` bytes of what it gets.

    Raises:
        ValueError: anything but a packed text.
    """
    allowed = "what this app packed, complete and unchanged"
    if not isinstance(packed, str) or not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{MOST_PACKED}}}", packed):
        raise invalid("packed data", packed, f"{allowed}, up to {MOST_PACKED} letters, digits, - and _")
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        machine = zlib.decompressobj()
        plain = machine.decompress(data, MOST_UNPACKED + 1)
        if len(plain) > MOST_UNPACKED:
            raise invalid("packed data", packed, f"up to {MOST_UNPACKED} bytes when unpacked")
        if not machine.eof or machine.unused_data:
            raise invalid("packed data", packed, allowed)
        return plain.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise invalid("packed data", packed, allowed) from error
