"""A test that fails leaves pictures of the pages that it has open."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import pytest_runtest_makereport
from tests.browser.support.idle import new_page
from tests.browser.support.pictures import PAGES, leave_pictures


def test_each_open_page_is_a_picture(chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    one, closed = new_page(chromium), new_page(chromium)
    closed.close()
    request.node.stash[PAGES] = [one, closed]
    (picture,) = leave_pictures(request.node, tmp_path / "failures")
    assert picture.name == "test_each_open_page_is_a_picture-1.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    one.context.close()


@pytest.mark.parametrize(("outcome", "pictures"), [("failed", 1), ("passed", 0)])
def test_the_report_of_a_test_that_failed_names_them(
    chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: Any, outcome: str, pictures: int
) -> None:
    monkeypatch.setattr("tests.browser.conftest.leave_pictures", lambda item: leave_pictures(item, tmp_path))
    page = new_page(chromium)
    request.node.stash[PAGES] = [page]
    report = pytest.TestReport("", ("", 0, ""), {}, outcome, None, "call")  # pyright: ignore[reportArgumentType]
    hook = pytest_runtest_makereport(request.node, None)  # pyright: ignore[reportArgumentType]
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(report)  # pyright: ignore[reportAttributeAccessIssue]
    assert len([name for name, _ in report.sections if name == "picture"]) == len(list(tmp_path.iterdir())) == pictures
    page.context.close()
