"""Colours by role: enough contrast to be read, and roles that differ."""

import dataclasses
import re

import pytest

from backprop.figures.palette import DARK, LIGHT, Palette, palette

each_theme = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
INKS = ("text", "muted", "accent", "positive", "negative", "upstream", "slope", "input")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@each_theme
def test_every_ink_can_be_read_on_the_background(colours: Palette):
    for role in INKS:
        assert contrast(getattr(colours, role), colours.background) >= 4.5, role


@each_theme
def test_every_colour_is_a_hex_string_and_every_role_has_its_own(colours: Palette):
    values = dataclasses.astuple(colours)
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in values)
    assert len(set(values)) == len(values)


@each_theme
def test_signs_are_blue_against_orange(colours: Palette):
    """A pair that people with any common colour blindness tell apart: one is blue, the other is not."""
    red, _, blue = (int(colours.positive[start : start + 2], 16) for start in (1, 3, 5))
    assert blue > red
    red, _, blue = (int(colours.negative[start : start + 2], 16) for start in (1, 3, 5))
    assert red > blue


@each_theme
def test_factors_are_named_as_the_formulas_name_them(colours: Palette):
    assert dict(colours.factors) == {"upstream": colours.upstream, "slope": colours.slope, "input": colours.input}


@pytest.mark.parametrize(
    ("theme", "colours"), [("light", LIGHT), ("dark", DARK), (None, LIGHT), ("", LIGHT), ("Dark", LIGHT)]
)
def test_an_unknown_theme_is_light(theme, colours):
    assert palette(theme) is colours
