"""What the benchmarks of speed share: ways to do one thing, timed side by side, and compared as ratios.

In each round all ways are timed one after the other, in turns of who begins, and what is compared is the median over
the rounds. What is measured is the time of the processor, so that other work on the machine disturbs little.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

Way = tuple[Callable[[], object], int]
"""What to time, and how many of the thing it does."""

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
ROUNDS = 21
WARM_UP = 2


def side_by_side(ways: dict[str, Way], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds for one of the thing, by way and round."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(WARM_UP + rounds):
        names = list(ways)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            action, count = ways[name]
            start = process_time()
            action()
            taken = process_time() - start
            if turn >= WARM_UP:
                seconds[name].append(taken / count)
    return seconds


def ratio(seconds: dict[str, list[float]], ours: str, theirs: str) -> float:
    """The median over the rounds of ours / theirs: what slows a whole round down leaves it alone."""
    return median(one / other for one, other in zip(seconds[ours], seconds[theirs], strict=True))


def judge(what: str, value: float, most: float) -> bool:
    """Print a ratio and its limit; whether it is kept."""
    kept = value <= most
    print(f"  {what}: {value:.3f} (limit {most:.3f}) {'ok' if kept else 'MISSED'}", flush=True)
    return kept


def judge_gain(what: str, value: float, least: float) -> bool:
    """Print how many times as fast something is, and how many it has to be; whether it is."""
    kept = value >= least
    print(f"  {what}: {value:.2f} × as fast (at least {least:g} ×) {'ok' if kept else 'MISSED'}", flush=True)
    return kept


def end(problems: Sequence[str]) -> None:
    """End with an error that says what is wrong; do nothing if nothing is."""
    if problems:
        sys.exit("Failed: " + "; ".join(problems))


def with_one_thread(module: str, main: Callable[[], bool]) -> int:
    """The exit code of a benchmark: 0 if `main` says that all limits are kept. NumPy gets one thread.

    How many threads there are is read when NumPy is imported, so the module is begun again with that said.
    """
    if not os.environ.items() >= ONE_THREAD.items():
        return subprocess.call([sys.executable, "-m", module], env=os.environ | ONE_THREAD)
    return 0 if main() else 1
