"""The web application: `streamlit run app.py`.

It adds to Streamlit what every public site should have: security headers, and an error message that a
student can act on. What the visitor sees starts in `pages/main.py`.
"""

import os

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# One thread for matrix products: the number of threads changes the last digit, and a link must mean the same on every
# server. NumPy reads these variables when it is first imported, which happens later.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

# Everything comes from this server; the exceptions are what Streamlit's own parts need.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # The hash is that of the one inline script in Streamlit's index.html.
        "script-src 'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",
        "style-src 'self' 'unsafe-inline'",  # Streamlit and Plotly write style elements
        "img-src 'self' data: blob:",  # icons and SVG pictures are data URIs
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

# No frame-ancestors and no X-Frame-Options: a course may show the app in a frame of its own site.
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",  # links carry the visitor's experiment
    "X-Content-Type-Options": "nosniff",
}

APOLOGY = (
    "This page could not be shown, because something went wrong on the server. "
    "Reload it, or open it again without the part of the address that follows the question mark."
)


class SecurityHeaders:
    """Add `SECURITY_HEADERS` to every HTTP response, static files and errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def apologize(error: Exception) -> bool:
    """Tell the visitor what to do next; Streamlit has already logged `error` with its traceback."""
    st.error(APOLOGY, icon=":material/error:")
    return True  # handled: no other message


app = st.App("pages/main.py", middleware=[Middleware(SecurityHeaders)], on_script_error=apologize)
