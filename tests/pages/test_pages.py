"""Every page, and the names of all widgets."""

from itertools import combinations

import pytest
from streamlit.testing.v1.element_tree import Widget

from pages.step_through import compute
from tests.pages.app import PAGE_OF_PATH, let_go, moment, player, press, put, seen, text, visit
from tests.site import HEADINGS, KEYS, PATHS, ROWS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("path", "heading"), HEADINGS.items())
def test_every_page_is_built(path: str, heading: str, theme: str) -> None:
    at = visit(path, theme)
    assert at.title[0].value == heading
    assert len(seen(at)) > 10
    assert not at.warning
    assert not at.error


def test_an_error_does_not_go_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard itself: all tests here rely on it."""

    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(compute, "told", fail)
    with pytest.raises(AssertionError, match="encountered an error"):
        visit()


def test_no_key_is_on_two_pages() -> None:
    for (one, keys), (other, others) in combinations(KEYS.items(), 2):
        assert not set(keys) & set(others), f"on {one} and on {other}"
    for keys in KEYS.values():
        assert len(keys) == len(set(keys))


def bound_keys(path: str, **said: str) -> set[str]:
    """The keys of the widgets on a page whose value is in the link."""
    at = visit(path, **said)
    widgets = {node.key for node in (*at.main, *at.sidebar) if isinstance(node, Widget) and is_bound(node)}
    name = "p_tab" if path == "/playground" else "tab"
    tabs = {name} if any(node.type == "tab_container" for node in at.main) else set()
    return {key for key in widgets | tabs if key}


def is_bound(node: Widget) -> bool:
    """Streamlit tells the browser under which name a widget's value goes into the link."""
    return bool(getattr(node.proto, "query_param_key", ""))


@pytest.mark.parametrize("path", HEADINGS)
def test_every_bound_widget_is_listed(path: str) -> None:
    declared = [dict(row.seen_with) for page, row in ROWS.values() if PATHS[page] == path and row.seen_with]
    others = [said for index, said in enumerate(declared) if said not in declared[:index]]
    found = bound_keys(path).union(*(bound_keys(path, **said) for said in others))
    assert found == set(KEYS.get(PAGE_OF_PATH.get(path, ""), ()))


def test_home_shows_the_step_that_the_link_names() -> None:
    first, last = visit("/"), visit("/", seen="80")
    assert "Step 0." in text(first)
    assert "Step 80." in text(last)
    assert text(first) != text(last)


def test_home_the_film_shows_a_network_learn() -> None:
    at = visit("/")
    assert player(at)["invitation"] == "Watch a network learn"
    let_go(at, 80)
    assert at.session_state["seen"] == 80
    assert text(at) == text(visit("/", seen="80")), "the link must show what the film left"


def test_home_says_what_the_colours_mean() -> None:
    words = text(visit("/"))
    for word in ("blue", "orange", "no colour"):
        assert word in words


def test_the_glossary_has_two_columns() -> None:
    """A third one would push the page of a phone sideways."""
    rows = [line for line in text(visit("/notation")).splitlines() if line.startswith("|")]
    assert len(rows) > 20
    assert {row.count(" | ") for row in rows} == {1}


def test_home_tells_where_to_go() -> None:
    links = visit("/").get("page_link")
    assert {page_link.proto.page for page_link in links} >= {"backprop"}  # pyright: ignore


def test_the_result_of_mazurs_example() -> None:
    at = press(visit(), "last")
    put(at, tab="Gradients")
    frame = at.dataframe[0].value.set_index("parameter")
    assert frame.loc["w₁", "new value"] == pytest.approx(0.149780716, abs=5e-10)
    assert frame.loc["w₅", "gradient"] == pytest.approx(0.0821670406, abs=5e-11)
    assert moment(at)[0] == moment(at)[1]
