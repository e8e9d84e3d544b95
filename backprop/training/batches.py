"""Batches: which samples each update of a training run uses."""

from math import ceil

import numpy as np

Array = np.ndarray


class Batches:
    """Which samples each update uses: each sample once per epoch, in an order that depends only on seed and epoch.

    Args:
        n: number of training samples.
        size: samples in a batch; the last batch of an epoch may be smaller.
        seed: seed of the order. A full batch keeps the order of the data.
    """

    def __init__(self, n: int, size: int, seed: int) -> None:
        self.n, self.size, self.seed = n, min(size, n), seed
        self.per_epoch = ceil(n / self.size)

    def order(self, epoch: int) -> Array:
        """The order of the samples in one epoch (n,)."""
        if self.per_epoch == 1:
            return np.arange(self.n)
        return np.random.default_rng([self.seed, 2, epoch]).permutation(self.n)

    def slices(self) -> list[slice]:
        """For each update of an epoch, its part of the epoch's order."""
        return [slice(start, min(start + self.size, self.n)) for start in range(0, self.n, self.size)]

    def rows(self, update: int) -> Array:
        """The samples that one update uses, in order."""
        epoch, batch = divmod(update, self.per_epoch)
        return self.order(epoch)[batch * self.size : (batch + 1) * self.size]
