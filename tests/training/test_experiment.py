# pyright: reportArgumentType=false
"""An experiment checks itself, fills in what is usual, and goes through a link and back without loss."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.checks import Refused
from backprop.data.datasets import DATASETS, MOST_NOISE, MOST_SAMPLES
from backprop.data.features import FEATURES
from backprop.data.preparation import MOST_TEST
from backprop.training.experiment import (
    LARGEST_PENALTY,
    LARGEST_RATE,
    MOST_BATCH,
    MOST_EPOCHS,
    MOST_LAYERS,
    MOST_UNITS,
    fitting_losses,
    fitting_outputs,
    read_experiment,
    usual_output,
)
from backprop.training.schedules import SCHEDULES
from tests.helpers import more

FIELDS = tuple(field.name for field in dataclasses.fields(bp.Experiment))
DEFAULT = bp.Experiment()
NAN, INF = math.nan, math.inf
TABLE = "a,b,c\n1,2,0\n2,1,1\n3,5,0\n4,4,1\n"
NUMBERS = "1,2,0.5\n2,1,1.5\n3,5,2.25\n"

# Bad values ---------------------------------------------------------------------------------------------------------

NOT_TEXT = (None, 1, 1.5, True, (), ["circles"], b"circles", NAN)
NOT_WHOLE = (None, "1", 1.5, 1.0, True, False, NAN, INF, [1], -1, 10**400, np.float64(1.0), 1j)
NOT_A_NUMBER = (None, "0.1", True, False, NAN, INF, -INF, [0.1], np.zeros(2), 10**400, 1j)
CASES: dict[str, tuple[tuple[object, ...], str]] = {
    "dataset": ((*NOT_TEXT, "", "Circles", "circle", "../iris"), "and, or, xor, linear, circles"),
    "hidden": (
        (None, 4, "4", "42", (0,), (-1,), (1.5,), (True,), ("4",), (MOST_UNITS + 1,), (10**30,), (None,), (NAN,)),
        f"from 1 to {MOST_UNITS}",
    ),
    "activation": (
        (
            *(None, 1, True, "", "Tanh", "softmax", b"tanh", {"tanh": 1}),
            *((), ("tanh",), ("tanh", "tanh", "tanh")),
            *(("tanh", "elu"), ("tanh", None), ([], []), ("tanh", "softmax"), [["tanh"], "tanh"]),
        ),
        "",
    ),
    "loss": ((1, "", "mae", "MSE", ["mse"], (), True, b"mse"), ", ".join(bp.LOSSES)),
    "output": ((1, "", "tanh", "relu", "identity", "Sigmoid", ["sigmoid"], (), True, NAN), "sigmoid, softmax"),
    "optimizer": ((*NOT_TEXT, "", "SGD", "adamw"), ", ".join(bp.OPTIMIZERS)),
    "learning_rate": ((*NOT_A_NUMBER, 0, 0.0, -0.1, 2 * LARGEST_RATE), "a number above 0, up to 1e+06"),
    "batch_size": ((*NOT_WHOLE, 0, MOST_BATCH + 1), f"a whole number from 1 to {MOST_BATCH}"),
    "epochs": ((*NOT_WHOLE, 0, MOST_EPOCHS + 1), f"a whole number from 1 to {MOST_EPOCHS}"),
    "initializer": ((*NOT_TEXT, "", "glorot"), "zeros, all-equal, normal, uniform, xavier, he"),
    "noise": ((*NOT_A_NUMBER, -0.1, MOST_NOISE + 0.01, 1e300), f"a number from 0 to {MOST_NOISE}"),
    "samples": ((*NOT_WHOLE, 0, MOST_SAMPLES + 1), f"a whole number from 1 to {MOST_SAMPLES}"),
    "test_fraction": ((*NOT_A_NUMBER, -0.1, MOST_TEST + 0.01, 1), f"a number from 0 to {MOST_TEST}"),
    "seed": ((*NOT_WHOLE, 10**9), "a whole number from 0 to 999999999"),
    "features": (("x1", None, 1, ("x3",), ("x1", "x1"), (1,), ([],), {"x1"}, True), "x1, x2, x1^2"),
    "schedule": ((*NOT_TEXT, "", "Step", "linear"), "constant, step, cosine, 1/t"),
    "momentum": ((*NOT_A_NUMBER, -0.1, 1, 1.0, 2.0), "a number from 0 up to, but not including, 1"),
    "l1": ((*NOT_A_NUMBER, -0.1, 2 * LARGEST_PENALTY), "a number from 0"),
    "l2": ((*NOT_A_NUMBER, -0.1, 2 * LARGEST_PENALTY), "a number from 0"),
    "clip": ((*(bad for bad in NOT_A_NUMBER if bad is not None), 0, 0.0, -1.0), "a number above 0, or None"),
    "standardize": ((0, 1, "true", "", 1.0, (), NAN), "True, False or None"),
    "data": ((None, 1, b"1,2", ("1,2",), True), "text"),
    "target": ((None, 1, 1.5, ("c",), True), "text"),
    "random_labels": ((*NOT_A_NUMBER, -0.1, 1.01), "a number from 0 to 1"),
}


def test_every_field_has_bad_values():
    assert tuple(sorted(CASES)) == tuple(sorted(FIELDS))


@pytest.mark.parametrize(
    ("field", "value"),
    [pytest.param(f, v, id=f"{f}-{repr(v)[:25]}") for f, (values, _) in CASES.items() for v in values],
)
def test_bad_values_are_named(field, value):
    with pytest.raises(ValueError, match=rf"(?s)^{field} is .+; allowed: .") as caught:
        bp.Experiment(**{field: value})
    message = str(caught.value)
    shown = message[len(f"{field} is ") : message.index("; allowed: ")]
    members = [repr(member) for member in value] if isinstance(value, tuple | list | set | dict) else []
    assert shown.removesuffix("...") in repr(value) or shown in members or float(shown) == value
    assert CASES[field][1] in message
    assert len(message) < 400
    assert isinstance(caught.value, Refused)
    assert caught.value.field == field


def test_too_many_layers():
    assert bp.Experiment(hidden=(1,) * MOST_LAYERS).network().depth == MOST_LAYERS + 1
    with pytest.raises(ValueError, match=rf"^hidden is .*; allowed: a tuple of up to {MOST_LAYERS}"):
        bp.Experiment(hidden=(1,) * (MOST_LAYERS + 1))


CONTRADICTIONS = {
    "log_loss for three classes": ({"dataset": "iris", "loss": "log_loss"}, "loss", "with 3 classes: mse, half_sse"),
    "log_loss for a number": ({"dataset": "sine", "loss": "log_loss"}, "loss", "with a number to predict: mse"),
    "cross_entropy for a number": ({"dataset": "sine", "loss": "cross_entropy"}, "loss", "mse, half_sse"),
    "softmax for a number": ({"dataset": "bump", "output": "softmax"}, "output", "a number to predict: identity"),
    "sigmoid for four classes": ({"dataset": "blobs-4", "output": "sigmoid"}, "output", "with 4 classes: softmax"),
    "identity for two classes": ({"output": "identity"}, "output", "with 2 classes: sigmoid, softmax"),
    "log_loss on softmax": ({"loss": "log_loss", "output": "softmax"}, "loss", "cross_entropy"),
    "cross_entropy on sigmoid": ({"loss": "cross_entropy", "output": "sigmoid"}, "loss", "log_loss"),
    "features of one column": ({"dataset": "sine", "features": ("x1",)}, "features", "1 columns and not two"),
    "features of four columns": ({"dataset": "iris", "features": ("x1",)}, "features", "4 columns and not two"),
    "activations for other layers": ({"hidden": (3, 3, 3), "activation": ("tanh", "relu")}, "activation", "3 hidden"),
    "an activation for no layer": ({"hidden": (), "activation": ("tanh",)}, "activation", "each of the 0 hidden"),
    "own data without data": ({"dataset": "own"}, "data", "at least two lines of numbers"),
    "own data of one line": ({"dataset": "own", "data": "1,2"}, "data", "2 to 2000"),
    "own data with a gap": ({"dataset": "own", "data": "1,2\n3,\n"}, "data", "no cell may be empty"),
    "a target that is not there": ({"dataset": "own", "data": TABLE, "target": "d"}, "target", "from 1 to 3"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_are_named(case):
    values, field, allowed = CONTRADICTIONS[case]
    with pytest.raises(ValueError, match="; allowed: ") as caught:
        bp.Experiment(**values)
    assert isinstance(caught.value, Refused)
    assert caught.value.field == field
    assert allowed in str(caught.value)


# What an experiment is ----------------------------------------------------------------------------------------------


def test_the_contract():
    experiment = bp.Experiment(
        dataset="circles",
        hidden=(4, 2),
        activation="tanh",
        loss="log_loss",
        optimizer="sgd",
        learning_rate=0.3,
        batch_size=10,
        epochs=100,
        initializer="xavier",
        noise=0.1,
        samples=200,
        test_fraction=0.5,
        seed=0,
    )
    assert experiment == DEFAULT
    assert experiment.network() == bp.Network((2, 4, 2, 1), "tanh", "sigmoid")


def test_it_is_frozen():
    for field in FIELDS:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(DEFAULT, field, None)
    assert not hasattr(DEFAULT, "__dict__")


def test_equal_values_are_equal_whatever_their_type():
    one = bp.Experiment(
        hidden=[np.int64(4), 2], learning_rate=1, l1=0, seed=np.int64(3), features=["x1", "x2"], activation=["relu"] * 2
    )
    other = bp.Experiment(hidden=(4, 2), learning_rate=1.0, l1=0.0, seed=3, features=("x1", "x2"), activation="relu")
    assert one == other
    assert hash(one) == hash(other)
    assert {one: 1}[other] == 1
    assert all(type(getattr(one, name)) is type(getattr(other, name)) for name in FIELDS)


OTHER_VALUES = {
    "dataset": "moons",
    "hidden": (4, 3),
    "activation": ("tanh", "relu"),
    "loss": "mse",
    "optimizer": "adam",
    "learning_rate": 0.2,
    "batch_size": 11,
    "epochs": 99,
    "initializer": "he",
    "noise": 0.2,
    "samples": 100,
    "test_fraction": 0.25,
    "seed": 1,
    "features": ("x1", "sin x2"),
    "output": "softmax",
    "schedule": "1/t",
    "momentum": 0.5,
    "l1": 0.001,
    "l2": 1e-5,
    "clip": 1.5,
    "standardize": True,
    "random_labels": 0.5,
}


@pytest.mark.parametrize("field", OTHER_VALUES)
def test_each_field_makes_a_difference_and_goes_into_the_link(field):
    other = bp.Experiment(**{field: OTHER_VALUES[field]})
    assert other != DEFAULT
    assert field in other.to_query() or field == "output"  # softmax follows from cross-entropy
    assert bp.Experiment.from_query(other.to_query()) == other


def test_other_values_are_for_all_fields():
    assert {*OTHER_VALUES, "data", "target"} == set(FIELDS)


@pytest.mark.parametrize(
    ("given_values", "loss", "output", "standardize"),
    [
        ({}, "log_loss", "sigmoid", False),
        ({"loss": "mse"}, "mse", "sigmoid", False),
        ({"loss": "cross_entropy"}, "cross_entropy", "softmax", False),
        ({"output": "softmax"}, "cross_entropy", "softmax", False),
        ({"dataset": "sine"}, "mse", "identity", False),
        ({"dataset": "blobs-3"}, "cross_entropy", "softmax", False),
        ({"dataset": "blobs-3", "loss": "mse"}, "mse", "softmax", False),
        ({"dataset": "iris"}, "cross_entropy", "softmax", True),
        ({"dataset": "digits", "standardize": False}, "cross_entropy", "softmax", False),
        ({"dataset": "own", "data": TABLE}, "log_loss", "sigmoid", True),
        ({"dataset": "own", "data": NUMBERS}, "mse", "identity", True),
    ],
)
def test_what_is_left_open_becomes_what_is_usual(given_values, loss, output, standardize):
    experiment = bp.Experiment(**given_values)
    assert (experiment.loss, experiment.output, experiment.standardize) == (loss, output, standardize)
    explicit = bp.Experiment(**given_values | {"loss": loss, "output": output, "standardize": standardize})
    assert experiment == explicit
    assert hash(experiment) == hash(explicit)
    assert explicit.to_query() == experiment.to_query()


def test_a_table_that_is_not_used_is_not_kept():
    assert bp.Experiment(dataset="moons", data=TABLE, target="a") == bp.Experiment(dataset="moons")


def test_the_network_has_the_inputs_and_outputs_of_the_data():
    assert bp.Experiment(dataset="iris").network().sizes == (4, 4, 2, 3)
    assert bp.Experiment(features=("x1", "x2", "x1*x2")).network().sizes == (3, 4, 2, 1)
    assert bp.Experiment(output="softmax", hidden=()).network().sizes == (2, 2)
    assert bp.Experiment(dataset="own", data=TABLE, target="a", hidden=()).network().sizes == (2, 1)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_with_every_output_and_loss_that_fits(dataset):
    classes = len(bp.Experiment(dataset=dataset).table().classes)
    for loss in fitting_losses(classes):
        assert usual_output(loss, classes) in fitting_outputs(classes)
        experiment = bp.Experiment(dataset=dataset, loss=loss)
        data, net = experiment.prepare(), experiment.network()
        assert (data.x.shape[1], data.y.shape[1]) == (net.sizes[0], net.sizes[-1])


# Links --------------------------------------------------------------------------------------------------------------


def test_the_usual_experiment_needs_no_words():
    assert DEFAULT.to_query() == {}
    assert bp.Experiment.from_query({}) == DEFAULT


def test_a_link_reads_like_what_it_means():
    experiment = bp.Experiment(
        dataset="moons", hidden=(8, 8), activation=("relu", "tanh"), learning_rate=1.0, clip=0.5, features=("x1", "x2")
    )
    assert experiment.to_query() == {
        "dataset": "moons",
        "hidden": "8-8",
        "activation": "relu,tanh",
        "learning_rate": "1",
        "clip": "0.5",
        "features": "x1,x2",
    }
    assert bp.Experiment(hidden=()).to_query() == {"hidden": "none"}
    assert bp.Experiment(standardize=True).to_query() == {"standardize": "true"}
    assert bp.Experiment(output="softmax").to_query() == {"loss": "cross_entropy"}  # from which softmax follows


@st.composite
def experiments(draw: st.DrawFn) -> bp.Experiment:
    """Any experiment at all."""
    dataset = draw(st.sampled_from((*DATASETS, "own")))
    data = (
        draw(st.sampled_from((TABLE, NUMBERS, "ä;y\r\n1;x\n2;ß&%+\n3,5;ß&%+\n", "x\ty\n1,5\t2\n2\t3\n")))
        if dataset == "own"
        else ""
    )
    values: dict[str, object] = {"dataset": dataset, "data": data}
    if data in (TABLE, NUMBERS):
        values["target"] = draw(st.sampled_from(("", "1", "2")))
    hidden = draw(st.lists(st.integers(1, MOST_UNITS), max_size=MOST_LAYERS))
    names = st.sampled_from(bp.HIDDEN_ACTIVATIONS)
    one, each = names, st.lists(names, min_size=len(hidden), max_size=len(hidden)).map(tuple)
    values |= {"hidden": tuple(hidden), "activation": draw(st.one_of(one, each))}
    base = bp.Experiment(**values)
    classes, columns = len(base.table().classes), len(base.table().columns)
    output = draw(st.sampled_from((None, *fitting_outputs(classes))))
    fits = [loss for loss in fitting_losses(classes) if output in (None, *bp.LOSSES[loss].fits)]
    chosen = st.lists(st.sampled_from(tuple(FEATURES)), unique=True).map(tuple)
    number = st.floats(0.0, 1e6)
    return bp.Experiment(
        **values,
        output=output,
        loss=draw(st.sampled_from((None, *fits))),
        features=draw(chosen) if columns == 2 else (),
        optimizer=draw(st.sampled_from(tuple(bp.OPTIMIZERS))),
        learning_rate=draw(st.floats(5e-324, LARGEST_RATE)),
        batch_size=draw(st.integers(1, MOST_BATCH)),
        epochs=draw(st.integers(1, MOST_EPOCHS)),
        initializer=draw(st.sampled_from(tuple(bp.INITIALIZERS))),
        noise=draw(st.floats(0.0, MOST_NOISE)),
        samples=draw(st.integers(1, MOST_SAMPLES)),
        test_fraction=draw(st.floats(0.0, MOST_TEST)),
        seed=draw(st.integers(0, 999_999_999)),
        schedule=draw(st.sampled_from(tuple(SCHEDULES))),
        momentum=draw(st.floats(0.0, 1.0, exclude_max=True)),
        l1=draw(number),
        l2=draw(number),
        clip=draw(st.one_of(st.none(), st.floats(5e-324, 1e308))),
        standardize=draw(st.sampled_from((None, True, False))),
        random_labels=draw(st.floats(0.0, 1.0)),
    )


@given(experiments())
@more(3.75)
def test_there_and_back(experiment):
    query = experiment.to_query()
    assert all(isinstance(name, str) and isinstance(text, str) for name, text in query.items())
    again = bp.Experiment.from_query(query)
    assert again == experiment
    assert hash(again) == hash(experiment)
    assert again.to_query() == query
    assert read_experiment(query) == (experiment, [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"colour": "red"}, "experiment"),
        ({"hidden": "4,2"}, "hidden"),
        ({"hidden": "4-"}, "hidden"),
        ({"hidden": "٤"}, "hidden"),
        ({"epochs": "1e2"}, "epochs"),
        ({"epochs": "-1"}, "epochs"),
        ({"epochs": " 5"}, "epochs"),
        ({"epochs": "1_0"}, "epochs"),
        ({"seed": "1" * 5000}, "seed"),
        ({"learning_rate": "nan"}, "learning_rate"),
        ({"learning_rate": "1e999"}, "learning_rate"),
        ({"learning_rate": "0x1"}, "learning_rate"),
        ({"learning_rate": "1" * 5000}, "learning_rate"),
        ({"standardize": "True"}, "standardize"),
        ({"standardize": "none"}, "standardize"),
        ({"loss": "none"}, "loss"),
        ({"clip": ""}, "clip"),
        ({"noise": None}, "noise"),
        ({"noise": ["0.1"]}, "noise"),
        ({"dataset": "<script>alert(1)</script>"}, "dataset"),
    ],
)
def test_a_bad_link_is_refused_by_name_or_read_without_it(query, field):
    with pytest.raises(ValueError, match=rf"(?s)^{field} is .*; allowed: "):
        bp.Experiment.from_query(query)
    experiment, notes = read_experiment(query)
    assert experiment == DEFAULT
    assert len(notes) == 1
    assert notes[0].startswith(f"{field} is ")
    assert notes[0].endswith(".")
    assert len(notes[0]) < 500


def test_what_is_good_is_kept():
    query = {"epochs": "7", "hidden": "none", "loss": "log_loss", "dataset": "iris", "seed": "x", "colour": "red"}
    experiment, notes = read_experiment(query)
    assert experiment == bp.Experiment(epochs=7, hidden=(), dataset="iris")
    assert sorted(note.split(" is ")[0] for note in notes) == ["experiment", "loss", "seed"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"epochs": "7", "output": "softmax"}, {"epochs": 7, "output": "softmax", "loss": "cross_entropy"}),
        ({"epochs": "7", "dataset": "own", "data": "1,2"}, {"epochs": 7}),
        ({"dataset": "own", "data": "1,2\nx", "epochs": "7"}, {"epochs": 7}),
        ({"dataset": "own", "epochs": "7"}, {"epochs": 7}),
        (
            {"epochs": "7", "dataset": "own", "data": TABLE, "target": "z"},
            {"epochs": 7, "dataset": "own", "data": TABLE},
        ),
        ({"hidden": "3-3-3", "activation": "relu,tanh"}, {"hidden": (3, 3, 3)}),
        ({"epochs": "7", "loss": "log_loss", "output": "softmax"}, {"epochs": 7, "output": "softmax"}),
    ],
)
def test_only_what_is_bad_is_left_out(query, expected):
    """Whatever the order, an innocent value stays."""
    for order in (query, dict(reversed(query.items()))):
        experiment, notes = read_experiment(order)
        assert experiment == bp.Experiment(**expected)
        assert len(notes) == len(set(notes))


def test_the_test_above_has_notes_for_what_it_drops():
    _, notes = read_experiment({"epochs": "7", "dataset": "own", "data": "1,2"})
    assert 1 <= len(notes) <= 2
    assert "epochs" not in " ".join(notes)


HOSTILE = (
    "",
    " ",
    "none",
    "nan",
    "NaN",
    "inf",
    "-1",
    "0",
    "1e308",
    "1e-999",
    "9" * 400,
    "true",
    "null",
    "undefined",
    "<script>alert(1)</script>",
    "'; DROP TABLE users; --",
    "../../etc/passwd",
    "${7*7}",
    "{{7*7}}",
    "%00",
    "\x00",
    "\ud800",
    "٣",
    "²",
    "ａｄａｍ",
    "🙂" * 50,
    "-" * 1000,
    "," * 1000,
    "1-" * 1000,
    "a,b\n" * 300,
    "own",
    "softmax",
    "cross_entropy",
    "iris",
    "sine",
    "=1+1,2\n3,4",
    TABLE,
)
NAMES = st.one_of(
    st.sampled_from(FIELDS), st.sampled_from(("", "Dataset", "hidden ", "__class__", "<b>", "\ud800", "🙂"))
)


@given(st.dictionaries(NAMES, st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)), max_size=12))
@more(10)
def test_no_link_can_raise(query):
    experiment, notes = read_experiment(query)
    assert isinstance(experiment, bp.Experiment)
    assert all(isinstance(note, str) and note.endswith(".") and len(note) < 1000 for note in notes)
    kept = {name for name in query if name in FIELDS}
    assert len(notes) >= len(query.keys() - FIELDS)
    assert len(notes) <= len(query) + 1
    if not notes:
        assert bp.Experiment.from_query(query) == experiment
    if not kept:
        assert experiment == DEFAULT


@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(HOSTILE), min_size=1, max_size=4))
@more(7.5)
def test_every_value_that_is_dropped_leaves_a_note(query):
    """Read again without what was dropped, there is nothing more to say and the experiment is the same."""
    experiment, notes = read_experiment(query)
    if notes:
        named = {note.split(" is ", 1)[0].split("[")[0] for note in notes}
        kept = {name: text for name, text in query.items() if name not in named}
        if all(name in query for name in named):
            assert read_experiment(kept)[0] == experiment
    else:
        assert bp.Experiment.from_query(query) == experiment


@pytest.mark.parametrize("field", FIELDS)
def test_a_table_of_half_a_million_cells_or_a_long_text_is_no_trap(field):
    for text in ("1," * 200_000, "a" * 1_000_000, "-1" * 300_000, "9" * 1_000_000):
        experiment, notes = read_experiment({field: text})
        if field not in ("data", "target"):  # which mean nothing unless the data set is one's own
            assert (experiment, len(notes)) == (DEFAULT, 1)
            assert len(notes[0]) < 500
