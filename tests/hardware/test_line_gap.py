"""Tests of several lines that come at once, for example from a sheet of labels.

By default, the lines are one read, and the kiosk refuses this read. The scans before and after this read are neither
lost nor joined. With the setting `several_lines`, each line can be a code.
"""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.framing import framer_of
from hardware.key_decoder import KeyDecoder, Mod
from hardware.line_gap import LINE_GAP_S, LONGEST_GAP_S
from hardware.scan_or_misread import Pipeline
from hardware.spec import Driver, Reads, ScannerSpec, SeveralLines
from kiosk.structs import replace
from tests.hardware.decode import from_bytes, from_keys, reason, told
from tests.hardware.keystrokes import (
    BETWEEN_S,
    CAPS,
    ENTER,
    ESC,
    NUM,
    TAB,
    Script,
    Step,
    dropped,
    held,
    line,
    pause,
    report,
    strokes,
    tap,
    timed,
    type_text,
)

SEVERAL, GAP, UNPLUGGED, OVERFLOW = map(reason, ("several_lines", "gap", "unplugged", "overflow"))
KEYS = ScannerSpec("keys")
LINE = ScannerSpec("line", driver=Driver.SERIAL, port="/dev/null")
Chunks = list[tuple[float, bytes]]

LICENCE = (
    "@\n\x1e\rANSI 636014040002DL00410287ZC03280024DLDAQD1234562\nDCSPUBLIC\nDACJOHN\nDBB01311970\nDAG789 E OAK ST\n"
    "DAIANYTOWN\nDAJCA\nDCGUSA\rZCZCABRN\rZCBBLK\rZCC\rZCD\r"
)
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Owen;Sean\r\nTEL:+12125551212\r\nEND:VCARD\r\n"
MAGNETIC = "%CAANYTOWN^PUBLIC$JOHN$Q^789 E OAK ST^?\r;636014012345=270119700131=?\r"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10\r"
CALENDAR = "BEGIN:VEVENT\nSUMMARY:Doctor\nDTSTART:20261128T150000Z\nEND:VEVENT\n"
TRANSFER = "BCD\n002\n1\nSCT\n\nSean Owen\nDE71110220330123456789\nEUR12.3\n"
POEM = "Line one\nLine two"
SHEET = "DR-0142\rSAND-0019\rLVL-0002\r"
UNENDED = "DR-0142\rSAND-0019\rLV"
ONE_SIGN_LEFT = "DR-0142\rS"
TABS = "NAME\tSTREET\tTOWN\r"
TWICE_AND_ANOTHER = "DR-0142\rDR-0142\rDR-0143\r"
MANY = {
    name: text
    for name, text in globals().items()
    if isinstance(text, str) and name.isupper() and name not in {"SEVERAL", "GAP", "UNPLUGGED", "OVERFLOW"}
}
ONE = {
    "CR": "DR-0142\r",
    "LF": "DR-0142\n",
    "CR LF": "DR-0142\r\n",
    "LF CR": "DR-0142\n\r",
    "TAB and CR": "DR-0142\t\r",
    "CR CR LF": "DR-0142\r\r\n",
    "empty lines before": "\r\n\r\nDR-0142\r",
    "empty lines behind": "DR-0142\r\n\r\n\r\n",
    "twice": "DR-0142\rDR-0142\r",
    "four times": "DR-0142\r\n" * 4,
    "blanks behind": "DR-0142\r  \r",
}
SPEEDS = [(0.0, 0.001), (0.001, 0.005), (0.002, 0.04), (0.02, 0.04), (0.05, 0.1), (0.1, 0.2), (0.075, 0.15)]
"""Each row has the seconds between two characters, and the seconds between two lines.

The second number is at most twice the first number, or at most the line gap. So several lines are always one read.
"""

HOW = {**strokes("us"), "\r": tap(ENTER), "\t": tap(TAB), "\x1e": held(Mod.LEFT_CTRL, tap(7)),
       "\n": held(Mod.LEFT_CTRL, tap(36))}  # fmt: skip


def typed(text: str, key_s: float = 0.002, line_s: float = 0.002) -> Script:
    """Return a script that types a text.

    `key_s` is the time between two presses, `line_s` the time between two lines, in seconds.
    """
    script: Script = []
    former = ""
    for sign in text:
        wait_s = line_s if former in {"\r", "\n", "\t"} else key_s
        first, *rest = HOW[sign]
        script += [Step(wait_s, first.kind, first.code, first.value)]
        script += [Step(0.0, step.kind, step.code, step.value) for step in rest]
        former = sign
    return script


def sent(text: str, byte_s: float = 0.0, line_s: float = 0.0) -> Chunks:
    """Return chunks that send a text byte by byte.

    `byte_s` is the time between two bytes, `line_s` the time between two lines, in seconds.
    """
    ends = (None, *text)
    return [
        (line_s if former in {"\r", "\n", "\t"} else byte_s, sign.encode("latin-1"))
        for former, sign in zip(ends, text, strict=False)
    ]


def misread(text: str, reads: Reads, told: list[str]) -> Iterator[str]:
    """Read the text at each speed, as keys and as bytes.

    Yield a description of each speed at which the result is not `told`.
    """
    for key_s, line_s in SPEEDS:
        keys = from_keys(typed(text, key_s, line_s), replace(KEYS, reads=reads))
        line = from_bytes(sent(text, key_s, line_s), replace(LINE, reads=reads))
        if (keys, line) != (told, told):
            yield f"{reads}, {key_s} s a key, {line_s} s a line: {keys} by keys, {line} by bytes"


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_several_lines_are_one_read_that_is_not_ours(text: str) -> None:
    wrong = [each for reads in Reads for each in misread(text, reads, [SEVERAL])]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_line_is_one_code_whatever_ends_it(text: str) -> None:
    wrong = [*misread(text, KEYS.reads, ["DR-0142"])]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("framing", ["idle", "stx-etx"])
def test_a_frame_of_several_lines_is_refused_and_one_of_one_line_is_a_code(framing: str) -> None:
    read = {}
    for name, text in (MANY | ONE).items():
        frame = f"\x02{text}\x03" if framing == "stx-etx" else text
        read[name] = from_bytes([(0.0, frame.encode())], replace(LINE, framing=framing))
    assert read == {name: [SEVERAL] if name in MANY else ["DR-0142"] for name in read}


def test_frames_with_their_own_start_and_end_wait_for_nothing() -> None:
    spec = replace(LINE, framing="stx-etx")
    assert [
        told(Pipeline(spec).take(frame, 1.0)) for frame in framer_of(spec).feed(b"\x02A-1\x03\x02A-2\x03", 1.0)
    ] == [
        ["A-1"],
        ["A-2"],
    ]


EACH_LINE = [
    ("SHEET", SHEET, ["DR-0142", "SAND-0019", "LVL-0002"]),
    ("UNENDED", UNENDED, ["DR-0142", "SAND-0019", GAP]),
]


@pytest.mark.parametrize(("text", "codes"), [case[1:] for case in EACH_LINE], ids=[case[0] for case in EACH_LINE])
def test_an_imager_may_read_a_sheet_at_once(text: str, codes: list[str]) -> None:
    each = SeveralLines.EACH
    assert from_bytes(sent(text), replace(LINE, several_lines=each)) == codes
    # the last line has no end key, so a pause ends it, and its text is a code
    by_keys = ["LV" if code == GAP else code for code in codes]
    assert from_keys(typed(text), replace(KEYS, several_lines=each)) == by_keys
    framed = [(0.0, f"\x02{SHEET}\x03".encode())]
    assert from_bytes(framed, replace(LINE, framing="stx-etx", several_lines=each)) == EACH_LINE[0][2]


def test_each_line_is_handed_on_at_its_end() -> None:
    each = replace(LINE, several_lines=SeveralLines.EACH)
    assert len(framer_of(each).feed(b"DR-0142\rSAND-0019\r", 1.0)) == 2


@pytest.mark.parametrize("line_gap_ms", [40, 100, 200])
def test_a_code_is_handed_on_when_the_gap_is_over(line_gap_ms: int) -> None:
    gap_s = line_gap_ms / 1000
    framer = framer_of(replace(LINE, line_gap_ms=line_gap_ms))
    decoder = KeyDecoder.of(replace(KEYS, line_gap_ms=line_gap_ms))
    events = list(timed(typed("DR-0142\r")))
    end = events[-1][0]
    assert framer.feed(b"DR-0142\r", end) == []
    assert [read for event in events for read in decoder.feed(*event)] == []
    for device in (framer, decoder):
        assert device.rest_s(end) == pytest.approx(gap_s, abs=1e-3)
        assert device.tick(end + gap_s - 0.001) == []
        assert len(device.tick(end + gap_s + 0.001)) == 1
        assert device.rest_s(end + 1) is None


TYPED = st.text(alphabet="ABC-0123", min_size=1, max_size=12)
PACES = st.builds(
    lambda pace, shares: [pace * share for share in shares],
    st.floats(0, 0.1),
    st.lists(st.floats(0.5, 1), min_size=13, max_size=13),
)


@given(st.lists(st.tuples(TYPED, PACES, st.floats(BETWEEN_S, 2)), max_size=6), st.integers(10, 200))
def test_scans_that_begin_250_ms_later_are_never_joined_and_none_is_lost(
    scans: list[tuple[str, list[float], float]], line_gap_ms: int
) -> None:
    """The time between two characters is at most 100 ms. Some codes are typed at a steady speed, and others are not."""
    script: Script = []
    chunks: Chunks = []
    for code, paces, between_s in scans:
        waits = [between_s, *paces]
        for sign, wait_s in zip(f"{code}\r", waits, strict=False):
            first, *rest = HOW[sign]
            script += [Step(wait_s, first.kind, first.code, first.value)]
            script += [Step(0.0, step.kind, step.code, step.value) for step in rest]
            chunks.append((wait_s, sign.encode()))
    codes = [code for code, _, _ in scans]
    assert _reads(KeyDecoder.of(replace(KEYS, line_gap_ms=line_gap_ms)), script) == codes
    assert _frames(replace(LINE, line_gap_ms=line_gap_ms), chunks) == codes


def _reads(decoder: KeyDecoder, script: Script) -> list[str]:
    reads = [read for event in timed(script) for read in decoder.feed(*event)] + decoder.tick(1e9)
    return [getattr(read, "text", "refused") for read in reads]


def _frames(spec: ScannerSpec, chunks: Chunks) -> list[str]:
    framer, at, frames = framer_of(spec), 1000.0, []
    for wait_s, data in chunks:
        at += wait_s
        frames += framer.feed(data, at)
    frames += framer.tick(at + 10)
    return [frame.payload.decode() if hasattr(frame, "payload") else "refused" for frame in frames]


@given(st.lists(TYPED, min_size=2, max_size=6, unique=True), st.floats(0, 0.1), st.floats(0, 1))
def test_the_last_line_is_never_taken_for_a_code(lines: list[str], key_s: float, share: float) -> None:
    """The lines come so fast that they are one read.

    The time between two lines is at most the line gap, or at most twice the time between two characters.
    """
    line_s = share * max(LINE_GAP_S, min(2 * key_s, LONGEST_GAP_S))
    text = "\r".join(lines) + "\r"
    assert from_keys(typed(text, key_s, line_s)) == [SEVERAL]
    assert from_bytes(sent(text, key_s, line_s), LINE) == [SEVERAL]


def every(seconds: float, data: bytes, times: int) -> Chunks:
    return [(seconds, data)] * times


FOB = b"007B3972\r\n"
ODD_ONES: list[tuple[str, Chunks, ScannerSpec, list[str]]] = [
    ("LF after the gap", [(0, b"A-1\r"), (0.1, b"\n")], LINE, ["A-1"]),
    ("a line end now and then for ever", [(0, b"A-1\r"), *every(0.03, b"\r", 60)], LINE, ["A-1"]),
    ("zeros behind the end", [(0, b"A-1\r\0\0\0")], LINE, ["A-1"]),
    ("a control sign behind the end", [(0, b"A-1\r\x04")], LINE, ["A-1"]),
    ("at 1200 baud", sent("DR-0142\r\n", 0.0083, 0.0083), LINE, ["DR-0142"]),
    ("at 1200 baud, two lines", sent("DR-0142\rDR-0143\r", 0.0083, 0.0083), LINE, [SEVERAL]),
    ("in pieces by the network", [(0, b"DR-"), (0.06, b"0142"), (0.05, b"\r"), (0.1, b"\n")], LINE, ["DR-0142"]),
    ("two lines in pieces", [(0, b"DR-"), (0.06, b"0142\r"), (0.1, b"DR-0143\r")], LINE, [SEVERAL]),
    ("a flood and two lines", [(0, b"x" * 600 + b"\rA-1\rA-2\r"), (0.25, b"A-3\r")], LINE, [OVERFLOW, "A-3"]),
    ("two refused reads", [(0, b"A\rB\r"), (0.25, b"C\rD\r"), (0.25, b"E\r")], LINE, [SEVERAL, SEVERAL, "E"]),
    ("a fob that is held on a reader of lines", every(0.04, FOB, 100), replace(LINE, reads=Reads.FOBS), ["007B3972"]),
    ("held, away, back", [*every(0.04, FOB, 50), (2, FOB)], replace(LINE, reads=Reads.FOBS), ["007B3972", "007B3972"]),
    ("held, and then another line at once", [*every(0.04, FOB, 50), (0.01, b"X\r")], LINE, ["007B3972", SEVERAL]),
]


@pytest.mark.parametrize(("chunks", "spec", "codes"), [odd[1:] for odd in ODD_ONES], ids=[odd[0] for odd in ODD_ONES])
def test_odd_bytes(chunks: Chunks, spec: ScannerSpec, codes: list[str]) -> None:
    assert from_bytes(chunks, spec) == codes


REPEATING = [step for _ in range(8) for step in (Step(0.033, 1, ENTER, 2), Step(0, 0, 0, 0))]
ODD_KEYS: list[tuple[str, Script, list[str]]] = [
    ("its own Caps Lock around", tap(CAPS) + line("a-1") + tap(CAPS), ["A-1"]),
    ("Num Lock behind", line("A-1") + tap(NUM), ["A-1"]),
    ("Enter held until it repeats", [*type_text("A-1"), Step(0.002, 1, ENTER, 1), *REPEATING], ["A-1"]),
    ("dropped behind the end", line("A-1") + dropped() + report() + line("A-2"), [SEVERAL]),
    ("a spoilt line and a whole one", tap(ESC) + line("A-1") + line("A-2"), [SEVERAL]),
    ("20 ms a key", typed("DR-0142\r", 0.02), ["DR-0142"]),
    ("100 ms a key", typed("DR-0142\r", 0.1), ["DR-0142"]),
    ("100 ms a key and no end", typed("DR-0142", 0.1), ["DR-0142"]),
    ("a pause as long as people make", line("12") + pause(BETWEEN_S) + type_text("34"), ["12", "34"]),
]


@pytest.mark.parametrize(("script", "codes"), [odd[1:] for odd in ODD_KEYS], ids=[odd[0] for odd in ODD_KEYS])
def test_odd_keys(script: Script, codes: list[str]) -> None:
    assert from_keys(script) == codes


CUT = [("DR-0142\r", ["DR-0142"]), ("DR-01", [UNPLUGGED]), ("DR-0142\rDR-", [SEVERAL]), ("", []), (SHEET, [SEVERAL])]


@pytest.mark.parametrize(("text", "codes"), CUT)
def test_unplugged_in_the_gap_loses_no_code_and_takes_no_half_one(text: str, codes: list[str]) -> None:
    decoder, framer = KeyDecoder.of(KEYS), framer_of(LINE)
    typed_reads = [read for event in timed(typed(text)) for read in decoder.feed(*event)] + decoder.cut()
    assert _told(typed_reads, KEYS) == codes
    assert _told([*framer.feed(text.encode(), 1.0), *framer.cut()], LINE) == codes
    assert not decoder.pending
    assert not framer.pending


def _told(reads: Iterable[object], spec: ScannerSpec) -> list[str]:
    pipeline = Pipeline(spec)
    return [text for read in reads for text in told(pipeline.take(read, 1.0))]  # type: ignore[arg-type]
