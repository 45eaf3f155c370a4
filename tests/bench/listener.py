"""Hears what a screen reader hears, and asks back for what it would say. Runs under the system's own Python (pyatspi).

Prints "listening" when it does.
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
    except Exception as gone:  # noqa: BLE001 - what it speaks of may be gone, and D-Bus says so in many ways
        print(repr(gone), file=sys.stderr)


pyatspi.Registry.registerEventListener(heard, *EVENTS)
print("listening", flush=True)
pyatspi.Registry.start()
