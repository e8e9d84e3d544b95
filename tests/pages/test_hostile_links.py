# pyright: reportArgumentType=false
"""Whatever a link says, the page is built, and a note in plain words says what was not understood."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.app import notes, share_link, text, visit
from tests.pages.hostile import NONSENSE, Link, several, single, together
from tests.site import KEYS

SINGLE, SEVERAL = single(), several()
COMBINATIONS = [link for link in SEVERAL if len(link.said) > 2]
LINKS = [*together(SINGLE), *(link for link in SEVERAL if len(link.said) <= 2), *COMBINATIONS[::2]]
"""Of a normal run: every odd value once, and half of the random combinations."""
NIGHTLY = [*SINGLE, *COMBINATIONS[1::2]]

# A backslash takes the meaning of the sign after it.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|$<>:~&@/])")
MARKDOWN = re.compile(r"[\\`*_\[\]<>$|~#&@]|://|:\w+\[")


def name(link: Link) -> str:
    query = link.query()
    return link.path + "?" + (query if len(query) < 60 else query[:57] + "...")


def check_notes(found: list[str]) -> None:
    """Notes are short sentences in which nothing is Markdown or HTML, and nothing is invisible."""
    for note in found:
        bare = ESCAPED.sub("", note)
        assert not MARKDOWN.search(bare), note
        assert note.replace("\n", "").isprintable(), ascii(note)
        assert len(bare) < 400, note


@pytest.mark.parametrize(
    "link", [*LINKS, *(pytest.param(link, marks=pytest.mark.nightly) for link in NIGHTLY)], ids=name
)
def test_no_link_breaks_a_page(link: Link) -> None:
    at = visit(link.path, **link.said)
    found = notes(at)
    check_notes(found)
    assert found or at.error or not link.bad, f"nothing says that {link.bad} is wrong"
    told = [ESCAPED.sub(r"\1", note) for note in found]
    unnamed = [key for key in link.bad if not any(key.split("_")[-1] in note for note in told)]
    assert len(link.bad) == 1 or len(unnamed) <= len(at.error), f"nothing says that {unnamed} are wrong"
    if link.path == "/backprop":
        offered = urlsplit(share_link(at))
        assert set(parse_qs(offered.query)) <= set(KEYS["step_through"])
    assert "Traceback" not in text(at)


def said(links: list[Link]) -> set[tuple[str, str, str]]:
    return {(link.path, key, str(value)) for link in links for key, value in link.said.items()}


def test_there_are_enough_of_them_and_they_differ() -> None:
    assert len({(link.path, link.query()) for link in [*SINGLE, *SEVERAL]}) == len(SINGLE) + len(SEVERAL)
    assert len(together(SINGLE)) < len(SINGLE) / 3
    assert said(LINKS) >= said(SINGLE), "together they say all that they say one by one"
    assert said([*LINKS, *NIGHTLY]) == said([*SINGLE, *SEVERAL])
    assert {key for link in LINKS for key in link.bad} == {key for link in [*SINGLE, *SEVERAL] for key in link.bad}
    assert {key for _, key, _ in said(LINKS)} >= {key for keys in KEYS.values() for key in keys}
    assert {value for _, _, value in said(LINKS)} >= set(NONSENSE)


@pytest.mark.parametrize("raw", ["<b>", "[a](b)", "![a](b)", "`a`", "a\u202eb", "*a*", "$a$", ":red[a]", "x" * 500])
def test_the_check_of_notes_notices(raw: str) -> None:
    with pytest.raises(AssertionError):
        check_notes([f"The link says k = {raw}."])
