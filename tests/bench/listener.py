"""Acts like a screen reader: hears all events of the accessibility bus, and asks for the name and role of each source.

This program needs the system's Python with pyatspi. It prints "listening" when it hears events.
"""

import sys
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi, outside the venv

EVENTS = (
    "object:state-changed",
    "object:property-change",
    "object:children-changed",
    "object:text-changed",
    "object:announcement",
    "object:visible-data-changed",
    "window",
    "focus",
)


def heard(event: Any) -> None:
    try:
        print(event.type, event.source.name, event.source.getRoleName(), file=sys.stderr)
    except Exception as gone:  # noqa: BLE001 - the source can be gone, and D-Bus has many errors for this
        print(repr(gone), file=sys.stderr)


pyatspi.Registry.registerEventListener(heard, *EVENTS)
print("listening", flush=True)
pyatspi.Registry.start()
