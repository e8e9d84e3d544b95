"""Settings for all tests."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and run it last: the quick tests report first."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
