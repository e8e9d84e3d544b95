"""Watches a page for problems that must not happen in any test."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket

# On a deep link Streamlit's page looks for the server below its own path first, and finds it one level up.
PROBES = ("/_stcore/health", "/_stcore/host-config")
LOCAL_SCHEMES = ("data", "blob")


class Watch:
    """Collects requests to other hosts, errors in the console (violations of the security policy among them) and
    uncaught JavaScript errors in `problems`.

    Arguments:
        page: the page to watch, before it opens its first address.
        origin: the one server that the page may speak to, as "http://host:port".
    """

    def __init__(self, page: Page, origin: str) -> None:
        self.problems: list[str] = []
        self._host = urlsplit(origin).netloc
        self._page = page
        page.on("request", self._on_request)
        page.on("websocket", self._on_websocket)
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    def end(self) -> list[str]:
        """Stop watching; return all problems."""
        self._page.remove_listener("request", self._on_request)
        self._page.remove_listener("websocket", self._on_websocket)
        self._page.remove_listener("console", self._on_console)
        self._page.remove_listener("pageerror", self._on_error)
        return self.problems

    def _on_websocket(self, socket: WebSocket) -> None:
        self._check_host(socket.url)

    def _on_error(self, error: Error) -> None:
        self.problems.append(f"uncaught error: {error}")

    def _on_request(self, request: Request) -> None:
        self._check_host(request.url)

    def _check_host(self, url: str) -> None:
        address = urlsplit(url)
        if address.netloc != self._host and address.scheme not in LOCAL_SCHEMES:
            self.problems.append(f"request to another host: {url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        path = urlsplit(message.location.get("url", "")).path
        if message.type == "error" and not (path.endswith(PROBES) and path not in PROBES):
            self.problems.append(f"console: {message.text} ({path})")
