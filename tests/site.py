"""The addresses of all pages. tests/test_navigation.py compares them with the app's navigation."""

HEADINGS = {
    "/": "Backprop, step by step",
    "/backprop": "Backpropagation, step by step",
    "/playground": "Playground",
    "/notation": "Notation",
}
"""The heading that each page must show, by path."""
