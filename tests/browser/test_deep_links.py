"""The first visitor after a start may come by any link, and finds what whoever sent the link has seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server
from tests.site import HEADINGS

TRAINED = "/playground?p_data=circles&p_hidden=4-2&p_epochs=15&p_optimizer=adam"
DRAWN = """() => JSON.stringify(document.querySelector('.st-key-film .js-plotly-plot')._fullData.map(trace =>
    [Array.from(trace.x ?? []), Array.from(trace.y ?? [])]))"""


def first_visit(fresh_server: Server, open_page: OpenPage, link: str) -> Page:
    """The page of a link, of which nobody complains."""
    page = open_page(fresh_server.url + link)

    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[link.partition("?")[0]])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in fresh_server.log()
    assert "config option" not in fresh_server.log(), "Streamlit complains about .streamlit/config.toml"
    return page


@pytest.mark.nightly
@pytest.mark.parametrize("link", ["/playground?step=3&moment=12&nonsense=%F0%9F%A6%8A", "/optimizers", "/notation"])
def test_cold_deep_link(fresh_server: Server, open_page: OpenPage, link: str) -> None:
    """All pages come from one list in one place, so a page that the first visitor cannot open shows in any of them."""
    first_visit(fresh_server, open_page, link)


def test_the_same_link_shows_the_same_numbers_on_another_server(
    server: Server, fresh_server: Server, open_page: OpenPage
) -> None:
    """To the last digit: what the figure draws is compared too."""
    page = open_page(server.url + TRAINED)
    page.get_by_role("button", name="Train", exact=True).first.click()
    wait_until_idle(page)
    link = address(page).removeprefix(server.url)
    other = first_visit(fresh_server, open_page, f"{link}&step=3&moment=12&nonsense=%F0%9F%A6%8A")
    words = main(page).inner_text()
    assert "Trained 150 of 150 steps" in words
    assert main(other).inner_text() == words
    assert other.evaluate(DRAWN) == page.evaluate(DRAWN)
