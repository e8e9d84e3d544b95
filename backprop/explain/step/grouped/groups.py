"""Coarser moments: a neuron, a layer, a whole phase. Each reveals what its operations reveal, in the same order."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from backprop.explain.step.grouped.layers import layer
from backprop.explain.step.grouped.neurons import neuron
from backprop.explain.step.grouped.phases import phase
from backprop.explain.step.moment import Highlight, Moment, Scene


def by_neuron(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """What one unit computes becomes one moment."""
    return _grouped(operations, lambda op: (op.phase, op.layer, op.neuron), lambda ops: neuron(scene, ops))


def by_layer(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """What one layer computes becomes one moment, in matrix form."""

    def key(op: Moment) -> tuple[object, ...]:
        return (op.phase, op.layer, "" if op.layer >= 0 or op.phase == "loss" else op.neuron)

    return _grouped(operations, key, lambda ops: layer(scene, ops))


def by_phase(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """Four moments: forward pass, loss, backward pass, update."""
    return _grouped(operations, lambda op: op.phase, lambda ops: phase(scene, ops))


def _grouped(
    operations: Iterable[Moment], key: Callable[[Moment], object], build: Callable[[list[Moment]], Moment]
) -> list[Moment]:
    moments = []
    for _, members in groupby(operations, key):
        ops = list(members)
        moment = ops[0] if len(ops) == 1 else build(ops)
        reveals = tuple(quantity for op in ops for quantity in op.reveals)
        moments.append(replace(moment, reveals=reveals, highlight=_merged(ops)))
    return moments


def _merged(ops: list[Moment]) -> Highlight:
    nodes = dict.fromkeys(node for op in ops for node in op.highlight.nodes)
    edges = dict.fromkeys(edge for op in ops for edge in op.highlight.edges)
    return Highlight(tuple(nodes), tuple(edges))
