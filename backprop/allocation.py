"""Keeps freed memory within the process, so that the next trace finds it there.

A trace of a deep network is hundreds of arrays of some kilobytes, and one trace after the other is made and dropped.
The C library of Linux (glibc) gives memory at the end of the heap back to the system as soon as 128 kB of it are
free, and the next trace pays for every page again: measured with 50 layers, that was half of the time of both passes.
Freeing one large block raises that limit to twice the block's size (`man mallopt`, "dynamic mmap threshold"). The
block itself is never written to, so it takes no memory. Other systems just allocate and free it.
"""

import numpy as np

_LARGEST = 31 * 2**20
"""Bytes: just below the largest block for which glibc raises its limit."""


def keep_freed_memory() -> None:
    """Raise the limit, for the whole process."""
    np.empty(_LARGEST, dtype=np.uint8)
