"""The size of a text, and whether two texts overlap."""

import re
from dataclasses import dataclass

LINE = 1.3
"""Height of a line of text, as a multiple of the font size."""
_ADVANCE = {
    **dict.fromkeys("0123456789+−×", 0.5),
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻", 0.37),
    **dict.fromkeys(".,·⁽⁾lif", 0.26),
    **dict.fromkeys("/tr", 0.37),
    " ": 0.2,
    "w": 0.78,
    "→": 0.62,
}
"""Width of a character as a multiple of the font size; all other characters are about `_LETTER` wide."""
_LETTER = 0.56


def text_size(body: str, font: float) -> tuple[float, float]:
    """Approximate width and height of a text in pixels; `body` is written as for Plotly."""
    lines = re.sub(r"<(?!br).*?>", "", body).split("<br>")
    return max(font * sum(_ADVANCE.get(sign, _LETTER) for sign in line) for line in lines), LINE * font * len(lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around its centre (x, y), in pixels, y upwards; a circle if `round`."""

    x: float
    y: float
    width: float
    height: float
    round: bool = False

    def meets(self, other: "Box") -> bool:
        """Whether it overlaps with a rectangle."""
        across = max(abs(self.x - other.x) - other.width / 2, 0.0)
        along = max(abs(self.y - other.y) - other.height / 2, 0.0)
        if self.round:
            return across**2 + along**2 < (self.width / 2) ** 2
        return across < self.width / 2 and along < self.height / 2
