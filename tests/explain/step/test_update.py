"""The update: every rule in symbols and with numbers, with and without regularization, and the letters it uses."""

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

import backprop as bp
from backprop.explain.step.given import clipping_of
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import moments
from backprop.explain.step.quantities import of_parameter
from backprop.explain.step.rules import RULES
from backprop.notation import GLOSSARY
from tests.explain.reader import Unreadable, bold, evaluate, faults, rows_of, sides
from tests.explain.step.helpers import OWN, scene_of, step_of, told
from tests.explain.step.test_code import namespace, run
from tests.references import LETTERS

REGULARIZED = {
    "l1": bp.Regularization(l1=0.02),
    "l2": bp.Regularization(l2=0.01),
    "both": bp.Regularization(l1=0.02, l2=0.01),
    "clipped": bp.Regularization(clip=0.05),
    "not clipped": bp.Regularization(clip=1e3),
    "all": bp.Regularization(l1=0.02, l2=0.01, clip=0.05),
}
each_rule = pytest.mark.parametrize("optimizer", list(bp.OPTIMIZERS))
each_regularization = pytest.mark.parametrize("kind", list(REGULARIZED))


@cache
def regularized(optimizer: str, kind: str) -> bp.StepTrace:
    """The third step of Mazur's network, biases trained."""
    first = bp.EXAMPLES["mazur"].trace()
    step, state, params = None, None, first.parameters
    for _ in range(3):
        rule = bp.make_optimizer(optimizer, 0.1)
        step = bp.trace_step(
            first.net, params, first.x, first.y, first.loss_name, rule, ("b1",), state, REGULARIZED[kind]
        )
        state, params = step.state_after, step.parameters_after
    assert step is not None
    return step


def updates(step: bp.StepTrace, granularity: str = "operation") -> list[Moment]:
    return [moment for moment in moments(step, 0, granularity) if moment.phase == "update"]


# Regularization -----------------------------------------------------------------------------------------------------


@each_rule
@each_regularization
def test_what_the_optimizer_is_given_can_be_recomputed_on_the_screen(optimizer, kind):
    """First g from ∂L/∂θ, penalty and limit; then the rule on g; each line says what it says."""
    step = regularized(optimizer, kind)
    seen = 0
    for moment in updates(step):
        if moment.main is None:
            continue
        parameter = moment.main.parameter
        assert faults(moment.symbols) == faults(moment.numbers) == []
        assert "g &= " in moment.symbols
        values = {}
        for equation in sides(moment.numbers):
            read = [evaluate(side) for side in equation if readable(side)]
            for one, other in pairwise(read):
                assert one.meets(other), (moment.title, equation)
            values[equation[0]] = read[-1]
        given = step.given[parameter]
        assert values["g"].low <= given + 1e-15
        assert given - 1e-15 <= values["g"].high
        assert bold(moment.numbers)[-1].low <= step.parameters_after[parameter] <= bold(moment.numbers)[-1].high
        seen += 1
    assert seen == 10


def readable(side: str) -> bool:
    try:
        evaluate(side)
    except Unreadable:
        return False
    return True


@each_regularization
def test_a_bias_has_no_penalty(kind):
    rule = REGULARIZED[kind]
    for moment in updates(regularized("sgd", kind)):
        if moment.main:
            bias = moment.main.source is None
            assert (r"\lambda_1" in moment.symbols) == (rule.l1 > 0 and not bias)
            assert (r"\lambda_2" in moment.symbols) == (rule.l2 > 0 and not bias)
            assert ("l2 * " in moment.code) == (rule.l2 > 0 and not bias)
            assert (r"\min(1" in moment.symbols) == (rule.clip is not None)
            assert ("penalty" in moment.why) == rule.penalizes
            assert ("limit C" in moment.why) == (rule.clip is not None)


@each_rule
@each_regularization
@pytest.mark.parametrize("granularity", ["operation", "neuron", "layer"])
def test_the_lines_compute_the_regularized_update(optimizer, kind, granularity):
    step = regularized(optimizer, kind)
    names = namespace(step)
    for moment in updates(step, granularity):
        if not moment.code.startswith("#"):
            run(moment.code, names)
    for layer in range(step.net.depth):
        np.testing.assert_allclose(names[f"W{layer + 1}"], step.parameters_after.weights[layer], rtol=1e-14)
        np.testing.assert_allclose(names[f"b{layer + 1}"], step.parameters_after.biases[layer], rtol=1e-14)


@each_rule
@each_regularization
def test_the_lines_of_the_phase_compute_the_factor_too(optimizer, kind):
    step = regularized(optimizer, kind)
    known = namespace(step)
    names: dict = {name: value for name, value in known.items() if np.isscalar(value)} | {"np": np}
    names.pop("c", None)
    here = range(1, step.net.depth + 1)
    names |= {"weights": [known[f"W{layer}"] for layer in here], "biases": [known[f"b{layer}"] for layer in here]}
    for letter in ("dW", "db", *(f"{kept}{kind}" for kept in sorted(set(LETTERS.values())) for kind in "Wb")):
        names[letter] = [known.get(f"{letter}{layer}") for layer in here]
    run(updates(step, "phase")[0].code, names)
    for layer in range(step.net.depth):
        np.testing.assert_allclose(names["weights"][layer], step.parameters_after.weights[layer], rtol=1e-14)
        np.testing.assert_allclose(names["biases"][layer], step.parameters_after.biases[layer], rtol=1e-14)


def test_the_factor_is_that_of_the_engine():
    step = regularized("sgd", "all")
    clipping = clipping_of(step)
    assert clipping is not None
    assert 0 < clipping.factor < 1
    lengths = [np.sum(part**2) for part in (*step.given.weights, *step.given.biases)]
    assert np.sqrt(np.sum(lengths)) == pytest.approx(clipping.limit, rel=1e-12)
    assert clipping_of(step_of("mazur")) is None


def test_the_penalty_is_told_apart_from_the_loss():
    step = regularized("sgd", "both")
    for granularity in ("phase", "layer", "neuron", "operation"):
        told_loss = [m for m in moments(step, 0, granularity) if m.phase == "loss"][-1]
        assert "is no part of L" in told_loss.why
        assert told_loss.result.startswith("L = ")
    assert all("penalty" not in moment.why.lower() for moment in told("mazur"))


def test_without_regularization_the_text_is_as_it_was():
    (w5,) = (m for m in told("mazur") if m.main == of_parameter("new", bp.ParameterId(1, 0, 0)))
    assert w5.symbols == (
        r"\begin{aligned}w_{5}^{\text{new}} &= w_{5} - \alpha\, \frac{\partial L}{\partial w_{5}}\end{aligned}"
    )
    assert w5.code == "W2[0, 0] = W2[0, 0] - alpha * dW2[0, 0]"
    assert w5.why == "Step against the gradient, as far as the learning rate says."


# The rules ----------------------------------------------------------------------------------------------------------


def test_adam_is_recomputed_on_the_screen():
    """t, then m and v, then both corrected with the power that t says, then the step."""
    scene = scene_of("adam")
    count = scene.step.state_after.count
    assert count == 3
    for moment in told("adam"):
        if moment.phase == "update" and moment.main:
            lines = {equation[0]: equation[1:] for equation in sides(moment.numbers)}
            assert lines["t"] == ["3"]
            for average, beta in ((r"\hat m", "0.9"), (r"\hat v", "0.999")):
                fraction, value = lines[average]
                assert fraction.endswith(f"{{1 - {beta}^{{3}}}}")
                assert evaluate(fraction).meets(evaluate(value))


def test_what_a_rule_remembers_has_its_letter():
    for name, rule in RULES.items():
        letters = set(re.findall(r"(?<![a-z\\])[a-z](?![a-z])", " ".join(rule.symbols)))
        assert "s" not in letters
        kept = {LETTERS[kind] for kind in bp.make_optimizer(name, 0.1).keeps}
        assert letters & set(LETTERS.values()) == kept, name


def letters_of(latex: str) -> set[str]:
    """Every sign that stands for a number: Greek commands and single letters."""
    plain = re.sub(r"\\text\{[^}]*\}|\\textcolor\{\w+\}|\\(?:begin|end)\{\w+\}|%\w+", " ", latex)
    greek = set(re.findall(r"\\(?:alpha|beta|delta|ell|lambda|mu|rho|theta|varepsilon)", plain))
    return greek | set(re.findall(r"(?<![a-zA-Z\\])[a-zA-Z](?![a-zA-Z])", re.sub(r"\\[a-zA-Z]+", " ", plain)))


def test_every_letter_of_the_rules_and_of_the_sums_is_in_the_glossary():
    known = set().union(*(letters_of(symbol.latex) for symbol in GLOSSARY))
    rules = [line for rule in RULES.values() for line in rule.symbols]
    regularizations = [moment.symbols for kind in REGULARIZED for moment in updates(regularized("sgd", kind), "phase")]
    for formula in (*rules, *regularizations):
        assert letters_of(formula) <= known, formula
    batches = [key for key, case in OWN.items() if case.n > 1]
    for key in batches:
        for granularity in ("phase", "operation"):
            for moment in told(key, granularity):
                assert letters_of(moment.symbols) <= known | {"e", "f", "h", "w"}, moment.symbols


def test_every_name_in_the_lines_of_the_rules_is_in_the_glossary():
    keys = {symbol.key for symbol in GLOSSARY}
    for rule in RULES.values():
        for line in rule.code:
            own = re.sub(r"np\.\w+", " ", line).replace("%theta", " ").replace("%g", "g")
            names = set(re.findall(r"[a-z]\w*", own))
            assert {name.removesuffix("_hat").replace("alpha", "learning_rate") for name in names} <= keys, line
    for name in ("l1", "l2", "c", "C", "N"):
        assert name in keys


def test_a_scene_without_updates_has_no_rule():
    assert [moment.neuron for moment in told("all-frozen") if moment.phase == "update"] == ["frozen", "done"]
    assert told("all-frozen", "phase")[-1].code.startswith("# ")


def test_a_neuron_shows_the_step_of_every_weight():
    """θ − α · change = new, readable to four digits or more, for every optimizer."""
    for key in ("mazur", "momentum", "nesterov", "rmsprop", "adam"):
        scene: Scene = scene_of(key)
        rows = 0
        for moment in told(key, "neuron"):
            if moment.phase != "update" or not moment.reveals or moment.neuron == "frozen":
                continue
            news = [scene.value(quantity) for quantity in moment.reveals if quantity.kind == "new"]
            equations = rows_of(moment.numbers)
            assert len(equations) == len(news)
            for (_, step, result), new in zip(equations, news, strict=True):
                assert evaluate(step).meets(evaluate(result))
                assert evaluate(result).low <= new <= evaluate(result).high
                rows += 1
        assert rows >= 8
