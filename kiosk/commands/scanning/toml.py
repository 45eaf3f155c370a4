"""The lines to write into the settings file for a reader."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.probe import Device


def table_for(device: "Device", number: int) -> Iterator[str]:
    """Yield the lines of a whole [[scanner]] for a device that was found."""
    is_serial = device.settings.startswith("port")
    yield "[[scanner]]"
    yield f'name = "reader-{number}"' + "              # any name"
    yield 'reads = "anything"             # fobs | items | anything'
    yield f'driver = "{"serial" if is_serial else "evdev"}"'
    yield device.settings
    if is_serial:
        yield "baud = 9600"
        yield 'framing = "line"               # line | stx-etx | rdm6300 | idle'


def steps_for(steps: tuple[str, ...], given: str, out: str) -> Iterator[str]:
    """Yield the lines that teach a reader its steps, and the example that tests the steps at each start."""
    yield f"transform = [{', '.join(quoted(step) for step in steps)}]"
    yield f"example = {{ in = {quoted(given)}, out = {quoted(out)} }}"


def quoted(text: str) -> str:
    """Return the text as TOML writes it; JSON's escapes are also valid in TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
