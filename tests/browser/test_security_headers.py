"""What app.py adds to Streamlit: security headers, and an apology instead of a traceback."""

import shutil
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.support.server import ROOT, Server


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


# One of everything that Streamlit draws and this app may use.
EVERYTHING = r"""
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

frame = pd.DataFrame({"w": [0.15, 0.2]}, index=pd.Index(["w1", "w2"], name="parameter"))
st.title("Everything")
st.plotly_chart(go.Figure(go.Scatter(x=[0, 1], y=[0, 1])), key="lines")
st.plotly_chart(go.Figure(go.Heatmap(z=[[0, 1], [1, 0]])), key="heatmap")
st.plotly_chart(go.Figure(go.Surface(z=[[0, 1], [1, 0]])), key="surface")
st.latex(r"\delta = \textcolor{#B0308A}{w}")
st.code("delta = a - y", language="python")
st.dataframe(frame)
st.data_editor(frame, key="editor")
st.table(frame)
st.image("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle r='4' cx='4' cy='4'/></svg>")
st.download_button("Download", frame.to_csv(), "weights.csv")
st.button("Icon", icon=":material/play_arrow:")
st.number_input("Learning rate", 0.1)
"""


def app_with_main(folder: Path, main: str) -> Path:
    """Copy app.py and its settings to `folder`, with another main script."""
    shutil.copy(ROOT / "app.py", folder)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "pages").mkdir()
    (folder / "pages/main.py").write_text(main, encoding="utf-8")
    return folder / "app.py"


def test_the_policy_lets_everything_work(tmp_path: Path, open_page: OpenPage) -> None:
    """`open_page` fails on any violation of the policy that the console reports."""
    with Server(app_with_main(tmp_path, EVERYTHING)) as server:
        page = open_page(server.url)
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        expect(page.locator(".js-plotly-plot")).to_have_count(3)
        expect(page.locator(".katex").first).to_be_visible()
        expect(page.locator('[data-testid="stCode"] span.token').first).to_be_visible()
        expect(page.locator('[data-testid="stDataFrame"] canvas').first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        assert download.value.suggested_filename == "weights.csv"


@pytest.mark.parametrize(
    "main",
    [
        "raise RuntimeError('secret detail')",
        "import streamlit as st\n\ndef fail():\n    raise RuntimeError('secret detail')\n\n"
        "st.button('Press', on_click=fail)",
    ],
    ids=["script", "callback"],
)
def test_an_error_is_one_plain_sentence(tmp_path: Path, open_page: OpenPage, main: str) -> None:
    with Server(app_with_main(tmp_path, main)) as server:
        page = open_page(server.url)
        if "button" in main:
            page.get_by_role("button", name="Press").click()
        expect(page.get_by_role("alert")).to_contain_text("Reload it")
        expect(page.locator("body")).not_to_contain_text("secret detail")
        expect(page.locator("body")).not_to_contain_text("Traceback")
        assert server.log().count("secret detail") >= 1
