"""What an example to begin with says besides: which changes help it, and which are too little for it.

The words come from the changed settings themselves, which the tests train: so nothing is recommended that fails.
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
