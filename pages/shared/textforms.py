"""Short text for what a link carries: layer sizes, samples, weights set by hand.

It is read as plain numbers and never evaluated.
"""

import re
from collections.abc import Mapping

import numpy as np

from backprop.checks import invalid
from backprop.network import Network, ParameterId

Array = np.ndarray

MOST_UNITS = 16
MOST_HIDDEN = 6
MOST_SAMPLES = 32
LARGEST = 1e6
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def read_sizes(text: str) -> tuple[int, ...]:
    """Layer sizes from "2-3-1", inputs first.

    Raises:
        ValueError: another form, or more than the app draws.
    """
    allowed = f"2 to {MOST_HIDDEN + 2} layers of 1 to {MOST_UNITS} units, inputs first, such as 2-3-1"
    if not re.fullmatch(r"\s*\d{1,3}(\s*[-,]\s*\d{1,3})+\s*", text, re.ASCII):
        raise invalid("layer sizes", text, allowed)
    sizes = tuple(int(part) for part in re.split(r"[-,]", text))
    if len(sizes) > MOST_HIDDEN + 2 or not all(1 <= size <= MOST_UNITS for size in sizes):
        raise invalid("layer sizes", text, allowed)
    return sizes


def read_hidden(text: str) -> tuple[int, ...] | None:
    """The hidden layers that a text like 4-2 means; None for text of another form."""
    if text.strip().lower() in ("", "none", "0"):
        return ()
    if not re.fullmatch(r"\s*\d{1,2}(\s*[-,]\s*\d{1,2})*\s*", text, re.ASCII):
        return None
    return tuple(int(part) for part in re.split(r"[-,]", text))


def read_samples(text: str, inputs: int, outputs: int) -> tuple[Array, Array]:
    """Samples from "0 1 > 1; 1 1 > 0": inputs, a >, targets; samples are separated by semicolons or lines.

    Returns:
        x (n, inputs) and y (n, outputs).

    Raises:
        ValueError: another form, a wrong count, or too many samples; the sentence names the sample and what is wrong.
    """
    rows = [row for row in re.split(r"[;\n]", text) if row.strip()]
    if not 1 <= len(rows) <= MOST_SAMPLES:
        raise invalid("number of samples", len(rows), f"1 to {MOST_SAMPLES}")
    x, y = [], []
    for index, row in enumerate(rows, start=1):
        left, arrow, right = row.partition(">")
        if not arrow:
            raise invalid(f"sample {index}", row.strip(), "inputs, then >, then targets, such as 0 1 > 1")
        x.append(_numbers(f"inputs of sample {index}", left, inputs))
        y.append(_numbers(f"targets of sample {index}", right, outputs))
    return np.array(x), np.array(y)


def _numbers(field: str, text: str, count: int) -> list[float]:
    words = re.split(r"[\s,]+", text.strip()) if text.strip() else []
    if len(words) != count:
        raise invalid(field, text.strip(), f"{count} number{'s' if count > 1 else ''}, separated by spaces")
    return [read_number(field, word) for word in words]


def read_number(field: str, text: str) -> float:
    """A plain decimal number of moderate size.

    Raises:
        ValueError: anything else.
    """
    allowed = f"a number from −{LARGEST:.0e} to {LARGEST:.0e}".replace("e+06", "e6")
    if not _NUMBER.fullmatch(text):
        raise invalid(field, text, allowed)
    value = float(text)
    if not abs(value) <= LARGEST:
        raise invalid(field, text, allowed)
    return value


def write_number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    return repr(float(value)).removesuffix(".0")


def write_samples(x: Array, y: Array) -> str:
    """The inverse of `read_samples`."""
    rows = zip(x.tolist(), y.tolist(), strict=True)
    return "; ".join(f"{' '.join(map(write_number, a))} > {' '.join(map(write_number, b))}" for a, b in rows)


def read_weights(text: str, net: Network) -> dict[ParameterId, float]:
    """Parameters set by hand from "w1.2.1=0.5;b1.1=-0.2".

    Raises:
        ValueError: another form, or a parameter that the network does not have.
    """
    values: dict[ParameterId, float] = {}
    for entry in text.split(";"):
        if not entry.strip():
            continue
        address, equals, number = entry.strip().partition("=")
        if not equals:
            raise invalid("weight set by hand", entry.strip(), "an address and a number, such as w1.2.1=0.5")
        parameter = ParameterId.parse(address.strip())
        if not net.has(parameter):
            raise invalid("weight set by hand", address.strip(), f"weights and biases of a network {net.sizes}")
        values[parameter] = read_number(address.strip(), number.strip())
    return values


def write_weights(values: Mapping[ParameterId, float]) -> str:
    """The inverse of `read_weights`."""
    return ";".join(f"{parameter}={write_number(value)}" for parameter, value in values.items())
