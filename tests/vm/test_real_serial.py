"""Tests of a reader on a USB serial line (an FTDI that QEMU emulates), whose plug the tests pull and put back."""

import threading

import pytest

from hardware.scan import Cause, ReaderState
from hardware.serial_reader import SerialReader
from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.structs import replace
from tests.hardware.keystrokes import BETWEEN_S
from tests.hardware.listening import Heard, running
from tests.vm.outside import Outside

SPEC = ScannerSpec("items", reads=Reads.ITEMS, driver=Driver.SERIAL, port="/dev/ttyUSB0")


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_it_is_read_unplugged_and_found_again(outside: Outside, heard: Heard) -> None:
    with running(SerialReader(SPEC, heard)):
        heard.until_ready()
        outside.send(b"DR-0142\r")
        heard.until_codes("DR-0142")
        for times in range(1, 4):
            outside.unplug("line")
            heard.until_state(ReaderState.ABSENT, Cause.GONE, times)
            outside.plug("line")
            heard.until_ready(times + 1)
            threading.Event().wait(BETWEEN_S)
            outside.send(f"LVL-000{times}\r".encode())
            heard.until_codes("DR-0142", *(f"LVL-000{each}" for each in range(1, times + 1)))
    assert heard.misreads == []


def test_a_contact_card_is_one_read_that_is_not_ours(outside: Outside, heard: Heard) -> None:
    with running(SerialReader(replace(SPEC, line_gap_ms=1000), heard)):
        heard.until_ready()
        outside.send(b"BEGIN:VCARD\rVERSION:3.0\rN:Public;Jane\rTEL:5550100\rADR:12 Elm Street\rEND:VCARD\r")
        heard.until(lambda h: h.misreads == ["several_lines"])
        threading.Event().wait(1.5)  # without this pause, the next code would count as a line of the contact card
        outside.send(b"DR-0142\r")
        heard.until_codes("DR-0142")
