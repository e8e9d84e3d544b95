"""The rooms of the house: the heart is found at once, and no room is crowded."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEART = 16
CROWDED = 20


def python_files(folder: str) -> list[Path]:
    """Every Python file below a folder."""
    return [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py")]


def test_the_heart_is_small() -> None:
    direct = [path for path in python_files("backprop") if len(path.parts) == 2]
    assert 10 < len(direct) <= HEART


def test_no_folder_is_crowded() -> None:
    files = [path for folder in ("backprop", "pages", "tests") for path in python_files(folder)]
    counts = Counter(path.parent for path in files)
    assert {str(folder): count for folder, count in counts.items() if count > CROWDED} == {}


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for folder in ("backprop", "pages", "tests") for path in python_files(folder)]
    empty = [str(path) for path in rooms if path.name == "__init__.py" and not (ROOT / path).read_text().strip()]
    assert empty == []


def test_no_lesson_imports_another() -> None:
    """import-linter says so of the lessons that it knows; a new one is found here."""
    for path in python_files("pages"):
        own = {"shared", path.parts[1]} if path.parts[1] not in ("shared", "main.py") else {"shared"}
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages"):
                parts = (node.module or "").split(".")
                names = {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
                assert names <= own, f"{path} imports {names}"
