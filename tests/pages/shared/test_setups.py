"""From choices to a training step: there always is one, and a note for each choice that was dropped."""

from dataclasses import fields, replace
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.explain.step.moments import moments
from backprop.initializers import INITIALIZERS
from backprop.optimizers import OPTIMIZERS
from pages.shared.setups import (
    CHOICES,
    OWN,
    RUN,
    Choices,
    default_loss,
    fitting_losses,
    resolve,
    samples_fit,
    usual_samples,
)
from tests.helpers import assert_same_parameters, more
from tests.pages.shared.test_textforms import HOSTILE

OWN_NETWORK = Choices(example=OWN)
TEXT = st.one_of(st.text(max_size=40), st.sampled_from([text for text in HOSTILE if len(text) < 100]))


ANY_CHOICES = st.builds(
    Choices,
    example=st.one_of(st.sampled_from(CHOICES), TEXT),
    loss=st.one_of(st.none(), st.sampled_from(list(bp.LOSSES)), TEXT),
    rate=st.one_of(st.none(), st.floats()),
    optimizer=st.one_of(st.sampled_from(list(OPTIMIZERS)), TEXT),
    biases=st.one_of(st.none(), st.booleans()),
    weights=st.one_of(st.sampled_from(["", "w1.1.1=0.5", "w1.1.1=-1e6;b2.1=3", "w9.9.9=1"]), TEXT),
    sizes=st.one_of(st.sampled_from(["2-3-1", "1-1", "2-2-2", "16-16", "3-2"]), TEXT),
    hidden=st.one_of(st.sampled_from(list(bp.ACTIVATIONS)), TEXT),
    output=st.one_of(st.sampled_from(list(bp.ACTIVATIONS)), TEXT),
    initializer=st.one_of(st.sampled_from(list(INITIALIZERS)), TEXT),
    seed=st.integers(-5, 2**70),
    samples=st.one_of(st.sampled_from(["0 1 > 1", "1 > 0", "0 1 > 3", "1 2 > 0 1", "1e6 -1e6 > 0.5"]), TEXT),
)


@given(ANY_CHOICES)
@more(5)
def test_whatever_is_chosen_there_is_a_step(choices):
    """Nothing is raised, nothing warns, and the step can be explained."""
    setup = resolve(choices)
    step = setup.first
    assert step.net == setup.example.net
    assert step.prediction.shape == step.y.shape
    assert len(moments(step, 0, "phase")) == 4
    assert all(note.endswith(".") and "; allowed: " in note and " Using " in note for note in setup.notes)
    assert len(setup.notes) == len(set(setup.notes))
    assert all(setup.first.parameters[parameter] == value for parameter, value in setup.edited.items())


@pytest.mark.parametrize("key", CHOICES)
def test_the_defaults_are_the_examples_own(key):
    setup = resolve(Choices(example=key))
    assert setup.notes == ()
    assert setup.edited == {}
    if key in bp.EXAMPLES:
        example = bp.EXAMPLES[key]
        assert setup.example is example
        ours, theirs = setup.first, example.trace()
        assert (ours.loss_name, ours.optimizer, ours.frozen) == (theirs.loss_name, theirs.optimizer, theirs.frozen)
        assert ours.loss == theirs.loss
        assert_same_parameters(ours.parameters_after, theirs.parameters_after)


def test_ones_own_network():
    choices = replace(
        OWN_NETWORK,
        sizes="3-4-2",
        hidden="relu",
        output="softmax",
        initializer="he",
        seed=7,
        samples="1 2 3 > 0 1; 4 5 6 > 0.5 0.5",
        rate=0.25,
        optimizer="adam",
        biases=False,
        weights="w1.3.4=0.5; b2.2=-1",
    )
    setup = resolve(choices)
    assert setup.notes == ()
    step = setup.first
    assert step.net == bp.Network((3, 4, 2), "relu", "softmax")
    assert step.x.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert step.y.tolist() == [[0, 1], [0.5, 0.5]]
    assert step.loss_name == "cross_entropy"
    assert step.optimizer == bp.adam(0.25)
    assert step.frozen == {"b1", "b2"}
    before = bp.initialize(step.net, "he", 7)
    assert_same_parameters(setup.example.parameters, before)
    edited = {bp.ParameterId(0, 2, 3): 0.5, bp.ParameterId(1, None, 1): -1.0}
    assert setup.edited == edited
    assert_same_parameters(step.parameters, before.replace(edited))


@pytest.mark.parametrize(("biases", "frozen"), [(None, {"b1", "b2"}), (False, {"b1", "b2"}), (True, set())])
def test_biases_of_mazurs_network(biases, frozen):
    assert resolve(Choices(biases=biases)).first.frozen == frozen


@pytest.mark.parametrize(
    ("changes", "fields", "kept"),
    [
        ({"example": "<script>"}, ["example is '<script>'"], {}),
        ({"example": ""}, ["example is ''"], {}),
        ({"loss": "cubed"}, ["loss is 'cubed'"], {"loss_name": "half_sse"}),
        ({"loss": "cross_entropy"}, ["loss is 'cross_entropy'"], {"loss_name": "half_sse"}),
        ({"rate": float("nan")}, ["learning_rate is nan"], {"optimizer": bp.sgd(0.5)}),
        ({"rate": 0.0}, ["learning_rate is 0.0"], {"optimizer": bp.sgd(0.5)}),
        ({"rate": -1.0, "optimizer": "adam"}, ["learning_rate is -1.0"], {"optimizer": bp.sgd(0.5)}),
        ({"optimizer": "lbfgs"}, ["optimizer is 'lbfgs'"], {"optimizer": bp.sgd(0.5)}),
        ({"weights": "w9.1.1=1"}, ["weight set by hand is 'w9.1.1'"], {}),
        ({"weights": "w1.1.1=0.5;w9.1.1=1"}, ["weight set by hand is 'w9.1.1'"], {}),
        ({"weights": "w1.1.1=nan", "loss": "?"}, ["loss is '?'", "w1.1.1 is 'nan'"], {}),
    ],
)
def test_a_choice_that_is_dropped_is_named_and_the_example_takes_its_place(changes, fields, kept):
    setup = resolve(Choices(**changes))
    assert len(setup.notes) == len(fields)
    for note, field in zip(setup.notes, fields, strict=True):
        assert note.startswith(field)
    assert setup.example is bp.EXAMPLES["mazur"]
    for name, value in kept.items():
        assert getattr(setup.first, name) == value
    assert_same_parameters(setup.first.parameters, bp.EXAMPLES["mazur"].parameters)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"sizes": "0-0"}, ["layer sizes is '0-0'"]),
        ({"sizes": "3-2-1"}, ["inputs of sample 1 is '1 0'"]),
        ({"hidden": "softmax"}, ["hidden is 'softmax'"]),
        ({"output": "softmax"}, ["output is 'softmax'"]),
        ({"output": "step"}, ["output is 'step'"]),
        ({"initializer": "magic"}, ["initializer is 'magic'"]),
        ({"seed": -1}, ["seed is -1"]),
        ({"samples": "hello"}, ["sample 1 is 'hello'"]),
        ({"sizes": "?", "hidden": "?", "initializer": "?", "samples": "?"}, ["layer", "hidden", "init", "sample 1"]),
    ],
)
def test_ones_own_choices_that_are_dropped_are_named(changes, fields):
    setup = resolve(replace(OWN_NETWORK, **changes))
    assert [note.startswith(field) for note, field in zip(setup.notes, fields, strict=True)] == [True] * len(fields)
    assert setup.example.key == OWN


@pytest.mark.parametrize("output", list(bp.ACTIVATIONS))
@pytest.mark.parametrize("loss", list(bp.LOSSES))
def test_a_loss_that_does_not_fit_the_output_is_dropped_with_a_note(output, loss):
    sizes, samples = "2-3-2", "0 1 > 0 1; 1 0 > 1 0"
    setup = resolve(replace(OWN_NETWORK, sizes=sizes, samples=samples, output=output, loss=loss))
    if loss in bp.losses_for(output):
        assert setup.notes == ()
        assert setup.first.loss_name == loss
    else:
        (note,) = setup.notes
        assert note.startswith(f"loss is '{loss}'; allowed: with a {output} output: ")
        assert setup.first.loss_name == default_loss(replace(OWN_NETWORK, output=output))


def test_log_loss_with_targets_that_are_no_probabilities():
    setup = resolve(replace(OWN_NETWORK, samples="0 1 > 3", loss="log_loss"))
    assert setup.notes == ("target 1 of sample 1 is 3; allowed: from 0 to 1 with Log loss. Using MSE.",)
    assert setup.first.loss_name == "mse"


@pytest.mark.parametrize(
    ("samples", "note"),
    [
        ("1 0 > 0 1; 1 1 > 0.5 -0.25", "target 2 of sample 2 is -0.25; allowed: from 0 to 1 with Cross-entropy."),
        ("1 0 > 0 1; 1 1 > 1 1", "the sum of the targets of sample 2 is 2; allowed: 1 with Cross-entropy."),
    ],
)
def test_targets_that_are_no_distribution_are_named_as_they_were_written(samples, note):
    choices = replace(OWN_NETWORK, sizes="2-2", output="softmax", loss="cross_entropy", samples=samples)
    (found,) = resolve(choices).notes
    assert found.lower() == f"{note} Using MSE.".lower()


@pytest.mark.parametrize("loss", [None, "mse", "half_sse"])
def test_a_default_that_does_not_fit_the_targets_is_no_choice_that_was_dropped(loss):
    setup = resolve(replace(OWN_NETWORK, samples="0 1 > 3", loss=loss))
    assert setup.notes == ()
    assert setup.first.loss_name == (loss or "mse")


@pytest.mark.parametrize(
    ("output", "usual"),
    [("sigmoid", "log_loss"), ("softmax", "cross_entropy"), ("identity", "mse"), ("relu", "mse"), ("nonsense", "mse")],
)
def test_the_usual_loss_of_an_output(output, usual):
    choices = replace(OWN_NETWORK, output=output)
    assert default_loss(choices) == usual
    assert usual in fitting_losses(choices)


@pytest.mark.parametrize("key", list(bp.EXAMPLES))
def test_the_usual_loss_of_an_example_is_its_own(key):
    choices = Choices(example=key, output="softmax")
    assert default_loss(choices) == bp.EXAMPLES[key].loss
    assert fitting_losses(choices) == bp.losses_for(bp.EXAMPLES[key].net.output)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ()),
        ({"loss": "half_sse", "rate": 0.5, "biases": False, "weights": "w1.1.1=0.15"}, ()),
        ({"loss": "mse"}, ("the loss",)),
        ({"rate": 0.25, "optimizer": "adam"}, ("the learning rate", "the optimizer")),
        ({"biases": True}, ("whether biases are trained",)),
        ({"weights": "w1.1.1=0.16"}, ("weights",)),
        ({"loss": "nonsense", "weights": "w9.9.9=1"}, ()),
    ],
)
def test_what_is_not_as_the_example_has_it(changes, words):
    assert resolve(Choices(**changes)).changed == words
    assert resolve(replace(OWN_NETWORK, **changes)).changed == ()


@given(st.lists(st.integers(1, 16), min_size=2, max_size=4))
def test_there_are_samples_for_every_network_and_they_fit_every_loss(sizes):
    layers = "-".join(map(str, sizes))
    choices = replace(OWN_NETWORK, sizes=layers, samples=usual_samples(layers))
    assert samples_fit(choices)
    outputs = ("sigmoid", "softmax") if sizes[-1] > 1 else ("sigmoid",)
    for output in outputs:
        for loss in bp.losses_for(output):
            setup = resolve(replace(choices, output=output, loss=loss))
            assert setup.notes == ()
            assert 2 <= len(setup.first.x) <= 4
            assert len(np.unique(setup.first.x, axis=0)) == len(setup.first.x)


def test_samples_of_the_usual_network_are_xor_and_stay_for_sizes_that_cannot_be_read():
    assert usual_samples(Choices().sizes) == usual_samples("nonsense") == Choices().samples
    assert samples_fit(replace(OWN_NETWORK, sizes="nonsense"))
    assert not samples_fit(replace(OWN_NETWORK, sizes="3-1"))


def test_choices_can_be_kept_by_and_setups_are_a_pure_function_of_them():
    assert hash(Choices()) == hash(Choices(example="mazur"))
    assert {field.name: getattr(Choices(), field.name) for field in fields(Choices)}["weights"] == ""
    one, other = (resolve(replace(OWN_NETWORK, seed=3)) for _ in range(2))
    assert_same_parameters(one.first.parameters_after, other.first.parameters_after)
    np.testing.assert_array_equal(one.first.x, other.first.x)


def test_an_update_of_a_training_run_is_the_one_that_was_taken():
    experiment = bp.Experiment("iris", (3,), epochs=2, optimizer="momentum", l2=0.01, clip=0.5)
    setup = resolve(Choices(example=RUN, run=urlencode(experiment.to_query())))
    theirs = bp.train(experiment).trace(0)
    assert setup.notes == ()
    assert setup.changed == ()
    assert setup.first.loss == theirs.loss
    assert_same_parameters(setup.first.parameters_after, theirs.parameters_after)


def test_what_is_wrong_with_a_training_run_is_noted():
    setup = resolve(Choices(example=RUN, run="dataset=iris&hidden=x&loss=log_loss"))
    assert len(setup.notes) == 2
    assert setup.first.net.sizes == (4, 4, 2, 3)
