"""What an answer's bytes hold: unpacked within the limit, and read as text in the alphabet that they are written in."""

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
"""A mark before the text says its alphabet. The mark of UTF-32 begins with that of UTF-16, so it stands first."""
_BY_ZEROS = {(1, 3): "utf-16-le", (0, 2): "utf-16-be", (1, 2, 3): "utf-32-le", (0, 1, 2): "utf-32-be"}
_ALPHABETS = re.compile(
    r"(utf-?_?(8|16|32)|us-ascii|ascii|iso-?_?8859|latin|windows-|cp\d|koi8|mac|shift|sjis|euc|gb|big5)", re.IGNORECASE
)
"""Names of alphabets that a server may write in. Python's list holds more, and among them are no alphabets at all."""


class Unreadable(Exception):
    """The bytes cannot be read; the text says why, in words for staff."""


def unpacked(body: bytes, packing: str, most: int) -> bytes:
    """Return the bytes as they were before the server packed them, or raise Unreadable.

    Nobody asked for a packed answer. Some servers and proxies pack all the same, some forget to say so, and some say so
    of plain bytes. Never more than `most` bytes are unpacked, however small they came.
    """
    layers = [name for name in (one.strip().lower() for one in packing.split(",")) if name not in {"", "identity"}]
    if len(layers) > _MOST_LAYERS:
        raise Unreadable("packed too many times over")
    for name in reversed(layers):
        match name:
            case "gzip" | "x-gzip":
                body = _gunzipped(body, most) if body.startswith(GZIP_MARK) else _plain(body, name)
            case "deflate":
                body = _inflated(body, most) if not _is_text(body) else body
            case _:
                raise Unreadable(f"packed in a way that nobody asked for ({_shown(name)})")
    return _gunzipped(body, most) if body.startswith(GZIP_MARK) else body


def _plain(body: bytes, packing: str) -> bytes:
    """Return bytes that were said to be packed and are not, or raise Unreadable for what is neither."""
    if body and not _is_text(body):
        raise Unreadable(f"said to be packed ({packing}), but not so that it can be unpacked")
    return body


def _is_text(body: bytes) -> bool:
    """Return true for bytes that begin as JSON or a web page does."""
    return without_mark(body).lstrip()[:1] in {b"{", b"[", b'"', b"<"}


def _gunzipped(body: bytes, most: int) -> bytes:
    found = bytearray()
    while body:
        one = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        found += _taken(one, body, most, len(found))
        body = one.unused_data.lstrip(b"\0")
        if not body.startswith(GZIP_MARK):
            break  # what stands behind the last part says nothing
    return bytes(found)


def _inflated(body: bytes, most: int) -> bytes:
    """Unpack "deflate", which some servers send with its two bytes of head and some without."""
    try:
        return _taken(zlib.decompressobj(), body, most)
    except Unreadable as why:
        if len(why.args) < 2:
            raise
    return _taken(zlib.decompressobj(wbits=-zlib.MAX_WBITS), body, most)


def _taken(unpacker: "zlib._Decompress", body: bytes, most: int, have: int = 0) -> bytes:
    """Unpack one part; with the `have` bytes of the parts before it there are never more than `most`."""
    try:
        found = unpacker.decompress(body, most - have + 1)
    except zlib.error:
        raise Unreadable("packed, and damaged on the way", "damaged") from None
    if have + len(found) > most:
        raise Unreadable(too_big(most))
    if not unpacker.eof:
        raise Unreadable("packed, and cut short on the way")
    return found


def too_big(most: int) -> str:
    """Say that an answer holds more than the kiosk reads."""
    return f"over {most / 1024 / 1024:.3g} MB"


def text_of(body: bytes, content_type: str) -> str:
    """Return the bytes as text, or raise Unreadable. A mark before the text counts first, then UTF-8, then the label.

    JSON has to be UTF-8, and text that happens to be right UTF-8 is UTF-8 in practice, whatever its label says.
    """
    for mark, alphabet in _MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], alphabet)
    zeros = [at for at, byte in enumerate(body[:4]) if byte == 0]
    if zeros and len(body) >= 4:
        # JSON begins with two signs of ASCII, so the places of the zeros tell the alphabet (RFC 4627, section 3).
        return _decoded(body, _BY_ZEROS.get(tuple(zeros), "utf-8"))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _by_label(body, content_type)


def _by_label(body: bytes, content_type: str) -> str:
    said = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.ASCII)
    if said is None:
        raise Unreadable("text that is not UTF-8, without a word on what it is")
    name = said[1]
    if not _ALPHABETS.match(name) or name.lower().replace("_", "-") in {"utf-8", "utf8"}:
        raise Unreadable(f"text that cannot be read ({_shown(name)})")
    return _decoded(body, name)


def _decoded(body: bytes, alphabet: str) -> str:
    try:
        return body.decode(alphabet)
    except (UnicodeError, LookupError):
        raise Unreadable(f"text that cannot be read ({_shown(alphabet)})") from None


def without_mark(body: bytes) -> bytes:
    """Return the bytes without the mark that may stand before text."""
    return next((body[len(mark) :] for mark, _ in _MARKS if body.startswith(mark)), body)


def is_page(body: bytes, content_type: str) -> bool:
    """Return true for a web page. Some servers call their JSON one, so what the bytes begin with decides first."""
    first = without_mark(body[:256]).replace(b"\0", b"").lstrip()[:1]
    if first == b"<":
        return True
    return "html" in content_type and first not in {b"", b"{", b"[", b'"'}


def _shown(name: str) -> str:
    return "".join(one for one in name if one.isascii() and one.isprintable())[:40]
