"""Numbers as a person reads them: what is read back is the number, to the digits that are promised."""

import math
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backprop.explain.numbers import agreement, digits, factor, latex, percent, signed, squared, text
from tests.explain.reader import evaluate, faults

FINITE = st.floats(allow_nan=False, allow_infinity=False)
DIGITS = st.integers(1, 15)
AWKWARD = (0.99999999995, 9999999.9999, 999999.95, 0.000099999999999, 1e-5, 1e7, 1e22, 5e-324, 9.9999999999e299)


def read_text(shown: str) -> Decimal:
    """A number in Unicode text. Rounded up to few digits, it may be larger than any float."""
    plain = shown.replace("−", "-")
    mantissa, times, power = plain.partition("×10")
    exponent = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return Decimal(f"{mantissa}e{exponent}" if times else mantissa)


def read_latex(shown: str) -> Decimal:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?:\\times 10\^\{(-?\d+)\})?", shown)
    assert match, shown
    return Decimal(f"{match[1]}e{match[2] or 0}")


def half_a_unit(value: float, significant: int) -> Decimal:
    """Half a unit in the last of so many significant digits, and a breath for the conversion."""
    exponent = math.floor(math.log10(abs(value)))
    unit = Decimal(10) ** max(exponent - significant + 1, -323)
    return Decimal("0.5000001") * unit + Decimal("1e-15") * abs(Decimal(value))


@given(FINITE, DIGITS)
@example(0.99999999995, 9)
@example(9999999.9999, 9)
@example(0.00009999999999, 4)
@example(-0.0, 9)
@example(5e-324, 9)
@example(1.7976931348623157e308, 9)
@example(1.5e308, 1)
def test_what_is_read_back_is_the_number_to_the_stated_digits(value, significant):
    for read in (read_text(text(value, significant)), read_latex(latex(value, significant))):
        if value == 0:
            assert read == 0
        else:
            assert abs(read - Decimal(value)) <= half_a_unit(value, significant)


@given(FINITE, st.integers(2, 12))
def test_a_number_keeps_all_its_digits_or_is_short_by_itself(value, significant):
    mantissa, exponent = digits(value, significant)
    shown = mantissa.lstrip("-").replace(".", "").lstrip("0")
    if len(shown) < significant:
        assert float(f"{mantissa}e{exponent}") == pytest.approx(value, rel=2e-12, abs=0)
    assert mantissa == "0" or float(mantissa) != 0


@given(FINITE)
def test_text_and_latex_show_the_same_number(value):
    for significant in (3, 6, 9):
        assert read_text(text(value, significant)) == read_latex(latex(value, significant))
        assert faults(latex(value, significant)) == []


@given(st.floats(-1e6, 1e6), st.integers(3, 9))
def test_moderate_numbers_have_no_power_of_ten(value, significant):
    if value == 0 or abs(value) >= 1e-4:
        assert "×" not in text(value, significant)
        assert "times" not in latex(value, significant)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.05, "0.05"),
        (0.741365070, "0.741365070"),  # an exact nine digits: read on
        (0.7413650695551, "0.741365070"),
        (0.149780716132, "0.149780716"),
        (0.1 + 0.2, "0.3"),
        (0.5, "0.5"),
        (1.0, "1"),
        (-2.0, "−2"),
        (100.0, "100"),
        (1234567.0, "1234567"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.0001, "0.0001"),
        (1e-5, "1×10⁻⁵"),
        (-3.5e-5, "−3.5×10⁻⁵"),
        (3.51019287e-5, "3.51019287×10⁻⁵"),
        (1e6, "1000000"),
        (1e7, "1×10⁷"),
        (1e22, "1×10²²"),
        (0.99999999995, "1.00000000"),
        (9999999.9999, "1.00000000×10⁷"),
        (0.000099999999999, "0.000100000000"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "not a number"),
    ],
)
def test_nine_digits(value, shown):
    if value == 0.741365070:
        shown = "0.74136507"  # short by itself: nothing was rounded
    assert text(value) == shown


@pytest.mark.parametrize(
    ("value", "significant", "shown"),
    [
        (0.593269992, 6, "0.593270"),
        (0.593269992, 4, "0.5933"),
        (1e-5, 6, r"1\times 10^{-5}"),
        (-1.23456789e-8, 4, r"-1.235\times 10^{-8}"),
        (123456.789, 4, "123457"),
        (float("inf"), 6, r"\infty"),
        (float("-inf"), 6, r"-\infty"),
        (float("nan"), 6, r"\text{not a number}"),
    ],
)
def test_latex(value, significant, shown):
    assert latex(value, significant) == shown


@given(FINITE, st.integers(3, 9))
def test_a_factor_stands_after_any_operator(value, significant):
    shown = factor(value, significant)
    assert not shown.startswith("-")
    assert (shown[0] == "(") == (value < 0)
    assert shown.strip("()") == latex(value, significant)


@given(st.floats(-1e100, 1e100), st.integers(3, 9))
def test_a_square_is_the_square_of_the_whole_number(value, significant):
    shown = squared(value, significant)
    assert faults(shown) == []
    number = float(read_latex(latex(value, significant)))
    assert (evaluate(shown).low + evaluate(shown).high) / 2 == pytest.approx(number**2, rel=0.02)


def test_a_power_of_ten_is_squared_as_a_whole():
    assert squared(1.5e-7) == r"(1.5\times 10^{-7})^2"
    assert squared(-0.5) == "(-0.5)^2"
    assert squared(0.5) == "0.5^2"


@given(FINITE)
def test_signed_always_has_a_sign(value):
    assert signed(value)[0] in "+−"
    assert signed(value).lstrip("+") == text(value, 4)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "+0"), (-0.0, "+0"), (math.inf, "+∞"), (-math.inf, "−∞"), (math.nan, "not a number")],
)
def test_signed_at_the_edges(value, shown):
    assert signed(value) == shown


@given(st.floats(1e-200, 1e200), st.integers(1, 14))
def test_agreement_counts_the_digits_that_agree(value, count):
    assert agreement(value, value * (1 + 0.3 * 10.0 ** (1 - count))) >= count
    assert agreement(value, value * (1 + 9 * 10.0 ** (1 - count))) < count
    assert agreement(-value, -value) == 15


@given(FINITE, FINITE)
def test_agreement_is_symmetric_and_bounded(ours, theirs):
    assert agreement(ours, theirs) == agreement(theirs, ours)
    assert 0 <= agreement(ours, theirs) <= 15


@pytest.mark.parametrize(
    ("ours", "theirs", "count"),
    [
        (0.0, 0.0, 15),
        (1.0, -1.0, 0),
        (0.0, 1e-300, 0),
        (0.0821670406, 0.0821670407, 9),
        (math.nan, 1.0, 0),
        (math.nan, math.nan, 0),
        (math.inf, 1.0, 0),
        (math.inf, -math.inf, 0),
        (math.inf, math.inf, 15),
    ],
)
def test_agreement_at_the_edges(ours, theirs, count):
    assert agreement(ours, theirs) == count


@pytest.mark.parametrize("value", AWKWARD)
def test_rounding_up_never_loses_a_power_of_ten(value):
    for significant in range(1, 16):
        read = float(read_text(text(value, significant)))
        assert read == pytest.approx(value, rel=0.6 * 10.0 ** (1 - significant), abs=0)


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0 %"), (0.001, "less than 1 %"), (0.5, "50 %"), (0.996, "more than 99 %"), (1.0, "100 %")],
)
def test_a_share_that_is_not_whole_is_not_called_so(share, said):
    assert percent(share) == said
