"""The text of a preset: what there is to see, which changes help, and with which changes it no longer learns.

The words come from the changed settings themselves. The tests train these settings, so no recommended change fails.
"""

from collections.abc import Sequence

from backprop.explain.training.differences import differences
from backprop.training.experiment import Experiment
from backprop.training.presets import Preset


def preset_text(preset: Preset) -> str:
    """What there is to see, and what to change."""
    parts = [preset.why]
    for opening, changed in (("What helps", preset.helps), ("Too little", preset.too_little)):
        if changed:
            parts.append(f"{opening}: {_changes(preset.experiment, changed)}.")
    return " ".join(parts)


def _changes(experiment: Experiment, changed: Sequence[Experiment]) -> str:
    return "; or ".join(
        " with ".join(f"{change.label} {change.after}" for change in differences(experiment, other))
        for other in changed
    )
