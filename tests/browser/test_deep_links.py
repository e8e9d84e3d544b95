"""The first visitor after a start may come by any link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.support.server import Server
from tests.site import HEADINGS

LINKS = (
    "/playground?step=3&moment=12&nonsense=%F0%9F%A6%8A",
    *(pytest.param(link, marks=pytest.mark.nightly) for link in ("/optimizers", "/notation")),
)
"""All pages come from one list in one place, so a page that the first visitor cannot open shows in any of them."""


@pytest.mark.parametrize("link", LINKS)
def test_cold_deep_link(fresh_server: Server, open_page: OpenPage, link: str) -> None:
    page = open_page(fresh_server.url + link)

    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[link.partition("?")[0]])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in fresh_server.log()
    assert "config option" not in fresh_server.log(), "Streamlit complains about .streamlit/config.toml"
