"""The addresses of all pages. tests/test_navigation.py compares them with the app's navigation."""

HEADINGS = {
    "/": "Backprop, step by step",
    "/learning-cycle": "The learning cycle",
    "/loss": "Loss functions",
    "/gradient-descent": "Gradient descent",
    "/backprop": "Backpropagation, step by step",
    "/learning-rates": "Learning rates",
    "/optimizers": "Optimizers",
    "/playground": "Playground",
    "/notation": "Notation",
}
"""The heading that each page must show, by path."""
