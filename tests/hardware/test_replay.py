"""Tests of recordings of a reader. A recording is written line by line, and can be played in place of the reader."""

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import open_reader
from hardware.recording import BadRecordingError, Raw, RawBytes, RawKey, RawText, from_lines, to_line
from hardware.replay_reader import ReplayReader
from hardware.scan import Cause, ReaderState
from hardware.spec import DeviceMatch, Driver, ScannerSpec
from kiosk.structs import replace
from tests.hardware.keystrokes import line, timed, type_text
from tests.hardware.listening import Heard, running

SPEC = ScannerSpec("demo", driver=Driver.REPLAY, transform=("strip",))
TIMES = st.floats(0, 1e6).map(lambda at: round(at, 6))
RAWS = (
    st.builds(RawKey, TIMES, st.integers(0, 5), st.integers(0, 767), st.integers(0, 2))
    | st.builds(RawBytes, TIMES, st.binary(max_size=20))
    | st.builds(RawText, TIMES, st.text(max_size=20))
)


@given(st.lists(RAWS))
def test_what_is_recorded_is_read_back(raws: list[Raw]) -> None:
    assert list(from_lines([to_line(raw) for raw in raws])) == raws


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"t": 1}', '{"t": "x", "text": ""}', '{"t": 1, "bytes": "0"}'])
def test_a_bad_line_is_named_by_number_only(line: str) -> None:
    with pytest.raises(BadRecordingError, match=r"^line 2 of the recording cannot be read \(\w+\)$"):
        list(from_lines(["", line]))


def recorded(tmp_path: Path, *raws: Raw) -> ScannerSpec:
    file = tmp_path / "scans.jsonl"
    file.write_text("".join(to_line(raw) + "\n" for raw in raws))
    return replace(SPEC, file=str(file))


def test_a_recording_is_played_once(tmp_path: Path) -> None:
    keys = [RawKey(*event) for event in timed(line(" ITEM-1"))]
    rest = [RawKey(*event) for event in timed(type_text("77"), 1102)]
    spec = recorded(tmp_path, *keys, RawBytes(1000.5, b"ITEM-2\rIT"), RawText(1100, "ITEM-3"), *rest)
    heard = Heard()
    with running(ReplayReader(spec, heard, speed=100)):
        heard.until_state(ReaderState.ABSENT, Cause.GONE)
    assert heard.told() == ["[opening]", "[ready]", "ITEM-1", "(several_lines)", "ITEM-3", "77", "[absent: gone]"]


def test_it_keeps_the_recorded_pace(tmp_path: Path) -> None:
    heard, began = Heard(), time.monotonic()
    with running(ReplayReader(recorded(tmp_path, RawText(5, "A"), RawText(6, "B")), heard, speed=10)):
        heard.until_codes("A", "B")
    assert time.monotonic() - began >= 0.1


def test_it_can_be_stopped_in_a_pause(tmp_path: Path) -> None:
    heard = Heard()
    with running(ReplayReader(recorded(tmp_path, RawText(0, "A"), RawText(9999, "B")), heard)):
        heard.until_codes("A")
    assert "reader-demo" not in {thread.name for thread in threading.enumerate()}


def test_a_missing_recording(tmp_path: Path) -> None:
    heard = Heard()
    with running(ReplayReader(replace(SPEC, file=str(tmp_path / "none")), heard)):
        status = heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
    assert status.why == f"{tmp_path / 'none'} cannot be read: No such file or directory"


def test_a_broken_recording(tmp_path: Path) -> None:
    (tmp_path / "scans.jsonl").write_text("?\n")
    heard = Heard()
    with running(ReplayReader(replace(SPEC, file=str(tmp_path / "scans.jsonl")), heard)):
        status = heard.until_state(ReaderState.FAILED, Cause.BROKEN)
    assert status.why == "line 1 of the recording cannot be read (JSONDecodeError)"


def test_each_driver_opens_its_reader() -> None:
    specs = {
        "EvdevReader": replace(SPEC, driver=Driver.EVDEV, match=DeviceMatch(vendor=1)),
        "SerialReader": replace(SPEC, driver=Driver.SERIAL, port="loop://"),
        "ReplayReader": SPEC,
    }
    readers = [open_reader(spec, Heard()) for spec in specs.values()]
    assert [type(reader).__name__ for reader in readers] == list(specs)
    assert {(reader.name, reader.status.state) for reader in readers} == {("demo", ReaderState.ABSENT)}
    for reader in readers:
        reader.stop()
