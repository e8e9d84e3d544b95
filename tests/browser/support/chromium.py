"""Finds Chromium and starts it.

`python -m tests.browser.support.chromium` prints where Chromium is, or says that there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLACES = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
ARGUMENTS = [
    "--no-sandbox",  # containers usually run as root
    "--disable-gpu",
    # A browser under test speaks to the server under test and to nobody else.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium: `$CHROMIUM`, the system's, or Playwright's own."""
    found = (
        os.environ.get("CHROMIUM"),
        *(shutil.which(name) for name in NAMES),
        *PLACES,
        playwright.chromium.executable_path,
    )
    for path in found:
        if path and Path(path).exists():
            return path
    raise FileNotFoundError("No Chromium found. Install it, or name it in the environment variable CHROMIUM.")


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=ARGUMENTS)


def main() -> None:
    """Print the path of Chromium."""
    with sync_playwright() as playwright:
        try:
            print(find_chromium(playwright))
        except FileNotFoundError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
