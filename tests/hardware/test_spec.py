"""Tests of errors in a reader's settings. All errors are listed at once, in words that tell staff what to do."""

import pytest

from hardware.spec import (
    DEFAULT_REPEATS,
    DeviceMatch,
    Driver,
    Example,
    KeyRole,
    Parity,
    Reads,
    RepeatMode,
    RepeatSpec,
    ScannerSpec,
    SeveralLines,
    SpecProblem,
)
from hardware.spec_check import problems
from kiosk.structs import replace

EVDEV = ScannerSpec("fob", match=DeviceMatch(vendor=0xFFFF, product=0x35))
SERIAL = ScannerSpec("items", driver=Driver.SERIAL, port="/dev/ttyACM0")
REPLAY = ScannerSpec("demo", driver=Driver.REPLAY, file="scans.jsonl")


@pytest.mark.parametrize(
    "spec",
    [
        EVDEV,
        SERIAL,
        REPLAY,
        replace(EVDEV, fkeys={"F8": "GS", "F1": "#"}),
        replace(EVDEV, keys={"ESC": KeyRole.IGNORE, "DOWN": KeyRole.END}),
        replace(SERIAL, bits=7, parity=Parity.EVEN, stop_bits=2),
        replace(SERIAL, line_gap_ms=200, several_lines=SeveralLines.EACH),
        replace(EVDEV, transform=("dec_to_hex(8)",), example=Example("0008075634", "007B3972")),
    ],
)
def test_what_can_be_used_has_no_problems(spec: ScannerSpec) -> None:
    assert problems(spec) == []


CASES: list[tuple[ScannerSpec, str, str]] = [
    (ScannerSpec("x"), "match", "say which device it is: at least one of vendor, product, name, phys, uniq, path"),
    (replace(EVDEV, match=DeviceMatch(vendor=0x10000)), "match.vendor", "65536 is not between 0x0000 and 0xffff"),
    (replace(EVDEV, match=DeviceMatch(product=-1)), "match.product", "-1 is not between 0x0000 and 0xffff"),
    (replace(EVDEV, layout="dee"), "layout", "there is no layout 'dee': did you mean de?"),
    (replace(EVDEV, gap_ms=1), "gap_ms", "1 is not between 10 and 10000"),
    (replace(SERIAL, line_gap_ms=5), "line_gap_ms", "5 is not between 10 and 1000"),
    (replace(SERIAL, bits=9), "bits", "9 is not one of 5, 6, 7, 8"),
    (replace(SERIAL, stop_bits=3), "stop_bits", "3 is not one of 1, 1.5, 2"),
    (replace(EVDEV, keys={"DWON": KeyRole.END}), "keys.DWON", "there is no key 'DWON': did you mean DOWN?"),
    (replace(EVDEV, keys={"F8": KeyRole.END}, fkeys={"F8": "GS"}), "keys.F8", "fkeys says already what F8 means"),
    (replace(EVDEV, fkeys={"F99": "GS"}), "fkeys.F99", "'F99' is not a function key: F1 to F24"),
    (replace(EVDEV, fkeys={"F8": "XX"}), "fkeys.F8",
     "'XX' is neither one character nor one of EOT, FS, GS, RS, US, TAB"),
    (replace(SERIAL, port=""), "port", "a serial reader needs its port, such as /dev/ttyACM0 or socket://host:port"),
    (replace(SERIAL, framing="lines"), "framing", "there is no framing 'lines': did you mean line?"),
    (replace(SERIAL, charset="utf8"), "charset", "there is no charset 'utf8': did you mean utf-8?"),
    (replace(SERIAL, baud=0), "baud", "0 is not between 300 and 4000000"),
    (replace(SERIAL, max_len=300), "max_len", "300 is not between 1 and 256"),
    (replace(SERIAL, min_len=5, max_len=4), "min_len", "5 is more than max_len, 4: no scan could pass"),
    (replace(SERIAL, repeat=RepeatSpec(RepeatMode.FIXED, -1)), "repeat.ms", "-1 is not between 0 and 60000"),
    (replace(REPLAY, file=""), "file", "a replay needs the recording to play"),
    (replace(SERIAL, transform=("strip", "strop")), "transform[1]", "there is no step 'strop': did you mean strip?"),
    (replace(SERIAL, transform=("upper",), example=Example("ab", "Ab")), "example",
     "'ab' gives 'AB', but should give 'Ab'"),
    (replace(SERIAL, transform=("dec_to_hex(8)",), example=Example("4294967296", "0")), "example",
     "'4294967296' is refused (range), but should give '0'"),
    (replace(SERIAL, max_len=4, example=Example("12345", "12345")), "example",
     "'12345' is refused (too_long), but should give '12345'"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "key", "text"), CASES, ids=[f"{case[1]}: {case[2]}"[:60] for case in CASES])
def test_a_problem_names_its_key_and_the_way_out(spec: ScannerSpec, key: str, text: str) -> None:
    assert problems(spec) == [SpecProblem(key, text)]


def test_all_problems_are_listed_at_once() -> None:
    spec = replace(SERIAL, framing="x", charset="y", baud=1, transform=("a", "b"), example=Example("1", "2"))
    assert [problem.key for problem in problems(spec)] == ["framing", "charset", "baud", "transform[0]", "transform[1]"]


@pytest.mark.parametrize("reads", Reads)
def test_the_repeat_window_suits_what_is_read_unless_configured(reads: Reads) -> None:
    spec = replace(EVDEV, reads=reads)
    assert spec.repeats == DEFAULT_REPEATS[reads]
    assert replace(spec, repeat=RepeatSpec(RepeatMode.FIXED, 5)).repeats == RepeatSpec(RepeatMode.FIXED, 5)


def test_no_event_shows_a_code() -> None:
    from hardware.scan import Scan

    assert "007B3972" not in repr(Scan("007B3972", "fob", 1.0)) + str(Scan("007B3972", "fob", 1.0))
