"""Knows when a Streamlit page has come to rest, so that no test has to sleep.

The page itself shows that a script runs only when the server says so, up to a tenth of a second after the click. So the
messages are read, too: the page is busy from the browser's request until the server's "finished".
"""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DEADLINE = 30.0  # seconds

AT_REST = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""

# So many frames without a change. An animation that never ends is not waited for.
SETTLED = """enough => new Promise(done => {
    let quiet = 0, frames = 0;
    const observer = new MutationObserver(() => { quiet = 0; });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    const count = () => {
        if (++quiet < enough && ++frames < 600) return requestAnimationFrame(count);
        observer.disconnect();
        done();
    };
    requestAnimationFrame(count);
})"""


class Conversation:
    """The messages between a page and its server; `busy` from a request until the run that answers it has ended."""

    def __init__(self, page: Page) -> None:
        self.busy = True
        self.bytes_received = 0
        page.on("websocket", self._on_websocket)

    def _on_websocket(self, socket: WebSocket) -> None:
        self.busy = True
        socket.on("framesent", self._on_sent)
        socket.on("framereceived", self._on_received)

    def _on_sent(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script"):
            self.busy = True

    def _on_received(self, payload: str | bytes) -> None:
        self.bytes_received += len(payload)
        if isinstance(payload, str):
            return
        message = ForwardMsg.FromString(payload)
        if message.HasField("new_session"):
            self.busy = True
        elif message.HasField("script_finished"):
            self.busy = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


_conversations: WeakKeyDictionary[Page, Conversation] = WeakKeyDictionary()


def new_page(browser: Browser, **options: object) -> Page:
    """Open an empty page with a profile of its own; `options` are those of `Browser.new_context`."""
    page = browser.new_context(**options).new_page()  # pyright: ignore[reportArgumentType]
    _conversations[page] = Conversation(page)
    return page


def visit(page: Page, url: str) -> None:
    """Open an address and wait until the page is at rest."""
    _conversations[page].busy = True
    page.goto(url)
    wait_until_idle(page)


def forget(page: Page) -> None:
    """Leave the open page and clear its data, so that the next visit in this tab is that of a new visitor."""
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.emulate_media(reduced_motion="null")


def bytes_received(page: Page) -> int:
    """Return how many bytes the server has sent to a page from `new_page` over its WebSocket."""
    return _conversations[page].bytes_received


def wait_until_idle(page: Page) -> None:
    """Wait until the server has answered the last action in a page from `new_page`, and the answer is drawn."""
    for _ in range(5):  # time for the browser to send what the last action asks for
        if _conversations[page].busy:
            break
        page.evaluate(SETTLED, 2)
    wait_until_answered(page)
    page.wait_for_function(AT_REST)
    page.evaluate(SETTLED, 10)  # a chart or a table draws itself in several steps after the last message
    page.wait_for_function(AT_REST)


def wait_until_answered(page: Page) -> None:
    """Wait until the server has answered what a page from `new_page` has already sent."""
    deadline = time.monotonic() + DEADLINE
    while _conversations[page].busy:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url} is still busy after {DEADLINE:.0f} s")
        page.wait_for_timeout(10)  # lets Playwright deliver messages
