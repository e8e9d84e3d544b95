"""The glossary and the losses as tables."""

import pandas as pd

from backprop.losses import LOSSES
from backprop.notation import GLOSSARY


def glossary() -> pd.DataFrame:
    """The glossary as a table, formulas in LaTeX between dollar signs."""
    return pd.DataFrame(
        {
            "name in code": [f"`{symbol.key}`" for symbol in GLOSSARY],
            "formula": [f"${symbol.latex}$" for symbol in GLOSSARY],
            "shape": [symbol.shape for symbol in GLOSSARY],
            "meaning": [symbol.meaning for symbol in GLOSSARY],
        }
    )


def losses_glossary() -> pd.DataFrame:
    """Every loss with its convention, one term in LaTeX between dollar signs."""
    return pd.DataFrame(
        {
            "name": [f"`{loss.name}`" for loss in LOSSES.values()],
            "one term": [f"${loss.latex}$" for loss in LOSSES.values()],
            "convention": [loss.convention for loss in LOSSES.values()],
        }
    )
