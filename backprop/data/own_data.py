"""Own data: from pasted or uploaded CSV text to a data set.

The text is read as plain numbers and names and never evaluated. Every error is one sentence that names the cell as a
spreadsheet does: rows count from 1, including header and blank lines, and columns count from 1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop.checks import invalid
from backprop.data.csv_rows import Row, read_rows
from backprop.data.datasets import MOST_SAMPLES, Dataset

Array = np.ndarray

MOST_CLASSES = 10
MOST_NAME = 60
LARGEST = 1e6

_NUMBER = re.compile(r"[+−-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+−-]?\d{1,3})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+−-]?(nan|inf|infinity|∞)", re.IGNORECASE)
_MISSING = ("NA", "na", "N/A", "n/a", "#N/A", "null", "NULL", "?")  # and not Na, which is sodium
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def read_table(text: str, target: str = "") -> Dataset:
    """A data set from CSV text: one sample a line, columns separated by commas, semicolons or tabs.

    The first line is a header if every cell in it is a name. With semicolons or tabs, numbers may have a decimal comma.
    The target is a class if its values are text, or a few different whole numbers: two, or up to 10 if each has at
    least two samples on average. Otherwise the target is a number to predict.

    Args:
        text: the table.
        target: the column to predict, by its name in the header or its number from 1; "" for the last.

    Raises:
        ValueError: any error in the table; the message names row, column and cell, and says what is allowed.
    """
    rows, separator = read_rows(text)
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


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _NOT_FINITE.fullmatch(cell)) or cell in _MISSING


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell. No such cell is accepted, so none can get into an exported file."""
    return len(cell) > 1 and cell[0] in "=@+-＝＠＋－" and not _is_number(cell)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether every cell is a name (it has a letter) or empty; a row of data has a number in some column."""
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
    """The cells of the samples, and the error for a bad cell. Rows and columns count from 0 here.

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
            ValueError: the cell is not a valid name.
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
        values = np.array([table.number(row, column) for row in rows]) + 0.0  # + 0.0 turns −0 into 0
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
    """Whether a target is numeric: a cell that is not a number is then an error, and not the name of a class.

    Mostly numbers are enough if they cannot be classes: there are fractions, or too many different values.
    """
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    fractions = any(float(cell.replace(",", ".").replace("−", "-")) % 1 for cell in numbers)
    mostly = 2 * len(numbers) > len(cells) and (fractions or len(set(cells)) > MOST_CLASSES)
    return mostly or len(numbers) == len(cells)
