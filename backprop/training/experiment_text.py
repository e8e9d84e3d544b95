"""The values of an experiment as short text for a link. It is read as plain numbers and names, never evaluated."""

import re
from collections.abc import Callable
from typing import Any

from backprop.checks import invalid

_NOTHING = "none"


def write_value(value: object) -> str:
    """A field's value as text; `read_value` is the inverse."""
    if value is None or value == ():
        return _NOTHING
    if isinstance(value, tuple):
        return ("-" if isinstance(value[0], int) else ",").join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def read_value(name: str, text: str) -> Any:
    """The value that the text stands for.

    Raises:
        ValueError: the experiment has no such field, or the text is not a value of that field.
    """
    if name not in _READERS:
        raise invalid("experiment", name, ", ".join(_READERS))
    if not isinstance(text, str):
        raise invalid(name, text, "text")
    try:
        return _READERS[name](text)
    except ValueError as error:
        raise invalid(name, text, _FORMS.get(_READERS[name], "a plain value")) from error


def _sizes(text: str) -> tuple[int, ...]:
    if text in ("", _NOTHING):
        return ()
    if not re.fullmatch(r"\d{1,4}(-\d{1,4})*", text, re.ASCII):
        raise ValueError(text)
    return tuple(int(part) for part in text.split("-"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text and text != _NOTHING else ()


def _name_or_names(text: str) -> str | tuple[str, ...]:
    return tuple(text.split(",")) if "," in text else text


def _float(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text, re.ASCII):
        raise ValueError(text)
    return float(text)


def _int(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _float_or_none(text: str) -> float | None:
    return None if text == _NOTHING else _float(text)


def _bool(text: str) -> bool:
    return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text)


def _refuse(text: str) -> bool:
    raise ValueError(text)


_FORMS: dict[Callable[[str], object], str] = {
    _sizes: "whole numbers joined by -, such as 4-2, or none",
    _float: "a decimal number",
    _float_or_none: "a decimal number, or none",
    _int: "a whole number of up to nine digits",
    _bool: "true or false",
}
_READERS: dict[str, Callable[[str], object]] = {
    "dataset": str,
    "hidden": _sizes,
    "activation": _name_or_names,
    "loss": str,
    "optimizer": str,
    "learning_rate": _float,
    "batch_size": _int,
    "epochs": _int,
    "initializer": str,
    "noise": _float,
    "samples": _int,
    "test_fraction": _float,
    "seed": _int,
    "features": _names,
    "output": str,
    "schedule": str,
    "momentum": _float,
    "l1": _float,
    "l2": _float,
    "clip": _float_or_none,
    "standardize": _bool,
    "data": str,
    "target": str,
    "random_labels": _float,
}
