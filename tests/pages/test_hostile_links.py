# pyright: reportArgumentType=false
"""Whatever a link says, the page is built, and a note in plain words says what was not understood."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.app import notes, share_link, text, visit
from tests.pages.hostile import NONSENSE, Link, links
from tests.site import KEYS

LINKS = links()

# A backslash takes the meaning of the sign after it.
ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+\-.!|$<>:~&@/]")
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


@pytest.mark.parametrize("link", LINKS, ids=name)
def test_no_link_breaks_a_page(link: Link) -> None:
    at = visit(link.path, **link.said)
    found = notes(at)
    check_notes(found)
    if link.bad is not None:
        assert found or at.error, f"nothing says that {link.bad} is wrong"
    if link.path == "/backprop":
        offered = urlsplit(share_link(at))
        assert set(parse_qs(offered.query)) <= set(KEYS["step_through"])
    assert "Traceback" not in text(at)


def test_there_are_enough_of_them_and_they_differ() -> None:
    assert len({(link.path, link.query()) for link in LINKS}) == len(LINKS) >= 200
    assert {key for link in LINKS for key in link.said} >= {key for keys in KEYS.values() for key in keys}
    assert {str(value) for link in LINKS for value in link.said.values()} >= set(NONSENSE)


@pytest.mark.parametrize("raw", ["<b>", "[a](b)", "![a](b)", "`a`", "a\u202eb", "*a*", "$a$", ":red[a]", "x" * 500])
def test_the_check_of_notes_notices(raw: str) -> None:
    with pytest.raises(AssertionError):
        check_notes([f"The link says k = {raw}."])
