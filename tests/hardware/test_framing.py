"""Tests that the framer finds the start and the end of each code on a serial line.

The numbered test vectors are S1 to S18. There are also test vectors without a number, and laws.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.framing import FRAMINGS, framer_of
from hardware.framing.framer import FRAME_LIMIT, Frame
from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.structs import replace
from tests.hardware.decode import from_bytes, reason

LINE = ScannerSpec("test", driver=Driver.SERIAL, port="/dev/null", framing="line")
STX_ETX = replace(LINE, framing="stx-etx")
IDLE = replace(LINE, framing="idle")
RDM = replace(LINE, framing="rdm6300", reads=Reads.FOBS)
RDM_DEC = replace(RDM, transform=("mask(32)", "hex_to_dec(10)"))
CHAFON, M6E, PN532 = (replace(LINE, framing=name) for name in ("chafon", "m6e", "pn532"))

S1 = bytes.fromhex("02 36463030374233393732 3546 03")
S2 = bytes.fromhex("02 31303030383646343434 3236 03")
S3 = b"\x0262E3086CED08\r\n\x03"
S4 = S1[:11] + b"5E\x03"
CHAFON_TAG = bytes.fromhex("13000103010C49440000000000000A000334A5FB")
M6E_ALIVE = bytes.fromhex("FF0022040084E0")
M6E_TAG = bytes.fromhex(
    "FF282200001000 1B01FF0101C4110E1640000001270000050000 0F0080 3000 000000000000000000001545 E94A 561D"
)
PN532_TAG = bytes.fromhex("0000FF0CF4D54B010100040804D671C5F0D200")
PN532_ACK = bytes.fromhex("0000FF00FF00")

CHECKSUM, GAP, CONTROL, CHARSET, OVERFLOW, FORMAT, TOO_LONG = map(
    reason, ("checksum", "gap", "control", "charset", "overflow", "format", "too_long")
)
FOB = "6F007B3972"
Chunks = list[tuple[float, bytes]]


def at_once(*chunks: bytes) -> Chunks:
    return [(0.0, chunk) for chunk in chunks]


def every(seconds: float, chunk: bytes, times: int) -> Chunks:
    return [(seconds, chunk)] * times


def byte_by_byte(data: bytes) -> Chunks:
    return [(0.001, bytes([byte])) for byte in data]


VECTORS: list[tuple[str, Chunks, ScannerSpec, list[str]]] = [
    ("S1 RDM6300", at_once(S1), RDM, [FOB]),
    ("S2 another fob", at_once(S2), RDM, ["100086F444"]),
    ("S2 as printed", at_once(S2), RDM_DEC, ["0008844356"]),
    ("S3 ID-12LA", at_once(S3), RDM, ["62E3086CED"]),
    ("S3 as printed", at_once(S3), RDM_DEC, ["3808980205"]),
    ("S4 wrong check", at_once(S4), RDM, [CHECKSUM]),
    ("S4 wrong check, then right: readers repeat themselves", [(0, S4), (0.05, S1)], RDM, [FOB]),
    ("S4 held for 3 s without a pause", every(0.05, S4, 60), RDM, [CHECKSUM] * 6),
    ("S5 noise, a whole, a torn, a whole: one fob", at_once(b"\xff\x00\x41" + S1 + S1[:6] + S1), RDM, [FOB]),
    ("S6 byte by byte", byte_by_byte(S1), RDM, [FOB]),
    ("S6 two in one read", at_once(S1 + S2), RDM, [FOB, "100086F444"]),
    ("S7 torn, silence, whole", [(0, S1[:3]), (0.3, S1)], RDM, [GAP, FOB]),
    ("S8 held for 3 s, away for 2 s, back", [*every(0.05, S1, 60), (2.0, S1)], RDM, [FOB, FOB]),
    ("S9 CR LF", at_once(b"ABC123\r\n"), LINE, ["ABC123"]),
    ("S9 CR", at_once(b"ABC123\r"), LINE, ["ABC123"]),
    ("S9 LF", at_once(b"ABC123\n"), LINE, ["ABC123"]),
    ("S9 Tab", at_once(b"ABC123\t"), LINE, ["ABC123"]),
    ("S9 ETX", at_once(b"ABC123\x03"), LINE, ["ABC123"]),
    ("S10 not text", at_once(b"ABC\x00\x80\xff\r"), LINE, [CHARSET]),
    ("S11 a backspace", at_once(b"A\x08B\r"), LINE, [CONTROL]),
    ("S11 a terminal's escape", at_once(b"A\x1b[2J\r"), LINE, [CONTROL]),
    ("S12 a lone escape is noise", at_once(b"\x1b"), LINE, []),
    ("S12 no end in sight", [*at_once(b"x" * 600), (1.0, b"OK1\r")], LINE, [OVERFLOW, "OK1"]),
    ("S12 what ends a flood is its tail", [(0, b"x" * 600 + b"tail\r"), (0.25, b"OK1\r")], LINE, [OVERFLOW, "OK1"]),
    ("S13 UTF-8", at_once("Säge-1\r".encode()), replace(LINE, charset="utf-8"), ["Säge-1"]),
    ("S13 UTF-8, accent apart", at_once("Sa\u0308ge-1\r".encode()), replace(LINE, charset="utf-8"), ["Säge-1"]),
    ("S13 not by default", at_once("Säge-1\r".encode()), LINE, [CHARSET]),
    ("S14 Chafon", at_once(CHAFON_TAG), CHAFON, ["49440000000000000A000334"]),
    ("S15 Chafon, wrong CRC", at_once(CHAFON_TAG[:-1] + b"\x00"), CHAFON, [CHECKSUM]),
    ("S16 M6E, a sign of life", at_once(M6E_ALIVE), M6E, []),
    ("S16 M6E, a sign of life is no repeat", at_once(M6E_TAG[:-1] + b"\x00", M6E_ALIVE), M6E, [CHECKSUM]),
    ("S17 PN532", at_once(PN532_TAG), PN532, ["D671C5F0"]),
    ("S18 PN532, acknowledged before", at_once(PN532_ACK + PN532_TAG), PN532, ["D671C5F0"]),
    # more test vectors, which have no number
    ("line: empty lines are nothing", at_once(b"\r\n\r\n"), LINE, []),
    ("line: a pause breaks it", [(0, b"ABC"), (0.3, b"123\r")], LINE, [GAP, "123"]),
    ("line: a plug making contact is nothing", [(0, b"\x00\xff\x00"), (0.3, b"123\r")], LINE, ["123"]),
    ("line: 257 characters", at_once(b"x" * 257 + b"\r"), LINE, [TOO_LONG]),
    ("line: right-to-left marks", at_once("A\u202eB\r".encode()), replace(LINE, charset="utf-8"), [CONTROL]),
    ("line: GS parts the fields of a GS1 code", at_once(b"01\x1d21\r"), LINE, ["01\x1d21"]),
    ("line: trimmed to nothing", at_once(b"   \r"), replace(LINE, transform=("strip",)), [reason("length")]),
    ("line: made too long", at_once(b"1\r"), replace(LINE, transform=("zfill(256)", "prefix(0)")), [TOO_LONG]),
    ("line: too short", at_once(b"1\r"), replace(LINE, min_len=4), [reason("length")]),
    ("line: too long for these labels", at_once(b"12345\r"), replace(LINE, max_len=4), [TOO_LONG]),
    ("stx-etx", at_once(b"noise\x02ABC\x03noise\x02DEF\r\n\x03"), STX_ETX, ["ABC", "DEF"]),
    ("stx-etx: torn by the next", at_once(b"\x02AB\x02ABC\x03"), STX_ETX, [FORMAT, "ABC"]),
    ("stx-etx: no end in sight", at_once(b"\x02" + b"x" * 600 + b"\x03\x02ABC\x03"), STX_ETX, [OVERFLOW, "ABC"]),
    ("stx-etx: a start ends a flood", at_once(b"\x02" + b"x" * 600 + b"\x02ABC\x03"), STX_ETX, [OVERFLOW, "ABC"]),
    ("stx-etx: empty", at_once(b"\x02\x03"), STX_ETX, []),
    ("stx-etx: the end is missing", at_once(b"\x02ABC"), STX_ETX, [GAP]),
    ("idle: silence ends it", [(0, b"ABC"), (0.5, b"DEF\r\n")], IDLE, ["ABC", "DEF"]),
    ("idle: no silence in sight", [*at_once(b"x" * 600), (0.5, b"ABC")], IDLE, [OVERFLOW, "ABC"]),
    ("idle: a flood and then silence", at_once(b"x" * 600), IDLE, [OVERFLOW]),
    ("rdm6300: no hex", at_once(b"\x026F007B39ZZ"), RDM, [FORMAT]),
    ("rdm6300: no end", at_once(S1[:-1] + b"\x04"), RDM, [FORMAT]),
    ("rdm6300: a lone start is noise", at_once(b"\x02"), RDM, []),
    ("chafon: no tag there", at_once(bytes.fromhex("0500010 1".replace(" ", "")) + b"\x00\x00"), CHAFON, [CHECKSUM]),
    ("m6e: a tag", at_once(M6E_TAG), M6E, ["000000000000000000001545"]),
    ("m6e: wrong CRC", at_once(M6E_TAG[:-1] + b"\x00"), M6E, [CHECKSUM]),
    ("pn532: wrong length check", at_once(b"\x00\x00\xff\x0c\xf5\xd5\x4b" + bytes(12)), PN532, [CHECKSUM]),
    ("pn532: wrong data check", at_once(PN532_TAG[:-2] + b"\xd3\x00"), PN532, [CHECKSUM]),
    ("pn532: noise", at_once(b"\x00\x41" + PN532_TAG), PN532, ["D671C5F0"]),
]


@pytest.mark.parametrize(("chunks", "spec", "codes"), [v[1:] for v in VECTORS], ids=[v[0] for v in VECTORS])
def test_vector(chunks: Chunks, spec: ScannerSpec, codes: list[str]) -> None:
    assert from_bytes(chunks, spec) == codes


def crc_chafon(body: str) -> bytes:
    """Return a whole frame with this body, its length and its check sum. The check sum is computed bit by bit."""
    data = bytes.fromhex(body)
    data, crc = bytes([len(data) + 2]) + data, 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8408 if crc & 1 else crc >> 1
    return data + crc.to_bytes(2, "little")


def pn532(answer: str) -> bytes:
    data = bytes.fromhex(answer)
    return b"\x00\x00\xff" + bytes([len(data), -len(data) & 0xFF]) + data + bytes([-sum(data) & 0xFF, 0])


WHOLE_BUT_ODD: list[tuple[str, bytes, ScannerSpec, list[str]]] = [
    ("chafon: two tags", crc_chafon("00 01 03 02 02 ABCD 03 123456"), CHAFON, ["ABCD", "123456"]),
    ("chafon: another command", crc_chafon("00 21 00 0102"), CHAFON, []),
    ("chafon: no tag", crc_chafon("00 01 FB"), CHAFON, []),
    ("chafon: a tag longer than the frame", crc_chafon("00 01 03 01 0C AB"), CHAFON, [FORMAT]),
    ("chafon: a tag is missing", crc_chafon("00 01 03 02 01 AB"), CHAFON, [FORMAT]),
    ("pn532: nobody there", pn532("D5 4B 00"), PN532, []),
    ("pn532: another answer", pn532("D5 03 32 01 06 07"), PN532, []),
    ("pn532: a seven-byte UID", pn532("D5 4B 01 01 0044 00 07 04A1B2C3D4E580"), PN532, ["04A1B2C3D4E580"]),
    ("pn532: a UID longer than the frame", pn532("D5 4B 01 01 0004 08 04 D671"), PN532, [FORMAT]),
    ("pn532: cut before the UID", pn532("D5 4B 01 01"), PN532, [FORMAT]),
]


@pytest.mark.parametrize(("data", "spec", "codes"), [v[1:] for v in WHOLE_BUT_ODD], ids=[v[0] for v in WHOLE_BUT_ODD])
def test_a_whole_frame_with_an_odd_content(data: bytes, spec: ScannerSpec, codes: list[str]) -> None:
    assert from_bytes(at_once(data), spec) == codes


def test_an_m6e_record_that_lies_about_its_epc_is_refused() -> None:
    from hardware.framing.fobs import M6eFramer

    assert M6eFramer._tag(bytes(40)) == (ReadRefusal(MisreadReason.FORMAT),)
    assert M6eFramer._tag(bytes(22) + b"\xff\xff" + bytes(16)) == (ReadRefusal(MisreadReason.FORMAT),)


def test_a_frame_shows_no_code() -> None:
    assert FOB not in repr(Frame(FOB.encode()))


def test_silence_tells_of_a_broken_frame_once() -> None:
    framer = framer_of(RDM)
    framer.feed(S4, 5.0)
    pending = [framer.pending]
    assert framer.tick(5.05) == []
    assert framer.tick(5.2) == [ReadRefusal(MisreadReason.CHECKSUM)]
    assert framer.tick(5.4) == []
    assert [*pending, framer.pending] == [True, False]


STREAMS = st.lists(
    st.sampled_from(
        [S1, S2, S3, S4, S1[:6], b"ABC123\r\n", b"\x02DEF\x03", CHAFON_TAG, M6E_ALIVE, M6E_TAG, PN532_TAG, PN532_ACK]
    )
    | st.binary(max_size=40),
    max_size=8,
).map(b"".join)
FRAMING = st.sampled_from(sorted(FRAMINGS))


@pytest.mark.slow
@given(FRAMING, STREAMS, st.data())
def test_any_chunking_gives_the_same_codes(framing: str, stream: bytes, data: st.DataObject) -> None:
    spec = replace(LINE, framing=framing)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=10)) | {0, len(stream)})
    chunks = [stream[start:end] for start, end in itertools.pairwise(cuts)]
    assert from_bytes(at_once(*chunks), spec) == from_bytes(at_once(stream), spec)


@pytest.mark.slow
@given(FRAMING, STREAMS, STREAMS, st.data())
def test_two_readers_never_mix(framing: str, one: bytes, other: bytes, data: st.DataObject) -> None:
    spec = replace(LINE, framing=framing)
    framers = [framer_of(spec), framer_of(spec)]
    streams, framed = [bytearray(one), bytearray(other)], [[], []]  # type: list[bytearray], list[list[object]]
    while any(streams):
        turn = data.draw(st.sampled_from([i for i, left in enumerate(streams) if left]))
        size = data.draw(st.integers(1, 20))
        framed[turn] += framers[turn].feed(bytes(streams[turn][:size]), 1.0)
        del streams[turn][:size]
    assert framed == [framer_of(spec).feed(one, 1.0), framer_of(spec).feed(other, 1.0)]


@given(FRAMING, st.lists(st.tuples(st.floats(0, 0.3), st.binary(max_size=700)), max_size=10))
def test_garbage_never_raises_and_never_grows(framing: str, chunks: Chunks) -> None:
    framer, at = framer_of(replace(LINE, framing=framing)), 0.0
    for wait_s, data in chunks:
        at += wait_s
        for framed in framer.feed(data, at):
            assert isinstance(framed, ReadRefusal) or 0 < len(framed.payload) <= FRAME_LIMIT
        assert len(framer.__dict__["_buffer"]) <= FRAME_LIMIT
    framer.tick(at + 1)
    assert not framer.pending


@given(FRAMING, st.binary(max_size=300))
def test_a_good_frame_is_read_whatever_came_before_the_silence(framing: str, garbage: bytes) -> None:
    frames = {
        "line": b"OK-1\r",
        "stx-etx": b"\x02OK-1\x03",
        "idle": b"OK-1",
        "rdm6300": S1,
        "chafon": CHAFON_TAG,
        "m6e": M6E_TAG,
        "pn532": PN532_TAG,
    }
    spec = replace(LINE, framing=framing)
    [last] = from_bytes([(0.0, frames[framing])], spec)
    assert from_bytes([(0.0, garbage), (1.0, frames[framing])], spec)[-1:] == [last]
