"""Colours of the two themes, by role. Formula, diagram and table take them from here, so that they agree."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as hex strings.

    Attributes:
        background: of the page.
        text, muted: main and secondary text.
        line: borders, and edges without a value.
        accent: the one accent: what is being computed or chosen.
        positive, negative: signs; negative is dashed as well.
        upstream, slope, input: the three factors of the chain rule.
    """

    background: str
    text: str
    muted: str
    line: str
    accent: str
    positive: str
    negative: str
    upstream: str
    slope: str
    input: str

    @property
    def factors(self) -> Mapping[str, str]:
        """Colours of the chain rule's factors by the role that a formula names."""
        return {"upstream": self.upstream, "slope": self.slope, "input": self.input}


LIGHT = Palette(
    background="#FFFFFF",
    text="#101624",
    muted="#5A6275",
    line="#C3C9D6",
    accent="#3B4CCA",
    positive="#2B6CB0",
    negative="#C05621",
    upstream="#B0308A",
    slope="#0F7B6C",
    input="#9A6700",
)
DARK = Palette(
    background="#0F1320",
    text="#E6E9F2",
    muted="#A3ABC0",
    line="#3D4660",
    accent="#8C9BFF",
    positive="#6FB1F0",
    negative="#F0A36B",
    upstream="#F08AD0",
    slope="#4FD1B5",
    input="#E3B341",
)


def palette(theme: str | None) -> Palette:
    """The palette of a theme, "light" or "dark"; light if it is not known."""
    return DARK if theme == "dark" else LIGHT
