"""Names of the tabs below the stage that other parts of the page refer to."""

CARD = "Chosen weight"
"""The card of the chosen parameter."""

GRADIENTS = "Gradients"

TAPE = "Tape"
"""The tape; its content changes with every moment."""

FIRST = CARD
"""Open at first: it waits for a weight to be chosen, and costs nothing until then."""
