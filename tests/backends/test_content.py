"""Tests of compressed answers, of answers in other character sets, and of answers with a wrong header.

If an answer cannot be read, the error says why.
"""

import asyncio
import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.content import UnreadableContentError, text_of, unpacked
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.http import LARGEST_ANSWER, Wire
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.schema import raw
from kiosk.backends.myturn.site import MyTurnSite
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.test_odd_servers import NOON
from tests.backends.tiny import http, tiny
from tests.backends.visits import ZONE
from tests.backends.wires import exchanged

SAID = {"name": "Bibliothèque d'outils", "n": [1, None]}
JSON = json.dumps(SAID, ensure_ascii=False).encode()
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
DEFLATED = RAW_DEFLATE.compress(JSON) + RAW_DEFLATE.flush()
LATIN = {"name": "Bibliothèque"}


def latin(alphabet: str) -> bytes:
    return json.dumps(LATIN, ensure_ascii=False).encode(alphabet)


READ = {
    "a mark before it": http(b"\xef\xbb\xbf" + JSON),
    "a mark, a label and spaces": http(b"\xef\xbb\xbf \r\n" + JSON, content_type="application/json; charset=utf-8"),
    "gzip, nobody asked": http(gzip.compress(JSON), content_encoding="gzip"),
    "gzip by its old name": http(gzip.compress(JSON), content_encoding="x-gzip"),
    "gzip in large letters": http(gzip.compress(JSON), content_encoding="GZIP"),
    "gzip, not said": http(gzip.compress(JSON)),
    "gzip twice": http(gzip.compress(gzip.compress(JSON)), content_encoding="gzip, gzip"),
    "gzip in two parts": http(gzip.compress(JSON[:9]) + gzip.compress(JSON[9:]), content_encoding="gzip"),
    "gzip with zeros behind it": http(gzip.compress(JSON) + b"\0" * 9, content_encoding="gzip"),
    "gzip, and a mark inside": http(gzip.compress(b"\xef\xbb\xbf" + JSON), content_encoding="gzip"),
    "said to be gzip, and plain": http(JSON, content_encoding="gzip"),
    "deflate": http(zlib.compress(JSON), content_encoding="deflate"),
    "deflate without its head": http(DEFLATED, content_encoding="deflate"),
    "said to be deflate, and plain": http(JSON, content_encoding="deflate"),
    "identity": http(JSON, content_encoding="identity"),
    "identity and gzip": http(gzip.compress(JSON), content_encoding="identity, gzip"),
    "labelled as a page": http(JSON, content_type="text/html"),
    "labelled as a page, with a charset": http(b"\xef\xbb\xbf" + JSON, content_type="text/html; charset=UTF-8"),
    "labelled as a page, in gzip": http(gzip.compress(JSON), content_type="text/html", content_encoding="gzip"),
    "labelled as XHTML": http(JSON, content_type="application/xhtml+xml"),
    "labelled as text": http(JSON, content_type="text/plain"),
    "not labelled": http(JSON, content_type=""),
    "UTF-16 with a mark": http("\ufeff".encode("utf-16-le") + JSON.decode().encode("utf-16-le")),
    "UTF-16 the other way round": http("\ufeff".encode("utf-16-be") + JSON.decode().encode("utf-16-be")),
    "UTF-16 without a word": http(JSON.decode().encode("utf-16-le")),
    "UTF-32 without a word": http(JSON.decode().encode("utf-32-be")),
    "UTF-16 labelled as a page": http(JSON.decode().encode("utf-16"), content_type="text/html; charset=utf-16"),
    "UTF-8 labelled as Latin-1": http(JSON, content_type="application/json; charset=iso-8859-1"),
}


@pytest.mark.parametrize("sent", READ.values(), ids=READ.keys())
def test_it_is_read(sent: bytes) -> None:
    answer = exchanged(sent)
    assert isinstance(answer, HttpAnswer)
    assert raw(answer) == SAID


@pytest.mark.parametrize("alphabet", ["iso-8859-1", "ISO-8859-15", "windows-1252", "cp1252", "latin1", '"latin-1"'])
def test_another_alphabet_is_read_where_the_label_says_so(alphabet: str) -> None:
    answer = exchanged(http(latin(alphabet.strip('"')), content_type=f"application/json; Charset={alphabet}"))
    assert isinstance(answer, HttpAnswer)
    assert raw(answer) == LATIN


NOT_READ = {
    "over 2 MB": (http(b"[" * (LARGEST_ANSWER + 1)), "over 2 MB"),
    "over 2 MB unpacked": (http(gzip.compress(b" " * (LARGEST_ANSWER + 1)), content_encoding="gzip"), "over 2 MB"),
    "over 2 MB deflated": (http(zlib.compress(b" " * (LARGEST_ANSWER + 1)), content_encoding="deflate"), "over 2 MB"),
    "br": (http(b"\x0b\x02\x80", content_encoding="br"), "packed in a way that nobody asked for (br)"),
    "zstd": (http(b"\x28\xb5\x2f\xfd", content_encoding="zstd"), "packed in a way that nobody asked for (zstd)"),
    "compress": (http(b"\x1f\x9d", content_encoding="compress"), "packed in a way that nobody asked for (compress)"),
    "cut gzip": (http(gzip.compress(JSON)[:-12], content_encoding="gzip"), "packed, and cut short on the way"),
    "damaged gzip": (
        http(gzip.compress(JSON, mtime=0)[:-8] + b"\0" * 8, content_encoding="gzip"),
        "packed, and damaged",
    ),
    "no gzip at all": (http(b"\x00\x01\x02", content_encoding="gzip"), "not so that it can be unpacked"),
    "damaged deflate": (http(b"\xff\xfe\xfd" * 9, content_encoding="deflate"), "packed, and damaged on the way"),
    "packed for ever": (http(JSON, content_encoding="gzip, gzip, gzip, gzip"), "packed too many times over"),
    "Latin-1 without a word": (http(latin("latin-1")), "text that is not UTF-8, without a word on what it is"),
    "Latin-1 called UTF-8": (
        http(latin("latin-1"), content_type="application/json; charset=utf-8"),
        "text that cannot be read (utf-8)",
    ),
    "an alphabet that is none": (
        http(latin("latin-1"), content_type="application/json; charset=idna"),
        "text that cannot be read (idna)",
    ),
    "cut UTF-16": (http(JSON.decode().encode("utf-16")[:-1]), "text that cannot be read (utf-16-le)"),
    "a page": (http(b"<html>", content_type="text/html"), "a web page in place of data"),
    "a page labelled as JSON": (http(b"\xef\xbb\xbf\n<!doctype html>"), "a web page in place of data"),
    "a page in gzip": (http(gzip.compress(b"<html>"), content_encoding="gzip"), "a web page in place of data"),
    "a page in words": (http(b"Please log in", content_type="text/html"), "a web page in place of data"),
    "nothing": (http(b""), "an empty answer"),
    "nothing in gzip": (http(gzip.compress(b"  "), content_encoding="gzip"), "an empty answer"),
    "half the JSON": (http(JSON[:-3]), "not JSON"),
}


@pytest.mark.parametrize(("sent", "why"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_cannot_be_read_is_said_in_words_that_fit(sent: bytes, why: str) -> None:
    answer = exchanged(sent)
    assert isinstance(answer, HttpAnswer)
    with pytest.raises(WrongAnswerError) as wrong:
        raw(answer)
    assert why in str(wrong.value)


@pytest.mark.slow
def test_a_bomb_is_stopped_while_it_is_unpacked() -> None:
    bomb = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    packed = b"".join(bomb.compress(b"\0" * 2**20) for _ in range(400)) + bomb.flush()
    assert len(packed) < LARGEST_ANSWER
    tracemalloc.start()
    with pytest.raises(UnreadableContentError, match="over 2 MB"):
        unpacked(packed, "gzip", LARGEST_ANSWER)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * LARGEST_ANSWER


def test_two_megabytes_unpacked_are_read() -> None:
    body = b"[" + b" " * (LARGEST_ANSWER - 2) + b"]"
    assert unpacked(gzip.compress(body), "gzip", LARGEST_ANSWER) == body


def test_a_thousand_small_bombs_are_one_big_one() -> None:
    with pytest.raises(UnreadableContentError, match="over 2 MB"):
        unpacked(gzip.compress(b" " * 5000) * 1000, "gzip", LARGEST_ANSWER)


@given(st.binary(max_size=300), st.text(max_size=30), st.text(max_size=60))
def test_any_bytes_under_any_label_are_text_or_unreadable(body: bytes, packing: str, label: str) -> None:
    try:
        text_of(unpacked(body, packing, 1000), f"application/json; charset={label}")
    except UnreadableContentError as why:
        said = str(why.args[0])
    else:
        said = ""
    assert not said or said.isprintable()


TOOLS = json.dumps({"name": "Tools", "languages": []}).encode()


@pytest.mark.parametrize(
    "sent",
    [http(gzip.compress(TOOLS), content_encoding="gzip"), http(b"\xef\xbb\xbf" + TOOLS, content_type="text/html")],
    ids=["gzip", "a page by its label"],
)
def test_a_library_is_read_from_such_a_server(sent: bytes) -> None:
    async def run() -> None:
        async with tiny(sent) as server:
            site = MyTurnSite(url=f"{server.url}/library", time_zone=ZONE)
            wire = Wire(timeout_s=5.0, pauses_s=())
            backend = MyTurnBackend(site, MemoryLog(), MemoryItems(), lambda: NOON, wire=wire)
            try:
                assert (await backend.library("en")).name == "Tools"
            finally:
                await backend.aclose()

    asyncio.run(run())
