"""The card of one weight or bias: its chain rule, and every path from it to the loss."""

import numpy as np
import pytest

import backprop as bp
from backprop.explain.step.chain import card
from backprop.explain.step.moment import Scene
from tests.explain.reader import evaluate
from tests.explain.step.helpers import KEYS, scene_of
from tests.helpers import near


@pytest.mark.parametrize("key", KEYS)
def test_the_shares_of_all_paths_sum_to_the_gradient(key):
    scene = scene_of(key)
    listed = 0
    for parameter in scene.step.net.parameter_ids():
        about = card(scene, parameter)
        assert about.gradient == scene.step.gradient[parameter]
        assert about.refusal == ""
        size = max(abs(share.product) for share in about.shares)
        assert sum(share.product for share in about.shares) == near(about.gradient, rel=1e-11, abs=1e-13 * size)
        assert len({share.route for share in about.shares}) == len(about.shares)
        listed += len(about.shares)
    assert listed >= scene.step.net.parameter_count


def test_the_card_of_mazurs_w5():
    about = card(scene_of("mazur"), bp.ParameterId(1, 0, 0))
    assert about.title == "w₅, from h₁ to ŷ₁"
    for factor in ("0.741365070", "0.186815602", "0.593269992", "0.0821670406"):
        assert factor in about.numbers
    (share,) = about.shares
    assert share.route == "w₅ → ŷ₁ → L"
    assert share.symbols == r"\textcolor{input}{a_{h_{1}}} \cdot \textcolor{upstream}{\delta_{\hat y_{1}}}"


def test_the_card_of_mazurs_w1_has_two_paths():
    about = card(scene_of("mazur"), bp.ParameterId(0, 0, 0))
    assert about.title == "w₁, from x₁ to h₁"
    assert [share.route for share in about.shares] == ["w₁ → h₁ → ŷ₁ → L", "w₁ → h₁ → ŷ₂ → L"]
    roles = [r"\textcolor{input}", r"\textcolor{slope}", r"\textcolor{upstream}", r"\textcolor{upstream}"]
    for share in about.shares:
        assert [share.symbols.count(role) for role in roles] == [1, 1, 2, 2]
    assert sum(share.product for share in about.shares) == near(0.000438567733, rel=1e-8)


def test_a_bias_is_the_bias_of_a_unit():
    about = card(scene_of("mazur"), bp.ParameterId(1, None, 1))
    assert about.title == "b₂⁽²⁾, the bias of ŷ₂"


def test_in_a_batch_a_share_is_the_sum_over_the_samples():
    """Every factor but the weight is of sample s; the products of all four samples stand there, and add up."""
    scene = scene_of("log-loss-batch")
    parameter = bp.ParameterId(0, 1, 2)
    about = card(scene, parameter)
    (path,) = bp.paths(scene.step, parameter)
    (share,) = about.shares
    assert share.product == path.product
    assert share.symbols == (
        r"\sum_{s=1}^{4} \textcolor{input}{{x_{2}}^{[s]}} \cdot \textcolor{slope}{{f'(z_{h_{3}})}^{[s]}} \cdot "
        r"\textcolor{upstream}{w_{31}^{(2)}} \cdot \textcolor{upstream}{{\delta_{\hat y_{1}}}^{[s]}}"
    )
    terms, result = share.numbers.split(" = ")
    shown = [evaluate(term) for term in terms.split(" + ")]
    assert len(shown) == 4
    for term, product in zip(shown, path.products, strict=True):
        assert term.low <= product <= term.high
    assert evaluate(result).low <= path.product <= evaluate(result).high


def test_a_share_of_a_large_batch_is_shortened():
    net = bp.Network((1, 1, 1))
    x = np.linspace(0, 1, 9)[:, np.newaxis]
    scene = Scene(bp.trace_step(net, bp.initialize(net, "xavier"), x, x**2, "mse"), 0, bp.Names(net))
    (share,) = card(scene, bp.ParameterId(0, None, 0)).shares
    assert share.symbols.startswith(r"\sum_{s=1}^{9} \textcolor{input}{1} \cdot")
    assert share.numbers.count(" + ") == 3
    assert r"+ \cdots +" in share.numbers


def big(first: int) -> Scene:
    """A network with 16 · 16 · first paths from each of its first parameters."""
    net = bp.Network((1, 2, 16, 16, first), "tanh", "identity")
    step = bp.trace_step(net, bp.initialize(net, "xavier"), [[1.0]], np.zeros((1, first)), "mse")
    return Scene(step, 0, bp.Names(net))


def test_too_many_paths_are_refused_in_a_sentence_and_the_rest_of_the_card_stays():
    scene = big(17)
    about = card(scene, bp.ParameterId(0, 0, 1))
    assert about.shares == ()
    assert about.refusal == (
        "4,352 paths lead from here to the loss. They are listed up to 4,096: choose a parameter nearer to the output."
    )
    assert about.gradient == scene.step.backward[0].dW[0, 1]
    assert about.symbols
    assert about.numbers
    assert len(card(scene, bp.ParameterId(1, 0, 3)).shares) == 16 * 17


def test_as_many_paths_as_are_allowed_are_listed():
    about = card(big(16), bp.ParameterId(0, 0, 0))
    assert len(about.shares) == bp.MAX_PATHS
    assert about.refusal == ""


@pytest.mark.parametrize("scene", [scene_of("mazur"), big(17)], ids=["small", "big"])
@pytest.mark.parametrize("parameter", [bp.ParameterId(9, 0, 0), bp.ParameterId(0, 99, 0), bp.ParameterId(0, None, 99)])
def test_a_parameter_that_is_not_there_is_refused(scene, parameter):
    with pytest.raises(ValueError, match=rf"parameter is '{parameter}'; allowed: a weight or bias"):
        card(scene, parameter)
