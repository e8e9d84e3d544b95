"""Batches: each epoch sees each sample once, in an order that only seed and epoch decide."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.training.batches import Batches
from tests.helpers import more

often = more(2)
batches = given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 1000))


@batches
@often
def test_each_epoch_uses_each_sample_once(n, size, seed):
    parts = Batches(n, size, seed)
    assert parts.per_epoch == math.ceil(n / size)
    for epoch in range(3):
        updates = range(epoch * parts.per_epoch, (epoch + 1) * parts.per_epoch)
        rows = [parts.rows(k).tolist() for k in updates]
        assert sorted(row for batch in rows for row in batch) == list(range(n))
        assert [len(batch) for batch in rows[:-1]] == [min(size, n)] * (parts.per_epoch - 1)
        assert len(rows[-1]) == n - min(size, n) * (parts.per_epoch - 1) > 0
        assert rows == [parts.order(epoch)[part].tolist() for part in parts.slices()]


@batches
@often
def test_the_order_depends_on_seed_and_epoch_alone(n, size, seed):
    one, again = Batches(n, size, seed), Batches(n, size, seed)
    late = again.order(7).tolist()
    assert [one.order(epoch).tolist() for epoch in range(8)][7] == late
    assert Batches(n, 1, seed).order(7).tolist() == (
        late if one.per_epoch > 1 else Batches(n, 1, seed).order(7).tolist()
    )


def test_the_order_differs_between_epochs_and_seeds():
    parts = Batches(30, 10, 0)
    orders = {tuple(parts.order(epoch).tolist()) for epoch in range(50)}
    assert len(orders | {tuple(Batches(30, 10, seed).order(0).tolist()) for seed in range(1, 50)}) == 99
    assert tuple(range(30)) not in orders


@pytest.mark.parametrize("size", [30, 31, 2000])
def test_the_full_batch_keeps_the_order_of_the_data(size):
    parts = Batches(30, size, 5)
    assert (parts.size, parts.per_epoch) == (30, 1)
    assert parts.rows(17).tolist() == list(range(30))
