"""One number of a step: its value and its name."""

import pytest

import backprop as bp
from backprop.explain.step.quantities import Quantity, latex, of_parameter, text
from tests.explain.reader import faults
from tests.explain.step.helpers import KEYS, scene_of, step_of, told


def test_values_are_the_engines():
    step, scene = step_of("log-loss-batch"), scene_of("log-loss-batch", 2)
    value = scene.value
    assert value(Quantity("z", 0, 1)) == step.forward[0].z[2, 1]
    assert value(Quantity("a", 1, 0)) == step.prediction[2, 0]
    assert value(Quantity("da", 0, 2)) == step.backward[0].da[2, 2]
    assert value(Quantity("slope", 0, 2)) == step.backward[0].slope[2, 2]
    assert value(Quantity("delta", 1, 0)) == step.backward[1].delta[2, 0]
    assert value(Quantity("term", 1, 0)) == step.loss_terms[2, 0]
    assert value(Quantity("loss")) == step.loss
    assert value(Quantity("product", 1, 0, 2)) == step.parameters.weights[1][2, 0] * step.forward[0].a[2, 2]
    assert value(Quantity("share", 1, 0, 2)) == step.parameters.weights[1][2, 0] * step.backward[1].delta[2, 0]
    for parameter in step.net.parameter_ids():
        assert value(of_parameter("gradient", parameter)) == step.gradient[parameter]
        assert value(of_parameter("update", parameter)) == step.updates[parameter]
        assert value(of_parameter("new", parameter)) == step.parameters_after[parameter]


@pytest.mark.parametrize("key", KEYS)
def test_names_are_unique_within_a_step_in_text_and_in_latex(key):
    names = scene_of(key).names
    everything = [quantity for moment in told(key) for quantity in moment.reveals]
    for write in (text, latex):
        shown = [write(names, quantity) for quantity in everything]
        assert len(set(shown)) == len(shown)
    for quantity in everything:
        assert faults(latex(names, quantity)) == []
        assert "\\" not in text(names, quantity)


@pytest.mark.parametrize(
    ("quantity", "plain", "formula"),
    [
        (Quantity("product", 1, 0, 1), "w₆ · h₂", r"w_{6}\, a_{h_{2}}"),
        (Quantity("share", 1, 0, 1), "w₆ · δ of ŷ₁", r"w_{6}\, \delta_{\hat y_{1}}"),
        (Quantity("z", 0, 0), "z of h₁", "z_{h_{1}}"),
        (Quantity("a", 0, 0), "a of h₁", "a_{h_{1}}"),
        (Quantity("a", 1, 1), "ŷ₂", r"\hat y_{2}"),
        (Quantity("term", 1, 1), "loss of ŷ₂", r"\ell_{2}"),
        (Quantity("loss"), "L", "L"),
        (Quantity("da", 0, 0), "∂L/∂a of h₁", r"\frac{\partial L}{\partial a_{h_{1}}}"),
        (Quantity("slope", 1, 0), "slope of ŷ₁", r"\frac{\partial \hat y_{1}}{\partial z_{\hat y_{1}}}"),
        (Quantity("delta", 0, 1), "δ of h₂", r"\delta_{h_{2}}"),
        (Quantity("gradient", 1, 0, 0), "∂L/∂w₅", r"\frac{\partial L}{\partial w_{5}}"),
        (Quantity("update", 1, 0, None), "Δb₁⁽²⁾", r"\Delta b_{1}^{(2)}"),
        (Quantity("new", 1, 0, 0), "w₅ new", r"w_{5}^{\text{new}}"),
        (Quantity("new", 1, 0, None), "b₁⁽²⁾ new", r"{b_{1}^{(2)}}^{\text{new}}"),
    ],
)
def test_names_in_mazurs_network(quantity, plain, formula):
    names = scene_of("mazur").names
    assert (text(names, quantity), latex(names, quantity)) == (plain, formula)


def test_the_address_of_a_parameter_goes_there_and_back():
    for parameter in bp.EXAMPLES["han-kamber"].net.parameter_ids():
        assert of_parameter("gradient", parameter).parameter == parameter
