"""The NumPy lines: whoever types them in gets the engine's numbers. They are executed here, as they stand."""

import re

import numpy as np
import pytest

import backprop as bp
from backprop.activations import ACTIVATIONS
from backprop.explain.step.given import clipping_of
from backprop.explain.step.moment import Moment
from backprop.explain.step.moments import moments
from backprop.explain.step.quantities import Quantity
from tests.explain.step.helpers import KEYS, scene_of, step_of, told
from tests.references import LETTERS

each_case = pytest.mark.parametrize("key", KEYS)
GREEK = {"decay": ("mu", "rho"), "epsilon": ("eps",)}
"""What the lines call settings whose name is not a letter's."""
ONE_OVER_INFINITY = ("1 / (1 + np.exp(-z", "1 / np.cosh(z")
"""Lines in which NumPy may warn of an overflow: they give 0, as they should."""


def namespace(step: bp.StepTrace) -> dict:
    """Everything that is known before a moment, under the names that the code lines use: layers from 1."""
    names: dict = {"np": np, "x": np.array(step.x), "y": np.array(step.y)}
    for here in range(1, step.net.depth + 1):
        forward, backward = step.forward[here - 1], step.backward[here - 1]
        arrays = {"z": forward.z, "a": forward.a, "da": backward.da, "slope": backward.slope, "delta": backward.delta}
        arrays |= {"dW": backward.dW, "db": backward.db}
        arrays |= {"W": step.parameters.weights[here - 1], "b": step.parameters.biases[here - 1]}
        for kind, average in zip(step.optimizer.keeps, step.state.averages, strict=True):
            arrays |= {f"{LETTERS[kind]}W": average.weights[here - 1], f"{LETTERS[kind]}b": average.biases[here - 1]}
        names |= {f"{name}{here}": np.array(array) for name, array in arrays.items()}
    names |= {"alpha": step.optimizer.learning_rate, "t": step.state.count + 1}
    rule, clipping = step.regularization, clipping_of(step)
    names |= {"l1": rule.l1, "l2": rule.l2, "C": rule.clip, "c": clipping.factor if clipping else None}
    settings = {name: value for kind, value in step.optimizer.settings for name in GREEK.get(kind, (kind,))}
    return names | settings


def forgotten(names: dict, quantities: tuple[Quantity, ...], sample: int) -> dict:
    """The same without what the moment is about to compute: code that does nothing leaves NaN."""
    for quantity in quantities:
        here = quantity.layer + 1
        if quantity.kind in ("z", "a", "da", "slope", "delta"):
            names[f"{quantity.kind}{here}"][sample, quantity.unit] = np.nan
        elif quantity.kind == "gradient" and quantity.source is None:
            names[f"db{here}"][quantity.unit] = np.nan
        elif quantity.kind == "gradient":
            names[f"dW{here}"][quantity.source, quantity.unit] = np.nan
    return names


def run(code: str, names: dict) -> object:
    """Execute the lines; the value of the last one if it is an expression. Warnings are errors."""
    with np.errstate(over="ignore" if any(line in code for line in ONE_OVER_INFINITY) else "warn"):
        *lines, last = code.split("\n")
        if re.match(r"[^=]*[^=!<>]=[^=]", re.sub(r"\([^()]*\)", "", last)) or last.startswith(("#", " ")):
            exec(code, names)
            return None
        exec("\n".join(lines), names)
        return eval(last, names)


def found(quantity: Quantity, names: dict, returned: object, sample: int) -> float:
    """The number of that address after the code ran."""
    here, unit, source = quantity.layer + 1, quantity.unit, quantity.source
    match quantity.kind:
        case "product" | "share" | "term":
            return float(returned)  # pyright: ignore[reportArgumentType]
        case "loss":
            return float(names["loss"])
        case "z" | "a" | "da" | "slope" | "delta":
            return float(names[f"{quantity.kind}{here}"][sample, unit])
        case "gradient":
            return float(names[f"db{here}"][unit] if source is None else names[f"dW{here}"][source, unit])
        case "new":
            return float(names[f"b{here}"][unit] if source is None else names[f"W{here}"][source, unit])
    raise AssertionError(quantity)


def close(ours: float, theirs: float) -> bool:
    return ours == theirs or abs(ours - theirs) <= 1e-12 * max(abs(theirs), 1e-3)


@each_case
def test_every_operation_can_be_typed_in(key):
    """z from its row, a from z, every derivative from what came before: the engine's number, to rounding."""
    sample = len(step_of(key).x) - 1
    scene = scene_of(key, sample)
    executed = set()
    for moment in told(key, "operation", sample):
        if moment.main is None:
            assert moment.code.startswith("# ")
            continue
        known_by_now = forgotten(namespace(scene.step), () if moment.phase == "update" else moment.reveals, sample)
        returned = run(moment.code, known_by_now)
        ours = found(moment.main, known_by_now, returned, sample)
        assert close(ours, scene.value(moment.main)), f"{moment.title}: {moment.code}"
        executed.add(moment.main.kind)
    expected = {"product", "z", "a", "term", "loss", "da", "slope", "delta", "gradient"}
    assert executed >= expected | ({"share"} if scene.step.net.depth > 1 else set())
    assert ("new" in executed) == (key != "all-frozen")


def whole(moment: Moment, sample: int) -> list[Quantity]:
    """What the lines of a layer compute for the whole layer: without products, shares, and changes of parameters."""
    return [quantity for quantity in moment.reveals if quantity.kind not in ("product", "share", "update", "term")]


@each_case
@pytest.mark.parametrize("granularity", ["layer", "neuron"])
def test_every_layer_and_neuron_can_be_typed_in(key, granularity):
    sample = len(step_of(key).x) - 1
    scene = scene_of(key, sample)
    from_logits = bp.LOSSES[scene.step.loss_name].dterm_dz is not None
    checked = 0
    for moment in told(key, granularity, sample):
        if moment.neuron in ("stop", "frozen", "done"):
            assert moment.code.startswith("# ")
            continue
        names = namespace(scene.step)
        if moment.phase != "update":
            names = forgotten(names, moment.reveals, sample)
        returned = run(moment.code, names)
        for quantity in whole(moment, sample):
            output = quantity.layer == scene.step.net.depth - 1
            alone = granularity == "neuron" and moment.neuron != "softmax"
            if alone and output and from_logits and quantity.kind in ("da", "slope"):
                continue  # the lines begin with δ, which comes from z
            ours = found(quantity, names, returned, sample)
            assert close(ours, scene.value(quantity)), f"{moment.title}: {quantity}: {moment.code}"
            checked += 1
    assert checked >= scene.step.net.parameter_count


@each_case
def test_an_operation_computes_its_own_number_and_nothing_else(key):
    """What is computed later is not known yet: no line may need it, and no line may give it away."""
    sample = len(step_of(key).x) - 1
    all_moments = told(key, "operation", sample)
    for index, moment in enumerate(all_moments):
        if moment.main is None:
            continue
        later = tuple(q for after in all_moments[index:] for q in after.reveals if q.kind not in ("new", "update"))
        names = forgotten(namespace(step_of(key)), later, sample)
        before = {name: array.copy() for name, array in names.items() if isinstance(array, np.ndarray)}
        run(moment.code, names)
        changed = {
            (name, *place)
            for name, array in before.items()
            for place in np.argwhere(~((names[name] == array) | (np.isnan(names[name]) & np.isnan(array)))).tolist()
        }
        if moment.phase == "update":
            changed = {(name, *place) for name, *place in changed if name[0] in "Wb"}
        assert len(changed) <= 1, f"{moment.title}: {moment.code}"


def functions_of(name: str) -> tuple:
    """An activation and its slope, made of nothing but the lines in the table."""
    row = ACTIVATIONS[name]

    def by(code: str, result: str):
        def function(z):
            names = {"np": np, "z": z, "a": row.f(z)}
            run(code, names)
            return names[result]

        return function

    return by(row.code, "a"), by(row.slope_code, "slope")


def take_the_whole_step(step: bp.StepTrace, code: str) -> None:
    """From nothing but data, parameters and the functions of each layer, to the engine's new parameters."""
    functions = [functions_of(name) for name in step.net.activations]
    names = {"np": np, "x": step.x, "y": step.y, "activations": [f for f, _ in functions]}
    names |= {"slopes": [slope for _, slope in functions]}
    names |= {"weights": [np.array(W) for W in step.parameters.weights]}
    names |= {"biases": [np.array(b) for b in step.parameters.biases]}
    for kind, average in zip(step.optimizer.keeps, step.state.averages, strict=True):
        names |= {f"{LETTERS[kind]}W": [np.array(W) for W in average.weights]}
        names |= {f"{LETTERS[kind]}b": [np.array(b) for b in average.biases]}
    names |= {name: value for name, value in namespace(step).items() if np.isscalar(value)}
    names.pop("c", None)
    run(code, names)
    assert float(names["loss"]) == pytest.approx(step.loss, rel=1e-13)
    np.testing.assert_allclose(names["a"][-1], step.prediction, rtol=1e-13, atol=1e-300)
    for layer, record in enumerate(step.backward):
        largest = abs(record.dW).max()
        np.testing.assert_allclose(names["dW"][layer], record.dW, rtol=1e-12, atol=1e-15 + 1e-12 * largest)
        np.testing.assert_allclose(names["db"][layer], record.db, rtol=1e-12, atol=1e-15)
        after = step.parameters_after
        np.testing.assert_allclose(names["weights"][layer], after.weights[layer], rtol=1e-11, atol=1e-15)
        np.testing.assert_allclose(names["biases"][layer], after.biases[layer], rtol=1e-11, atol=1e-15)


@each_case
def test_the_four_phases_pasted_together_take_the_whole_step(key):
    take_the_whole_step(step_of(key), "\n".join(moment.code for moment in told(key, "phase")))


# Far out, where a probability is 0 or 1 in float64 -------------------------------------------------------------------

TARGETS = {
    "log_loss": {
        "right": [[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0]],
        "wrong": [[0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 1, 1]],
        "soft": [[0.3, 0.3, 0.3, 0.3], [0.5, 1, 0, 0.5], [1, 0, 0.25, 0.75]],
    },
    "cross_entropy": {
        "right": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]],
        "wrong": [[0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1]],
        "soft": [[0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25], [0, 0, 1, 0]],
    },
}
each_far_step = pytest.mark.parametrize(
    ("loss", "targets"), [(loss, targets) for loss, rows in TARGETS.items() for targets in rows]
)


def far_out(loss: str, targets: str) -> bp.StepTrace:
    """Four outputs for three samples: z is ±1000, ±700 and ±0.5."""
    net = bp.Network((1, 4), output="sigmoid" if loss == "log_loss" else "softmax")
    params = bp.Parameters([[[1000.0, -1000.0, 700.0, -0.5]]], [[0.0, 0.0, 0.0, 0.0]])
    return bp.trace_step(net, params, [[1.0], [-1.0], [1e-3]], TARGETS[loss][targets], loss, bp.sgd(0.5))


@each_far_step
@pytest.mark.parametrize("granularity", ["layer", "neuron", "operation"])
@pytest.mark.parametrize("sample", range(3))
def test_far_out_the_lines_give_the_engines_derivatives_without_a_warning(loss, targets, granularity, sample):
    """∂L/∂ŷ may be infinite there, as the true value is too large for a float64; never NaN. δ is always finite."""
    step, shown = far_out(loss, targets), set()
    for moment in moments(step, sample, granularity):
        if moment.phase != "backward" or moment.neuron == "stop":
            continue
        names = forgotten(namespace(step), moment.reveals, sample)
        run(moment.code, names)
        for quantity in moment.reveals:
            if quantity.kind in ("da", "delta") and f"{quantity.kind}1" in moment.code:
                engine = getattr(step.backward[0], quantity.kind)[sample, quantity.unit]
                assert close(found(quantity, names, None, sample), engine), moment.code
                shown.add((quantity.kind, quantity.unit))
    kinds = ("delta",) if granularity == "neuron" and loss == "log_loss" else ("da", "delta")
    assert shown == {(kind, unit) for kind in kinds for unit in range(4)}


@each_far_step
def test_far_out_the_layer_gives_all_samples_at_once(loss, targets):
    step = far_out(loss, targets)
    (moment,) = (m for m in moments(step, 0, "layer") if m.phase == "backward" and m.layer == 0)
    names = namespace(step)
    names["da1"][...] = np.nan
    run(moment.code, names)
    np.testing.assert_allclose(names["da1"], step.backward[0].da, rtol=1e-12)
    assert np.isinf(names["da1"]).any() == (targets != "right") == ("errstate" in moment.code)


@each_far_step
def test_far_out_the_four_phases_take_the_whole_step(loss, targets):
    step = far_out(loss, targets)
    take_the_whole_step(step, "\n".join(moment.code for moment in moments(step, 0, "phase")))


# A batch, and every rule --------------------------------------------------------------------------------------------


def test_softmax_of_a_batch_takes_each_row_by_itself():
    (moment,) = (m for m in told("softmax-half-sse-batch", "layer") if m.phase == "forward" and m.layer == 1)
    step = step_of("softmax-half-sse-batch")
    names = namespace(step)
    run(moment.code, names)
    np.testing.assert_allclose(names["a2"], step.prediction, rtol=1e-14)
    assert names["a2"].sum() == pytest.approx(len(step.x))


@pytest.mark.parametrize("name", list(bp.OPTIMIZERS))
def test_the_lines_of_every_rule_compute_its_update(name):
    """Two updates in a row by the lines as printed, against the engine; each array has averages of its own."""
    first = bp.EXAMPLES["xor-row"]
    net, rule = first.net, bp.make_optimizer(name, 0.1)
    step = bp.trace_step(net, first.parameters, first.x, first.y, first.loss, rule)
    for _ in range(2):
        names = namespace(step)
        for moment in moments(step, 0, "layer"):
            if moment.phase == "update" and moment.layer >= 0:
                run(moment.code, names)
        for layer in range(net.depth):
            np.testing.assert_allclose(names[f"W{layer + 1}"], step.parameters_after.weights[layer], rtol=1e-14)
            np.testing.assert_allclose(names[f"b{layer + 1}"], step.parameters_after.biases[layer], rtol=1e-14)
        step = bp.trace_step(net, step.parameters_after, first.x, first.y, first.loss, rule, state=step.state_after)
