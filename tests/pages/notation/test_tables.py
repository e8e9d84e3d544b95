"""The glossary and the losses as tables."""

import re

import backprop as bp
from pages.notation.tables import glossary, losses_glossary


def test_the_glossary_has_every_name_of_the_notation():
    frame = glossary()
    assert list(frame.columns) == ["name in code", "formula", "shape", "meaning"]
    shapes = dict(zip(frame["name in code"], frame["shape"], strict=True))
    assert shapes["`x`"] == "(n, features)"
    assert shapes["`y`"] == "(n, outputs)"
    assert shapes["`W`"] == shapes["`dW`"] == "(fan_in, fan_out)"
    assert shapes["`b`"] == shapes["`db`"] == "(fan_out,)"
    for name in ("z", "a", "da", "slope", "delta"):
        assert shapes[f"`{name}`"] == "(n, fan_out)"
    assert shapes["`learning_rate`"] == "scalar"
    assert len(shapes) == len(frame)
    assert all(re.fullmatch(r"\$[^$]+\$", formula) for formula in frame["formula"])
    assert all(meaning.endswith(".") for meaning in frame["meaning"])


def test_every_loss_states_its_convention():
    frame = losses_glossary()
    assert frame["name"].tolist() == [f"`{name}`" for name in bp.LOSSES]
    assert frame["convention"].tolist() == [loss.convention for loss in bp.LOSSES.values()]
    assert all(re.fullmatch(r"\$[^$]+\$", term) for term in frame["one term"])
