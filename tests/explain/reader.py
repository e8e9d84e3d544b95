"""A reader of the formulas: it works out what stands there, as a student with a pocket calculator would.

A printed number is an interval: the last digit may have been rounded, unless the number is short and therefore exact.
Interval arithmetic then says what the right-hand side can be, and nothing has to be forgiven by a guessed tolerance.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

ROUNDED_FROM = 4
"""Numbers with fewer digits are exact: rounding is to four digits or more."""
_SLACK = 1e-12
_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
_INVISIBLE = {r"\left", r"\right", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\,", r"\;", r"\quad", " "}


@dataclass(frozen=True)
class Interval:
    """What a printed expression can stand for."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Relative to its size."""
        size = max(abs(self.low), abs(self.high))
        return (self.high - self.low) / size if size else 0.0

    def meets(self, other: "Interval") -> bool:
        slack = _SLACK * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def combined(self, other: "Interval", function: Callable[[float, float], float]) -> "Interval":
        ends = [function(a, b) for a, b in product((self.low, self.high), (other.low, other.high))]
        return Interval(min(ends), max(ends))

    def mapped(self, function: Callable[[float], float]) -> "Interval":
        """Of a function without a valley inside so narrow an interval: ends and middle say all."""
        values = [function(v) for v in (self.low, (self.low + self.high) / 2, self.high)]
        return Interval(min(values), max(values))


class Unreadable(Exception):
    """The text holds more than numbers: letters, or an ellipsis."""


def printed(digits: str, exponent: int = 0, rounded_from: int = ROUNDED_FROM) -> Interval:
    """The interval of a printed number; with fewer than `rounded_from` digits it is exact."""
    value = float(digits) * 10.0**exponent
    significant = len(digits.replace(".", "").lstrip("0"))
    decimals = len(digits.partition(".")[2])
    half = 0.5 * 10.0 ** (exponent - decimals) if significant >= rounded_from else 0.0
    return Interval(value - half, value + half)


def sides(formula: str) -> list[list[str]]:
    """Each equation of a formula as what stands left and right of its equal signs; broken lines are joined."""
    plain = re.sub(r"\\(?:begin|end)\{(?:gathered|aligned)\}", "", formula)
    equations = re.split(r"\\\\\[1ex\]|,\\quad", plain)
    return [
        [side.strip() for side in equation.replace(r"\\", " ").replace("&", "").split("=") if side.strip()]
        for equation in equations
    ]


def rows_of(aligned: str) -> list[list[str]]:
    """Rows of a list as what stands between their equal signs; lines that go on belong to the row before."""
    rows: list[str] = []
    for line in re.sub(r"\\(?:begin|end)\{\w+\}", "", aligned).split(r" \\ "):
        if rows and line.lstrip().startswith("&"):
            rows[-1] += line.replace("&", "").replace(r"\quad", "")
        else:
            rows.append(line.replace("&", ""))
    return [[side.strip() for side in row.split("=")] for row in rows]


def uncoloured(body: str) -> str:
    """Without colours and weight of the type; what they enclosed stays, without the braces."""
    while start := re.search(r"\\textcolor\{\w+\}\{|\\mathbf\{", body):
        depth, end = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            end += 1
        body = body[: start.start()] + body[start.end() : end - 1] + body[end:]
    return body


def bold(formula: str) -> list[Interval]:
    """The results: what is set in bold."""
    found = re.findall(r"\\mathbf\{((?:[^{}]|\{[^{}]*\})*)\}", formula)
    return [evaluate(match, rounded_from=9) for match in found]


def evaluate(
    body: str, functions: dict[str, Callable[[float], float]] | None = None, rounded_from: int = ROUNDED_FROM
) -> Interval:
    r"""What an expression can be.

    Args:
        body: sums, products, fractions, powers, roots, ln, e^{…}, |…|, max and min of two; f(…) and f'(…) if given.
        functions: what f and f' are.
        rounded_from: numbers with fewer digits are exact.

    Raises:
        Unreadable: something else stands there.
    """
    tokens = [token for token in _TOKEN.findall(uncoloured(body)) if token not in _INVISIBLE]
    reader = _Reader(tokens, functions or {}, rounded_from)
    value = reader.total()
    if reader.tokens:
        raise Unreadable("".join(reader.tokens))
    return value


def _exp(value: float) -> float:
    return math.exp(value) if value < 709 else math.inf


class _Reader:
    def __init__(self, tokens: list[str], functions: dict[str, Callable[[float], float]], rounded_from: int) -> None:
        self.tokens, self.functions, self.rounded_from = tokens, functions, rounded_from

    def next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *allowed: str) -> str:
        if not self.tokens or (allowed and self.tokens[0] not in allowed):
            raise Unreadable("".join(self.tokens))
        return self.tokens.pop(0)

    def total(self) -> Interval:
        value = self.term()
        while self.next() in ("+", "-"):
            sign = self.take()
            other = self.term()
            value = value.combined(other, (lambda a, b: a + b) if sign == "+" else (lambda a, b: a - b))
        return value

    def term(self) -> Interval:
        negative = False
        if self.next() == "-":
            self.take()
            negative = True
        value = self.power()
        while self.next() not in ("", "+", "-", ")", "]", "}", "|", ","):
            if self.next() == r"\cdot":
                self.take()
            value = value.combined(self.power(), lambda a, b: a * b)
        return Interval(-value.high, -value.low) if negative else value

    def power(self) -> Interval:
        value = self.atom()
        if self.next() == "^":
            self.take()
            power = self.group() if self.next() == "{" else printed(self.take())
            assert power.low == power.high == int(power.low), "no power but a whole number"
            ends = [value.low**power.low, value.high**power.low]
            inside = power.low % 2 == 0 and value.low < 0 < value.high
            value = Interval(0.0 if inside else min(ends), max(ends))
        return value

    def group(self) -> Interval:
        self.take("{")
        value = self.total()
        self.take("}")
        return value

    def bracketed(self) -> Interval:
        closing = {"(": ")", "[": "]"}[self.take("(", "[")]
        value = self.total()
        self.take(closing)
        return value

    def atom(self) -> Interval:
        token = self.next()
        if re.match(r"\d", token):
            return self.number()
        if token in ("(", "["):
            return self.bracketed()
        if token == "{":
            return self.group()
        self.take()
        if token in (r"\frac", r"\tfrac"):
            if self.next() == "12":
                self.take()
                return Interval(0.5, 0.5)
            above, below = self.group(), self.group()
            if below.low <= 0 <= below.high:
                return Interval(-math.inf, math.inf)
            return above.combined(below, lambda a, b: a / b)
        if token == r"\sqrt":
            return self.group().mapped(lambda v: math.sqrt(max(v, 0.0)))
        if token in _FUNCTIONS:
            inside = self.bracketed() if self.next() in ("(", "[") else self.atom()
            return inside.mapped(_FUNCTIONS[token])
        if token == "|":
            value = self.total()
            self.take("|")
            return value.mapped(abs)
        if token in (r"\max", r"\min"):
            self.take("(")
            one = self.total()
            self.take(",")
            value = one.combined(self.total(), max if token == r"\max" else min)
            self.take(")")
            return value
        if token == "e":
            self.take("^")
            return self.group().mapped(_exp)
        if token == "f" and self.functions:
            name = "f"
            if self.next() == "'":
                name += self.take()
            return self.bracketed().mapped(self.functions[name])
        raise Unreadable(token)

    def number(self) -> Interval:
        digits, exponent = self.take(), 0
        if self.next() == r"\times":
            self.take()
            self.take("10")
            self.take("^")
            self.take("{")
            sign = -1 if self.next() == "-" and self.take() else 1
            exponent = sign * int(self.take())
            self.take("}")
        return printed(digits, exponent, self.rounded_from)


_FUNCTIONS: dict[str, Callable[[float], float]] = {
    r"\ln": lambda v: math.log(v) if v > 0 else -math.inf,
    r"\exp": lambda v: _exp(v),
    r"\sinh": math.sinh,
    r"\cosh": math.cosh,
    r"\tanh": math.tanh,
}
"""Functions that a formula names."""


# Grammar ------------------------------------------------------------------------------------------------------------

_SIGNS = {r"\\", r"\,", r"\;"}
_LETTERS = """alpha beta gamma delta Delta theta kappa mu rho sigma tau phi lambda varepsilon ell partial hat bar"""
_SHAPES = """begin end left right bigl bigr Bigl Bigr big quad text mathbf textcolor textstyle frac tfrac sqrt"""
_OPERATORS = """cdot cdots vdots times ln exp sinh cosh tanh max sum to leftarrow odot top lVert rVert infty min le"""
COMMANDS = _SIGNS | {f"\\{name}" for name in f"{_LETTERS} {_SHAPES} {_OPERATORS}".split()}
"""All that the formulas may use; each is known to KaTeX."""


def faults(formula: str) -> list[str]:
    """What would not typeset: braces, environments, double superscripts, delimiters, unknown commands."""
    found = [f"unknown {command}" for command in set(re.findall(r"\\(?:[a-zA-Z]+|.)", formula)) - COMMANDS]
    found += _script_faults([token for token in _TOKEN.findall(formula) if token != " "])
    for opening, closing in ((r"\left", r"\right"), (r"\bigl", r"\bigr"), (r"\Bigl", r"\Bigr")):
        if len({len(re.findall(re.escape(each) + r"(?![a-zA-Z])", formula)) for each in (opening, closing)}) > 1:
            found.append(opening)
    environments: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+)\}", formula):
        if kind == "begin":
            environments.append(name)
        elif not environments or environments.pop() != name:
            found.append("environments")
    return found + (["environments"] if environments else [])


def _script_faults(tokens: list[str]) -> list[str]:
    """Unbalanced braces, and atoms with two superscripts or two subscripts; a prime is a superscript."""
    found: list[str] = []
    scripts: list[set[str]] = [set()]  # of the last atom in each open group
    script_next = False
    for token in tokens:
        if token == "}":
            if len(scripts) == 1:
                return [*found, "braces"]
            scripts.pop()
        elif token in ("^", "_", "'"):
            kind = "^" if token == "'" else token
            if script_next or kind in scripts[-1]:
                found.append(f"double {token}")
            scripts[-1].add(kind)
            script_next = token != "'"
        else:
            if not script_next:
                scripts[-1] = set()
            script_next = False
            if token == "{":
                scripts.append(set())
    return found if len(scripts) == 1 else [*found, "braces"]
