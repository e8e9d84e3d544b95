"""What app.py adds to Streamlit: security headers, and an apology instead of a traceback."""

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.support.server import Server


@pytest.mark.parametrize("path", ["/", "/backprop", "/favicon.png", "/_stcore/health", "/_stcore/host-config"])
def test_every_response_has_the_headers(server: Server, path: str) -> None:
    with urllib.request.urlopen(server.url + path, timeout=30) as response:
        headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]


def test_other_sites_may_show_the_app_in_a_frame(server: Server) -> None:
    with urllib.request.urlopen(server.url, timeout=30) as response:
        headers = response.headers
    assert "X-Frame-Options" not in headers
    assert "frame-ancestors" not in headers["Content-Security-Policy"]


def test_the_policy_lets_everything_work(scripts: Server, open_page: OpenPage) -> None:
    """`open_page` fails on any violation of the policy that the console reports."""
    page = open_page(f"{scripts.url}?script=everything")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    expect(page.locator(".katex").first).to_be_visible()
    expect(page.locator('[data-testid="stCode"] span.token').first).to_be_visible()
    expect(page.locator('[data-testid="stDataFrame"] canvas').first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.suggested_filename == "weights.csv"


@pytest.mark.parametrize("script", ["broken", "broken_button"])
def test_an_error_is_one_plain_sentence(scripts: Server, open_page: OpenPage, script: str) -> None:
    told = scripts.log().count("secret detail")
    page = open_page(f"{scripts.url}?script={script}")
    if script == "broken_button":
        page.get_by_role("button", name="Press").click()
    expect(page.get_by_role("alert")).to_contain_text("Reload it")
    expect(page.locator("body")).not_to_contain_text("secret detail")
    expect(page.locator("body")).not_to_contain_text("Traceback")
    assert scripts.log().count("secret detail") > told
