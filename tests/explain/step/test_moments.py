# pyright: reportArgumentType=false
"""A training step as moments: what is revealed, in which order, at every granularity."""

import dataclasses
from collections import Counter
from itertools import pairwise

import pytest

import backprop as bp
from backprop.explain.step.moment import PHASES
from backprop.explain.step.moments import GRANULARITIES, moments, phase_starts, same_place, tape
from backprop.explain.step.quantities import NODE_KINDS, Quantity
from tests.explain.step.helpers import KEYS, SMALL, step_of, told

each_case = pytest.mark.parametrize("key", KEYS)
each_small_case = pytest.mark.parametrize("key", SMALL)


def revealed(key: str, granularity: str = "operation") -> list[tuple[str, Quantity]]:
    """Phase and number, in the order in which they become known."""
    all_moments = told(key, granularity)
    return tape(all_moments, len(all_moments) - 1)


def everything(net: bp.Network) -> set[Quantity]:
    """Every number of a training step, counted out without the help of any moment."""
    found = {Quantity("loss")}
    for layer, (fan_in, fan_out) in enumerate(net.shapes):
        for unit in range(fan_out):
            found |= {Quantity(kind, layer, unit) for kind in ("z", "a", "da", "slope", "delta")}
            for source in range(fan_in):
                found.add(Quantity("product", layer, unit, source))
                if layer > 0:
                    found.add(Quantity("share", layer, unit, source))
            for source in (*range(fan_in), None):
                found |= {Quantity(kind, layer, unit, source) for kind in ("gradient", "update", "new")}
    return found | {Quantity("term", net.depth - 1, unit) for unit in range(net.sizes[-1])}


def needs(net: bp.Network, quantity: Quantity) -> set[Quantity]:
    """What must be known before a number can be computed: the data flow of backpropagation, written down once more."""
    layer, unit, source = quantity.layer, quantity.unit, quantity.source
    last = net.depth - 1
    softmax = layer == last and net.output == "softmax"
    here = range(net.sizes[layer + 1]) if layer >= 0 else range(0)
    match quantity.kind:
        case "product":
            return {Quantity("a", layer - 1, source)} if layer else set()
        case "z":
            return {Quantity("product", layer, unit, i) for i in range(net.sizes[layer])}
        case "a":
            return {Quantity("z", layer, k) for k in here} if softmax else {Quantity("z", layer, unit)}
        case "term":
            return {Quantity("a", layer, unit)}
        case "loss":
            return {Quantity("term", last, k) for k in range(net.sizes[-1])}
        case "share":
            return {Quantity("delta", layer, unit)}
        case "da" if layer == last:
            return {Quantity("loss")}
        case "da":
            return {Quantity("share", layer + 1, k, unit) for k in range(net.sizes[layer + 2])}
        case "slope":
            return {Quantity("z", layer, unit), Quantity("a", layer, unit)}
        case "delta":
            das = {Quantity("da", layer, k) for k in here} if softmax else {Quantity("da", layer, unit)}
            return das | {Quantity("slope", layer, unit)}
        case "gradient":
            entering = {Quantity("a", layer - 1, source)} if layer and source is not None else set()
            return entering | {Quantity("delta", layer, unit)}
        case "update":
            return {Quantity("gradient", p.layer, p.target, p.source) for p in net.parameter_ids()}
        case "new":
            return {Quantity("update", layer, unit, source)}
    raise AssertionError(quantity)


@each_case
def test_every_granularity_reveals_the_same_numbers_in_the_same_order(key):
    finest = revealed(key)
    for granularity in GRANULARITIES:
        assert revealed(key, granularity) == finest


@each_case
def test_every_number_is_revealed_exactly_once(key):
    counts = Counter(quantity for _, quantity in revealed(key))
    assert set(counts) == everything(step_of(key).net)
    assert set(counts.values()) == {1}


@each_case
def test_nothing_is_revealed_before_what_it_depends_on(key):
    net = step_of(key).net
    known: set[Quantity] = set()
    for _, quantity in revealed(key):
        required = needs(net, quantity) if quantity.kind != "update" else set()
        assert required <= known, quantity
        known.add(quantity)


@each_case
def test_all_gradients_come_before_any_update(key):
    kinds = [quantity.kind for _, quantity in revealed(key)]
    last_gradient = max(place for place, kind in enumerate(kinds) if kind == "gradient")
    assert last_gradient < kinds.index("update")


@pytest.mark.parametrize("key", ["softmax-cross-entropy", "softmax-mse", "wide"])
def test_a_softmax_layer_knows_all_its_scores_before_its_first_activation(key):
    last = step_of(key).net.depth - 1
    kinds = [quantity.kind for _, quantity in revealed(key) if quantity.layer == last]
    assert max(i for i, kind in enumerate(kinds) if kind == "z") < kinds.index("a")
    assert max(i for i, kind in enumerate(kinds) if kind == "da") < kinds.index("delta")


@each_case
def test_phases_come_in_order_and_each_number_belongs_to_one(key):
    order = [phase for phase, _ in revealed(key)]
    assert order == sorted(order, key=PHASES.index)
    phases = {quantity.kind: phase for phase, quantity in revealed(key)}
    assert phases == dict.fromkeys(("product", "z", "a"), "forward") | dict.fromkeys(("term", "loss"), "loss") | (
        dict.fromkeys(("da", "slope", "delta", "gradient"), "backward") | dict.fromkeys(("update", "new"), "update")
    ) | ({"share": "backward"} if step_of(key).net.depth > 1 else {})


@each_case
@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_known_is_the_running_count(key, granularity):
    count = 0
    for moment in told(key, granularity):
        count += len(moment.reveals)
        assert moment.known == count
    assert count == len(everything(step_of(key).net))


@each_small_case
def test_the_tape_grows_and_never_changes(key):
    for granularity in GRANULARITIES:
        all_moments = told(key, granularity)
        whole = tape(all_moments, len(all_moments) - 1)
        for index, moment in enumerate(all_moments):
            assert tape(all_moments, index) == whole[: moment.known]


@each_case
def test_granularities_have_the_promised_number_of_moments(key):
    net = step_of(key).net
    assert [moment.phase for moment in told(key, "phase")] == list(PHASES)
    counts = Counter(moment.phase for moment in told(key, "layer"))
    assert counts["forward"] == net.depth
    assert counts["loss"] == 1
    assert counts["backward"] == net.depth + 1  # one to say that it stops
    numbers = [len(told(key, granularity)) for granularity in GRANULARITIES]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)


def test_neurons_of_mazurs_network():
    assert [moment.title for moment in told("mazur", "neuron")] == [
        "h₁: weighted sum, then activation",
        "h₂: weighted sum, then activation",
        "ŷ₁: weighted sum, then activation",
        "ŷ₂: weighted sum, then activation",
        "How wrong is ŷ₁?",
        "How wrong is ŷ₂?",
        "One number for how wrong we are",
        "ŷ₁: error signal and gradients",
        "ŷ₂: error signal and gradients",
        "h₁: error signal and gradients",
        "h₂: error signal and gradients",
        "It stops at the input layer",
        "h₁: new weights",
        "h₂: new weights",
        "ŷ₁: new weights",
        "ŷ₂: new weights",
        "Frozen parameters keep their values",
        "One training step is done",
    ]


def test_an_operation_reveals_one_number_except_an_update_which_has_a_change_and_a_value():
    for moment in told("mazur"):
        if moment.phase != "update":
            assert len(moment.reveals) == (moment.neuron != "stop")
        elif moment.main:
            assert [quantity.kind for quantity in moment.reveals] == ["update", "new"]


@each_case
def test_every_moment_says_everything_about_itself(key):
    for granularity in GRANULARITIES:
        for moment in told(key, granularity):
            for part in (moment.place, moment.title, moment.symbols, moment.result, moment.why, moment.code):
                assert part
                assert part == part.strip()
            assert moment.why.endswith(".")
            assert moment.numbers or moment.neuron in ("stop", "frozen")
            assert moment.main is None or moment.main in moment.reveals


@each_small_case
def test_highlights_point_at_things_that_exist(key):
    net = step_of(key).net
    seen_edges, seen_nodes = set(), set()
    for granularity in GRANULARITIES:
        for moment in told(key, granularity):
            for node_layer, unit in moment.highlight.nodes:
                assert 0 <= node_layer <= net.depth
                assert 0 <= unit < net.sizes[node_layer]
            for layer, source, target in moment.highlight.edges:
                assert net.has(bp.ParameterId(layer, source, target))
            for things in (moment.highlight.nodes, moment.highlight.edges):
                assert len(set(things)) == len(things)
            if granularity == "operation":
                seen_edges |= set(moment.highlight.edges)
                seen_nodes |= set(moment.highlight.nodes)
    assert seen_edges == {(p.layer, p.source, p.target) for p in net.parameter_ids() if not p.is_bias}
    assert seen_nodes == {(layer, unit) for layer, size in enumerate(net.sizes) for unit in range(size)}


@each_small_case
def test_an_operation_highlights_the_unit_or_weight_of_its_number(key):
    for moment in told(key):
        if moment.main is None or moment.main.kind == "loss":
            continue
        quantity = moment.main
        if quantity.kind in NODE_KINDS:
            assert moment.highlight.nodes == ((quantity.layer + 1, quantity.unit),)
        elif quantity.source is not None:
            assert moment.highlight.edges == ((quantity.layer, quantity.source, quantity.unit),)


@each_small_case
def test_same_place_is_the_first_moment_that_knows_as_much(key):
    for old_granularity in GRANULARITIES:
        for new_granularity in GRANULARITIES:
            old, new = told(key, old_granularity), told(key, new_granularity)
            places = [same_place(old, index, new) for index in range(len(old))]
            assert places == sorted(places)
            assert places[-1] == len(new) - 1
            for moment, place in zip(old[:-1], places[:-1], strict=True):
                assert new[place].known >= moment.known
                assert place == 0 or new[place - 1].known < moment.known


@each_case
def test_phase_starts_are_where_the_phase_changes(key):
    for granularity in GRANULARITIES:
        all_moments = told(key, granularity)
        starts = phase_starts(all_moments)
        assert list(starts) == list(PHASES)
        phases = [moment.phase for moment in all_moments]
        changes = [0, *(place for place, (a, b) in enumerate(pairwise(phases), start=1) if a != b)]
        assert list(starts.values()) == changes


def test_every_sample_of_a_batch_has_its_own_moments():
    step = step_of("log-loss-batch")
    results = {tuple(moment.result for moment in told("log-loss-batch", "operation", s)) for s in range(len(step.x))}
    assert len(results) == len(step.x)


def test_moments_are_immutable_and_a_pure_function():
    first, again = (moments(step_of("mazur"), 0, "operation") for _ in range(2))
    assert first == again
    with pytest.raises(dataclasses.FrozenInstanceError):
        first[0].title = "other"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("granularity", ["", "Phase", "unit", None, 3])
def test_an_unknown_granularity_is_refused(granularity):
    with pytest.raises(ValueError, match=r"granularity is .*; allowed: phase, layer, neuron, operation"):
        moments(step_of("mazur"), 0, granularity)


@pytest.mark.parametrize("sample", [-1, 1, 1.0, True, None, "0"])
def test_a_sample_that_is_not_there_is_refused(sample):
    with pytest.raises(ValueError, match=r"sample is .*; allowed: a whole number from 0 to 0"):
        moments(step_of("mazur"), sample)


def test_hidden_blame_is_shown_term_by_term():
    """h₁ of Mazur's network: w₅ δ₁ + w₇ δ₂, each share its own moment, then the sum."""
    titles = [m.title for m in told("mazur") if m.main and m.main.kind in ("share", "da") and m.layer == 0]
    assert titles[:3] == [
        "ŷ₁ hands back blame to h₁",
        "ŷ₂ hands back blame to h₁",
        "How much is h₁ to blame?",
    ]


def test_frozen_parameters_share_one_moment_that_changes_nothing():
    (moment,) = (moment for moment in told("frozen-weights") if moment.neuron == "frozen")
    step = step_of("frozen-weights")
    frozen = {q for q in moment.reveals if q.kind == "new"}
    assert {q.parameter for q in frozen} == {
        p for p in step.net.parameter_ids() if (p.layer, p.is_bias) in ((0, False), (1, True))
    }
    assert all(step.parameters[q.parameter] == step.parameters_after[q.parameter] for q in frozen)
    done = told("all-frozen")[-1]
    assert done.result == "All parameters are frozen: nothing has changed."
