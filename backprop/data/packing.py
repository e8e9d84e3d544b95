"""Packs a text for a link and unpacks it again; the size of both forms is limited, whatever a link contains."""

import base64
import binascii
import re
import zlib

from backprop.checks import invalid

MOST_PACKED = 4096
MOST_UNPACKED = 256 * 1024


def pack(text: str) -> str:
    """The text in compressed form, written in letters, digits, - and _ only, so that it can be part of a link.

    Raises:
        ValueError: `text` is too large for a link, or is not valid text.
    """
    try:
        data = text.encode("utf-8")
    except (AttributeError, UnicodeEncodeError) as error:
        raise invalid("data", text, "text") from error
    if len(data) > MOST_UNPACKED:
        raise invalid("size of the data", len(data), f"up to {MOST_UNPACKED} bytes for a link")
    packed = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode("ascii").rstrip("=")
    if len(packed) > MOST_PACKED:
        raise invalid("size of the packed data", len(packed), f"up to {MOST_PACKED} characters in a link")
    return packed


def unpack(packed: str) -> str:
    """The inverse of `pack`; the result has at most `MOST_UNPACKED` bytes.

    Raises:
        ValueError: `packed` is not a packed text, or its text is too large.
    """
    allowed = "what this app packed, complete and unchanged"
    if not isinstance(packed, str) or not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{MOST_PACKED}}}", packed):
        raise invalid("packed data", packed, f"{allowed}, up to {MOST_PACKED} letters, digits, - and _")
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        machine = zlib.decompressobj()
        plain = machine.decompress(data, MOST_UNPACKED + 1)
        if len(plain) > MOST_UNPACKED:
            raise invalid("packed data", packed, f"up to {MOST_UNPACKED} bytes when unpacked")
        if not machine.eof or machine.unused_data:
            raise invalid("packed data", packed, allowed)
        return plain.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise invalid("packed data", packed, allowed) from error
