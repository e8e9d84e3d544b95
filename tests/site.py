"""What the tests know about the pages: their addresses, headings and widgets, as the app declares them."""

from importlib import import_module
from pathlib import Path

from pages.shared.story import STORY
from pages.shared.widgets import Widget

ROOT = Path(__file__).parents[1]

HEADINGS = {f"/{lesson.path}": lesson.title for lesson in STORY} | {"/": "Backprop, step by step"}
"""The heading that each page must show, by path."""

WIDGETS: dict[str, tuple[Widget, ...]] = {
    path.parent.name: import_module(f"pages.{path.parent.name}.state").WIDGETS
    for path in sorted(ROOT.glob("pages/*/state.py"))
    if path.parent.name != "shared"
}
"""The rows that lessons declare."""

ROWS = {row.key: (page, row) for page, rows in WIDGETS.items() for row in rows}
"""Each row and its page, by key."""

PATHS = {lesson.key: f"/{lesson.path}" for lesson in STORY}
"""The address of each page."""

KEYS = {lesson.key: tuple(row.key for row in WIDGETS.get(lesson.key, ())) for lesson in STORY}
"""The keys of each page's widgets."""
