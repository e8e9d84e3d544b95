"""The numbers of one training step as tables, with all their digits; the page decides how many digits are shown."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from backprop.checking.gradient_check import GradientCheck
from backprop.checking.published import Comparison
from backprop.explain.step import given
from backprop.explain.step.chain import PathShare
from backprop.explain.step.comparison import LossComparison
from backprop.explain.step.gradients import by_factors
from backprop.explain.step.moment import Scene
from backprop.explain.step.quantities import Quantity, of_parameter, text
from backprop.network import Network, ParameterId, Parameters
from backprop.notation import Names

GIVEN = "g, given to the optimizer"
"""With regularization, the column of the gradient with penalty and clipping."""


def parameters(scene: Scene, check: GradientCheck) -> pd.DataFrame:
    """Every parameter of the step: its place, its gradient with factors, the finite difference, update and new value.

    In a batch, δ and its factors belong to one sample, and their columns say which; gradient, update and new value
    belong to the whole batch. ∂L/∂a and slope are NaN where δ is not their product.
    """
    of_sample = f", sample {scene.sample + 1}" if scene.batch > 1 else ""
    regularized = given.regularized(scene)
    rows = []
    for parameter in scene.step.net.parameter_ids():
        source, target = scene.names.ends(parameter)
        gradient = of_parameter("gradient", parameter)
        row = {
            "parameter": scene.names.parameter(parameter),
            "layer": parameter.layer + 1,
            "from": source,
            "to": target,
            "value": scene.step.parameters[parameter],
        }
        row |= {f"{name}{of_sample}": value for name, value in _factors(scene, parameter).items()}
        row |= {
            "gradient": scene.value(gradient),
            "finite difference": np.nan if check.kink[parameter] else check.numeric[parameter],
        }
        if regularized:
            row[GIVEN] = scene.step.given[parameter]
        row |= {"update": scene.value(of_parameter("update", parameter))}
        row |= {"new value": scene.value(of_parameter("new", parameter))}
        rows.append(row)
    return pd.DataFrame(rows)


def factor_inks(frame: pd.DataFrame, inks: Mapping[str, str]) -> dict[str, str]:
    """The columns of the three factors with their colours.

    Args:
        frame: made by `parameters`.
        inks: a colour for each role: upstream, slope, input.
    """
    roles = {"∂L/∂a": "upstream", "slope": "slope", "input": "input"}
    return {name: inks[roles[plain]] for name in frame.columns if (plain := name.partition(",")[0]) in roles}


def _factors(scene: Scene, parameter: ParameterId) -> dict[str, float]:
    """δ, its two factors, and the input of the weight, for the sample that is shown."""
    da, slope, delta = (Quantity(kind, parameter.layer, parameter.target) for kind in ("da", "slope", "delta"))
    entering = 1.0
    if parameter.source is not None:
        entering = float(scene.step.forward[parameter.layer].inputs[scene.sample, parameter.source])
    product = by_factors(scene, delta)
    return {
        "δ": scene.value(delta),
        "∂L/∂a": scene.value(da) if product else np.nan,
        "slope": scene.value(slope) if product else np.nan,
        "input": entering,
    }


def tape(scene: Scene, entries: Sequence[tuple[str, Quantity]]) -> pd.DataFrame:
    """All values computed so far, in order of computation."""
    return pd.DataFrame(
        [
            {"#": index, "phase": phase, "quantity": text(scene.names, quantity), "value": scene.value(quantity)}
            for index, (phase, quantity) in enumerate(entries, start=1)
        ],
        columns=["#", "phase", "quantity", "value"],
    )


def path_shares(shares: Sequence[PathShare]) -> pd.DataFrame:
    """Every path's share of a gradient."""
    return pd.DataFrame({"path": [s.route for s in shares], "share of the gradient": [s.product for s in shares]})


def losses(comparison: LossComparison, names: Names) -> pd.DataFrame:
    """Two losses on one forward pass, one row for each output."""
    squared, logarithmic = comparison.squared, comparison.logarithmic
    return pd.DataFrame(
        {
            "output": [names.unit(names.net.depth, unit) for unit in range(len(comparison.prediction))],
            "prediction ŷ": comparison.prediction,
            "target y": comparison.target,
            f"∂L/∂ŷ, {squared.loss.title}": squared.da,
            f"∂L/∂ŷ, {logarithmic.loss.title}": logarithmic.da,
            f"δ, {squared.loss.title}": squared.delta,
            f"δ, {logarithmic.loss.title}": logarithmic.delta,
            "ratio of the δ": comparison.ratio,
        }
    )


def published(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Printed numbers beside recomputed ones."""
    return pd.DataFrame(
        {
            "quantity": [c.label for c in comparisons],
            "published": [c.printed for c in comparisons],
            "recomputed": [c.recomputed for c in comparisons],
            "verdict": [c.verdict for c in comparisons],
        }
    )


def weights(net: Network, params: Parameters, names: Names) -> pd.DataFrame:
    """All parameters in a form to edit: name, ends and value, indexed by address."""
    ids = list(net.parameter_ids())
    return pd.DataFrame(
        {
            "parameter": [names.parameter(parameter) for parameter in ids],
            "from": [names.ends(parameter)[0] for parameter in ids],
            "to": [names.ends(parameter)[1] for parameter in ids],
            "value": [params[parameter] for parameter in ids],
        },
        index=pd.Index([str(parameter) for parameter in ids], name="address"),
    )


def samples(x: np.ndarray, y: np.ndarray, names: Names) -> pd.DataFrame:
    """Inputs and targets, one row for each sample."""
    inputs = {names.unit(0, unit): x[:, unit] for unit in range(x.shape[1])}
    targets = {f"target {names.unit(names.net.depth, unit)}": y[:, unit] for unit in range(y.shape[1])}
    return pd.DataFrame(inputs | targets)


def parameter_options(names: Names) -> dict[str, ParameterId]:
    """Every parameter by its address in links, in order."""
    return {str(parameter): parameter for parameter in names.net.parameter_ids()}
