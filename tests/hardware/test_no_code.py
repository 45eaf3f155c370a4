"""Tests of reads that are no code.

The kiosk must not use such a read as a code, at every kind of reader, before and after the steps of the transform.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scan import MisreadReason, ReadRefusal
from hardware.scan_or_misread import code_of
from hardware.spec import Driver, Reads, ScannerSpec
from hardware.transform import parse_steps
from kiosk.structs import replace
from tests.hardware.decode import from_bytes, from_keys, reason
from tests.hardware.keystrokes import line

NO_READ, NOT_OURS = reason("no_read"), reason("not_ours")
LINE = ScannerSpec("test", driver=Driver.SERIAL, port="/dev/null")


def read(text: str, reads: Reads, *steps: str) -> str:
    found = code_of(replace(LINE, reads=reads), parse_steps(steps), text)
    return reason(found.reason) if isinstance(found, ReadRefusal) else found.code


NOTHING = [
    *("0000000000", "FFFFFFFFFF", "ffffffff", "FfFfFfFf", "000000", "0000000000000000", "999999", "XXXXXXXX"),
    *("00:00:00:00:00:00:00", "FF FF FF FF", "000,00000", "00000.00000", " 00000000 ", "----------", "?", "***"),
    *(
        "NOREAD",
        "NoRead",
        "NO READ",
        "no_read",
        "NO-READ",
        "*NOREAD*",
        "<noread>",
        "ERROR",
        "error!",
        "Error 12",
        "ERR",
    ),
    *(
        "NG",
        "NR",
        "BR",
        "FAIL",
        "FAILED",
        "TIMEOUT",
        "TIME OUT",
        "TIME-OUT",
        "BAD READ",
        "NO TAG",
        "NO CARD",
        "NO DATA",
    ),
    *("READ ERROR", "NO CODE", "NULL", "[null]", "CRC ERROR", "Parity error", "ERROR CODE", "]Q3NOREAD", "Lesefehler"),
]
"""Texts that readers send if they have read nothing."""


@pytest.mark.parametrize("reads", Reads)
def test_a_reader_that_says_that_it_read_nothing_is_a_misread(reads: Reads) -> None:
    assert {text: read(text, reads) for text in NOTHING} == dict.fromkeys(NOTHING, NO_READ)


NO_FOB = [
    *("0", "00", "AAAA", "1111"),  # these can be labels, but not fobs
    *("UID:00000000", "ID=0000000000", "FOB-0000000000", "UID: 00 00 00 00", "0x00000000", "0xFFFFFFFF", "E0FFFFFFFF"),
    # these are numbers with all bits set
    *("4294967295", "16777215", "1099511627775", "255,65535", "65535.65535", "18446744073709551615"),
]


def test_a_fob_reader_reads_no_fob_of_nothing() -> None:
    assert {text for text in NO_FOB if read(text, Reads.FOBS) != NO_READ} == {"E0FFFFFFFF"}
    assert {text: read(text, Reads.ITEMS) for text in NO_FOB} == {text: text for text in NO_FOB}


LABELS = [
    "AAAA",
    "1111",
    "00000",
    "DR-0142",
    "NG-12",
    "BR 7",
    "ERR-1",
    "TIMEOUT-1",
    "100000",
    "000001",
    "0000",
    "Z",
    "工具",
]


@pytest.mark.parametrize("reads", [Reads.ITEMS, Reads.ANYTHING])
def test_a_label_is_a_label(reads: Reads) -> None:
    assert {text: read(text, reads) for text in LABELS} == {text: text for text in LABELS}


STEPS: list[tuple[str, list[str], str]] = [
    (";0000000000?", ["sentinel(;,?)", "prefix(FOB-)"], NO_READ),
    ("0000000000", ["dec_to_hex(8)", "prefix(FOB-)"], NO_READ),
    ("6F00000000", ["mask(24)"], NO_READ),
    ("FFFFFF", ["invert(24)"], NO_READ),
    ("84C68D", ["invert(24)"], "7B3972"),
    ("4294967295", ["dec_to_hex(8)"], NO_READ),
    ("00000000000000000000000001", ["w26_to_hex"], NO_READ),
    ("]C1000000", ["strip_aim"], NO_READ),
    ("NOREAD", ["dec_to_hex(8)"], NO_READ),
    ("6F007B3972", ["mask(32)", "hex_to_dec(10)"], "0008075634"),
]


@pytest.mark.parametrize(("raw", "steps", "code"), STEPS)
def test_steps_hide_no_empty_read(raw: str, steps: list[str], code: str) -> None:
    assert read(raw, Reads.FOBS, *steps) == code
    assert read(raw, Reads.ANYTHING, *steps) == code


def test_a_whole_frame_with_a_right_check_may_hold_nothing() -> None:
    fobs = replace(LINE, reads=Reads.FOBS, framing="rdm6300")
    assert from_bytes([(0.0, b"\x02" + b"0" * 12 + b"\x03")], fobs) == [NO_READ]
    assert from_bytes([(0.0, b"\x02FFFFFFFFFFFF\x03")], fobs) == [NO_READ]
    assert from_keys(line("0000000000")) == [NO_READ]
    assert from_keys(line("NOREAD")) == [NO_READ]


PAPERS = [
    "]Q1MECARD:N:Owen,Sean;TEL:+12125551212;;",
    "]L2@ANSI 636014090102DL00410288ZC03290015DLDAQI1234568",
    "AAMVA6360260101DL00290192DLDAQT64235789",
    "MECARD:N:Owen,Sean;TEL:+12125551212;;",
    "mecard:N:Owen;EMAIL:srowen@example.com;;",
    "BIZCARD:N:Sean;X:Owen;;",
    "BEGIN:VCARD VERSION:3.0 N:Owen",
    "WIFI:S:Home;T:WPA;P:secret;;",
    "mailto:srowen@example.com",
    "tel:+12125551212",
    "SMSTO:+12125551212:hello",
    "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP",
    "HC1:NCFOXN%TS3DHPVO13J /G-/2YRVA.Q/R8VRU2",
    "LPA:1$SMDP.EXAMPLE.COM$04386-AGYFT-A74Y8-3F815",
    "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100",
    "M1TEST/BETTY JOAN     EXXXXXX LHRJFKBA 0117 010Y001A0001 000",
    "@ANSI 636014040002DL00410287ZC03280024DLDAQD1234562",
    "ANSI 636014040002DL00410287",
    "%CAANYTOWN^PUBLIC$JOHN$Q^789 E OAK ST^?",
    "%B4111111111111111^OWEN/SEAN^2812101?",
    ";4111111111111111=28121010000000000000?",
    ";636014012345=270119700131=?",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "I<UTOD231458907<<<<<<<<<<<<<<<",
]


@pytest.mark.parametrize("reads", Reads)
def test_a_paper_of_somebody_s_is_not_ours(reads: Reads) -> None:
    assert {text: read(text, reads) for text in PAPERS} == dict.fromkeys(PAPERS, NOT_OURS)


NO_PAPERS = [
    "@",
    "http://x.y/?a=1&b=2#c",
    "https://tools.example.org/i/42",
    "TEL:0042",
    "M1-0042",
    "P<0042",
    "0112345\x1d21A",
    "%A1",
]


def test_a_label_that_looks_a_little_like_one_stays_a_label() -> None:
    assert {text: read(text, Reads.ITEMS) for text in NO_PAPERS} == {text: text for text in NO_PAPERS}


@given(st.text(max_size=80), st.sampled_from(Reads))
def test_any_text_is_judged(text: str, reads: Reads) -> None:
    found = code_of(replace(LINE, reads=reads), parse_steps([]), text)
    assert isinstance(found, ReadRefusal) or found.code == text


@given(st.sampled_from("0123456789ABCDEFabcdefXZ"), st.integers(6, 64), st.sampled_from(Reads))
def test_one_sign_again_and_again_is_never_a_code(sign: str, times: int, reads: Reads) -> None:
    assert code_of(replace(LINE, reads=reads), parse_steps([]), sign * times) == ReadRefusal(MisreadReason.NO_READ)


LICENCE = [
    b"\x1eANSI 636014090102DL00410288ZC03290015DLDAQI1234568",
    *(b"DCSSAMPLE", b"DACALEX", b"DBB01021990", b"DAG2570 24TH STREET", b"DCGUSA", b"ZCAFOB-0001"),
]
CARD = [b"BEGIN:VCARD", b"N:Owen;Sean", b"TEL:+12125551212", b"END:VCARD"]


@pytest.mark.parametrize("paper", [LICENCE, CARD], ids=["licence", "card"])
@pytest.mark.parametrize("pauses_s", [(0.05,), (0.15,), (0.2,), (0.06, 0.12, 0.2)])
@pytest.mark.parametrize("reads", Reads)
def test_no_line_of_a_paper_is_a_code_however_the_line_pauses(
    paper: list[bytes], pauses_s: tuple[float, ...], reads: Reads
) -> None:
    chunks = [
        (wait_s, data)
        for place, text in enumerate(paper)
        for wait_s, data in ((0.001, text + b"\r"), (pauses_s[place % len(pauses_s)], b""))
    ]
    told = from_bytes([*chunks, (0.05, b""), (0.5, b"FOB-00042\r")], replace(LINE, reads=reads))
    assert told[-1] == "FOB-00042"
    assert told[:-1]
    assert {*told[:-1]} <= {NOT_OURS, reason("several_lines")}


@pytest.mark.parametrize("pace_s", [0.002, 0.02, 0.05, 0.07])
@pytest.mark.parametrize("pause_s", [0.03, 0.12, 0.16])
def test_no_line_of_a_paper_is_a_code_however_slowly_it_is_typed(pace_s: float, pause_s: float) -> None:
    chunks = [
        chunk
        for text in LICENCE
        for chunk in (*((pace_s, bytes([sign])) for sign in text + b"\r"), *[(0.01, b"")] * round(pause_s * 100))
    ]
    told = from_bytes([*chunks, *[(0.01, b"")] * 20, (0.45, b"FOB-00042\r")], LINE)
    assert told[-1] == "FOB-00042"
    assert told[:-1]
    assert {*told[:-1]} <= {NOT_OURS, reason("several_lines")}
