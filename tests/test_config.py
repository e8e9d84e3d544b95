"""The settings in .streamlit/config.toml."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

SETTINGS = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))


def options(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every option with its dotted name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


@pytest.mark.parametrize("name", [name for name, _ in options(SETTINGS)])
def test_option_is_known_to_streamlit(name: str) -> None:
    """Streamlit only warns of an unknown option when it starts."""
    assert name in config.get_config_options()


def test_no_full_garbage_collection_after_each_run() -> None:
    """The option is a hidden one, so it may go without notice."""
    assert config.get_config_options()["runner.postScriptGC"].default_val is True
    assert SETTINGS["runner"]["postScriptGC"] is False


def test_visitors_see_no_tracebacks_and_nobody_is_counted() -> None:
    assert SETTINGS["client"]["showErrorDetails"] == "none"
    assert SETTINGS["client"]["showErrorLinks"] is False
    assert SETTINGS["browser"]["gatherUsageStats"] is False


def luminance(color: tuple[float, ...]) -> float:
    """Return the relative luminance of an RGB colour, as WCAG defines it."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(code: str) -> tuple[float, ...]:
    """Turn "#3B4CCA" into three numbers from 0 to 1."""
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))


def contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Return the contrast ratio of two colours, as WCAG defines it."""
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_has_enough_contrast(mode: str) -> None:
    theme = SETTINGS["theme"][mode]
    accent = rgb(theme["primaryColor"])
    assert contrast(rgb(theme["violetTextColor"]), accent) >= 4.5, "label of a primary button"
    for name in ("backgroundColor", "secondaryBackgroundColor"):
        ground = rgb(theme[name])
        caption = tuple(0.6 * t + 0.4 * g for t, g in zip(rgb(theme["textColor"]), ground, strict=True))
        tint = tuple(0.1 * a + 0.9 * g for a, g in zip(accent, ground, strict=True))
        assert contrast(caption, ground) >= 4.5, "st.caption: Streamlit fades the text colour to 60 %"
        assert contrast(accent, ground) >= 4.5, "selected tab, link"
        assert contrast(accent, tint) >= 4.5, "selected segment: the accent on a tint of itself"


def test_matrix_products_have_one_thread() -> None:
    """NumPy reads how many threads to use when it is first imported: the app has to be earlier."""
    script = """
import sys
import streamlit.web.cli
assert "numpy" not in sys.modules, "streamlit run brings it before the app can say anything"
import os
import app
assert {os.environ[f"{name}_NUM_THREADS"] for name in ("OPENBLAS", "OMP", "MKL")} == {"1"}
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
