"""Counted work: a scalar engine does what is counted, number by number, and counts what it does."""

from itertools import pairwise, product
from math import cosh, tanh

import numpy as np
import pytest

import backprop as bp
from backprop.checking import operations
from backprop.checking.operations import Cost
from tests.helpers import near, random_data, random_parameters

NETWORKS = ((1, 1), (2, 3), (2, 2, 2), (3, 1, 2), (2, 4, 3, 1), (1, 2, 3, 2, 1), (4, 3, 3, 3, 2))
each = pytest.mark.parametrize("sizes", NETWORKS, ids=str)
SAMPLES = 3
H = 1e-4


class Counting:
    """tanh networks with an identity output and ½(ŷ − y)², in loops over single numbers; it counts what it does."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.net = bp.Network(sizes, "tanh", "identity")
        self.params = random_parameters(self.net, 1)
        self.x, self.y = random_data(self.net, SAMPLES, 1, "half_sse")
        self.W = [[[float(w) for w in row] for row in W] for W in self.params.weights]
        self.b = [[float(value) for value in b] for b in self.params.biases]
        self.multiplications = self.evaluations = 0

    @property
    def cost(self) -> Cost:
        return Cost(self.multiplications, self.evaluations)

    def times(self, one: float, other: float) -> float:
        self.multiplications += 1
        return one * other

    def activate(self, layer: int, z: float) -> float:
        self.evaluations += 1
        return z if layer == self.net.depth - 1 else tanh(z)

    def slope(self, z: float) -> float:
        self.evaluations += 1
        return 1 / cosh(z) ** 2

    def layer(self, layer: int, a: list[float]) -> tuple[list[float], list[float]]:
        """z and a of a layer for one sample."""
        fan_in, fan_out = self.net.shapes[layer]
        z = [
            sum(self.times(a[i], self.W[layer][i][j]) for i in range(fan_in)) + self.b[layer][j] for j in range(fan_out)
        ]
        return z, [self.activate(layer, value) for value in z]

    def forward(self, x: list[float]) -> tuple[list[list[float]], list[list[float]]]:
        """z of each layer, and the inputs of each layer with the prediction last."""
        zs, activations = [], [x]
        for layer in range(self.net.depth):
            z, a = self.layer(layer, activations[-1])
            zs.append(z)
            activations.append(a)
        return zs, activations

    def loss(self, prediction: list[float], y: list[float]) -> float:
        """Not counted."""
        return sum((ours - theirs) ** 2 for ours, theirs in zip(prediction, y, strict=True)) / 2 / SAMPLES

    def output_delta(self, prediction: list[float], y: list[float]) -> list[float]:
        """Not counted."""
        return [(ours - theirs) / SAMPLES for ours, theirs in zip(prediction, y, strict=True)]

    def total_loss(self) -> float:
        return sum(self.loss(self.forward(x)[1][-1], y) for x, y in self.samples())

    def samples(self) -> list[tuple[list[float], list[float]]]:
        return list(zip(self.x.tolist(), self.y.tolist(), strict=True))

    def zeros(self) -> dict[bp.ParameterId, float]:
        return dict.fromkeys(self.net.parameter_ids(), 0.0)

    def backprop(self) -> dict[bp.ParameterId, float]:
        gradient = self.zeros()
        for x, y in self.samples():
            zs, activations = self.forward(x)
            delta = self.output_delta(activations[-1], y)
            for layer in reversed(range(self.net.depth)):
                fan_in, fan_out = self.net.shapes[layer]
                for j in range(fan_out):
                    gradient[bp.ParameterId(layer, None, j)] += delta[j]
                    for i in range(fan_in):
                        gradient[bp.ParameterId(layer, i, j)] += self.times(activations[layer][i], delta[j])
                if layer:
                    da = [sum(self.times(delta[j], self.W[layer][i][j]) for j in range(fan_out)) for i in range(fan_in)]
                    delta = [self.times(da[i], self.slope(zs[layer - 1][i])) for i in range(fan_in)]
        return gradient

    def move(self, parameter: bp.ParameterId, by: float) -> None:
        if parameter.source is None:
            self.b[parameter.layer][parameter.target] += by
        else:
            self.W[parameter.layer][parameter.source][parameter.target] += by

    def moved_loss(self, parameter: bp.ParameterId, by: float) -> float:
        self.move(parameter, by)
        loss = self.total_loss()
        self.move(parameter, -by)
        return loss

    def one_sided(self) -> dict[bp.ParameterId, float]:
        before = self.total_loss()
        return {each: (self.moved_loss(each, H) - before) / H for each in self.net.parameter_ids()}

    def central(self) -> dict[bp.ParameterId, float]:
        return {
            each: (self.moved_loss(each, H) - self.moved_loss(each, -H)) / (2 * H) for each in self.net.parameter_ids()
        }

    def structured(self) -> dict[bp.ParameterId, float]:
        gradient = self.zeros()
        for x, y in self.samples():
            zs, activations = self.forward(x)
            for parameter in self.net.parameter_ids():
                for h in (H, -H):
                    loss = self.loss(self.prediction_after(parameter, h, zs, activations), y)
                    gradient[parameter] += loss / (2 * h)
        return gradient

    def prediction_after(
        self, parameter: bp.ParameterId, h: float, zs: list[list[float]], activations: list[list[float]]
    ) -> list[float]:
        """The prediction if a parameter is moved by h: what it does not change is taken from the forward pass."""
        layer, i, j = parameter.layer, parameter.source, parameter.target
        shift = h if i is None else self.times(activations[layer][i], h)
        a = list(activations[layer + 1])
        a[j] = self.activate(layer, zs[layer][j] + shift)
        if layer + 1 < self.net.depth:
            change = a[j] - activations[layer + 1][j]
            z = [zs[layer + 1][k] + self.times(change, self.W[layer + 1][j][k]) for k in range(len(zs[layer + 1]))]
            a = [self.activate(layer + 1, value) for value in z]
        for after in range(layer + 2, self.net.depth):
            a = self.layer(after, a)[1]
        return a

    def all_paths(self) -> tuple[dict[bp.ParameterId, float], int]:
        """The gradient as a sum over paths, and how many of them there are for one sample."""
        gradient, count = self.zeros(), 0
        for x, y in self.samples():
            zs, activations = self.forward(x)
            slopes = [[self.slope(value) for value in z] for z in zs[:-1]]
            delta = self.output_delta(activations[-1], y)
            for parameter in self.net.parameter_ids():
                after = [range(size) for size in self.net.sizes[parameter.layer + 2 :]]
                for chain in product([parameter.target], *after):
                    factors = [] if parameter.source is None else [activations[parameter.layer][parameter.source]]
                    for step, (unit, following) in enumerate(pairwise(chain), parameter.layer):
                        factors += [slopes[step][unit], self.W[step + 1][unit][following]]
                    total, *others = [*factors, delta[chain[-1]]]
                    for factor in others:
                        total = self.times(total, factor)
                    gradient[parameter] += total
                    count += 1
        return gradient, count // SAMPLES


def gradient(engine: Counting) -> dict[bp.ParameterId, float]:
    layers = bp.backward(
        engine.net, engine.params, bp.forward(engine.net, engine.params, engine.x), engine.y, "half_sse"
    )
    return {
        each: float(
            layers[each.layer].db[each.target]
            if each.source is None
            else layers[each.layer].dW[each.source, each.target]
        )
        for each in engine.net.parameter_ids()
    }


@each
def test_a_forward_pass(sizes):
    engine = Counting(sizes)
    engine.total_loss()
    assert operations.forward_cost(engine.net, SAMPLES) == engine.cost


@each
def test_backpropagation(sizes):
    engine = Counting(sizes)
    assert engine.backprop() == near(gradient(engine), rel=1e-10)
    assert operations.backprop_cost(engine.net, SAMPLES) == engine.cost


@each
@pytest.mark.parametrize("way", ["one_sided", "central", "structured"])
def test_finite_differences(sizes, way):
    engine = Counting(sizes)
    found = getattr(engine, way)()
    assert found == pytest.approx(gradient(engine), rel=1e-3, abs=1e-3 if way == "one_sided" else 1e-6)
    assert getattr(operations, f"{way}_cost")(engine.net, SAMPLES) == engine.cost


@each
def test_all_paths(sizes):
    engine = Counting(sizes)
    found, count = engine.all_paths()
    assert found == near(gradient(engine), rel=1e-9, abs=1e-15)
    assert operations.paths_cost(engine.net, SAMPLES) == engine.cost
    assert operations.path_count(engine.net) == count


@each
def test_every_unit_of_a_layer_lies_on_as_many_paths(sizes):
    net = bp.Network(sizes, "tanh", "identity")
    through = {(layer, unit): 0 for layer in range(net.depth) for unit in range(net.sizes[layer + 1])}
    for parameter in net.parameter_ids():
        after = [range(size) for size in net.sizes[parameter.layer + 2 :]]
        for chain in product([parameter.target], *after):
            for layer, unit in enumerate(chain, parameter.layer):
                through[layer, unit] += 1
    found = operations.shared_by(net)
    assert {place: found[place[0]] for place in through} == through


def test_backpropagation_costs_less_than_three_forward_passes_and_differences_one_for_each_parameter():
    for sizes in ((2, 4, 1), (10, 50, 50, 50, 10), (784, 128, 10)):
        net = bp.Network(sizes, "tanh", "identity")
        one = operations.forward_cost(net, 16).multiplications
        assert one < operations.backprop_cost(net, 16).multiplications < 3 * one + 16 * sum(sizes)
        assert operations.one_sided_cost(net, 16).multiplications == (net.parameter_count + 1) * one


def test_paths_explode_with_depth_and_backpropagation_does_not():
    deep, deeper = (bp.Network((4,) * size, "tanh", "identity") for size in (10, 11))
    assert operations.path_count(deeper) > 3.9 * operations.path_count(deep)
    assert operations.backprop_cost(deeper).multiplications < 1.2 * operations.backprop_cost(deep).multiplications


def test_costs_of_large_networks_are_whole_numbers_without_end():
    net = bp.Network((100,) * 60, "tanh", "identity")
    assert operations.path_count(net) > 10**115
    assert np.isfinite(float(operations.path_count(net)))
