"""What drives the browser: Chromium, the server, waiting for a page at rest, axe-core, and a watch for problems."""
