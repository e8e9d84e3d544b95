"""Packing: what is packed comes back; anything else is one sentence, and takes no room."""

import base64
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop.checks import Refused
from backprop.data.packing import MOST_PACKED, MOST_UNPACKED, pack, unpack

DATA = Path(backprop.__file__).parent / "data"


@given(st.text(max_size=500))
def test_what_is_packed_comes_back_and_fits_an_address(text):
    packed = pack(text)
    assert unpack(packed) == text
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(packed) <= MOST_PACKED


@given(st.text(max_size=80))
def test_any_link_is_unpacked_or_refused(packed):
    try:
        text = unpack(packed)
    except Refused:
        return
    assert isinstance(text, str)


@given(st.integers(0, 10_000))
def test_a_damaged_link_is_refused(seed):
    rng = np.random.default_rng(seed)
    packed = pack("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    place = int(rng.integers(2, len(packed) - 2))
    other = packed[:place] + ("A" if packed[place] != "A" else "B") + packed[place + 1 :]
    for damaged in (other, packed[:place], packed + packed[:place], packed + "AAAA"):
        with pytest.raises(ValueError, match=r"^packed data is .*; allowed: what this app packed"):
            unpack(damaged)


def test_iris_fits_into_a_link_and_digits_do_not():
    iris = (DATA / "iris.csv").read_text("utf-8")
    assert unpack(pack(iris)) == iris
    with pytest.raises(ValueError, match=r"^size of the packed data is \d+; allowed: up to 4096 characters in a link$"):
        pack((DATA / "digits.csv").read_text("utf-8")[:MOST_UNPACKED])


def test_what_is_too_large_is_refused_however_well_it_packs():
    assert unpack(pack("0" * MOST_UNPACKED)) == "0" * MOST_UNPACKED
    with pytest.raises(ValueError, match=r"^size of the data is 262145; allowed: up to 262144 bytes for a link$"):
        pack("0" * (MOST_UNPACKED + 1))
    with pytest.raises(ValueError, match=r"^size of the data is 300000"):
        pack("木" * 100_000)


def bare(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_a_bomb_is_not_unpacked(monkeypatch):
    bomb = bare(zlib.compress(b"0" * (MOST_UNPACKED * 8), 9))
    assert len(bomb) <= MOST_PACKED
    made = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self.machine = real()

        def decompress(self, *given):
            plain = self.machine.decompress(*given)
            made.append(len(plain))
            return plain

        def __getattr__(self, name):
            return getattr(self.machine, name)

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    with pytest.raises(ValueError, match=r"^packed data is .*; allowed: up to 262144 bytes when unpacked$"):
        unpack(bomb)
    assert made == [MOST_UNPACKED + 1]


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "A",
        "AAAA",
        "eNo",
        "=" * 8,
        "a b",
        "a+b/",
        "%41",
        "é" * 4,
        None,
        3,
        b"eNoDAAAAAAE",
        bare(b"not compressed"),
        bare(zlib.compress(b"\xff\xfe")),
        bare(zlib.compress(b"cut off" * 10)[:-3]),
        bare(zlib.compress(b"more") + b"behind"),
        bare(b"\x80\x04K\x01."),  # a pickle
        pack("1,2\n3,4") + "\n",
        "A" * (MOST_PACKED + 1),
    ],
)
def test_anything_else_is_refused(packed):
    with pytest.raises(ValueError, match=r"^packed data is .*; allowed: what this app packed, complete and unchanged"):
        unpack(packed)


@pytest.mark.parametrize("text", [None, 3, "\ud800"])
def test_what_is_no_text_is_not_packed(text):
    with pytest.raises(ValueError, match=r"^data is .*; allowed: text$"):
        pack(text)


def test_a_link_made_elsewhere_is_read():
    assert unpack("eNoz1DHiMtYxAQAErQEt") == "1,2\n3,4"
