r"""Pieces of LaTeX. Colours are written as roles, \textcolor{upstream}{…}; `paint` puts in a theme's colours."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from backprop.explain.numbers import latex as number

LINE = 28
"""Rough number of characters that fit on a line beside the diagram."""
_WIDEST = 32
"""The same for one row of a list, which has nothing beside it."""
_WIDEST_ROW = 32
"""The same for one row of a matrix; a wider row is printed with fewer digits."""
_MOST_TERMS = 8
_MOST_ENTRIES = 3


def upstream(body: str) -> str:
    """A formula in the colour of the upstream gradient, ∂L/∂a."""
    return rf"\textcolor{{upstream}}{{{body}}}"


def slope(body: str) -> str:
    """A formula in the colour of the local slope, ∂a/∂z."""
    return rf"\textcolor{{slope}}{{{body}}}"


def entering(body: str) -> str:
    """A formula in the colour of a weight's input, ∂z/∂w."""
    return rf"\textcolor{{input}}{{{body}}}"


def of_sample(body: str, sample: int | str = "s") -> str:
    """A symbol with its sample as superscript: s in a sum over the samples, else the number of the sample shown."""
    return rf"{{{body}}}^{{[{sample}]}}"


def paint(body: str, colours: Mapping[str, str]) -> str:
    """Replace the roles by the colours of a theme."""
    return re.sub(r"\\textcolor\{(\w+)\}", lambda match: rf"\textcolor{{{colours[match[1]]}}}", body)


def width(body: str) -> int:
    """Approximate width of a formula in characters: a command counts as one, colours and braces do not count."""
    plain = re.sub(r"\\(?:textcolor|begin|end)\{\w+\}", "", body)
    plain = re.sub(r"\\[,;!]|\\[a-zA-Z]+", "x", plain)
    return len(re.sub(r"[{}^_\s&]", "", plain))


def aligned(lines: Sequence[str]) -> str:
    """Lines under each other; each marks with & where it is aligned."""
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


def gathered(*formulas: str) -> str:
    """Formulas under each other, centred, with some space between them."""
    return r"\begin{gathered}" + r" \\[1ex] ".join(formula for formula in formulas if formula) + r"\end{gathered}"


def small(body: str) -> str:
    """Derivatives as small fractions, for lists."""
    return body.replace(r"\frac", r"\tfrac")


def shorten(terms: Sequence[str], most: int = _MOST_TERMS) -> list[str]:
    """At most `most` terms: the first ones, an ellipsis, the last one."""
    if len(terms) <= most:
        return list(terms)
    return [*terms[: most - 2], r"\cdots", terms[-1]]


def total(terms: Iterable[str], line: int = LINE) -> list[str]:
    """A sum in as many lines as it needs. A term that begins with a minus brings its own sign."""
    lines, current = [], ""
    for term in shorten(list(terms)):
        joined = term if not current else f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        if current and width(current + joined) > line:
            lines.append(current)
            current = r"\quad" + joined
        else:
            current += joined
    return [*lines, current]


def equation(left: str, *rights: str | list[str]) -> str:
    """left = right = right …, each on its own line; a right side that is a list is a sum broken into lines."""
    lines: list[str] = []
    for index, right in enumerate(rights):
        first, *more = [right] if isinstance(right, str) else right
        lines.append(f"{left if index == 0 else ''} &= {first}")
        lines.extend(f"&{part}" for part in more)
    return aligned(lines)


def row(left: str, *rights: str | list[str]) -> list[str]:
    """left = right = right …, as lines for `aligned`: a single line if everything fits on it."""
    joined = f"{left} &= " + " = ".join(right if isinstance(right, str) else " ".join(right) for right in rights)
    if width(joined.replace(r"\quad", "")) <= _WIDEST:
        return [joined.replace(r"\quad ", "")]
    return equation(left, *rights).removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}").split(r" \\ ")


def outcome(left: str, result: str) -> str:
    """left = result, on one line where it fits."""
    line = f"{left} = {result}"
    return line if width(line) <= LINE else equation("", left, result)


def matrix(values: np.ndarray, significant: int = 4) -> str:
    """A matrix or a row of numbers; of more than three rows or columns only the first and the last are shown."""
    grid = np.atleast_2d(values)
    rows = _cells(grid, significant)
    if max(width("".join(row)) for row in rows) > _WIDEST_ROW:
        rows = _cells(grid, 2)
    if len(grid) > _MOST_ENTRIES:
        rows.insert(1, [r"\vdots"] * len(rows[0]))
    return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(row) for row in rows) + r"\end{pmatrix}"


def _cells(grid: np.ndarray, significant: int) -> list[list[str]]:
    return [_elide([number(float(v), significant) for v in row], r"\cdots") for row in grid[_kept(len(grid))]]


def _kept(count: int) -> list[int]:
    return list(range(count)) if count <= _MOST_ENTRIES else [0, count - 1]


def _elide(cells: list[str], dots: str) -> list[str]:
    return cells if len(cells) <= _MOST_ENTRIES else [cells[0], dots, cells[-1]]
