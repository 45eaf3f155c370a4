"""Tests of the decoder of key events: test vectors K1 to K26, and laws."""

# ruff: noqa: RUF001 - accents on their own are keys here

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.key_decoder import EV_KEY, EV_SYN, KeyDecoder, Mod, Typed
from hardware.layouts import LAYOUTS
from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import MAX_SCAN_CHARS, OnGap, ScannerSpec
from kiosk.structs import replace
from tests.hardware.decode import SPEC, from_keys, reason, with_steps
from tests.hardware.keystrokes import (
    BETWEEN_S,
    CAPS,
    DELETE,
    ENTER,
    ESC,
    F4,
    F8,
    NUM,
    PAD,
    PAD_ENTER,
    TAB,
    Script,
    Step,
    down,
    dropped,
    held,
    key,
    line,
    pause,
    report,
    strokes,
    tap,
    timed,
    type_text,
    up,
)

A, B, C, ONE, TWO, FIVE, NINE, RIGHT_BRACE, M, J = 30, 48, 46, 2, 3, 6, 10, 27, 50, 36

REJECT = replace(SPEC, on_gap=OnGap.REJECT)
GAP, DROPPED, KEY, CONTROL, TOO_LONG, SEVERAL = map(
    reason, ("gap", "dropped", "unexpected_key", "control", "too_long", "several_lines")
)


def pad(digits: str) -> Script:
    return [step for digit in digits for step in tap(PAD[digit])]


def alt_typed(text: str) -> Script:
    """Return a script that types each character as its number on the number pad, while Alt is down."""
    return [step for c in text for step in held(Mod.LEFT_ALT, pad(f"{ord(c):03d}"))]


ROLL_OVER = down(ONE) + key(TWO, 1) + key(ONE, 0, 0) + report() + up(TWO) + tap(ENTER)
SHIFT_LATE = (
    down(Mod.LEFT_SHIFT) + tap(A) + key(Mod.LEFT_SHIFT, 0) + key(B, 1, 0) + report() + up(B) + tap(ENTER)
)  # fmt: skip
HELD_LONG = key(FIVE, 1) + [s for _ in range(4) for s in key(FIVE, 2, 0.065)] + key(FIVE, 0, 0.24) + tap(ENTER)
PACKED_ALT = down(Mod.LEFT_ALT) + key(PAD["0"], 1) + key(PAD["8"], 1, 0) + report() + up(Mod.LEFT_ALT) + tap(ENTER)
DROP = type_text("12345") + dropped() + key(NINE, 1) + report() + line("678") + pause(1) + line("777")
GS_BY_CTRL = type_text("01") + held(Mod.LEFT_CTRL, tap(RIGHT_BRACE)) + line("21A")
F8_BETWEEN = type_text("01") + tap(F8) + line("21A")

VECTORS: list[tuple[str, Script, ScannerSpec, list[str]]] = [
    ("K1 leading zeros stay", line("0006547886"), SPEC, ["0006547886"]),
    ("K2 a shift for each capital", line("ITEM-00042"), SPEC, ["ITEM-00042"]),
    ("K3 shift let go in the same report as the next key", SHIFT_LATE, SPEC, ["Ab"]),
    ("K4 the next key down before the last is up", ROLL_OVER, SPEC, ["12"]),
    ("K5 auto-repeat is not typing", HELD_LONG, replace(SPEC, gap_ms=1000), ["5"]),
    ("K6 silence ends it", type_text("ab12"), SPEC, ["ab12"]),
    ("K6 silence breaks it", type_text("ab12"), REJECT, [GAP]),
    ("K7 a pause parts two", type_text("12") + pause(0.48) + line("34"), SPEC, ["12", "34"]),
    ("K7 a pause breaks the first", type_text("12") + pause(0.48) + line("34"), REJECT, [GAP, "34"]),
    ("K8 Tab ends", type_text("AbC") + tap(TAB), SPEC, ["AbC"]),
    ("K8 Enter of the key pad ends", type_text("AbC") + tap(PAD_ENTER), SPEC, ["AbC"]),
    ("K9 two 1 ms apart are one read that is not ours", line("111") + line("222"), SPEC, [SEVERAL]),
    ("K9 two as fast as people scan", line("111") + pause(BETWEEN_S) + line("222"), SPEC, ["111", "222"]),
    ("K10 key pad", pad("00123") + tap(PAD_ENTER), SPEC, ["00123"]),
    ("K11 key pad after Num Lock", tap(NUM) + pad("00123") + tap(PAD_ENTER), SPEC, ["00123"]),
    ("K12 its own Caps Lock, until the end",
     tap(CAPS) + line("AB") + pause(BETWEEN_S) + line("AB"), SPEC, ["ab", "AB"]),
    ("K13 Ctrl and ] is GS", GS_BY_CTRL, SPEC, ["01\x1d21A"]),
    ("K14 F8 means GS when the settings say so", F8_BETWEEN, replace(SPEC, fkeys={"F8": "GS"}), ["01\x1d21A"]),
    ("K14 F8 means nothing", F8_BETWEEN, SPEC, [KEY]),
    ("K15 Alt and numbers", alt_typed("SIP-4-1") + tap(ENTER), SPEC, ["SIP-4-1"]),
    ("K16 Alt and numbers, a digit lost", PACKED_ALT, SPEC, [CONTROL]),
    ("K17 the kernel dropped events", DROP, SPEC, [DROPPED, "777"]),
    ("K18 Alt and F4", type_text("99") + held(Mod.LEFT_ALT, tap(F4)) + line("1"), SPEC, [KEY]),
    ("K19 Ctrl, Alt, Delete", held(Mod.LEFT_CTRL, held(Mod.LEFT_ALT, tap(DELETE))), SPEC, [KEY]),
    ("K19 Escape", tap(ESC), SPEC, [KEY]),
    ("K19 Ctrl and C", held(Mod.LEFT_CTRL, tap(C)), SPEC, [CONTROL]),
    ("K19 Ctrl and C ends when the settings say so",
     type_text("12") + held(Mod.LEFT_CTRL, tap(C)), replace(SPEC, etx_ends=True), ["12"]),
    ("K20 Enter alone", tap(ENTER), SPEC, []),
    ("K21 far too long", line("x" * 300), SPEC, [TOO_LONG]),
    ("K22 German keys, German layout", type_text("Yz-?", "de") + tap(ENTER), replace(SPEC, layout="de"), ["Yz-?"]),
    ("K22 German keys, US layout", type_text("Yz-?", "de") + tap(ENTER), SPEC, ["Zy/_"]),
    ("K23 AIM prefix", line("]C10112345"), with_steps("strip_aim"), ["0112345"]),
    ("K24 sentinels", line(";0006547886?"), with_steps("sentinel(;,?)"), ["0006547886"]),
    ("K24 the end sentinel is missing", line(";0006547886"), with_steps("sentinel(;,?)"), [reason("sentinel")]),
    ("K25 any text, exactly", line("http://x.y/?a=1&b=2#c"), SPEC, ["http://x.y/?a=1&b=2#c"]),
    ("Ctrl and M ends", type_text("7") + held(Mod.RIGHT_CTRL, tap(M)), SPEC, ["7"]),
    ("Ctrl and J ends", type_text("7") + held(Mod.RIGHT_CTRL, tap(J)), SPEC, ["7"]),
    ("Ctrl, Shift and 6 is RS", held(Mod.LEFT_CTRL, held(Mod.LEFT_SHIFT, tap(7))) + tap(ENTER), SPEC, [CONTROL]),
    ("Ctrl and a digit is nothing", held(Mod.LEFT_CTRL, tap(ONE)) + tap(ENTER), SPEC, [KEY]),
    ("Ctrl and a key of no layout", held(Mod.LEFT_CTRL, tap(F8)) + tap(ENTER), SPEC, [KEY]),
    ("a logo key spoils it", held(Mod.LEFT_META, tap(A)) + tap(ENTER), SPEC, [KEY]),
    ("AltGr on a US layout is nothing", held(Mod.ALTGR, tap(A)) + tap(ENTER), SPEC, [KEY]),
    ("Alt alone is nothing", type_text("1") + tap(Mod.LEFT_ALT) + line("2"), SPEC, ["12"]),
    ("Alt and a number of no character", held(Mod.LEFT_ALT, pad("0999")) + tap(ENTER), SPEC, [KEY]),
    ("Alt and 0233 is Windows-1252", held(Mod.LEFT_ALT, pad("0233")) + tap(ENTER), SPEC, ["é"]),
    ("Alt and 130 is code page 437", held(Mod.LEFT_ALT, pad("130")) + tap(ENTER), SPEC, ["é"]),
    ("what follows a spoilt key is not typed on",
     tap(ESC) + line("12") + pause(BETWEEN_S) + line("34"), SPEC, [KEY, "34"]),
    ("dropped events and then silence", dropped(), SPEC, [DROPPED]),
    ("another kind of report means nothing", [Step(0, EV_SYN, 1, 0), *line("1")], SPEC, ["1"]),
]  # fmt: skip


@pytest.mark.parametrize(("script", "spec", "codes"), [v[1:] for v in VECTORS], ids=[v[0] for v in VECTORS])
def test_vector(script: Script, spec: ScannerSpec, codes: list[str]) -> None:
    assert from_keys(script, spec) == codes


def test_caps_lock_tapped_after_the_end_does_not_reach_the_next_scan() -> None:
    script = tap(CAPS) + line("AB") + tap(CAPS) + pause(1) + line("CD")
    assert from_keys(script) == ["ab", "CD"]


def test_a_decoder_says_what_is_pending_and_shows_no_code() -> None:
    decoder = KeyDecoder()
    was = [decoder.pending]
    reads = [read for event in timed(type_text("42")) for read in decoder.feed(*event)]
    was.append(decoder.pending)
    reads += decoder.tick(2000)
    was.append(decoder.pending)
    assert (reads, was) == ([Typed("42")], [False, True, False])
    assert "42" not in repr(reads)


def test_a_clock_that_is_set_back_ends_nothing() -> None:
    decoder = KeyDecoder()
    decoder.feed(1000.0, EV_KEY, ONE, 1)
    assert decoder.feed(10.0, EV_KEY, TWO, 1) == []
    assert decoder.feed(10.01, EV_KEY, ENTER, 1) == []
    assert decoder.tick(10.06) == [Typed("12")]


def test_memory_stays_bounded_when_nothing_ever_ends() -> None:
    decoder = KeyDecoder()
    for at in range(2500):
        decoder.feed(1 + at / 1000, EV_KEY, ONE, 1)
        assert len(decoder.__dict__["_text"]) <= MAX_SCAN_CHARS
    assert decoder.feed(4, EV_KEY, ENTER, 1) + decoder.tick(5) == [ReadRefusal(MisreadReason.TOO_LONG)]


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_types_all_that_it_can_type(layout: str) -> None:
    decode = replace(SPEC, layout=layout)
    for character, script in strokes(layout).items():
        if character not in LAYOUTS[layout].dead:
            assert from_keys(type_text("1", layout) + script + tap(ENTER), decode) == [f"1{character}"]


NOT_TYPED: dict[str, list[str]] = {}
"""For each layout, the characters of labels that the layout cannot type. At present there are none."""


@pytest.mark.slow
def test_each_layout_can_type_labels() -> None:
    labels = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:;?!\"'#$%&()*+,=<>@[]{}\\|"
    missing = {layout: [c for c in labels if c not in strokes(layout)] for layout in LAYOUTS}
    assert {layout: signs for layout, signs in missing.items() if signs} == NOT_TYPED


ACCENTS = [
    ("de", "´e", "é"),
    ("fr", "^i", "î"),
    ("fr", "¨u", "ü"),
    ("ch", "`a", "à"),
    ("ch", "~n", "ñ"),
    ("es", "´ ", "´"),
    ("de", "^1", "^1"),
    ("de", "a^", "a^"),
]


@pytest.mark.parametrize(("layout", "typed", "text"), ACCENTS)
def test_an_accent_key_waits_for_its_letter(layout: str, typed: str, text: str) -> None:
    assert from_keys(type_text(typed, layout) + tap(ENTER), replace(SPEC, layout=layout)) == [text]


EVENTS = st.tuples(
    st.floats(0, 0.2), st.integers(0, 5), st.integers(0, 300) | st.sampled_from([*Mod, ENTER, CAPS]), st.integers(-1, 3)
)


@given(st.lists(EVENTS, max_size=200))
def test_garbage_never_raises_and_never_grows(events: list[tuple[float, int, int, int]]) -> None:
    decoder, at = KeyDecoder(LAYOUTS["de"]), 0.0
    for wait_s, kind, code, value in events:
        at += wait_s
        for read in decoder.feed(at, kind, code, value):
            assert isinstance(read, Typed | ReadRefusal)
            assert isinstance(read, ReadRefusal) or 0 < len(read.text) <= 2 * MAX_SCAN_CHARS
    decoder.tick(at + 1)
    assert not decoder.pending


@given(st.text(alphabet=sorted(strokes("us")), min_size=1, max_size=40))
def test_what_is_typed_is_read(text: str) -> None:
    assert KeyDecoderRun().run(line(text)) == [Typed(text)]


@given(st.data())
def test_two_readers_never_mix(data: st.DataObject) -> None:
    """Mix the events of two devices in any order, as test vector K26 does."""
    scripts = [list(timed(line("123"))), list(timed(line("987")))]
    runs = [KeyDecoderRun(), KeyDecoderRun()]
    while any(scripts):
        turn = data.draw(st.sampled_from([i for i, left in enumerate(scripts) if left]))
        runs[turn].feed(scripts[turn].pop(0))
    for run in runs:
        run.silence()
    assert [run.reads for run in runs] == [[Typed("123")], [Typed("987")]]


def test_each_misread_reason_is_said_once_a_scan() -> None:
    run = KeyDecoderRun()
    assert run.run(tap(ESC) + tap(ESC) + dropped() + report() + tap(ENTER)) == [
        ReadRefusal(MisreadReason.UNEXPECTED_KEY, "ESC")
    ]


class KeyDecoderRun:
    def __init__(self) -> None:
        self._decoder = KeyDecoder()
        self.reads: list[Typed | ReadRefusal] = []

    def feed(self, event: tuple[float, int, int, int]) -> None:
        self.reads += self._decoder.feed(*event)

    def run(self, script: Script) -> list[Typed | ReadRefusal]:
        for event in timed(script):
            self.feed(event)
        self.silence()
        return self.reads

    def silence(self) -> None:
        self.reads += self._decoder.tick(1e6)
