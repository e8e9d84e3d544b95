"""Numbers as a person reads them. Rounding happens here, and only for display."""

from math import isinf, isnan

from backprop.notation import superscript

MINUS = "−"


def digits(value: float, significant: int) -> tuple[str, int]:
    """Mantissa and power of ten. A number with few digits (0.05) stays short; others get all significant digits.

    Returns:
        The mantissa with an ASCII minus, and the exponent (0 where no power of ten is needed).
    """
    if value == 0:
        return "0", 0
    near = float(f"{value:.{significant}g}")
    exact = abs(near - value) <= 1e-12 * abs(value)
    exponent = int(f"{value:.{significant - 1}e}".partition("e")[2])
    if -5 < exponent < 7:
        decimals = max(significant - 1 - exponent, 0)
        fixed = f"{value:.{decimals}f}"
        return (fixed.rstrip("0").rstrip(".") if exact and "." in fixed else fixed), 0
    mantissa = f"{value:.{significant - 1}e}".partition("e")[0]
    return (mantissa.rstrip("0").rstrip(".") if exact and "." in mantissa else mantissa), exponent


def text(value: float, significant: int = 9) -> str:
    """The number as Unicode text: 0.149780716, −3.5×10⁻⁵, ∞."""
    if isnan(value):
        return "not a number"
    if isinf(value):
        return f"{MINUS if value < 0 else ''}∞"
    mantissa, exponent = digits(value, significant)
    power = f"×10{superscript(abs(exponent)) if exponent > 0 else '⁻' + superscript(-exponent)}" if exponent else ""
    return mantissa.replace("-", MINUS) + power


def latex(value: float, significant: int = 6) -> str:
    """The number as LaTeX."""
    if isnan(value):
        return r"\text{not a number}"
    if isinf(value):
        return r"-\infty" if value < 0 else r"\infty"
    mantissa, exponent = digits(value, significant)
    return mantissa + (rf"\times 10^{{{exponent}}}" if exponent else "")


def factor(value: float, significant: int = 6) -> str:
    """The number as LaTeX for use after an operator: in parentheses if it is negative."""
    return f"({latex(value, significant)})" if value < 0 else latex(value, significant)


def squared(value: float, significant: int = 6) -> str:
    """The number's square as LaTeX; a negative number or one with a power of ten is in parentheses."""
    shown = latex(value, significant)
    return f"({shown})^2" if value < 0 or "^" in shown else f"{shown}^2"


def signed(value: float, significant: int = 4) -> str:
    """The number as text, always with its sign."""
    return ("+" if value >= 0 else "") + text(value, significant)


def agreement(ours: float, theirs: float) -> int:
    """To how many significant digits two numbers agree, at most 15."""
    if ours == theirs:
        return 15
    largest = max(abs(ours), abs(theirs))
    if isinf(largest):
        return 0
    for count in range(15, 0, -1):
        if abs(ours - theirs) <= 0.5 * 10.0 ** (1 - count) * largest:
            return count
    return 0


def percent(share: float) -> str:
    """A share as a whole percentage; one that is not whole is never 0 % or 100 %."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "more than 99 %"
    if rounded == 0 and share > 0:
        return "less than 1 %"
    return f"{rounded} %"
