"""The range of learning rates that three views share."""

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from pages.learning_rates.numbers.rate_grid import geometric_rates
from pages.learning_rates.rates import ENDS
from pages.learning_rates.state import LEAST, MOST


def range_of_rates(columns: Sequence[DeltaGenerator], count: int) -> tuple[float, ...]:
    """Draw both ends of the range, each in a column; returns `count` learning rates from one end to the other."""
    low, high = columns
    least = LEAST.show(low)
    above = [end for end in ENDS if float(end) > float(least)]
    most = MOST.show(high, among=above, usual=MOST.usual if MOST.usual in above else above[0])
    return geometric_rates(float(least), float(most), count)
