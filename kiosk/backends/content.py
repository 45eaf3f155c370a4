"""Functions that unpack the bytes of an answer and decode the bytes as text. Too many unpacked bytes are an error.

A packed answer is a compressed answer, for example in the format gzip.
"""

import codecs
import re
import zlib

GZIP_MARK = b"\x1f\x8b\x08"
_MOST_LAYERS = 3
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks with their encodings.

UTF-32 must come before UTF-16, because the mark of UTF-32 begins with the mark of UTF-16.
"""
_BY_ZEROS = {(1, 3): "utf-16-le", (0, 2): "utf-16-be", (1, 2, 3): "utf-32-le", (0, 1, 2): "utf-32-be"}
_ALPHABETS = re.compile(
    r"(utf-?_?(8|16|32)|us-ascii|ascii|iso-?_?8859|latin|windows-|cp\d|koi8|mac|shift|sjis|euc|gb|big5)", re.IGNORECASE
)
"""The encodings that a server may use. Python also has other encodings, but not all of them give a text."""


class UnreadableContentError(Exception):
    """The error for bytes that cannot be read. The text of the error says why, in words for staff."""


def unpacked(body: bytes, packing: str, most: int) -> bytes:
    """Return the bytes as they were before the server packed them, or raise UnreadableContentError.

    `packing` is the Content-Encoding of the answer. The kiosk never asks for a packed answer, but some servers and
    proxies pack every answer. Some servers pack an answer and do not say so. Some servers say that plain bytes are
    packed. A small packed answer can become huge, so more than `most` unpacked bytes are an error.
    """
    layers = [name for name in (one.strip().lower() for one in packing.split(",")) if name not in {"", "identity"}]
    if len(layers) > _MOST_LAYERS:
        raise UnreadableContentError("packed too many times over")
    for name in reversed(layers):
        match name:
            case "gzip" | "x-gzip":
                body = _gunzipped(body, most) if body.startswith(GZIP_MARK) else _plain(body, name)
            case "deflate":
                body = _inflated(body, most) if not _is_text(body) else body
            case _:
                raise UnreadableContentError(f"packed in a way that nobody asked for ({_shown(name)})")
    return _gunzipped(body, most) if body.startswith(GZIP_MARK) else body


def _plain(body: bytes, packing: str) -> bytes:
    """Return the bytes unchanged, although the server says that they are packed with `packing`.

    The bytes are certainly not packed if they begin like JSON or like a web page, or if there are no bytes. Raises
    UnreadableContentError if the bytes begin in another way.
    """
    if body and not _is_text(body):
        raise UnreadableContentError(f"said to be packed ({packing}), but not so that it can be unpacked")
    return body


def _is_text(body: bytes) -> bool:
    """Return True if the bytes begin like JSON or like a web page."""
    return without_mark(body).lstrip()[:1] in {b"{", b"[", b'"', b"<"}


def _gunzipped(body: bytes, most: int) -> bytes:
    plain = bytearray()
    while body:
        one = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        plain += _taken(one, body, most, len(plain))
        body = one.unused_data.lstrip(b"\0")
        if not body.startswith(GZIP_MARK):
            break  # The bytes that follow are no packed part, so ignore them.
    return bytes(plain)


def _inflated(body: bytes, most: int) -> bytes:
    """Unpack "deflate" data. Some servers send a header of two bytes before the data, and others send no header."""
    try:
        return _taken(zlib.decompressobj(), body, most)
    except UnreadableContentError as why:
        if len(why.args) < 2:
            raise
    return _taken(zlib.decompressobj(wbits=-zlib.MAX_WBITS), body, most)


def _taken(unpacker: "zlib._Decompress", body: bytes, most: int, have: int = 0) -> bytes:
    """Unpack one part of an answer. `have` is the number of unpacked bytes of all earlier parts.

    Raises UnreadableContentError if the part is damaged, or if the whole answer gets longer than `most` bytes.
    """
    try:
        part = unpacker.decompress(body, most - have + 1)
    except zlib.error:
        raise UnreadableContentError("packed, and damaged on the way", "damaged") from None
    if have + len(part) > most:
        raise UnreadableContentError(too_big(most))
    if not unpacker.eof:
        raise UnreadableContentError("packed, and cut short on the way")
    return part


def too_big(most: int) -> str:
    """Return the words that say that an answer is larger than `most` bytes."""
    return f"over {most / 1024 / 1024:.3g} MB"


def text_of(body: bytes, content_type: str) -> str:
    """Return the bytes as text. Raises UnreadableContentError if their encoding is unknown or wrong.

    If the bytes begin with a byte-order mark, the mark shows the encoding. If some of the first four bytes are zero,
    their places show if the encoding is UTF-16 or UTF-32. Bytes with no mark and no such zero are read as UTF-8. If
    they are not valid UTF-8, the encoding in `content_type` is used. UTF-8 is tried first, because servers often name a
    wrong encoding in `content_type`.
    """
    for mark, alphabet in _MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], alphabet)
    zeros = [at for at, byte in enumerate(body[:4]) if byte == 0]
    if zeros and len(body) >= 4:
        # JSON begins with two ASCII characters, so the places of the zeros show the encoding (RFC 4627, section 3).
        return _decoded(body, _BY_ZEROS.get(tuple(zeros), "utf-8"))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _by_label(body, content_type)


def _by_label(body: bytes, content_type: str) -> str:
    said = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.ASCII)
    if said is None:
        raise UnreadableContentError("text that is not UTF-8, without a word on what it is")
    name = said[1]
    if not _ALPHABETS.match(name) or name.lower().replace("_", "-") in {"utf-8", "utf8"}:
        raise UnreadableContentError(f"text that cannot be read ({_shown(name)})")
    return _decoded(body, name)


def _decoded(body: bytes, alphabet: str) -> str:
    try:
        return body.decode(alphabet)
    except (UnicodeError, LookupError):
        raise UnreadableContentError(f"text that cannot be read ({_shown(alphabet)})") from None


def without_mark(body: bytes) -> bytes:
    """Return the bytes without a byte-order mark."""
    return next((body[len(mark) :] for mark, _ in _MARKS if body.startswith(mark)), body)


def is_page(body: bytes, content_type: str) -> bool:
    """Return True if the bytes are a web page.

    The first byte counts more than `content_type`, because some servers send JSON with the type of a web page.
    """
    first = without_mark(body[:256]).replace(b"\0", b"").lstrip()[:1]
    if first == b"<":
        return True
    return "html" in content_type and first not in {b"", b"{", b"[", b'"'}


def _shown(name: str) -> str:
    return "".join(one for one in name if one.isascii() and one.isprintable())[:40]
