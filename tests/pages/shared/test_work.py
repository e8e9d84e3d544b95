"""Work that takes a while: done once, for one visitor at a time, and kept."""

from collections import OrderedDict
from threading import Barrier, Event, Lock, Thread

import pytest

from pages.shared import work


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the results of other tests, and without a page to draw on."""
    monkeypatch.setattr(work, "_done", OrderedDict())
    monkeypatch.setattr(work.st, "session_state", {})
    monkeypatch.setattr(work._Shown, "draw", lambda self, share, words: None)


def test_two_visitors_share_one_computation():
    counted, both, go = [], Barrier(2), Event()

    def compute(progress: work.Progress) -> str:
        counted.append(1)
        go.wait(5)
        return "result"

    def visit(found: list[object]) -> None:
        both.wait(5)
        found.append(work.worked("key", compute, "Training", "Train"))

    results: list[object] = []
    visitors = [Thread(target=visit, args=(results,)) for _ in range(2)]
    for each in visitors:
        each.start()
    go.set()
    for each in visitors:
        each.join(10)
    assert results == ["result", "result"]
    assert counted == [1]


def test_who_is_stopped_leaves_the_way_free():
    def stopped(progress: work.Progress) -> str:
        raise RuntimeError

    lock = Lock()
    for alone in (None, lock):
        with pytest.raises(RuntimeError):
            work.worked("key", stopped, "Training", "Train", alone)
        assert work.worked("key", lambda progress: 7, "Training", "Train", alone) == 7
        work.forget("key")
    assert not lock.locked()
    assert not work._at_work


def test_going_on_after_a_stop_keeps_what_others_have_found():
    work._stop("key")
    work.worked("other", lambda progress: 1, "Training", "Train")
    work._done["key"] = 2
    work._go_on("key")
    assert work.worked("key", lambda progress: 3, "Training", "Train") == 2
    work.forget("key")
    assert work.worked("key", lambda progress: 3, "Training", "Train") == 3


def test_the_oldest_results_are_forgotten(monkeypatch):
    monkeypatch.setattr(work, "MOST", 2)
    for key in ("one", "two"):
        work.worked(key, lambda progress, key=key: key, "Training", "Train")
    assert work.done("one") == "one"
    work.worked("three", lambda progress: "three", "Training", "Train")
    assert (work.done("one"), work.done("two"), work.done("three")) == ("one", None, "three")
