"""The navigation and what the tests believe about it."""

import runpy
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from tests.site import HEADINGS


def test_every_page_is_known_to_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is missing in `tests.site` would have no browser tests."""
    paths = []

    def record_page(script: str, *, url_path: str = "", default: bool = False, **_: Any) -> str:
        paths.append("/" if default else f"/{url_path}")
        return script

    monkeypatch.setattr(st, "Page", record_page)
    monkeypatch.setattr(st, "navigation", lambda *_, **__: SimpleNamespace(run=lambda: None))
    monkeypatch.setattr(st, "set_page_config", lambda **_: None)
    runpy.run_path("pages/main.py")

    assert sorted(paths) == sorted(HEADINGS)
