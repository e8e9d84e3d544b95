"""The widget of the first page."""

from pages.home.numbers import STEPS
from pages.shared.player import step_row

SEEN = step_row("seen", STEPS)
WIDGETS = (SEEN,)
