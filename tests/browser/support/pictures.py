"""Pictures of the pages of a test that failed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[1] / "failures"
PAGES = pytest.StashKey[list[Page]]()
"""Where a test keeps the pages that it has opened."""


def leave_pictures(item: pytest.Item, folder: Path = FOLDER) -> list[Path]:
    """Save a picture of each open page of a test; return the paths of the pictures."""
    folder.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", item.name)[:80].strip("-")
    paths = []
    for place, page in enumerate(item.stash.get(PAGES, []), start=1):
        if not page.is_closed():
            paths.append(folder / f"{name}-{place}.png")
            page.screenshot(path=paths[-1])
    return paths
