"""Tests that the bytes of a real serial line become the right events for the visit."""

import asyncio
import logging
from pathlib import Path

import pytest

from hardware import open_reader
from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.app.readers import Readers
from kiosk.demo.pretend_readers import PretendReader
from kiosk.domain.library import CodeRule
from kiosk.domain.messages.events import Event, ItemRead, OddRead, OddReason, ReaderChanged, ScanFailed, Scanned
from kiosk.domain.model import ItemCode

PATIENCE_S = 20.0


async def heard(folder: Path, written: bytes, *transform: str, reads: Reads = Reads.ITEMS) -> Event:
    """Send these bytes over a serial line that was just opened, and return the one event that follows."""
    port, loop = PretendReader(folder / "port"), asyncio.get_running_loop()
    events: asyncio.Queue[Event] = asyncio.Queue()
    spec = ScannerSpec("items", reads, Driver.SERIAL, port=str(port.port), transform=transform)
    readers = Readers([spec], open_reader=open_reader, dispatch=events.put_nowait, rules=CodeRule(), commands=True)
    port.plug()
    readers.start(loop)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not (isinstance(event := await events.get(), ReaderChanged) and event.ready):
                pass
            port.write(written)
            event = await events.get()
            await loop.run_in_executor(None, readers.stop)
            assert events.empty()
            return event
    finally:
        await loop.run_in_executor(None, readers.stop)
        port.unplug()


@pytest.mark.parametrize(
    ("written", "steps", "reason"),
    [
        (b"7" * 65, (), OddReason.TOO_LONG),
        (b"7" * 257, (), OddReason.TOO_LONG),
        (b"7" * 600, (), OddReason.TOO_LONG),
        (b"DR\x1b0142", (), OddReason.CONTROL_CHARACTERS),
        (b"08ABCDEF", ("refuse_random_uid",), OddReason.NOT_OURS),
        (b"no number", ("dec_to_hex(8)",), OddReason.NOT_OURS),
    ],
    ids=["above 64", "above 256", "above a frame", "control", "a phone's number", "another form"],
)
def test_what_scanning_again_cannot_mend_is_called_by_its_name_and_stands_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, written: bytes, steps: tuple[str, ...], reason: OddReason
) -> None:
    with caplog.at_level(logging.INFO, "kiosk.readers"):
        event = asyncio.run(heard(tmp_path, written + b"\r", *steps))
    assert isinstance(event, Scanned)
    assert isinstance(event.meaning, OddRead)
    assert event.meaning.reason is reason
    logged = [record.getMessage() for record in caplog.records if record.name == "kiosk.readers"]
    assert logged[-1].startswith("reader items: ")
    assert "ready" not in logged[-1]
    assert not any(written.decode() in message for message in logged)


LICENCE = b"@\n\x1e\rANSI 636014\rDLDAQD1234562\rDCSPUBLIC\rDAG789 E OAK ST\rDCGUSA\r"
CARD = b"BEGIN:VCARD\r\nN:Owen;Sean\r\nTEL:+12125551212\r\nEND:VCARD\r\n"


@pytest.mark.parametrize("reads", Reads)
@pytest.mark.parametrize("written", [LICENCE, CARD, b"Owen\tSean\t+12125551212\r"], ids=["licence", "card", "tabs"])
def test_several_lines_are_one_read_and_nothing_of_it_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, written: bytes, reads: Reads
) -> None:
    with caplog.at_level(logging.DEBUG):
        event = asyncio.run(heard(tmp_path, written, reads=reads))
    assert event == Scanned(OddRead(OddReason.NOT_OURS), "items")
    assert not [word for word in (b"ANSI", b"PUBLIC", b"OAK", b"Owen", b"+1212") if word.decode() in caplog.text]


def test_a_damaged_read_is_scanned_again(tmp_path: Path) -> None:
    event = asyncio.run(heard(tmp_path, b"4006381333932\r", "check_ean13"))
    assert event == ScanFailed("items", "check_digit")


def test_a_label_is_a_label(tmp_path: Path) -> None:
    assert asyncio.run(heard(tmp_path, b"DR-0142\r")) == Scanned(ItemRead(ItemCode("DR-0142")), "items")


def test_a_charset_that_does_not_fit_is_named_once_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    labels = ("Säge-7", "Säge-8")

    async def scanned() -> None:
        port, events = PretendReader(tmp_path / "port"), asyncio.Queue[Event]()
        spec = ScannerSpec("items", Reads.ITEMS, Driver.SERIAL, port=str(port.port))
        readers = Readers([spec], open_reader=open_reader, dispatch=events.put_nowait, rules=CodeRule(), commands=True)
        port.plug()
        readers.start(asyncio.get_running_loop())
        async with asyncio.timeout(PATIENCE_S):
            while not (isinstance(event := await events.get(), ReaderChanged) and event.ready):
                pass
            for label in labels:
                port.scan(label)
                assert await events.get() == ScanFailed("items", "charset")
        await asyncio.get_running_loop().run_in_executor(None, readers.stop)
        port.unplug()

    with caplog.at_level(logging.WARNING, "kiosk.readers"):
        asyncio.run(scanned())
    [said] = [message for record in caplog.records if "charset" in (message := record.getMessage())]
    assert 'charset = "utf-8"' in said
    assert not [label for label in labels if label in caplog.text]
