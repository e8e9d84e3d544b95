"""A run in a link is the same run again; a table too large for a link is refused before it breaks one."""

from dataclasses import replace

import numpy as np
import pytest

from backprop.training.experiment import Experiment
from pages.shared.setups import read_run, write_run

TABLE = "a,b,kind\n" + "\n".join(f"{a},{a * a},{'x' if a % 3 else 'y'}" for a in range(300))
OWN = Experiment(dataset="own", data=TABLE, hidden=(3,))


@pytest.mark.parametrize("experiment", [Experiment(), OWN, replace(OWN, hidden=(2, 2), target="kind", loss="mse")])
def test_a_run_is_read_as_it_was_written(experiment):
    written = write_run(experiment)
    assert read_run(written) == (experiment, [])
    assert len(written) < len(TABLE)


def test_a_table_in_plain_text_is_read_as_well():
    assert read_run(f"dataset=own&hidden=3&data={TABLE}".replace("\n", "%0A"))[0].data == TABLE


def test_what_is_too_large_is_refused():
    rows = np.random.default_rng(0).normal(size=(2_000, 8)).tolist()
    table = "\n".join(",".join(map(str, [*row, "x" if row[0] > 0 else "y"])) for row in rows)
    with pytest.raises(ValueError, match="link"):
        write_run(replace(OWN, data=table))


@pytest.mark.parametrize("packed", ["zzz", "%00", "eNpL", "A" * 5000])
def test_a_broken_table_leaves_a_sentence(packed):
    experiment, notes = read_run(f"dataset=own&packed={packed}")
    assert isinstance(experiment, Experiment)
    assert any("packed data" in note for note in notes)
