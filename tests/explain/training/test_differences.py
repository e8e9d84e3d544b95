# pyright: reportArgumentType=false
"""Settings in words, and in what two experiments differ."""

from dataclasses import fields, replace

import pytest

import backprop as bp
from backprop.activations import ACTIVATIONS
from backprop.data.datasets import DATASETS
from backprop.explain.training.differences import (
    FIELD_HELP,
    FIELD_LABELS,
    INITIALIZER_TITLES,
    differences,
    differences_text,
    setting_text,
    settings_text,
)
from backprop.losses import LOSSES
from backprop.training.schedules import SCHEDULES

USUAL = bp.Experiment()
NAMES = [field.name for field in fields(bp.Experiment)]
TABLE = "a,b,c\n1,2,0\n2,3,1\n3,1,0\n"

CHANGES = {
    "learning_rate": (1.0, "0.3", "1"),
    "hidden": ((8, 8), "4-2", "8-8"),
    "activation": ("relu", "tanh", "ReLU"),
    "loss": ("half_sse", "Log loss", "½ squared"),
    "optimizer": ("adam", "gradient descent", "Adam"),
    "batch_size": (1, "10", "1"),
    "epochs": (200, "100", "200"),
    "initializer": ("zeros", "Xavier", "all 0"),
    "noise": (0.25, "0.1", "0.25"),
    "samples": (50, "200", "50"),
    "test_fraction": (0.3, "50 %", "30 %"),
    "seed": (7, "0", "7"),
    "features": (("x1", "x1*x2"), "the columns", "x₁, x₁x₂"),
    "schedule": ("cosine", "constant", "cosine"),
    "momentum": (0.5, "0.9", "0.5"),
    "l1": (0.001, "none", "0.001"),
    "l2": (1e-6, "none", "1×10⁻⁶"),
    "clip": (1.0, "none", "1"),
    "standardize": (True, "no", "yes"),
    "dataset": ("moons", "Circles", "Moons"),
    "random_labels": (0.25, "none", "25 %"),
}


@pytest.mark.parametrize("field", CHANGES)
def test_one_change_is_one_difference(field):
    value, before, after = CHANGES[field]
    usual = replace(USUAL, optimizer="nesterov") if field == "momentum" else USUAL
    (found,) = differences(usual, replace(usual, **{field: value}))
    assert (found.field, found.label) == (field, FIELD_LABELS[field])
    assert (found.before, found.after) == (before, after)
    (back,) = differences(replace(usual, **{field: value}), usual)
    assert (back.before, back.after) == (after, before)
    assert str(found) == f"{FIELD_LABELS[field]} {before} → {after}"


def test_what_plays_no_part_is_no_difference():
    assert differences(USUAL, replace(USUAL, momentum=0.5)) == ()
    found = differences(bp.Experiment("xor", noise=0.0), bp.Experiment("iris", noise=0.1))
    assert "noise" not in {difference.field for difference in found}


def test_no_difference():
    assert differences(USUAL, bp.Experiment()) == ()
    assert differences_text(()) == "no difference"


def test_several_differences_in_the_order_of_the_fields():
    found = differences(USUAL, replace(USUAL, learning_rate=1.0, hidden=(), activation="tanh", seed=3))
    assert [difference.field for difference in found] == ["hidden", "learning_rate", "seed"]
    assert differences_text(found) == "hidden layers 4-2 → none, learning rate α 0.3 → 1, seed 0 → 3"


def test_a_change_of_data_brings_its_loss_along():
    found = {d.field: d.after for d in differences(USUAL, bp.Experiment(dataset="iris"))}
    assert found == {
        "dataset": "Iris flowers",
        "loss": "Cross-entropy",
        "output": "softmax",
        "standardize": "yes",
    }


def test_ones_own_table_is_never_printed():
    one = bp.Experiment(dataset="own", data=TABLE)
    other = bp.Experiment(dataset="own", data=TABLE + "4,4,1\n", target="3")
    found = {d.field: (d.before, d.after) for d in differences(one, other)}
    assert found == {"data": ("these rows", "other rows"), "target": ("the last", "3")}
    found = {d.field: (d.before, d.after) for d in differences(USUAL, one)}
    assert found["dataset"] == ("Circles", "your own table")
    assert found["data"] == ("none", "these rows")


def test_one_activation_for_each_layer():
    mixed = replace(USUAL, activation=("tanh", "leaky_relu"))
    assert setting_text(mixed, "activation") == "tanh, leaky ReLU"


def test_every_field_has_a_label_and_a_sentence():
    assert list(FIELD_LABELS) == list(FIELD_HELP) == NAMES
    assert len(set(FIELD_LABELS.values())) == len(NAMES)
    for sentence in FIELD_HELP.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert sentence.count(".") == 1, "one sentence"
        assert len(sentence) <= 110


def test_tables_are_complete():
    titles = [setting_text(replace(USUAL, optimizer=name), "optimizer") for name in bp.OPTIMIZERS]
    assert len(set(titles)) == len(titles)
    assert set(INITIALIZER_TITLES) == set(bp.INITIALIZERS)


def test_every_value_of_every_table_has_words():
    for field, table in (("dataset", DATASETS), ("schedule", SCHEDULES)):
        for key in table:
            assert setting_text(bp.Experiment(**{field: key}), field) == table[key].title
    for name in bp.HIDDEN_ACTIVATIONS:
        assert setting_text(replace(USUAL, activation=name), "activation") == ACTIVATIONS[name].title
    for name in ("mse", "half_sse", "log_loss"):
        assert setting_text(replace(USUAL, loss=name), "loss") == LOSSES[name].title


def test_only_what_matters_is_listed():
    usual = dict(settings_text(USUAL))
    assert usual["learning rate α"] == "0.3"
    assert not {"own table", "target column", "momentum"} & set(usual)
    linear = dict(settings_text(bp.Experiment(dataset="iris", hidden=(), optimizer="nesterov")))
    assert "momentum" in linear
    assert not {"noise", "samples", "activation"} & set(linear)
    own = dict(settings_text(bp.Experiment(dataset="own", data=TABLE)))
    assert own["own table"] == "these rows"
    assert "noise" not in own
