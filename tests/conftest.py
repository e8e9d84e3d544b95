"""Settings for all tests.

A normal run tries each kind of fault once; `--nightly` tries every case and many more random ones, which takes an hour.
"""

import os

import pytest
from hypothesis import settings

# As in app.py, and for its reason; besides, the threads of two workers would wait for each other. NumPy reads these
# variables when it is first imported, which happens later.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

settings.register_profile("normal", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=1_000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--nightly`."""
    parser.addoption("--nightly", action="store_true", help="every case, and other random ones each time")


def pytest_configure(config: pytest.Config) -> None:
    """Set the number of random cases, before any test is collected."""
    settings.load_profile("nightly" if config.getoption("nightly") else "normal")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out nightly tests in a normal run, and start with browser tests: quick tests at the end keep cores busy."""
    left_out = [] if config.getoption("nightly") else [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=left_out)
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker("browser")
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
