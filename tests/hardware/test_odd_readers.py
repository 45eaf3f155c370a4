"""Tests of readers with unusual settings.

A reader has a rare check sum, seven bits, extra keys or lines around a code, or a rare charset.
"""

from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.framing import framer_of
from hardware.key_names import KEY_CODES
from hardware.scan import Misread, MisreadReason
from hardware.spec import Driver, KeyRole, Parity, Reads, ScannerSpec
from kiosk.structs import replace
from tests.hardware.decode import from_bytes, from_keys, reason
from tests.hardware.keystrokes import ENTER, ESC, TAB, Script, held, line, pause, tap, type_text

LINE = ScannerSpec("line", driver=Driver.SERIAL, port="/dev/null")
KEYS = ScannerSpec("keys")
RDM = replace(LINE, framing="rdm6300", reads=Reads.FOBS)
FORMAT, CHECKSUM, KEY, CHARSET = map(reason, ("format", "checksum", "unexpected_key", "charset"))

ENDS = [b"\x03", b"\r\n\x03"]


def frame(number: bytes, end: bytes, *, raw: bool, off: int = 0) -> bytes:
    check = reduce(xor, number) ^ off
    return b"\x02" + number.hex().upper().encode() + (bytes([check]) if raw else f"{check:02X}".encode()) + end


def test_the_check_may_be_one_raw_byte() -> None:
    assert from_bytes([(0.0, bytes.fromhex("02 30313134414533424243 3C 03"))], RDM) == ["0114AE3BBC"]


@given(st.binary(min_size=5, max_size=5), st.sampled_from(ENDS), st.booleans(), st.integers(1, 255))
def test_the_length_of_a_frame_says_what_its_check_is(number: bytes, end: bytes, raw: bool, off: int) -> None:  # noqa: FBT001
    """The check sum may be any byte. The byte may be equal to the end, the start or a hex digit of a frame."""
    framer = framer_of(RDM)
    told = [framer.feed(bytes([byte]), 1.0) for byte in frame(number, end, raw=raw)]
    assert told[-1]
    assert not any(told[:-1])
    assert getattr(told[-1][0], "payload", b"") == number.hex().upper().encode()
    wrong = from_bytes([(0.0, frame(number, end, raw=raw, off=off))], RDM)
    assert number.hex().upper() not in wrong


CUT = frame(b"\x01\x14\xae\x3b\xbc", b"\x03", raw=True)
TORN = [
    ("torn, then whole", CUT[:7] + CUT, ["0114AE3BBC"]),
    ("torn behind the digits, then whole", CUT[:11] + CUT, ["0114AE3BBC"]),
    ("both kinds in a row", CUT + frame(bytes(4) + b"\x07", b"\x03", raw=False), ["0114AE3BBC", "0000000007"]),
    ("no end", CUT[:-1] + b"\x04", [FORMAT]),
    ("wrong check", frame(b"\x01\x14\xae\x3b\xbc", b"\x03", raw=True, off=9), [CHECKSUM]),
]


@pytest.mark.parametrize(("data", "codes"), [case[1:] for case in TORN], ids=[case[0] for case in TORN])
def test_frames_with_a_raw_check_among_others(data: bytes, codes: list[str]) -> None:
    assert from_bytes([(0.0, data)], RDM) == codes


def in_seven_bits(text: str, parity: Parity) -> bytes:
    """Return the bytes that a port with eight bits gets from a reader with seven bits. The eighth bit is the parity."""
    bits = {Parity.EVEN: (0, 1), Parity.ODD: (1, 0), Parity.MARK: (1, 1)}.get(parity, (0, 0))
    return bytes(ord(sign) | bits[ord(sign).bit_count() % 2] << 7 for sign in text)


@pytest.mark.parametrize("parity", Parity)
@pytest.mark.parametrize("code", ["QT-4711", "abc-123", "0008075634"])
def test_seven_bits_with_any_parity(parity: Parity, code: str) -> None:
    data = in_seven_bits(f"{code}\r", parity)
    assert from_bytes([(0.0, data)], replace(LINE, bits=7, parity=parity)) == [code]
    assert from_bytes([(0.0, data)], LINE) != [code] or parity is Parity.SPACE or parity is Parity.NONE


IGNORE, END = KeyRole.IGNORE, KeyRole.END
HOME, DOWN, UP, F5, INSERT = (KEY_CODES[name] for name in ("HOME", "DOWN", "UP", "F5", "INSERT"))
ROLES: list[tuple[str, Script, dict[str, KeyRole], list[str]]] = [
    ("ESC before", tap(ESC) + line("A-1"), {"ESC": IGNORE}, ["A-1"]),
    ("F5 before and behind", tap(F5) + type_text("A-1") + tap(F5) + tap(ENTER), {"F5": IGNORE}, ["A-1"]),
    ("Down ends", type_text("A-1") + tap(DOWN), {"DOWN": END}, ["A-1"]),
    ("Home ends", type_text("A-1") + tap(HOME), {"HOME": END}, ["A-1"]),
    ("Insert around", tap(INSERT) + type_text("A-1") + tap(INSERT), {"INSERT": END}, ["A-1"]),
    ("Tab in the middle is no end", type_text("A") + tap(TAB) + line("-1"), {"TAB": IGNORE}, ["A-1"]),
    ("Enter is none either", type_text("A") + tap(ENTER) + type_text("-1") + tap(TAB), {"ENTER": IGNORE}, ["A-1"]),
    ("a key of telephones before", tap(KEY_CODES["EJECTCD"]) + line("A-1"), {"EJECTCD": IGNORE}, ["A-1"]),
    ("a key of Japanese keyboards ends", type_text("A-1") + tap(KEY_CODES["HENKAN"]), {"HENKAN": END}, ["A-1"]),
    ("two lines by Down", type_text("A-1") + tap(DOWN) + type_text("A-2") + tap(DOWN), {"DOWN": END},
     [reason("several_lines")]),
    ("another key still spoils it", tap(UP) + line("A-1"), {"ESC": IGNORE}, [KEY]),
    ("with Alt it is another key", held(56, tap(ESC)) + line("A-1"), {"ESC": IGNORE}, [KEY]),
    ("keys behind the end need no setting", line("A-1") + tap(DOWN) + pause(0.25) + line("A-2"), {}, ["A-1", "A-2"]),
    ("several keys behind the end", line("A-1") + tap(DOWN) + tap(HOME) + tap(ENTER), {}, ["A-1"]),
]  # fmt: skip


@pytest.mark.parametrize(("script", "keys", "codes"), [case[1:] for case in ROLES], ids=[case[0] for case in ROLES])
def test_keys_around_a_code(script: Script, keys: dict[str, KeyRole], codes: list[str]) -> None:
    assert from_keys(script, replace(KEYS, keys=keys)) == codes


SCALE = replace(LINE, transform=(r"drop([SD]\s+-?[0-9. ]+ ?(kg|lb)?)", "strip"))
DROPS = [
    ("before", b"S   0.00 kg\r\nA-1\r\n", ["A-1"]),
    ("behind", b"A-1\r\nS   0.00 kg\r\n", ["A-1"]),
    ("around", b"S   0.00 kg\rA-1\rD  -0.02 lb\r", ["A-1"]),
    ("alone", b"S   0.00 kg\r\nD   1.23 kg\r\n", []),
    ("beside two codes", b"A-1\rS   0.00 kg\rA-2\r", [reason("several_lines")]),
    ("of another form", b"X   0.00 kg\r", ["X   0.00 kg"]),
]


@pytest.mark.parametrize(("data", "codes"), [case[1:] for case in DROPS], ids=[case[0] for case in DROPS])
def test_lines_that_a_step_drops_are_silent(data: bytes, codes: list[str]) -> None:
    assert from_bytes([(0.0, data)], SCALE) == codes
    keyed = [step for text in data.decode().replace("\n", "").split("\r") if text for step in line(text)]
    assert from_keys(keyed, replace(KEYS, transform=SCALE.transform)) == codes
    for framing, start, end in (("stx-etx", b"\x02", b"\x03"), ("idle", b"", b"")):
        frames = [(0.5, start + text + end) for text in data.replace(b"\n", b"").split(b"\r") if text]
        alone = [code for code in codes if code != reason("several_lines")] or (["A-1", "A-2"] if codes else [])
        assert from_bytes(frames, replace(SCALE, framing=framing)) == alone


def test_a_scale_that_never_falls_silent_keeps_no_code_back() -> None:
    status = [(0.03, b"S   0.00 kg\r\n")] * 60
    assert from_bytes([*status, (0.03, b"A-1\r"), *status, (0.03, b"A-2\r"), *status], SCALE) == ["A-1", "A-2"]


HINTS = [
    ("Säge-7", "utf-8", "utf-8"),
    ("Säge-7", "latin-1", "latin-1"),
    ("café", "utf-8", "utf-8"),
    ("№ 7", "utf-8", "utf-8"),
]


@pytest.mark.parametrize(("label", "sent_as", "charset"), HINTS)
def test_a_label_that_is_not_ascii_names_its_charset(label: str, sent_as: str, charset: str) -> None:
    from hardware.framing.framer import Frame
    from hardware.scan_or_misread import Pipeline

    told = Pipeline(LINE).take(Frame(label.encode(sent_as)), 1.0)
    assert told == Misread("line", MisreadReason.CHARSET, 1.0, f'charset = "{charset}"')
    assert from_bytes([(0.0, label.encode(sent_as) + b"\r")], replace(LINE, charset=charset)) == [label]


@pytest.mark.parametrize("name", ["ESC", "DOWN", "HOME", "F9", "PAGEUP", "DELETE"])
def test_a_key_that_no_code_has_is_named(name: str) -> None:
    from hardware.key_decoder import KeyDecoder
    from hardware.scan import ReadRefusal
    from tests.hardware.keystrokes import timed

    decoder = KeyDecoder.of(KEYS)
    reads = [read for event in timed(tap(KEY_CODES[name]) + line("A-1")) for read in decoder.feed(*event)]
    assert [*reads, *decoder.tick(1e6)] == [ReadRefusal(MisreadReason.UNEXPECTED_KEY, name)]
