"""Freed memory stays in the process: a second trace takes no page faults."""

import subprocess
import sys

import pytest

COUNT = """
import resource
import numpy as np
import backprop as bp
net = bp.Network((32,) * 51, "tanh", "identity")
params, x = bp.initialize(net, "xavier", 0), np.random.default_rng(0).normal(size=(64, 32))
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bp.backward(net, params, bp.forward(net, params, x), x, "mse")
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults(), faults()
print(min(faults() for _ in range(5)))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc gives memory back so soon")
def test_a_second_trace_of_a_deep_network_takes_no_page_faults():
    ran = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 50
