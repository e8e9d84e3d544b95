"""What importing the engine brings along."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
import numpy.random  # a part of NumPy that is loaded on first use
before = {name.partition(".")[0] for name in sys.modules}
import backprop
after = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(after - before - sys.stdlib_module_names)))
"""


def test_the_engine_loads_numpy_alone() -> None:
    """A fresh interpreter tells: this one has already loaded everything."""
    output = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    assert json.loads(output) == ["backprop"]
