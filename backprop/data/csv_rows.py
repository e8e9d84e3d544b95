"""Reads the rows of CSV text: commas, semicolons or tabs between cells, any line ends, cells with or without quotes."""

import csv
import re
from io import StringIO
from unicodedata import normalize

from backprop.checks import invalid

MOST_CHARACTERS = 4_000_000
MOST_INPUTS = 64

_JUNK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufffd\ud800-\udfff]")
_SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}

Row = tuple[int, list[str]]
"""A row of the table: its number, counted from 1, and its cells."""


def read_rows(text: str) -> tuple[list[Row], str]:
    """All rows that are not blank, each with as many cells as the first, and the separator of the cells.

    Raises:
        ValueError: the text is too long or unreadable, or is not a rectangular table with an allowed number of columns.
    """
    if not isinstance(text, str):
        raise invalid("data", type(text).__name__, "text")
    if len(text) > MOST_CHARACTERS:
        raise invalid("length of the data", len(text), f"up to {MOST_CHARACTERS} characters")
    text = normalize("NFC", text.removeprefix("\ufeff"))  # é becomes one character, however it was typed
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
    """The first of tab, semicolon and comma that is in each of the first 20 lines, or else in the first line."""
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
    row = start = 0  # rows and lines read so far
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
